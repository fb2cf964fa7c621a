"""Questions with the weights that an import of GIFT stores, for the reference to score."""

from __future__ import annotations

from dataclasses import replace

from quizkit.formats.moodle_xml.cloze import full_fractions
from quizkit.formats.moodle_xml.earned import (
    Fractions,
    told_apart,
    weighed_answers,
    weighed_choice,
    weighed_gaps,
)
from quizkit.formats.moodle_xml.fractions import nearest
from quizkit.formats.moodle_xml.typed import plan_typed, with_full
from quizkit.formats.moodle_xml.weights import plan_choice
from quizkit.model import (
    ONE,
    Choice,
    Cloze,
    Gap,
    Numeric,
    NumericGap,
    Ordering,
    Question,
    ShortText,
)


def as_stored(question: Question) -> Question:
    """The question as it is scored there; all are worth 1 point, and each gap of a cloze."""
    match question:
        case Choice():
            question = weighed_choice(question, plan_choice(question).nearest())
        case ShortText():
            plan = plan_typed(question.answers)
            shares = plan.nearest()
            question = weighed_answers(question, shares if plan.full else with_full(shares))
        case Numeric():
            question = weighed_answers(question, plan_typed(question.answers).nearest())
        case Cloze():
            return weighed_gaps(question, [ONE] * len(question.gaps), _gap_fractions)
        case Ordering():
            question = told_apart(question)
        case _:
            pass
    return replace(question, points=ONE)


def _gap_fractions(gap: Gap, exact: Fractions) -> Fractions:
    wanted = exact if isinstance(gap, NumericGap) else full_fractions(exact)
    return tuple(nearest(share) for share in wanted)
