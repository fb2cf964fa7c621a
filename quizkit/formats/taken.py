"""Errors and small pieces that importers share."""

from __future__ import annotations

import re
from html import unescape

from quizkit.content.markup import escape
from quizkit.errors import QuizkitError
from quizkit.model import Content, Info

_TAG = re.compile(r"<[^<>]*>")
_TEXT_TAG = re.compile(
    r"</?(?:p|b|i|u|em|strong|span|div|br|su[bp]|font|img|a|code|small|big)\b[^<>]*>", re.IGNORECASE
)
_FIRST_LETTER = re.compile(r"(?:\s|<[^<>]*>)*([^\W_])")
_SPACES = re.compile(r"\s+")
_DIV = re.compile(r"<(/?)div\b[^>]*>", re.IGNORECASE)
_LANGUAGE_DIV = re.compile(r'<div(?: lang="([\w-]+)")?(?: dir="(?:rtl|ltr)")?>')
_GAP = re.compile(r"\{\{[^{}\s]+\}\}")
_GAPS = re.compile(r"_{2,}|\.{3}")
_BLANKS = re.compile(r"(?:^|\s)[-*•](?=\s)|\s+|\\[()\[\]]")
_DOTS = "…."


class Unreadable(QuizkitError):
    """A question that cannot be taken as what it says it is; the words say why."""


def as_info(shared: dict[str, object]) -> Info:
    """The wording of a question that cannot be asked; it has no points."""
    kept = {name: value for name, value in shared.items() if name != "points"}
    return Info(**kept)  # type: ignore[arg-type]  # the same members as QuestionBase


def html(markup: str) -> Content | None:
    """HTML as content; None for none."""
    return Content(html=markup) if markup else None


def plain(text: str) -> Content:
    """Plain text as content."""
    return Content(html=escape(text))


def shown_plain(text: str) -> Content:
    """A text that an LMS shows without its tags, such as an entry of a drop-down list."""
    return plain(unescape(_TEXT_TAG.sub("", text)))


_MEDIA = re.compile(r"<(?:img|audio|video|object|math)\b", re.IGNORECASE)


def words(markup: str) -> str:
    """The text of some HTML on one line, roughly: for comparing and for messages."""
    return _SPACES.sub(" ", unescape(_TAG.sub(" ", markup))).strip()


def words_alone(markup: str) -> str:
    """The same, or nothing where a picture, a sound or a formula stands beside the words."""
    return "" if _MEDIA.search(markup) else words(markup)


def spoken_name(name: str, number: int) -> str:
    """How messages name a question."""
    short = name if len(name) <= 60 else f"{name[:59]}…"
    return f'question "{short}"' if short else f"question {number}"


def says_the_same(title: str, stem: str) -> bool:
    """Whether a title only repeats how the stem begins, as names that tools invent do.

    Tools write a gap in one way or another, and dots where they cut a text off.
    """
    first, other = _FIRST_LETTER.match(title), _FIRST_LETTER.match(stem)
    if first and other and first[1].casefold()[0] != other[1].casefold()[0]:
        return False
    start = _as_named(words(title))
    if not start:
        return True
    text = _as_named(_GAP.sub("…", words(stem)))
    # Some titles are plain text, in which "List<T>" holds no tag.
    starts = (start, _as_named(" ".join(title.split()))) if "<" in title else (start,)
    return any(text == one or (len(one) >= 20 and text.startswith(one)) for one in starts)


def _as_named(text: str) -> str:
    """Without blanks, dashes of lists and signs of TeX, which tools leave out or put in."""
    return _BLANKS.sub("", _GAPS.sub("…", text)).strip(_DOTS).casefold()


def unwrapped(markup: str) -> str:
    """Markup without the one ``div`` that some LMSs put round everything."""
    start = _LANGUAGE_DIV.match(markup)
    if start is None or not markup.endswith("</div>"):
        return markup
    depth = 0
    for tag in _DIV.finditer(markup):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return markup[start.end() : -6].strip() if tag.end() == len(markup) else markup
    return markup


def wrapper_language(markup: str) -> str:
    """The language that such a ``div`` states; nothing without one."""
    start = _LANGUAGE_DIV.match(markup)
    return (start[1] or "") if start is not None else ""
