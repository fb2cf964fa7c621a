"""Cloze questions as they are read: gaps found in the text as Moodle finds them.

A gap is ``{1:TYPE:=right#feedback~%50%half~wrong}``; what is not well formed is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from html import unescape

from quizkit.formats.base import Feature
from quizkit.formats.moodle_xml.entry import SPACE, Entry
from quizkit.formats.moodle_xml.typed_answers import Typed, number_answers, text_answers
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import decimal_number, exact_share, weigh, weigh_single
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Feedback,
    Gap,
    Numbering,
    Numeric,
    NumericGap,
    Question,
    Selection,
    ShortText,
    TextGap,
)

_MENUS = ("MULTICHOICE", "MC")
_BOXES = ("MULTIRESPONSE", "MR")
_KINDS = {
    **dict.fromkeys(("SHORTANSWER", "SA", "MW"), "text"),
    **dict.fromkeys(("SHORTANSWER_C", "SAC", "MWC"), "case"),
    **dict.fromkeys(("NUMERICAL", "NM"), "number"),
    **{f"MULTICHOICE{end}": "menu" for end in ("", "_S")},
    **{f"MC{end}": "menu" for end in ("", "S")},
    **{f"MULTICHOICE_{end}": "buttons" for end in ("V", "H", "VS", "HS")},
    **{f"MC{end}": "buttons" for end in ("V", "H", "VS", "HS")},
    **{f"MULTIRESPONSE{end}": "boxes" for end in ("", "_H", "_S", "_HS")},
    **{f"MR{end}": "boxes" for end in ("", "H", "S", "HS")},
}
_SHUFFLED = re.compile(r"_?[VH]?S$")
_START = re.compile(r"\{([0-9]*):([A-Z_]+):")
_WEIGHT = re.compile(r"=|%(-?[0-9]+(?:\.[0-9]*)?)%")
_ANSWER = re.compile(r".(?:.*?)(?<!\\)(?<!&)(?<!&amp;)(?=[~#}])", re.DOTALL)
_FEEDBACK = re.compile(r"#(.*?)(?<!\\)(?=[~}])", re.DOTALL)
_ALONE = re.compile(r"\s*<div>\ue000</div>\Z")
_HOLE = "\ue000"


@dataclass(frozen=True, slots=True)
class _Alternative:
    share: Fraction
    text: str
    feedback: str
    weighted: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A gap as it stands in a text: its kind, whole points, and what may be answered."""

    kind: str
    shuffled: bool
    points: int
    alternatives: tuple[_Alternative, ...]


def find_gaps(text: str) -> tuple[list[str], list[_Found]]:
    """The pieces of a text around its gaps (one more than there are gaps), and the gaps."""
    pieces: list[str] = []
    gaps: list[_Found] = []
    done = at = 0
    while (start := _START.search(text, at)) is not None:
        found = _gap(text, start)
        if found is None:
            at = start.end()
            continue
        pieces.append(text[done : start.start()])
        gaps.append(found[0])
        done = at = found[1]
    pieces.append(text[done:])
    return pieces, gaps


def _gap(text: str, start: re.Match[str]) -> tuple[_Found, int] | None:
    kind = _KINDS.get(start[2])
    if kind is None or len(start[1]) > 6:
        return None
    alternatives: list[_Alternative] = []
    at = start.end()
    while True:
        weight = _WEIGHT.match(text, at)
        answer = _ANSWER.match(text, weight.end() if weight else at)
        if answer is None:
            return None
        feedback = _FEEDBACK.match(text, answer.end())
        at = feedback.end() if feedback else answer.end()
        if text[at : at + 1] == "#":
            return None
        alternatives.append(_alternative(weight, answer[0], feedback[1] if feedback else ""))
        if text[at] == "}":
            break
        at += 1
    shuffled = bool(_SHUFFLED.search(start[2])) and kind in ("menu", "buttons", "boxes")
    points = int(start[1]) if start[1] else 1
    return _Found(kind, shuffled, points, tuple(alternatives)), at + 1


def _alternative(weight: re.Match[str] | None, answer: str, feedback: str) -> _Alternative:
    share, weighted = ZERO, False
    if weight is not None:
        weighted = weight[0] != "="
        share = ONE if not weighted else (decimal_number(weight[1]) or ZERO) / 100
    return _Alternative(exact_share(share), _plain(answer), _plain(feedback), weighted)


def _plain(raw: str) -> str:
    """Entities are decoded once, then two escapes."""
    return unescape(raw).replace("\\}", "}").replace("\\#", "#").strip(SPACE)


def read_cloze(entry: Entry) -> Question:
    """``cloze``, also named ``multianswer``. Raises Unreadable where it has no gap."""
    pieces, found = find_gaps(entry.raw_stem)
    if not found:
        raise Unreadable("it has no well-formed gap")
    entry.first("defaultgrade")
    entry.points = Fraction(sum(gap.points for gap in found))
    entry.first("shuffleanswers")
    entry.first("single")
    if len(found) == 1:
        alone = _ALONE.search(f"{pieces[0]}{_HOLE}{pieces[1]}")
        if alone is not None and found[0].kind != "menu":
            return _without_gap(entry, alone.string[: alone.start()], found[0])
        if found[0].kind == "boxes":
            after = pieces[1] if pieces[1].strip() and pieces[1].strip()[:2] != "</" else ""
            blank = "____" if after else ""
            return _without_gap(entry, f"{pieces[0]}{blank}{pieces[1]}", found[0])
    return _cloze(entry, pieces, found)


