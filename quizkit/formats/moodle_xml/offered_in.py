"""What a question that cannot be asked shows to choose from: options, rows, labels, a picture.

What is right stays out of it, for whoever the text is shown to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from quizkit.content.markup import escape
from quizkit.formats.moodle_xml.entry import Entry, decoded
from quizkit.model import Content

_PARTS: Mapping[str, Sequence[tuple[str, str]]] = {
    "calculatedmulti": [("answer", "")],
    "oumultiresponse": [("answer", "")],
    "multichoiceset": [("answer", "")],
    "ddimageortext": [("drag", "")],
    "ddmarker": [("drag", "")],
    "kprime": [("row", "optiontext")],
    "mtf": [("row", "optiontext")],
    "matrix": [("row", "shorttext"), ("col", "shorttext")],
}
"""By type, the parts that are shown: their element, and the one in it that holds the text."""
_ON_A_PICTURE = frozenset({"ddimageortext", "ddmarker"})
_BAD = re.compile(r"[\x00-\x1f\\/:*?\"<>|]")


def with_offered(entry: Entry) -> None:
    """Put behind a question's text what it shows to choose from."""
    parts = list(_shown(entry))
    if parts:
        entry.stem = Content(html="\n".join([_as_html(entry), *parts]))


def _as_html(entry: Entry) -> str:
    """The stem as it stands; what is no HTML is shown as it is written."""
    stem = entry.stem
    return stem.html if stem.html is not None else f"<p>{escape(stem.source)}</p>"


def _shown(entry: Entry) -> Iterator[str]:
    if entry.kind in _ON_A_PICTURE:
        for file in entry.all("file"):
            yield from _picture(entry, file.get("name") or "", file.text or "")
    for tag, inner in _PARTS.get(entry.kind, ()):
        items = []
        for part in entry.all(tag):
            holder = entry.within(part, inner) if inner else part
            content = entry.content(holder)
            pictures = (
                picture
                for file in (part.iterchildren("file") if not inner else ())
                for picture in _picture(entry, file.get("name") or "", file.text or "")
            )
            said = "" if content is None else content.source
            items.append("".join([said, *(pictures if "<img" not in said else ())]))
        if any(items):
            yield "<ul>\n{}\n</ul>".format("\n".join(f"<li>{item}</li>" for item in items if item))


def _picture(entry: Entry, name: str, written: str) -> Iterator[str]:
    """A file that stands beside the texts, as the picture that it is."""
    data = decoded(written)
    if name and data:
        path = entry.job.add_file(f"media/{_BAD.sub('_', name)}", data)
        yield f'<p><img src="{quote(path)}" alt=""></p>'
