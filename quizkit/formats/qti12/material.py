"""Text in QTI 1.2: ``material`` with HTML that is escaped, raw or plain, images, line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quizkit.content.markup import escape
from quizkit.formats.package_files import PackageFiles
from quizkit.formats.safe_xml import Element, inner_markup
from quizkit.formats.taken import unwrapped
from quizkit.model import Content

_MARKUP = re.compile(
    r"</?(?:p|b|i|u|div|span|br|img|em|strong|[uo]l|li|su[bp]|code|pre|a|table|t[rdh]|font|h[1-6])"
    r"\b[^<>]*/?>",
    re.IGNORECASE,
)
OPEN, SHUT = "\ue000", "\ue001"
_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")


class Materials:
    """Reads the materials of one item; ``owner`` is its id for what may be lost."""

    def __init__(self, files: PackageFiles, owner: str | None, folder: str) -> None:
        self._files = files
        self._owner = owner
        self._folder = folder

    def content(self, element: Element | None) -> Content | None:
        """All materials in an element as HTML; None for none."""
        if element is None:
            return None
        markup = unwrapped(self.markup(element))
        return Content(html=markup) if markup else None

    def markup(self, element: Element) -> str:
        """The same as a string."""
        return self._joined(self._pieces(element, into_responses=True))

    def stem(self, presentation: Element) -> str:
        """The materials of a presentation that stand outside of its responses.

        Where a response stands is its ident between :data:`OPEN` and :data:`SHUT`.
        """
        block = next(
            (flow for flow in presentation.iter("flow") if flow.get("class") == "QUESTION_BLOCK"),
            presentation,
        )
        return self._joined(self._pieces(block, into_responses=False))

    def text(self, element: Element) -> str:
        """Plain text, for names and for answers that a student types."""
        parts = [
            ("".join(map(str, e.itertext()))) for e in element.iter("mattext", "mat_formattedtext")
        ]
        return " ".join(" ".join(parts).split())

    def _joined(self, pieces: Iterable[str]) -> str:
        return self._files.localized("".join(pieces).strip(), self._owner, self._folder)

    def _pieces(self, element: Element, *, into_responses: bool) -> Iterator[str]:
        """In the order of the document; bounded by the depth that the parser allows."""
        stack = list(reversed(element))
        while stack:
            child = stack.pop()
            tag = str(child.tag)
            if tag == "mattext":
                yield _text(child)
            elif tag == "matemtext":
                yield f"<em>{_text(child)}</em>"
            elif tag == "matbreak":
                yield "<br>"
            elif tag == "mat_formattedtext":
                yield _formatted(child)
            elif tag in ("matimage", "mataudio", "matvideo", "matapplication"):
                yield self._media(child, tag)
            elif tag in _RESPONSES and not into_responses:
                yield f"{OPEN}{(child.get('ident') or '').strip()}{SHUT}"
            elif tag != "hint":
                stack.extend(reversed(child))

    def _media(self, element: Element, tag: str) -> str:
        address = element.get("uri") or ""
        if not address:
            return ""
        if tag == "matimage":
            alt = escape(element.get("label") or "").replace('"', "&quot;")
            return self._files.image(address, self._owner, self._folder).replace(
                'alt=""', f'alt="{alt}"'
            )
        return f'<a href="{escape(address)}">{escape(address.rpartition("/")[2])}</a>'


def _text(element: Element) -> str:
    if len(element):
        return inner_markup(element)
    text = element.text or ""
    plain = (element.get("texttype") or "").lower().startswith("text/plain")
    if plain and not _MARKUP.search(text):
        # What stands at the ends parts it from its neighbours, and is no more than a space.
        before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
        return before + escape(text.strip()).replace("\n", "<br>\n") + after
    return text


def _formatted(element: Element) -> str:
    """Blackboard's text, which says of itself whether it is HTML."""
    if len(element):
        return inner_markup(element)
    text = (element.text or "").strip()
    if (element.get("type") or "HTML").upper() == "HTML" or _MARKUP.search(text):
        return text
    return escape(text).replace("\n", "<br>\n")
