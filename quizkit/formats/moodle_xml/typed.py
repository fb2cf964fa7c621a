"""How the weights of typed answers can be said in Moodle, for text and for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizkit.formats.moodle_xml.fractions import all_listed, between_zero_and_one, nearest
from quizkit.model import ONE, ZERO, NumericAnswer, TextAnswer

WILDCARD = "*"


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """Fractions of the answers in their order, as shares of ``scale`` times the points."""

    fractions: tuple[Fraction, ...]
    scale: Fraction = ONE

    @property
    def listed(self) -> bool:
        return all_listed(self.fractions)

    @property
    def full(self) -> bool:
        """Whether an answer earns everything, as Moodle demands for text and for gaps."""
        return ONE in self.fractions

    def scaled(self) -> TypedPlan:
        """The same scores with the best answer at 100 % of fewer points."""
        best = max(self.fractions, default=ZERO)
        if best <= 0 or best == 1:
            return self
        return TypedPlan(tuple(share / best for share in self.fractions), best)

    def nearest(self) -> tuple[Fraction, ...]:
        """The closest fractions on Moodle's list."""
        return tuple(nearest(share) for share in self.fractions)


def plan_typed(answers: Sequence[TextAnswer] | Sequence[NumericAnswer]) -> TypedPlan:
    """The exact fractions: what stands alone is cut to 0..1."""
    return TypedPlan(tuple(between_zero_and_one(answer.weight) for answer in answers))


def with_full(fractions: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """The best answers raised to 100 %, for what Moodle would refuse without."""
    best = max(fractions, default=ZERO)
    return tuple(ONE if share == best and best > 0 else share for share in fractions)


def literal_text(text: str) -> str:
    """An accepted text in which no star is a wildcard."""
    return " ".join(text.split("\n")).strip().replace("*", "\\*")
