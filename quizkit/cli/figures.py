"""What each kind of response earns in a target, where that is not what the quiz says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, permutations, product
from math import factorial

from quizkit.formats.base import Exporter
from quizkit.model import (
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Info,
    Matching,
    Ordering,
    Question,
    Quiz,
    Selection,
    TrueFalse,
)
from quizkit.responses import GUESSING, NOTHING, ResponseClass
from quizkit.scoring import score

_MOST_GUESSES = 1024
"""Blind responses of which the mean is taken; where there are more, it is not known."""

Earn = Callable[[object], Fraction | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """The least and the most that responses of one kind earn."""

    least: Fraction
    most: Fraction


def own_figure(response: ResponseClass) -> Figure:
    """What the quiz itself says."""
    return Figure(response.least, response.most)


def figure(
    response: ResponseClass, quiz: Quiz, question: Question, exporter: Exporter, engine: str
) -> Figure | None:
    """What a kind of response earns in an engine; None where the exporter cannot tell."""
    if response.name == NOTHING:
        return Figure(ZERO, ZERO)

    def earn(given: object) -> Fraction | None:
        return exporter.earned(quiz, question, given, engine)

    if response.name == GUESSING:
        mean = _mean(question, earn)
        return None if mean is None else Figure(mean, mean)
    if not response.samples or not _telling(response, question):
        return None
    earned = [earn(sample) for sample in response.samples]
    known = [points for points in earned if points is not None]
    return Figure(min(known), max(known)) if len(known) == len(earned) else None


def _telling(response: ResponseClass, question: Question) -> bool:
    """Whether the samples earn by the quiz what their kind does.

    A number that two answers accept, say, is no sample of the second.
    """
    own = [score(question, sample) for sample in response.samples]
    return (min(own), max(own)) == (response.least, response.most)


def _mean(question: Question, earn: Earn) -> Fraction | None:
    """The mean over all blind responses, each as likely as the others."""
    blind = _blind(question)
    if blind is None:
        return None
    total, number = ZERO, 0
    for response in blind:
        earned = earn(response)
        if earned is None:
            return None
        total, number = total + earned, number + 1
    return total / number if number else ZERO


def _blind(question: Question) -> Iterator[object] | None:
    """All responses that chance may give, as :func:`quizkit.guessing.guess` has them."""
    match question:
        case Choice():
            ids = [option.id for option in question.options]
            if question.selection is Selection.SINGLE:
                return ([name] for name in ids)
            subsets = chain.from_iterable(combinations(ids, n) for n in range(len(ids) + 1))
            return map(list, subsets) if 2 ** len(ids) <= _MOST_GUESSES else None
        case TrueFalse():
            return iter([True, False])
        case Matching():
            lefts, rights = len(question.pairs), range(len(question.rights))
            if len(rights) ** lefts > _MOST_GUESSES:
                return None
            return (dict(enumerate(given)) for given in product(rights, repeat=lefts))
        case Ordering():
            count = len(question.items)
            return map(list, permutations(range(count))) if _few(count) else None
        case Cloze():
            return _blind_fillings(question)
        case _:
            return iter([None])  # what must be typed cannot be guessed


def _few(count: int) -> bool:
    return factorial(count) <= _MOST_GUESSES


def _blind_fillings(question: Cloze) -> Iterator[Mapping[str, str]] | None:
    menus = [gap for gap in question.gaps if isinstance(gap, ChoiceGap)]
    number = 1
    for gap in menus:
        number *= len(gap.options)
    if number > _MOST_GUESSES:
        return None
    names = [gap.id for gap in menus]
    entries = product(*([option.id for option in gap.options] for gap in menus))
    return (dict(zip(names, chosen, strict=True)) for chosen in entries)


def as_worth(quiz: Quiz) -> tuple[Question, ...]:
    """The questions, each worth what its pool says, where that says anything."""
    worth = {name: g.points for g in quiz.groups for name in g.questions if g.points is not None}
    return tuple(
        replace(question, points=worth[question.id])
        if question.id in worth and not isinstance(question, Info)
        else question
        for question in quiz.questions
    )
