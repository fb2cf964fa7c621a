"""Cloze written: the inverse of :mod:`quizkit.markdown.types.cloze`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import assert_never

from quizkit.markdown.numbers import parse_numeric_answer, write_numeric_answer
from quizkit.markdown.types.answers import write_answer_text
from quizkit.markdown.types.gaps import (
    STANDARD,
    Region,
    opens_gap,
    plain_positions,
    regions,
)
from quizkit.model import (
    ONE,
    ZERO,
    ChoiceGap,
    Cloze,
    Content,
    Gap,
    NumericGap,
    Option,
    Role,
    TextGap,
)
from quizkit.naming import letter
from quizkit.numbers import number_text

_MARKS = {Role.KEY: "✅", Role.DISTRACTOR: "❌", Role.NEUTRAL: "⚠️"}
_GENERATED_ID = re.compile(r"g[1-9][0-9]*")
_TRAILING_PERCENT = re.compile(r"(?<!\\)%$")


def write_cloze(cloze: Cloze, *, decimal_comma: bool) -> str:
    """The stem of a cloze with its gaps written out; what only looks like a gap is escaped.

    The stem is taken as Markdown; one in HTML is to be converted before.
    """
    stem = cloze.stem.source
    inserts: dict[int, tuple[int, str]] = {}
    places = {f"{{{{{gap.id}}}}}": gap for gap in cloze.gaps}
    for region in regions(stem):
        for position in plain_positions(stem, region, "{"):
            found = next((p for p in places if stem.startswith(p, position)), None)
            if found is not None:
                text = write_gap(places.pop(found), decimal_comma=decimal_comma, table=region.table)
                inserts[position] = (position + len(found), text)
            elif opens_gap(stem, position, STANDARD):
                inserts[position] = (position, "\\")
    pieces, end = [], 0
    for start, (stop, text) in sorted(inserts.items()):
        pieces += [stem[end:start], text]
        end = stop
    return "".join([*pieces, stem[end:]])


def write_gap(gap: Gap, *, decimal_comma: bool = False, table: bool = False) -> str:
    """A gap in its braces, on one line. In a table the bars between alternatives are escaped."""
    match gap:
        case TextGap():
            parts = [_typed(write_answer_text(a.text), a.weight, a.feedback) for a in gap.answers]
        case NumericGap():
            parts = [
                _typed(write_numeric_answer(a, decimal_comma=decimal_comma), a.weight, a.feedback)
                for a in gap.answers
            ]
        case ChoiceGap():
            parts = [_option(index, option) for index, option in enumerate(gap.options)]
        case _:
            assert_never(gap)
    first, *rest = parts
    lines = [_join(first, _settings(gap)), *(_join(part, "") for part in rest)]
    return "{" + (r" \| " if table else " | ").join(lines) + "}"


_Part = tuple[str, str, str]
"""Marker and text, attributes, feedback."""


def _join(part: _Part, settings: str) -> str:
    text, attributes, feedback = part
    inside = " ".join(piece for piece in (attributes, settings) if piece)
    braces = f" {{{inside}}}" if inside else ""
    return text + braces + (f" > {feedback}" if feedback else "")


def _settings(gap: Gap) -> str:
    """Attributes for the gap as a whole, written where they are not what is taken anyway."""
    parts = []
    if isinstance(gap, TextGap):
        numbers = [parse_numeric_answer(a.text, decimal_comma=True) for a in gap.answers]
        points = [parse_numeric_answer(a.text, decimal_comma=False) for a in gap.answers]
        if all(numbers) or all(points):
            parts.append(".text")
        if gap.case_sensitive:
            parts.append("case=true")
    if gap.points != ONE:
        parts.append(f"points={number_text(gap.points)}")
    if not _GENERATED_ID.fullmatch(gap.id):
        parts.append(f"gap={gap.id}")
    return " ".join(parts)


def _typed(text: str, weight: Fraction, feedback: Content | None) -> _Part:
    attributes = "" if weight in (ZERO, ONE) else f"weight={number_text(weight)}"
    return f"{'≠' if weight == ZERO else '='} {text}", attributes, _inside(feedback)


def _option(index: int, option: Option) -> _Part:
    attributes = []
    if option.id != letter(index):
        attributes.append(f"#{option.id}")
    if option.weight is not None:
        attributes.append(f"weight={number_text(option.weight)}")
    if option.fixed:
        attributes.append("fixed=true")
    text = _TRAILING_PERCENT.sub(r"\\%", _inside(option.content))
    return f"{_MARKS[option.role]} {text}", " ".join(attributes), _inside(option.feedback)


def _inside(content: Content | None) -> str:
    """Markdown on one line, with what would end or split the gap escaped."""
    text = " ".join(content.source.split()) if content is not None else ""
    pieces, end = [], 0
    for position in plain_positions(text, Region(0, len(text)), "{}|>"):
        char = text[position]
        if char == "|" or text.startswith("\\|", position):
            after = position + (2 if char == "\\" else 1)
            pieces += [text[end:position], "&#124;"]
            end = after
        elif char in "{}" or (position and text[position - 1] == " "):
            pieces.append(text[end:position] + "\\" + char)
            end = position + 1
    return "".join([*pieces, text[end:]])
