"""Which option an explanation's heading means, and what it says beside the option's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_MARKUP = re.compile(r"[*_`~\\]+")
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_NUMBER = re.compile(r"[*_]{0,2}\(?(\d{1,2})[.)\]:]?[*_]{0,2}(?=\s|$)[\s.)]*")
_SEPARATOR = re.compile(r"\s+(?:—|–|--?|→|=>|:)\s+|:\s+|\s+(?=\()|\s*—\s*")
LIKE = 0.75
"""How alike two texts must be for a heading to be taken for an option by likeness."""


def plain(text: str) -> str:
    """Text without markup and in lower case, for comparing."""
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", text)
    bare = _MARKUP.sub("", text)
    return " ".join(bare.lower().split()).strip(" .:;")


class Match(NamedTuple):
    """The option found, how (text, number, likeness), and the heading's tail as Markdown.

    ``conflict`` says that the heading's number points at another option than its text.
    """

    option: int
    how: str
    tail: str = ""
    conflict: bool = False


def match_option(heading: str, texts: Sequence[str], *, marked: bool) -> Match | None:
    """Match a heading (its marker taken off) by exact text, then number, then likeness.

    ``texts`` are the options as :func:`plain` gives them. An unmarked heading must name an
    option exactly, or carry its number and be like it.
    """
    numbered = _NUMBER.match(heading)
    number = int(numbered[1]) - 1 if numbered else None
    bodies = [heading] + ([heading[numbered.end() :]] if numbered else [])
    for body in bodies:
        found = _by_text(body, texts)
        if found is not None:
            conflict = (
                number is not None
                and body is not heading
                and number != found.option
                and 0 <= number < len(texts)
            )
            return Match(found.option, "text", found.tail, conflict)
    body = bodies[-1]
    ratios = [_likeness(body, text) for text in texts]
    best = max(range(len(texts)), key=ratios.__getitem__, default=None)
    if number is not None and 0 <= number < len(texts):
        if not plain(body):
            return Match(number, "number")
        if marked or ratios[number] >= LIKE:
            other = best is not None and best != number and ratios[best] >= LIKE
            return Match(number, "number", _tail_after(body, texts[number]), other)
    if marked and best is not None and ratios[best] >= LIKE:
        return Match(best, "likeness", _tail_after(body, texts[best]))
    return None


def _by_text(heading: str, texts: Sequence[str]) -> Match | None:
    """The option whose text is the heading, or its beginning before a separator."""
    whole = plain(heading)
    if whole in texts:
        return Match(texts.index(whole), "text") if texts.count(whole) == 1 else None
    cuts = [(m.start(), m.end()) for m in reversed(list(_SEPARATOR.finditer(heading)))]
    for start, end in cuts:
        left = plain(heading[:start])
        if left and left in texts:
            if texts.count(left) > 1:
                return None
            return Match(texts.index(left), "text", _balance(heading[:start], heading[end:]))
    return None


def _balance(left: str, tail: str) -> str:
    """Give the tail the emphasis that the cut took from it."""
    tail = tail.strip()
    if tail and left.count("**") % 2:
        tail = "**" + tail
    return tail


def _likeness(heading: str, text: str) -> float:
    left = plain(_SEPARATOR.split(heading, maxsplit=1)[0])
    matcher = SequenceMatcher(None, left, text, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE else 0.0


def _tail_after(heading: str, text: str) -> str:
    """The words after the first separator, where what stands before resembles the option."""
    cut = _SEPARATOR.search(heading)
    if cut is None:
        return "" if _likeness(heading, text) >= LIKE else heading.strip()
    if _likeness(heading, text) >= LIKE:
        return _balance(heading[: cut.start()], heading[cut.end() :])
    return heading.strip()
