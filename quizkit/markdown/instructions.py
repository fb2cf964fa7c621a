"""Instruction phrases in a stem: found, understood, and taken out as phrases."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quizkit.locale import Phrase, Phrasebook

_SEGMENT = re.compile(
    r"[(（\[【](?P<inner>[^()（）\[\]【】\n]{2,90})[)）\]】](?!\()"
    r"|(?P<sentence>[^.!?:;。！？：；\n()（）\[\]【】]{2,120})"
)
_DASH = re.compile(r"^[\s*_,—–-]+")


class FoundPhrase(NamedTuple):
    """An instruction: what it means, as written, and its offset in the text given."""

    phrase: Phrase
    text: str
    offset: int


@lru_cache(maxsize=64)
def take_instruction(text: str, book: Phrasebook) -> tuple[str, FoundPhrase | None]:
    """The text without its instruction phrase, and the phrase; the last one counts.

    Only a whole sentence, a line of its own or a bracket is taken, never part of a sentence.
    Asked more than once about a stem: what kind of question it is, then for its text.
    """
    best: re.Match[str] | None = None
    phrase: Phrase | None = None
    for segment in _SEGMENT.finditer(text):
        words = segment["inner"] or segment["sentence"]
        found = book.instruction(words)
        if found is not None:
            best, phrase = segment, found
    if best is None or phrase is None:
        return text, None
    start, end = best.span()
    written = best.group().strip(" *_")
    lead = _DASH.match(best.group())
    if lead and start == 0:
        start += len(lead.group()) - len(lead.group().lstrip())
    while end < len(text) and text[end] in ".!:;。！：；*_":
        end += 1
    if best["inner"] is None:
        while start > 0 and text[start - 1] in "*_":
            start -= 1
    before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
    if before.count("**") % 2 and after.count("**") % 2 == 0:
        before = _close_emphasis(before)
    if before and after and not after.startswith("\n") and not before.endswith("\n"):
        joined = f"{before} {after}" if after[0] not in ".,?!" else before + after
    else:
        joined = before + after
    return joined.strip(), FoundPhrase(phrase, written, best.start())


def _close_emphasis(text: str) -> str:
    stripped = text.rstrip()
    return stripped[:-2].rstrip() if stripped.endswith("**") else stripped + "**"
