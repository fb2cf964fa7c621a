"""The lists of options that a question holds: its own, or those of its drop-down gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from quizkit.lint.compare import seen
from quizkit.model import Choice, ChoiceGap, Cloze, Option, Question

Path = tuple[str | int, ...]


def option_lists(question: Question) -> Iterator[tuple[Sequence[Option], Path]]:
    """Each list, and where to report on it: an empty path means at the option itself."""
    if isinstance(question, Choice):
        yield question.options, ()
    elif isinstance(question, Cloze):
        for gap in question.gaps:
            if isinstance(gap, ChoiceGap):
                yield gap.options, ("gaps", gap.id)


def same_options(options: Sequence[Option]) -> Iterator[tuple[int, int]]:
    """The index of each option that says what an earlier one says, with the earlier one's."""
    first: dict[str, int] = {}
    for index, option in enumerate(options):
        text = seen(option.content)
        if text:
            earlier = first.setdefault(text, index)
            if earlier != index:
                yield index, earlier


def percent(share: Fraction) -> str:
    """A share as a percentage: 33.33 %."""
    return f"{float(share * 100):.4g} %"
