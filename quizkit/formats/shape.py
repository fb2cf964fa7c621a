"""A choice without its words: all that decides what a response earns, and nothing else.

A quiz has thousands of questions and a handful of shapes, so what takes long to find out about
a shape (the response on which a target differs most, say) is found once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from quizkit.model import Choice, Content, Option, Policy, Role, Selection

_NO_WORDS = Content(markdown="")


class Shape(NamedTuple):
    """Selection, policy, points, and each option's role and written weight, in order."""

    selection: Selection
    policy: Policy
    points: Fraction
    roles: tuple[Role, ...]
    weights: tuple[Fraction | None, ...]

    @classmethod
    def of(cls, question: Choice) -> Shape:
        """The shape of a question."""
        options = question.options
        return cls(
            question.selection,
            question.policy,
            question.points,
            tuple([option.role for option in options]),
            tuple([option.weight for option in options]),
        )

    def question(self) -> Choice:
        """A question of this shape; its options are called by their places, ``"0"``, ``"1"``."""
        options = tuple(
            Option(id=str(n), content=_NO_WORDS, role=role, weight=weight)
            for n, (role, weight) in enumerate(zip(self.roles, self.weights, strict=True))
        )
        return Choice(
            id="shape",
            stem=_NO_WORDS,
            points=self.points,
            selection=self.selection,
            policy=self.policy,
            options=options,
        )
