"""Numbers as text2qti writes them: ``5``, ``1.4142 +- 0.0001``, ``9.8 +- 5%``, ``[1, 2]``."""

from __future__ import annotations

import re
from fractions import Fraction

from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import decimal_number
from quizkit.model import NumericAnswer

_RANGE = re.compile(r"\[\s*([^,\]]+?)\s*,\s*([^,\]]+?)\s*\]")
_MARGIN = re.compile(r"(.+?)\s*(?:\+-|±)\s*([^%]+?)\s*(%?)")


def parse_number_answer(text: str) -> NumericAnswer:
    """The numbers that an answer accepts. Raises Unreadable."""
    text = text.strip()
    found = _RANGE.fullmatch(text)
    try:
        if found is not None:
            return NumericAnswer(min=_number(found[1]), max=_number(found[2]))
        found = _MARGIN.fullmatch(text)
        if found is None:
            return NumericAnswer(value=_number(text))
        value, margin = _number(found[1]), _number(found[2])
        if found[3]:
            margin = abs(value) * margin / 100
        return NumericAnswer(value=value, tolerance=margin)
    except ValueError as error:
        raise Unreadable(f'the answer "{text[:60]}" accepts no number') from error


def _number(text: str) -> Fraction:
    number = decimal_number(text.replace("_", ""))
    if number is None:
        raise Unreadable(f'"{text[:60]}" is no number')
    return number
