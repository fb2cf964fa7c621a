"""How a choice's weights can be said in Moodle's arithmetic, and what is lost if they cannot.

Multiple selection adds the chosen fractions and cuts the sum to 0..1, as quizkit does. Single
selection takes the chosen fraction as it is, below 0 too, so it is cut before it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from quizkit.formats.moodle_xml.fractions import (
    all_listed,
    between_zero_and_one,
    is_listed,
    nearest,
)
from quizkit.model import ONE, ZERO, Choice, Role, Selection
from quizkit.naming import letter
from quizkit.scoring import is_additive, option_weights

_MOST_CLASSES = 60_000
"""Responses of different kinds that are compared; beyond, only the telling ones are."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The response on which two ways to score differ most."""

    chosen: tuple[int, ...]
    earned: Fraction
    wanted: Fraction

    @property
    def error(self) -> Fraction:
        """The difference, as a share of the points."""
        return abs(self.earned - self.wanted)


@dataclass(frozen=True, slots=True)
class Plan:
    """Fractions for the options, in their order.

    ``listed``: all are on Moodle's list. ``tick_boxes``: a cloze gap of tick boxes holds them
    exactly (its positive fractions add up to 1). ``all_or_nothing``: they stand for that.
    """

    fractions: tuple[Fraction, ...]
    all_or_nothing: bool = False

    @property
    def listed(self) -> bool:
        return all_listed(self.fractions)

    @property
    def tick_boxes(self) -> bool:
        return sum((share for share in self.fractions if share > 0), ZERO) == 1

    def nearest(self) -> tuple[Fraction, ...]:
        """The closest fractions that are on the list."""
        return tuple(nearest(share) for share in self.fractions)


def plan_choice(question: Choice) -> Plan:
    """The exact fractions for a choice, or the best stand-in for all-or-nothing."""
    weights = option_weights(question)
    if question.selection is Selection.SINGLE:
        return Plan(tuple(between_zero_and_one(weight) for weight in weights))
    if not is_additive(question):
        return Plan(_strict(question), all_or_nothing=True)
    return Plan(_tamed(weights))


def _strict(question: Choice) -> tuple[Fraction, ...]:
    """Shares for the keys, and every distractor undoes all: wrong only for some of the keys."""
    keys = sum(option.role is Role.KEY for option in question.options)
    worth = {
        Role.KEY: Fraction(1, keys) if keys else ZERO,
        Role.DISTRACTOR: -ONE,
        Role.NEUTRAL: ZERO,
    }
    return tuple(worth[option.role] for option in question.options)


def _tamed(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The same scores with weights no larger than they can matter.

    What undoes all that can be earned is -1 where at most 1 can be; what earns all by itself
    is 1 where nothing can be lost.
    """
    gain = sum((weight for weight in weights if weight > 0), ZERO)
    cost = sum((weight for weight in weights if weight < 0), ZERO)
    tamed = []
    for weight in weights:
        if weight < 0 and gain <= 1 and weight <= -gain and not is_listed(weight):
            tamed.append(-ONE)
        elif weight >= 1 and cost == 0:
            tamed.append(ONE)
        else:
            tamed.append(weight)
    return tuple(tamed)


def worst_case(question: Choice, fractions: Sequence[Fraction]) -> Gap:
    """The response whose score differs most between quizkit and the given fractions."""
    weights = option_weights(question)
    if question.selection is Selection.SINGLE:
        return max(
            (
                Gap((n,), share, between_zero_and_one(weight))
                for n, (share, weight) in enumerate(zip(fractions, weights, strict=True))
            ),
            key=lambda gap: gap.error,
        )
    if not is_additive(question):
        return _worst_strict(question, fractions)
    return _worst_sum(weights, fractions)


def _worst_strict(question: Choice, fractions: Sequence[Fraction]) -> Gap:
    keys = tuple(n for n, o in enumerate(question.options) if o.role is Role.KEY)
    short = keys[:-1]
    partial = Gap(short, between_zero_and_one(sum((fractions[n] for n in short), ZERO)), ZERO)
    full = Gap(keys, between_zero_and_one(sum((fractions[n] for n in keys), ZERO)), ONE)
    return max(partial, full, key=lambda gap: gap.error)


def _worst_sum(weights: Sequence[Fraction], fractions: Sequence[Fraction]) -> Gap:
    """By class of response: options with the same weight and fraction are interchangeable."""
    members: dict[tuple[Fraction, Fraction], list[int]] = {}
    for number, pair in enumerate(zip(weights, fractions, strict=True)):
        if pair != (ZERO, ZERO):
            members.setdefault(pair, []).append(number)
    kinds = list(members)
    sizes = Counter({kind: len(members[kind]) for kind in kinds})
    if prod(size + 1 for size in sizes.values()) <= _MOST_CLASSES:
        counts: Iterable[tuple[int, ...]] = product(*(range(sizes[kind] + 1) for kind in kinds))
    else:
        counts = _telling([(w, f, sizes[w, f]) for w, f in kinds])
    best = Gap((), ZERO, ZERO)
    for count in counts:
        wanted = sum((w * n for (w, _), n in zip(kinds, count, strict=True)), ZERO)
        earned = sum((f * n for (_, f), n in zip(kinds, count, strict=True)), ZERO)
        chosen = tuple(m for k, n in zip(kinds, count, strict=True) for m in members[k][:n])
        gap = Gap(chosen, between_zero_and_one(earned), between_zero_and_one(wanted))
        best = max(best, gap, key=lambda one: one.error)
    return best


def _telling(kinds: list[tuple[Fraction, Fraction, int]]) -> list[tuple[int, ...]]:
    """Responses that gather error: the options whose fraction is too large, or too small."""
    found: list[tuple[int, ...]] = []
    for sign in (1, -1):
        order = sorted(range(len(kinds)), key=lambda n: sign * (kinds[n][0] - kinds[n][1]))
        counts = [0] * len(kinds)
        for number in order:
            for _ in range(kinds[number][2]):
                counts[number] += 1
                found.append(tuple(counts))
    for number in range(len(kinds)):
        found.append(tuple(int(n == number) for n in range(len(kinds))))
    return found


def response_text(question: Choice, chosen: Sequence[int]) -> str:
    """A response for a person: ``ticking b and c``, ``choosing a``."""
    letters = [letter(number) for number in sorted(chosen)]
    verb = "choosing" if question.selection is Selection.SINGLE else "ticking"
    if not letters:
        return f"{verb} nothing"
    if len(letters) == 1:
        return f"{verb} {letters[0]}"
    return f"{verb} {', '.join(letters[:-1])} and {letters[-1]}"
