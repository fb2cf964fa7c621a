"""The lists of options that a question holds: its own, or those of its drop-down gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from quizkit.lint.compare import seen
from quizkit.model import Choice, ChoiceGap, Cloze, Option, Question
from quizkit.reading import QuestionReading

Path = tuple[str | int, ...]


def option_lists(question: Question) -> Iterator[tuple[Sequence[Option], Path]]:
    """Each list, and where to report on it: an empty path means at the option itself."""
    if isinstance(question, Choice):
        yield question.options, ()
    elif isinstance(question, Cloze):
        for gap in question.gaps:
            if isinstance(gap, ChoiceGap):
                yield gap.options, ("gaps", gap.id)


class Repeat(NamedTuple):
    """An option that says what an earlier one of its list says."""

    options: Sequence[Option]
    at: int
    earlier: int
    path: Path
    """Where to report it."""

    @property
    def counts_alike(self) -> bool:
        """Whether it makes no difference which of the two is chosen."""
        one, other = self.options[self.earlier], self.options[self.at]
        return one.role is other.role and one.weight == other.weight


def repeated_options(question: QuestionReading) -> list[Repeat]:
    """The options of a question that repeat another."""
    found: list[Repeat] = []
    for options, path in option_lists(question.question):
        texts = [seen(option.content) for option in options]
        if len(set(texts)) == len(texts):
            continue
        first: dict[str, int] = {}
        for index, text in enumerate(texts):
            earlier = first.setdefault(text, index)
            if text and earlier != index:
                found.append(Repeat(options, index, earlier, path or ("options", index)))
    return found


def percent(share: Fraction) -> str:
    """A share as a percentage: 33.33 %."""
    return f"{float(share * 100):.4g} %"