def _cloze(entry: Entry, pieces: Sequence[str], found: Sequence[_Found]) -> Cloze:
    names: list[str] = []
    number = 0
    for _ in found:
        number += 1
        while f"{{{{g{number}}}}}" in entry.raw_stem:
            number += 1
        names.append(f"g{number}")
    stem = pieces[0]
    for name, piece in zip(names, pieces[1:], strict=True):
        stem += f"{{{{{name}}}}}{piece}"
    entry.stem = entry.as_content(stem, entry.format, entry.names)
    shared = entry.shared()
    alone = len(found) == 1
    gaps: list[Gap] = []
    try:
        for name, one in zip(names, found, strict=True):
            gap, shared["feedback"] = _as_gap(entry, name, one, shared["feedback"], alone=alone)
            gaps.append(gap)
    except Unreadable:
        _as_text(entry, pieces, found)
        raise
    return Cloze(gaps=tuple(gaps), **shared)


def _as_text(entry: Entry, pieces: Sequence[str], found: Sequence[_Found]) -> None:
    """Give the question a text to read only: blanks, and what a list offers behind them."""
    stem = pieces[0]
    for one, piece in zip(found, pieces[1:], strict=True):
        offered = one.kind not in ("text", "case", "number")
        words = " / ".join(a.text for a in one.alternatives)
        stem += f"____ ({words}){piece}" if offered else f"____{piece}"
    entry.stem = entry.as_content(stem, entry.format, entry.names)


def _as_gap(
    entry: Entry, name: str, found: _Found, told: Feedback, *, alone: bool
) -> tuple[Gap, Feedback]:
    points = Fraction(found.points)
    if found.kind in ("text", "case"):
        texts, told = text_answers(_typed(entry, found), told, entry.lose, alone=alone)
        case = found.kind == "case"
        return TextGap(id=name, answers=texts, case_sensitive=case, points=points), told
    if found.kind == "number":
        numbers, told = number_answers(_numbers(entry, found), told, entry.lose, alone=alone)
        return NumericGap(id=name, answers=numbers, points=points), told
    shares = [one.share for one in found.alternatives]
    if found.kind == "boxes":
        # Of a list one entry alone is chosen, so the best one is worth what all together were.
        boxes = _box_shares(found)
        shares = [exact_share(share / max(boxes)) for share in boxes]
        entry.lose(
            Feature.SCORE,
            "a gap of tick boxes became a drop-down list, in which one entry alone is chosen",
        )
    elif any(share < 0 for share in shares):
        entry.lose(Feature.SCORE, "a wrong entry of a gap cost points; here it earns none")
    if not found.shuffled and len(shares) > 1:
        entry.job.lose_list_order()
    weighed = weigh_single(tuple(shares))
    options = weighed.options(*_rich(entry, found))
    return ChoiceGap(id=name, options=options, points=points), told


def _without_gap(entry: Entry, stem: str, found: _Found) -> Question:
    """A question that is one gap behind its text, as the type that it stands for."""
    entry.stem = entry.as_content(stem.strip(SPACE), entry.format, entry.names)
    shared = entry.shared()
    if found.kind in ("text", "case"):
        texts, shared["feedback"] = text_answers(
            _typed(entry, found), shared["feedback"], entry.lose
        )
        return ShortText(answers=texts, case_sensitive=found.kind == "case", **shared)
    if found.kind == "number":
        numbers, shared["feedback"] = number_answers(
            _numbers(entry, found), shared["feedback"], entry.lose
        )
        return Numeric(answers=numbers, **shared)
    several = found.kind == "boxes"
    shares = _box_shares(found) if several else [one.share for one in found.alternatives]
    selection = Selection.MULTIPLE if several else Selection.SINGLE
    weighed = weigh(shares, selection)
    return Choice(
        selection=selection,
        options=weighed.options(*_rich(entry, found)),
        policy=weighed.policy,
        shuffle=found.shuffled,
        numbering=Numbering.LOWER,
        **shared,
    )


def _box_shares(found: _Found) -> list[Fraction]:
    """Tick boxes: what is right adds up to all; unweighted wrong ones cost a key's share."""
    positive = sum((one.share for one in found.alternatives if one.share > 0), ZERO)
    keys = sum(one.share > 0 for one in found.alternatives)
    if not positive:
        raise Unreadable("none of its tick boxes is right")
    weighted = any(one.weighted for one in found.alternatives)
    shares = []
    for one in found.alternatives:
        if one.share > 0:
            shares.append(exact_share(one.share / positive))
        else:
            shares.append(one.share if weighted else Fraction(-1, keys))
    return shares


def _rich(entry: Entry, found: _Found) -> tuple[list[Content], list[Content | None]]:
    rich = partial(entry.as_content, written="html", names=entry.names)
    contents = [rich(one.text) for one in found.alternatives]
    return contents, [rich(one.feedback) if one.feedback else None for one in found.alternatives]


def _typed(entry: Entry, found: _Found) -> list[Typed]:
    _, feedback = _rich(entry, found)
    return [
        Typed(one.text, one.share, told)
        for one, told in zip(found.alternatives, feedback, strict=True)
    ]


def _numbers(entry: Entry, found: _Found) -> list[Typed]:
    _, feedback = _rich(entry, found)
    typed = []
    for one, told in zip(found.alternatives, feedback, strict=True):
        value, _, tolerance = one.text.partition(":")
        typed.append(Typed(value, one.share, told, tolerance))
    return typed
