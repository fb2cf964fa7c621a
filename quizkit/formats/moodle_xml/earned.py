"""Questions with the weights that Moodle stores, for the reference to score; GIFT asks too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar, assert_never

from quizkit.formats.moodle_xml.answers import stored_shares
from quizkit.formats.moodle_xml.choices import stored_fractions
from quizkit.formats.moodle_xml.cloze import full_fractions, gap_marks
from quizkit.formats.moodle_xml.fractions import between_zero_and_one
from quizkit.formats.moodle_xml.gaps import whole_mark
from quizkit.formats.moodle_xml.typed import plan_typed
from quizkit.model import (
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Gap,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Question,
    ShortText,
    TextAnswer,
    TextGap,
)
from quizkit.scoring import gap_option_weights

Fractions = tuple[Fraction, ...]
_Weighed = TypeVar("_Weighed", Option, TextAnswer, NumericAnswer)


def as_stored(question: Question) -> Question:
    """The question as Moodle scores it after an import of Moodle XML."""
    match question:
        case Choice():
            fractions, in_gap = stored_fractions(question)
            return _marked(weighed_choice(question, fractions), in_gap=in_gap)
        case ShortText() | Numeric():
            shares, in_gap = stored_shares(question)
            return _marked(weighed_answers(question, shares), in_gap=in_gap)
        case Cloze():
            marks = [Fraction(mark) for mark in gap_marks(question)]
            return weighed_gaps(question, marks, lambda _gap, exact: full_fractions(exact))
        case Ordering():
            return told_apart(question)
        case _:
            return question


def _marked(question: Question, *, in_gap: bool) -> Question:
    """A gap is worth whole points."""
    if not in_gap:
        return question
    return replace(question, points=Fraction(whole_mark(question.points)))


def told_apart(question: Ordering) -> Ordering:
    """The same with all items different: equal ones cannot change places in Moodle."""
    items = tuple(Content(markdown=str(n)) for n in range(len(question.items)))
    return replace(question, items=items)


def weighed_choice(question: Choice, fractions: Sequence[Fraction]) -> Choice:
    """The same with fractions for written weights: the sum of what is chosen counts."""
    return replace(question, options=_weighed(question.options, fractions))


def weighed_answers(
    question: ShortText | Numeric, fractions: Sequence[Fraction]
) -> ShortText | Numeric:
    """The same with fractions for the weights of the answers."""
    if isinstance(question, ShortText):
        return replace(question, answers=_weighed(question.answers, fractions))
    return replace(question, answers=_weighed(question.answers, fractions))


def weighed_gaps(
    question: Cloze, marks: Sequence[Fraction], fractions: Callable[[Gap, Fractions], Fractions]
) -> Cloze:
    """The same with marks for the points of the gaps, and ``fractions`` of the exact shares."""
    gaps = tuple(
        _weighed_gap(gap, mark, fractions) for gap, mark in zip(question.gaps, marks, strict=True)
    )
    return replace(question, gaps=gaps, points=sum(marks, ZERO))


def _weighed_gap(gap: Gap, mark: Fraction, fractions: Callable[[Gap, Fractions], Fractions]) -> Gap:
    match gap:
        case ChoiceGap():
            exact = tuple(between_zero_and_one(weight) for weight in gap_option_weights(gap))
            options = _weighed(gap.options, fractions(gap, exact))
            return replace(gap, points=mark, options=options)
        case TextGap():
            shares = fractions(gap, plan_typed(gap.answers).fractions)
            return replace(gap, points=mark, answers=_weighed(gap.answers, shares))
        case NumericGap():
            shares = fractions(gap, plan_typed(gap.answers).fractions)
            return replace(gap, points=mark, answers=_weighed(gap.answers, shares))
        case _:
            assert_never(gap)


def _weighed(answers: Sequence[_Weighed], fractions: Sequence[Fraction]) -> tuple[_Weighed, ...]:
    pairs = zip(answers, fractions, strict=True)
    return tuple(replace(answer, weight=share) for answer, share in pairs)
