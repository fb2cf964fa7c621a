"""Rich text for a page that loads nothing: pictures inside it, formulas as MathML."""

from __future__ import annotations

import re
from base64 import b64encode
from posixpath import basename

from quizkit.content.markup import PIECE, attributes, quote
from quizkit.content.math import to_mathml
from quizkit.content.profile import Profile, Rendered
from quizkit.formats.base import Feature, Job
from quizkit.formats.xml_writer import Markup, element, text
from quizkit.model import Content, Question

_ASSET = "asset:"
"""Stands before an asset's path until its bytes do; the sanitiser lets no author write it."""
_ADDRESSED = re.compile(r' (?:src|href|poster)="')
_ADDRESS = re.compile(r' src="([^"]*)"')
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_ANY_BYTES = "application/octet-stream"
_PLAYED = frozenset({"audio", "video"})
_PARTS = frozenset({"source", "track"})


class Pen:
    """Renders the content of one quiz; what is asked for twice in a question is made once."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._made: dict[tuple[Content, bool], Markup] = {}
        self._profile = Profile(
            name="html", xhtml=True, math=to_mathml, address=lambda path: f"{_ASSET}{path}"
        )

    def next_question(self) -> None:
        """Let go of what the last question's contents gave."""
        self._made.clear()

    def flow(self, question: Question | None, content: Content) -> Markup:
        """Blocks."""
        return self._rendered(question, content, inline=False)

    def short(self, question: Question, content: Content) -> Markup:
        """The same without the tags of a single paragraph."""
        return self._rendered(question, content, inline=True)

    def words(self, content: Content) -> str:
        """Text on one line."""
        return " ".join(self._job.render.text(content).split())

    def _rendered(self, question: Question | None, content: Content, *, inline: bool) -> Markup:
        made = self._made.get((content, inline))
        if made is None:
            render = self._job.inline if inline else self._job.html
            made = self._held(question, render(question, content, self._profile))
            self._made[content, inline] = made
        return made

    def _held(self, question: Question | None, rendered: Rendered) -> Markup:
        """Markup whose files are in it, and that asks for no others."""
        markup = rendered.markup
        if _ADDRESSED.search(markup) is None:
            return Markup(markup)
        return Markup("".join(_Holding(self._job, question, markup).pieces()))


class _Holding:
    """One pass over markup that refers to files."""

    def __init__(self, job: Job, question: Question | None, markup: str) -> None:
        self._job = job
        self._question = question
        self._markup = markup
        self._links = 0
        self._ends: list[str] = []
        # How the sounds and films that are open end; one that is left out is a span.

    def pieces(self) -> list[str]:
        found = []
        for match in PIECE.finditer(self._markup):
            slash, name, written, run = match.groups()
            if run or name not in _TAKEN:
                found.append(match[0])
            elif slash:
                found.append(self._close(name))
            else:
                found.append(self._open(name, attributes(written), match.end()))
        return found

    def _close(self, name: str) -> str:
        if name == "a":
            self._links -= 1
        return self._ends.pop() if name in _PLAYED and self._ends else f"</{name}>"

    def _open(self, name: str, named: dict[str, str], end: int) -> str:
        if name == "a":
            self._links += 1
            return self._link(named)
        if name in _PLAYED:
            return self._played(name, named, end)
        address = named.get("src", "")
        if _stays(address):
            return f"<{name}{self._written(named)} />"
        self._lose(address)
        return "" if name in _PARTS else self._pointer(named.get("alt", ""), address)

    def _link(self, named: dict[str, str]) -> str:
        """A file of the quiz is to be saved, for no browser opens the ``data:`` of a link."""
        path = named.get("href", "")
        if path.startswith(_ASSET):
            path = path.removeprefix(_ASSET)
            address = _data(self._job.data(path), _ANY_BYTES)
            named = {**named, "href": address, "download": basename(path)}
        return f"<a{self._written(named)}>"

    def _played(self, name: str, named: dict[str, str], end: int) -> str:
        """A sound or a film, or a pointer to it and the text inside it where the page lacks it."""
        inner = self._markup[end : self._markup.find(f"</{name}>", end)]
        addresses = [named.get("src", ""), *_ADDRESS.findall(inner)]
        elsewhere = [address for address in addresses if not _stays(address)]
        if elsewhere and not any(address.startswith(_ASSET) for address in addresses):
            self._ends.append("</span>")
            self._lose(elsewhere[0])
            return f"{self._pointer(named.get('title', ''), elsewhere[0])}<span>"
        self._ends.append(f"</{name}>")
        for key in ("src", "poster"):
            if not _stays(named.get(key, "")):
                self._lose(named.pop(key))
        return f"<{name}{self._written(named)}>"

    def _written(self, named: dict[str, str]) -> str:
        # The slash that closes a void element reads as an attribute without a value.
        return "".join(
            f' {key}="{quote(self._value(key, value))}"'
            for key, value in named.items()
            if key != "/"
        )

    def _value(self, key: str, value: str) -> str:
        if key not in ("src", "poster") or not value.startswith(_ASSET):
            return value
        path = value.removeprefix(_ASSET)
        kind = self._job.assets[path].media_type
        return _data(self._job.data(path), kind if _MEDIA_TYPE.fullmatch(kind) else _ANY_BYTES)

    def _pointer(self, shown: str, address: str) -> str:
        """A link to a file elsewhere; text where it would stand in another link."""
        shown = shown or address
        if self._links > 0 or not address.startswith(("https://", "http://")):
            return element("span", {"class": "qk-absent"}, text(shown))
        return element("a", {"class": "qk-absent", "href": address}, text(shown))

    def _lose(self, address: str) -> None:
        short = address if len(address) <= 80 else f"{address[:79]}…"
        self._job.lose(
            self._question,
            Feature.IMAGES,
            f"{short} is not in the page, which loads nothing; a link or its description "
            "stands there instead",
        )


_TAKEN = frozenset({"a", "img"}) | _PLAYED | _PARTS


def _stays(address: str) -> bool:
    """Whether an address asks for nothing that is not in the page."""
    return not address or address.startswith((_ASSET, "data:image/"))


def _data(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"
