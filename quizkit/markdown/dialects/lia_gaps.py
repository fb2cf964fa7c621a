"""Gaps written as ``[[answer]]`` or ``[[ (right) | wrong ]]``, turned into quizkit's.

With an arrow (``[->[ ... ]]``) the words are dragged into the gap, to the same effect.
"""

from __future__ import annotations

import re

from quizkit.markdown.numbers import parse_numeric_answer
from quizkit.markdown.types.cloze_writer import write_cloze
from quizkit.markdown.types.gaps import plain_positions, regions
from quizkit.model import (
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

_GAP = re.compile(
    r"\[(?:->)?\[(?![?!]\]\])(?P<inside>(?:(?!\]\]|\[\[)[^\n]|\n(?!\s*\n)){1,500}?)\]\](?!\()"
)
_ALONE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\[(?:->)?\[(?P<inside>(?:(?!\]\]|\[\[).)+)\]\][ \t]*$")


def single_gap(line: str) -> str | None:
    """What stands in a gap that fills a whole line."""
    found = _ALONE.match(line)
    inside = found["inside"].strip() if found else ""
    return inside if inside and inside not in "?!" else None


def may_have_gap(text: str) -> bool:
    """Whether a text holds the beginning of a gap; cheap."""
    return "[[" in text or "[->[" in text


def has_gap(text: str) -> bool:
    """Whether running text has a gap, outside code and math."""
    return may_have_gap(text) and bool(_found(text))


def write_gaps(text: str, decimal_comma: bool) -> str:
    """The text with its gaps as quizkit writes them; what only looks like one is escaped."""
    pieces: list[str] = []
    gaps: list[Gap] = []
    end = 0
    for number, found in enumerate(_found(text), 1):
        gap = _gap(f"g{number}", found["inside"], decimal_comma)
        gaps.append(gap)
        pieces += [text[end : found.start()], f"{{{{{gap.id}}}}}"]
        end = found.end()
    stem = "".join([*pieces, text[end:]])
    cloze = Cloze(id="", stem=Content(markdown=stem), gaps=tuple(gaps))
    return write_cloze(cloze, decimal_comma=decimal_comma)


def _found(text: str) -> list[re.Match[str]]:
    """The gaps that stand in running text, in order."""
    found: dict[int, re.Match[str]] = {}
    for region in regions(text):
        for position in plain_positions(text, region, "["):
            match = _GAP.match(text, position)
            if match is not None and match["inside"].strip():
                found[position] = match
    return [found[position] for position in sorted(found)]


def _gap(name: str, inside: str, decimal_comma: bool) -> Gap:
    parts = [" ".join(part.split()) for part in inside.split("|")]
    if len(parts) == 1:
        number = parse_numeric_answer(parts[0], decimal_comma=decimal_comma)
        if isinstance(number, NumericAnswer):
            return NumericGap(id=name, answers=(number,))
        return TextGap(id=name, answers=(TextAnswer(text=parts[0]),))
    options = []
    for index, part in enumerate(parts):
        right = part.startswith("(") and part.endswith(")")
        text = part[1:-1].strip() if right else part
        role = Role.KEY if right else Role.DISTRACTOR
        options.append(Option(id=letter(index), content=Content(markdown=text), role=role))
    return ChoiceGap(id=name, options=tuple(options))
