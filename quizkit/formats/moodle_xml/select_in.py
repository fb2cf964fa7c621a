"""Texts with ``[[1]]`` where a word is chosen (``gapselect``) or dropped (``ddwtos``)."""

from __future__ import annotations

import re

from quizkit.formats.base import Feature
from quizkit.formats.moodle_xml.entry import Entry
from quizkit.formats.taken import Unreadable, shown_plain
from quizkit.formats.weighing import weigh_single
from quizkit.model import ONE, ZERO, ChoiceGap, Cloze, Content, Gap, Question

_PLACE = re.compile(r"\[\[([0-9]{1,4})\]\]")


def read_select(entry: Entry) -> Question:
    """A cloze of drop-down lists; the n-th word is right where ``[[n]]`` stands.

    Raises Unreadable where the text has no such place.
    """
    dragged = entry.kind == "ddwtos"
    choices = _choices(entry, "dragbox" if dragged else "selectoption", rich=dragged)
    taken = 0
    gaps: list[Gap] = []

    def put(match: re.Match[str]) -> str:
        nonlocal taken
        index = int(match[1]) - 1
        if not 0 <= index < len(choices):
            entry.job.miss(f"{match[0]} of {entry.spoken} names no word", entry.where)
            return match[0]
        taken += 1
        while f"{{{{g{taken}}}}}" in entry.raw_stem:
            taken += 1
        gaps.append(_gap(f"g{taken}", choices, index))
        return f"{{{{g{taken}}}}}"

    stem = _PLACE.sub(put, entry.raw_stem)
    if not gaps:
        raise Unreadable("its text has no place for a word")
    entry.stem = entry.as_content(stem, entry.format, entry.names)
    if not entry.truth("shuffleanswers", True):
        entry.job.lose_list_order()
    if dragged:
        entry.lose(Feature.TYPE, "words to drag into the text became drop-down lists")
    return Cloze(gaps=tuple(gaps), **entry.shared())


def _choices(entry: Entry, tag: str, *, rich: bool) -> list[tuple[str, Content]]:
    """The words with the group that each belongs to; blank ones do not count."""
    found = []
    for element in entry.all(tag):
        text = entry.text(element)
        if text:
            group = (element.findtext("group") or "1").strip()
            content = entry.as_content(text, "html", entry.names) if rich else shown_plain(text)
            found.append((group, content))
    return found


def _gap(name: str, choices: list[tuple[str, Content]], right: int) -> ChoiceGap:
    group, key = choices[right]
    contents: list[Content] = []
    shares = []
    for index, (other, content) in enumerate(choices):
        if other != group or (content == key and index != right):
            continue
        if content not in contents:
            contents.append(content)
            shares.append(ONE if index == right else ZERO)
    weighed = weigh_single(tuple(shares))
    return ChoiceGap(id=name, options=weighed.options(contents, [None] * len(contents)))
