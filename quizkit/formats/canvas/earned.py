"""What a response earns in an engine of Canvas, for authors who compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import cast

from quizkit.formats.canvas.cloze import gap_there
from quizkit.formats.canvas.engines import CLASSIC
from quizkit.formats.canvas.plans import plan_choice
from quizkit.formats.canvas.typed import accepted_answers, accepted_numbers, distinct
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    Cloze,
    Numeric,
    Ordering,
    Question,
    ShortText,
    TrueFalse,
)
from quizkit.scoring import normalize_answer, parse_response_number


def share_there(question: Question, response: object, engine: str) -> Fraction | None:
    """The share of the points that a response earns; None for types that score as the quiz does.

    Two right sides of a matching that read the same are not told apart here.
    """
    if response is None:
        return ZERO
    share = _SHARES.get(type(question))
    return share(question, response, engine) if share else None


def _choice(question: Choice, response: object, engine: str) -> Fraction:
    chosen = {response} if isinstance(response, str) else set(cast(frozenset[str], response))
    places = frozenset(n for n, option in enumerate(question.options) if option.id in chosen)
    return plan_choice(question).shares[engine](places)


def _true_false(question: TrueFalse, response: object, _engine: str) -> Fraction:
    return ONE if response is question.answer else ZERO


def _short_text(question: ShortText, response: object, engine: str) -> Fraction:
    exact = question.case_sensitive and engine != CLASSIC
    given = normalize_answer(str(response), case_sensitive=exact)
    answers = distinct(question.answers, case_sensitive=question.case_sensitive)
    accepted = accepted_answers(answers)
    fits = any(normalize_answer(a.text, case_sensitive=exact) == given for a in accepted)
    return ONE if fits else ZERO


def _numeric(question: Numeric, response: object, engine: str) -> Fraction:
    number = response if isinstance(response, Fraction) else parse_response_number(str(response))
    if number is None:
        if engine != CLASSIC:
            return ZERO
        number = ZERO  # text counts as 0 there
    accepted = accepted_numbers(question.answers)
    return ONE if any(answer.low <= number <= answer.high for answer in accepted) else ZERO


def _ordering(question: Ordering, response: object, engine: str) -> Fraction:
    given = list(cast(tuple[int, ...], response))
    right = sum(n == place for place, n in enumerate(given))
    if engine == CLASSIC:
        return Fraction(right, len(question.items))
    return ONE if given and right == len(question.items) else ZERO


def _cloze(question: Cloze, response: object, engine: str) -> Fraction:
    filled = cast(Mapping[str, object], response)
    right = sum(gap_there(gap, filled[gap.id], engine) for gap in question.gaps if gap.id in filled)
    return Fraction(right, len(question.gaps))


_SHARES: dict[type[Question], Callable[..., Fraction]] = {
    Choice: _choice,
    TrueFalse: _true_false,
    ShortText: _short_text,
    Numeric: _numeric,
    Ordering: _ordering,
    Cloze: _cloze,
}
