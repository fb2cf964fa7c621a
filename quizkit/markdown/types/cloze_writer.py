"""Cloze written: the inverse of :mod:`quizkit.markdown.types.cloze`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from quizkit.markdown.attributes import write_attribute, write_id
from quizkit.markdown.items import ACCEPTED, EXPECTED
from quizkit.markdown.numbers import parse_numeric_answer, write_numeric_answer
from quizkit.markdown.scribe import MARKS, one_line, weight_text
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
    NumericAnswer,
    NumericGap,
    Option,
    Role,
    TextAnswer,
    TextGap,
)
from quizkit.naming import letter
from quizkit.numbers import number_text

_GENERATED_ID = re.compile(r"g[1-9][0-9]*")
_PERCENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%")
_TRAILING_PERCENT = re.compile(r"(?<!\\)%$")


def write_cloze(cloze: Cloze, *, decimal_comma: bool, with_ids: bool = False) -> str:
    """The stem of a cloze with its gaps written out; what only looks like a gap is escaped.

    The stem is taken as Markdown; one in HTML is to be converted before. ``with_ids`` names
    every gap, where the ids that reading gives are not those of the cloze.
    """
    stem = cloze.stem.source
    usual = {gap.id: "" if with_ids else f"g{number}" for number, gap in enumerate(cloze.gaps, 1)}
    inserts: dict[int, tuple[int, str]] = {}
    places = {f"{{{{{gap.id}}}}}": gap for gap in cloze.gaps}
    for region in regions(stem):
        for position in plain_positions(stem, region, "{"):
            found = next((p for p in places if stem.startswith(p, position)), None)
            if found is not None:
                gap = places.pop(found)
                text = write_gap(
                    gap,
                    decimal_comma=decimal_comma,
                    table=region.table,
                    usual_id=usual[gap.id],
                )
                inserts[position] = (position + len(found), text)
            elif opens_gap(stem, position, STANDARD):
                inserts[position] = (position, "\\")
    pieces, end = [], 0
    for start, (stop, text) in sorted(inserts.items()):
        pieces += [stem[end:start], text]
        end = stop
    return "".join([*pieces, stem[end:]])


def write_gap(
    gap: Gap, *, decimal_comma: bool = False, table: bool = False, usual_id: str | None = None
) -> str:
    """A gap in its braces, on one line. In a table the bars between alternatives are escaped.

    ``usual_id`` is the id that the gap would get without one.
    """
    match gap:
        case TextGap():
            parts = _typed([(write_answer_text(a.text), a) for a in gap.answers])
        case NumericGap():
            texts = [write_numeric_answer(a, decimal_comma=decimal_comma) for a in gap.answers]
            parts = _typed(list(zip(texts, gap.answers, strict=True)))
        case ChoiceGap():
            full = any(o.role is Role.KEY and o.weight in (None, ONE) for o in gap.options)
            parts = [_option(index, option, full) for index, option in enumerate(gap.options)]
        case _:
            assert_never(gap)
    first, *rest = parts
    lines = [_join(first, _settings(gap, usual_id)), *(_join(part, "") for part in rest)]
    return "{" + (r" \| " if table else " | ").join(lines) + "}"


_Part = tuple[str, str, str]
"""Marker and text, attributes, feedback."""


def _join(part: _Part, settings: str) -> str:
    text, attributes, feedback = part
    inside = " ".join(piece for piece in (attributes, settings) if piece)
    braces = f" {{{inside}}}" if inside else ""
    return text + braces + (f" > {feedback}" if feedback else "")


def _settings(gap: Gap, usual_id: str | None) -> str:
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
    if gap.id != usual_id and (usual_id is not None or not _GENERATED_ID.fullmatch(gap.id)):
        parts.append(write_attribute("gap", gap.id))
    return " ".join(parts)


def _typed(answers: Sequence[tuple[str, TextAnswer | NumericAnswer]]) -> list[_Part]:
    """Typed answers. A gap must have one that is accepted, even if it earns nothing."""
    earns = any(answer.weight != ZERO for _, answer in answers)
    full = any(answer.weight == ONE for _, answer in answers)
    parts = []
    for text, answer in answers:
        wrong = answer.weight == ZERO and earns
        plain = wrong or answer.weight == ONE
        percent, weight = ("", "") if plain else _weight(text, answer.weight, full)
        sign = EXPECTED if wrong else ACCEPTED
        parts.append((f"{sign} {text}{percent}", weight, _inside(answer.feedback)))
    return parts


def _weight(text: str, weight: Fraction, full: bool) -> tuple[str, str]:
    """A weight after the text as a percentage, or as an attribute.

    A percentage is read as a weight only beside an answer that is worth everything.
    """
    written = weight_text(weight)
    if full and text and _PERCENT.fullmatch(written) and text[-1] not in "±/+-":
        return f" {written}", ""
    return "", f"weight={written}"


def _option(index: int, option: Option, full: bool) -> _Part:
    text = _TRAILING_PERCENT.sub(r"\\%", _inside(option.content))
    percent, attributes = "", []
    if option.id != letter(index):
        attributes.append(write_id(option.id))
    if option.weight is not None:
        percent, weight = _weight(text, option.weight, full)
        attributes += [weight] if weight else []
    if option.fixed:
        attributes.append("fixed=true")
    return f"{MARKS[option.role]} {text}{percent}", " ".join(attributes), _inside(option.feedback)


def _inside(content: Content | None) -> str:
    """Markdown on one line, with what would end or split the gap escaped."""
    text = one_line(content.source) if content is not None else ""
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
