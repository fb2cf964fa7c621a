"""Typed answers as Moodle accepts them, told in quizkit's terms; GIFT shares them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.intervals import numeric_answer
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import has_decimal_comma, written_number
from quizkit.model import ONE, ZERO, Content, Feedback, NumericAnswer, TextAnswer

_STAR = re.compile(r"(?<!\\)\*")
Lose = Callable[[Feature, str], None]


@dataclass(frozen=True, slots=True)
class Typed:
    """One accepted answer: its text, what it earns, its feedback; a tolerance for numbers."""

    text: str
    share: Fraction
    feedback: Content | None = None
    tolerance: str = ""


def text_answers(
    typed: Iterable[Typed], feedback: Feedback, lose: Lose, *, alone: bool = True
) -> tuple[tuple[TextAnswer, ...], Feedback]:
    """Accepted texts, and the feedback of the question with that of "any other answer".

    ``alone`` says whether the answers are all that the question asks for. Raises Unreadable
    where nothing is accepted.
    """
    answers: list[TextAnswer] = []
    for one in typed:
        if one.text == "*":
            feedback = _any_other(one, feedback, lose, told=_tells_wrong(answers), alone=alone)
            break  # nothing behind it is ever reached
        if _STAR.search(one.text):
            lose(
                Feature.SCORE,
                f'the pattern "{one.text}" accepted many texts; here it stands for itself alone',
            )
        answers.append(
            TextAnswer(
                text=one.text.replace("\\*", "*"),
                weight=_cut(one, lose),
                feedback=one.feedback,
            )
        )
    if not answers:
        raise Unreadable("no answer is given")
    return tuple(answers), feedback


def number_answers(
    typed: Iterable[Typed], feedback: Feedback, lose: Lose, *, alone: bool = True
) -> tuple[tuple[NumericAnswer, ...], Feedback]:
    """Accepted numbers, as :func:`text_answers`."""
    answers: list[NumericAnswer] = []
    for one in typed:
        if one.text == "*":
            feedback = _any_other(one, feedback, lose, told=_tells_wrong(answers), alone=alone)
            break
        answer = _number(one, lose)
        if answer is not None:
            answers.append(answer)
    if not answers:
        raise Unreadable("no number is given as its answer")
    return tuple(answers), feedback


def _number(one: Typed, lose: Lose) -> NumericAnswer | None:
    value = written_number(one.text)
    tolerance = written_number(one.tolerance) if one.tolerance else ZERO
    if value is None:
        lose(Feature.SCORE, f'the answer "{one.text}" is no number and is left out')
        return None
    if tolerance is None:
        lose(Feature.SCORE, f'the tolerance "{one.tolerance}" is no number and became 0')
        tolerance = ZERO
    for written in (one.text, one.tolerance):
        if has_decimal_comma(written):
            lose(
                Feature.SCORE,
                f'"{written}" was read with a decimal comma; an English Moodle takes it for '
                f"{written.replace(',', '')}",
            )
    tolerance = abs(tolerance)
    return numeric_answer(value - tolerance, value + tolerance, _cut(one, lose), one.feedback)


def _cut(one: Typed, lose: Lose) -> Fraction:
    if one.share < 0:
        lose(Feature.SCORE, f'the answer "{one.text}" cost points; here it earns none')
        return ZERO
    return min(one.share, ONE)


def _tells_wrong(answers: Iterable[TextAnswer] | Iterable[NumericAnswer]) -> bool:
    return any(answer.weight <= 0 and answer.feedback is not None for answer in answers)


def _any_other(one: Typed, feedback: Feedback, lose: Lose, *, told: bool, alone: bool) -> Feedback:
    """What "any other answer" says becomes the feedback for a wrong one."""
    if one.share > 0:
        lose(Feature.SCORE, "any other answer earned points; here it earns none")
    if one.feedback is None:
        return feedback
    if not alone:
        lose(
            Feature.ANSWER_FEEDBACK,
            "the feedback to any other answer in a gap has no place and is left out",
        )
        return feedback
    if told:
        lose(
            Feature.ANSWER_FEEDBACK,
            "the feedback to any other answer is shown with the other wrong answers too",
        )
    if feedback.incorrect is not None:
        return feedback
    return replace(feedback, incorrect=one.feedback)
