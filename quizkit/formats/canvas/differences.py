"""How far a target's score is from the quiz's own, over every response, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from math import prod

from quizkit.formats.numbers import spoken, spoken_points
from quizkit.model import Choice, Option, Role, Selection
from quizkit.naming import letter
from quizkit.scoring import option_weights, score

MOST_CLASSES = 4096
"""Above this many kinds of response only likely ones are compared."""

FEW = 3
"""How many of many things a message names."""

ShareOf = Callable[[frozenset[int]], Fraction]
"""What a target gives for a set of options, as a share of the points."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One response, what it earns by the quiz, and what it earns in a target, in points."""

    response: str
    ours: Fraction
    theirs: Fraction

    def words(self, points: Fraction) -> str:
        """``ticking a earns 0.5 of 1 point there instead of 0``."""
        return (
            f"{self.response} earns {spoken(self.theirs)} of {spoken_points(points)} there "
            f"instead of {spoken(self.ours)}"
        )


def worst(cases: Iterable[Difference]) -> Difference | None:
    """The case with the greatest difference, the first of equals; None where all agree."""
    found: Difference | None = None
    gap = Fraction(0)
    for case in cases:
        distance = abs(case.ours - case.theirs)
        if distance > gap:
            found, gap = case, distance
    return found


def choice_difference(question: Choice, share: ShareOf) -> Difference | None:
    """The worst response to a choice, among all (or, with very many options, likely) ones."""
    if question.points == 0:
        return None
    return worst(
        Difference(
            _ticking(question, chosen),
            score(question, [question.options[n].id for n in chosen]),
            question.points * share(frozenset(chosen)),
        )
        for chosen in sorted(_responses(question), key=len)
    )


def _responses(question: Choice) -> Iterator[tuple[int, ...]]:
    """One response of each kind: options of one role and weight are as good as each other."""
    count = len(question.options)
    if question.selection is Selection.SINGLE:
        return iter([(), *((n,) for n in range(count))])
    kinds: dict[tuple[str, Fraction], list[int]] = {}
    for n, (option, weight) in enumerate(
        zip(question.options, option_weights(question), strict=True)
    ):
        kinds.setdefault((option.role, weight), []).append(n)
    groups = list(kinds.values())
    if prod(len(group) + 1 for group in groups) > MOST_CLASSES:
        return _likely(range(count), groups)
    return (
        tuple(
            sorted(chain.from_iterable(group[:n] for group, n in zip(groups, taken, strict=True)))
        )
        for taken in product(*(range(len(group) + 1) for group in groups))
    )


def _likely(everything: Sequence[int], groups: Sequence[list[int]]) -> Iterator[tuple[int, ...]]:
    """Up to two options, all but up to two, and whole kinds together."""
    for size in range(3):
        for some in combinations(everything, size):
            yield some
            yield tuple(n for n in everything if n not in some)
    for size in range(2, min(len(groups), 6)):
        for kinds in combinations(groups, size):
            yield tuple(sorted(chain.from_iterable(kinds)))


def _ticking(question: Choice, chosen: Sequence[int]) -> str:
    verb = "choosing" if question.selection is Selection.SINGLE else "ticking"
    if not chosen:
        return f"{verb} nothing"
    return f"{verb} {listed([letter(n) for n in chosen])}"


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def few(words: Sequence[str], what: str) -> str:
    """``a, b, c and 17 more answers``: a message names only some of many."""
    if len(words) <= FEW + 1:
        return listed(words)
    return f"{', '.join(words[:FEW])} and {len(words) - FEW} more {what}"


def half_or_more(weights: Sequence[Fraction]) -> list[bool]:
    """Which answers to take as fully right where a target knows only right and wrong.

    Those worth at least half; where none is, the best ones, for some answer must be right.
    """
    best = max(weights, default=Fraction(0))
    least = min(Fraction(1, 2), best)
    return [weight > 0 and weight >= least for weight in weights]


def right_options(options: Sequence[Option], weights: Sequence[Fraction]) -> list[bool]:
    """The same for options to choose from: one called wrong that is worth just half stays so."""
    half, best = Fraction(1, 2), max(weights, default=Fraction(0))
    return [
        is_right and not (option.role is Role.DISTRACTOR and weight == half < best)
        for option, weight, is_right in zip(options, weights, half_or_more(weights), strict=True)
    ]


def has_partial_credit(weights: Sequence[Fraction]) -> bool:
    """Whether some choice among options of these weights earns more than nothing, less than all."""
    gains = [weight for weight in weights if weight > 0]
    costs = [weight for weight in weights if weight < 0]
    if any(gain < 1 for gain in gains):
        return True
    return any(0 < gain + cost < 1 for gain in gains for cost in [*costs, sum(costs, Fraction(0))])


def key_positions(options: Sequence[Option], weights: Sequence[Fraction]) -> frozenset[int]:
    """The options that a target is told are right: the keys, else those that earn."""
    keys = frozenset(n for n, option in enumerate(options) if option.role == "key")
    return keys or frozenset(n for n, weight in enumerate(weights) if weight > 0)
