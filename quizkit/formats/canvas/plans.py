"""How a choice is scored in both engines, and what that changes; once for each shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from quizkit.formats.canvas.differences import (
    Difference,
    ShareOf,
    choice_difference,
    has_partial_credit,
    key_positions,
    right_options,
)
from quizkit.formats.canvas.engines import CLASSIC, NEW
from quizkit.formats.shape import Shape
from quizkit.model import ONE, ZERO, Choice, Selection
from quizkit.scoring import is_additive, option_weights

PARTIAL, WHOLE, VARYING = "PartialScore", "AllOrNothing", "VaryPointsByAnswer"
"""What New Quizzes calls its ways to score a choice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write for a choice.

    ``algorithm`` is New Quizzes', or empty. ``keys`` are the places of the options that are
    called right (under VaryPointsByAnswer those that Classic pays in full), ``weights`` what
    each option earns by the quiz. ``shares`` tells for each engine what a set of places earns
    there; ``losses`` are the engines that differ, each with its worst case in words.
    """

    algorithm: str
    keys: frozenset[int]
    weights: tuple[Fraction, ...]
    partial: bool
    shares: Mapping[str, ShareOf]
    losses: tuple[tuple[str, str], ...] = ()


def plan_choice(question: Choice) -> Plan:
    """The plan for a question."""
    return _plan(Shape.of(question))


@lru_cache(maxsize=1024)
def _plan(shape: Shape) -> Plan:
    question = shape.question()
    if question.selection is Selection.SINGLE:
        return _plan_single(question)
    return _plan_multiple(question)


def _plan_multiple(question: Choice) -> Plan:
    weights = option_weights(question)
    keys = key_positions(question.options, weights)
    additive = is_additive(question)
    algorithm = PARTIAL if additive else WHOLE
    partial = additive and has_partial_credit(weights)
    # Without any key both take the first option for one.
    counted = keys or frozenset({0})
    ways = {PARTIAL: _right_minus_wrong(counted), WHOLE: _exact_set(counted)}
    found: dict[str, Difference | None] = {PARTIAL: None}
    if not (additive and _is_right_minus_wrong(weights, keys)):
        found = {name: choice_difference(question, share) for name, share in ways.items()}
        if _size(found[PARTIAL]) != _size(found[WHOLE]):
            algorithm = min(found, key=lambda name: _size(found[name]))
    return Plan(
        algorithm,
        keys,
        weights,
        partial,
        {CLASSIC: ways[PARTIAL], NEW: ways[algorithm]},
        _losses(question, {CLASSIC: found[PARTIAL], NEW: found[algorithm]}),
    )


def _plan_single(question: Choice) -> Plan:
    """One option that earns all; else points for each option, or, where none are paid, keys."""
    weights = tuple(min(max(weight, ZERO), ONE) for weight in option_weights(question))
    partial = any(0 < weight < 1 for weight in weights)
    exact = _of_one(weights)
    if sum(weights) == ONE and ONE in weights:
        keys = frozenset({weights.index(ONE)})
        return Plan("", keys, weights, partial, {CLASSIC: exact, NEW: exact})
    full = right_options(question.options, weights)
    keys = frozenset(n for n, is_full in enumerate(full) if is_full)
    if question.points == 0:
        return Plan("", keys, weights, partial, {CLASSIC: exact, NEW: exact})
    classic = _of_one([ONE if is_full else ZERO for is_full in full])
    found = {CLASSIC: choice_difference(question, classic)}
    shares = {CLASSIC: classic, NEW: exact}
    return Plan(VARYING, keys, weights, partial, shares, _losses(question, found))


def _losses(
    question: Choice, found: Mapping[str, Difference | None]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (engine, difference.words(question.points))
        for engine, difference in found.items()
        if difference is not None
    )


def _is_right_minus_wrong(weights: Sequence[Fraction], keys: frozenset[int]) -> bool:
    """Whether the weights are what both engines do anyway; most questions are such."""
    if not keys:
        return False
    share = Fraction(1, len(keys))
    return all(w == (share if n in keys else -share) for n, w in enumerate(weights))


def _size(difference: Difference | None) -> Fraction:
    return abs(difference.ours - difference.theirs) if difference else ZERO


def _right_minus_wrong(keys: frozenset[int]) -> ShareOf:
    """Classic always, New Quizzes under PartialScore: in shares of the keys."""

    def share(chosen: frozenset[int]) -> Fraction:
        return max(Fraction(len(chosen & keys) - len(chosen - keys), len(keys)), ZERO)

    return share


def _exact_set(keys: frozenset[int]) -> ShareOf:
    """New Quizzes under AllOrNothing."""
    return lambda chosen: ONE if chosen == keys else ZERO


def _of_one(weights: Sequence[Fraction]) -> ShareOf:
    """What the one option chosen is worth; nothing chosen earns nothing."""
    return lambda chosen: sum((weights[n] for n in chosen), ZERO)
