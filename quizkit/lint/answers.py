"""The typed answers that a question holds: its own, or those of its gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from quizkit.model import (
    Cloze,
    Numeric,
    NumericAnswer,
    NumericGap,
    Question,
    ShortText,
    TextAnswer,
    TextGap,
)

Path = tuple[str | int, ...]


def number_lists(question: Question) -> Iterator[tuple[Sequence[NumericAnswer], Path]]:
    """Lists of numbers, and where to report on each: an empty path means at the answer."""
    if isinstance(question, Numeric):
        yield question.answers, ()
    elif isinstance(question, Cloze):
        for gap in question.gaps:
            if isinstance(gap, NumericGap):
                yield gap.answers, ("gaps", gap.id)


def text_lists(question: Question) -> Iterator[tuple[Sequence[TextAnswer], bool, Path]]:
    """Lists of texts, whether case counts, and where to report on each."""
    if isinstance(question, ShortText):
        yield question.answers, question.case_sensitive, ()
    elif isinstance(question, Cloze):
        for gap in question.gaps:
            if isinstance(gap, TextGap):
                yield gap.answers, gap.case_sensitive, ("gaps", gap.id)


def decimal(value: Fraction) -> str:
    """A number as people write it, to twelve digits at most."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.12g}"
