"""What chance earns: the expected points of a student who answers blindly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import factorial, lcm, prod
from typing import assert_never

from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    Quiz,
    Role,
    Selection,
    ShortText,
    TrueFalse,
)
from quizkit.scoring import gap_option_weights, is_additive, option_weights

_FINEST = 10_000
"""Parts of a whole that sums of many uneven weights are counted in."""
_FEW = 14
"""So many weights have few enough sums to be told apart whatever they are."""


def guess(question: Question) -> Fraction:
    """The expected points of a blind answer, exact.

    Single selection and drop-downs: one entry, each as likely as the others. Multiple
    selection: each box ticked or not, as a coin falls. Matching: each left side gets any right
    side. Ordering: any order. What must be typed cannot be guessed.
    """
    return question.points * _share(question)


def guess_quiz(quiz: Quiz) -> tuple[Fraction, Fraction]:
    """What a whole quiz gives to blind guessing, and what it gives at most.

    Of a pool as much counts as it draws, its questions being equally likely.
    """
    guessed = most = ZERO
    for question, points in _counted(quiz):
        guessed += points * _share(question)
        most += points
    return guessed, most


def most_points(quiz: Quiz) -> Fraction:
    """What a whole quiz gives at most; of a pool as much counts as it draws."""
    return sum((points for _, points in _counted(quiz)), ZERO)


def _counted(quiz: Quiz) -> Iterator[tuple[Question, Fraction]]:
    """Each question with its points, times the chance that it is drawn."""
    pools = {name: group for group in quiz.groups for name in group.questions}
    for question in quiz.questions:
        pool = pools.get(question.id)
        points, drawn = question.points, ONE
        if pool is not None:
            drawn = Fraction(min(pool.pick, len(pool.questions)), len(pool.questions))
            points = question.points if pool.points is None else pool.points
        yield question, drawn * points


def _share(question: Question) -> Fraction:
    match question:
        case Choice():
            return _choice(question)
        case TrueFalse():
            return Fraction(1, 2)
        case Matching():
            return _matching(question)
        case Ordering():
            return _ordering(question)
        case Cloze():
            return _cloze(question)
        case ShortText() | Numeric() | Essay() | Info():
            return ZERO
        case _:
            assert_never(question)


def _choice(question: Choice) -> Fraction:
    if not question.options:
        return ZERO
    weights = option_weights(question)
    if question.selection is Selection.SINGLE:
        return _mean(weights)
    if is_additive(question):
        return expected_sum(weights)
    matter = sum(option.role is not Role.NEUTRAL for option in question.options)
    return Fraction(1, 2**matter)


def expected_sum(weights: Sequence[Fraction]) -> Fraction:
    """The mean, over all subsets, of the sum of their weights cut to 0..1.

    Exact, but for more than 14 weights without a small common denominator: these are taken to
    a ten-thousandth.
    """
    common = lcm(*(weight.denominator for weight in weights))
    scale = common if common <= _FINEST or len(weights) <= _FEW else _FINEST
    ways: dict[int, int] = {0: 1}
    for weight in weights:
        step = round(weight * scale)
        longer = dict(ways)
        for total, number in ways.items():
            longer[total + step] = longer.get(total + step, 0) + number
        ways = longer
    earned = sum(min(max(total, 0), scale) * number for total, number in ways.items())
    return Fraction(earned, scale * 2 ** len(weights))


def _matching(question: Matching) -> Fraction:
    rights = question.rights
    if not rights:
        return ZERO
    fitting = sum(rights.count(pair.right) for pair in question.pairs)
    return Fraction(fitting, len(rights) * len(question.pairs))


def _ordering(question: Ordering) -> Fraction:
    """Equal items may change places and the order is still right."""
    same = prod(factorial(question.items.count(item)) for item in set(question.items))
    return Fraction(same, factorial(len(question.items)))


def _cloze(question: Cloze) -> Fraction:
    total = sum((gap.points for gap in question.gaps), ZERO)
    if total == 0:
        return ZERO
    guessed = sum(
        (
            gap.points * _mean(gap_option_weights(gap))
            for gap in question.gaps
            if isinstance(gap, ChoiceGap)
        ),
        ZERO,
    )
    return guessed / total


def _mean(weights: Iterable[Fraction]) -> Fraction:
    shares = [_clamp(weight) for weight in weights]
    return sum(shares, ZERO) / len(shares) if shares else ZERO


def _clamp(share: Fraction) -> Fraction:
    return min(max(share, ZERO), ONE)
