"""Where each question stands in its source, so that one can be rewritten and the rest stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from quizkit.reading import QuestionReading, Reading

_RULE = re.compile(r"[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_COMMENT = re.compile(r"[ \t]*<!--.*-->[ \t]*$")


@dataclass(frozen=True, slots=True)
class Region:
    """A question's lines, counted from 0: from its heading up to, not including, ``end``."""

    start: int
    end: int


def question_regions(reading: Reading) -> list[Region]:
    """The lines of each question, in their order.

    Blank lines, rules and comments of one line at the end of a question stand between
    questions, and belong to none.
    """
    lines = reading.text.split("\n")
    return [_region(lines, question) for question in reading.questions]


def _region(lines: list[str], question: QuestionReading) -> Region:
    start = question.span.line - 1
    end = min(question.end - 1, len(lines)) if question.end else len(lines)
    while end > start + 1 and _is_between(lines, end - 1, start):
        end -= 1
    return Region(start, end)


def _is_between(lines: list[str], number: int, start: int) -> bool:
    line = lines[number]
    if not line.strip() or _COMMENT.fullmatch(line):
        return True
    # Right below text, a line of dashes makes a heading of it.
    return bool(_RULE.fullmatch(line)) and (number == start + 1 or not lines[number - 1].strip())


def replaced(text: str, changes: Mapping[Region, str]) -> str:
    """A text with other lines where regions stood; ``changes`` are without a last line break."""
    lines = text.split("\n")
    for region in sorted(changes, key=lambda region: region.start, reverse=True):
        lines[region.start : region.end] = changes[region].split("\n")
    return "\n".join(lines)


def region_text(text: str, region: Region) -> str:
    """The lines of a region."""
    return "\n".join(text.split("\n")[region.start : region.end])


def tail_after(text: str, region: Region) -> frozenset[str]:
    """The comments and rules that stand between a question and what follows it."""
    found: list[str] = []
    for line in text.split("\n")[region.end :]:
        if _COMMENT.fullmatch(line) or _RULE.fullmatch(line):
            found.append(_plain(line))
        elif line.strip():
            break
    return frozenset(found)


def without_tail(text: str, tail: frozenset[str]) -> str:
    """A question's text less what stands at its end and after its region anyway.

    For the reader such comments, and rules between them, are a part of the last text.
    """
    lines = text.split("\n")
    while lines and (not lines[-1].strip() or _plain(lines[-1]) in tail):
        lines.pop()
    return "\n".join(lines)


def _plain(line: str) -> str:
    return "---" if _RULE.fullmatch(line) else line.strip()


_HEADING = re.compile(r"( {0,3})(#{1,6})(?=[ \t]|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def moved_region(reading: Reading, index: int, after: int, level: int) -> str:
    """A text with one question's lines behind another's, its headings at another level.

    ``index`` and ``after`` count the questions from 0.
    """
    regions = question_regions(reading)
    own, last = regions[index], regions[after]
    lines = reading.text.split("\n")
    moved = _shifted(lines[own.start : own.end], level - reading.questions[index].level)
    stop = own.end
    while stop < len(lines) and not lines[stop].strip():
        stop += 1
    left = [*lines[: own.start], *lines[stop:]]
    end = last.end if last.end <= own.start else last.end - (stop - own.start)
    if own == last:
        end = own.start
        while end and not left[end - 1].strip():
            end -= 1
    tail = left[end:]
    text = "\n".join([*left[:end], "", *moved, *([""] if any(tail[:1]) else []), *tail])
    return text.rstrip("\n") + reading.text[len(reading.text.rstrip("\n")) :]


def _shifted(lines: list[str], by: int) -> list[str]:
    """Lines with their headings so many levels deeper; those in code stay."""
    if not by:
        return lines
    fence = ""
    found: list[str] = []
    for line in lines:
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        heading = None if fence else _HEADING.match(line)
        if heading is not None:
            line = f"{heading[1]}{'#' * (len(heading[2]) + by)}{line[heading.end() :]}"
        found.append(line)
    return found
