"""Short text and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from quizkit.formats.base import Feature
from quizkit.formats.canvas.differences import Difference, half_or_more, worst
from quizkit.formats.canvas.engines import BOTH, CLASSIC, NEW, adapt, lose
from quizkit.formats.canvas.item import RESPONSE, Draft, scores, shows, text_field
from quizkit.formats.numbers import exact_decimal, plain_decimal, spoken
from quizkit.formats.xml_writer import Markup, element, text
from quizkit.model import ONE, ZERO, Numeric, NumericAnswer, ShortText, TextAnswer
from quizkit.scoring import normalize_answer, score

_WRONG_ANSWERS = "feedback to answers that do not count as right is left out"


def write_short_text(question: ShortText, draft: Draft) -> None:
    """Every answer that a condition names is right in Classic, so only those are named."""
    draft.kind = "short_answer_question"
    draft.response.append(text_field())
    answers = distinct(question.answers, case_sensitive=question.case_sensitive)
    accepted = accepted_answers(answers)
    case = {"case": "Yes"} if question.case_sensitive else {}
    fits = [
        element("varequal", {"respident": RESPONSE, **case}, shown_answer(answer))
        for answer in accepted
    ]
    for number, (condition, answer) in enumerate(zip(fits, accepted, strict=True), start=1):
        if answer.feedback is not None:
            name = f"answer{number}_fb"
            draft.add_feedback(name, draft.text.html(question, answer.feedback))
            draft.remarks.append(shows(condition, name))
    if fits:
        shown = "correct_fb" if question.feedback.correct is not None else ""
        draft.scoring.append(scores(Markup("".join(fits)), shown=shown))
    draft.partial = any(0 < answer.weight < 1 for answer in answers)
    declare_texts(question, draft, answers, accepted)
    if question.case_sensitive:
        lose(
            draft.job,
            question,
            Feature.CASE,
            "capitals and small letters count as the same",
            CLASSIC,
        )


def distinct(answers: Sequence[TextAnswer], *, case_sensitive: bool) -> list[TextAnswer]:
    """The answers that can fit: the first of equal ones, and none that is blank."""
    found: dict[str, TextAnswer] = {}
    for answer in answers:
        normal = normalize_answer(answer.text, case_sensitive=case_sensitive)
        if normal:
            found.setdefault(normal, answer)
    return list(found.values())


def accepted_answers(answers: Sequence[TextAnswer]) -> list[TextAnswer]:
    """Those that count as right, best first."""
    right = half_or_more([answer.weight for answer in answers])
    taken = [answer for answer, is_right in zip(answers, right, strict=True) if is_right]
    return sorted(taken, key=lambda answer: -answer.weight)


def shown_answer(answer: TextAnswer) -> str:
    """An answer as it is compared."""
    return shown_text(answer.text)


def shown_text(text: str) -> str:
    """A text as it is compared, its capitals as they are."""
    return normalize_answer(text, case_sensitive=True)


def declare_texts(
    question: ShortText,
    draft: Draft,
    answers: Sequence[TextAnswer],
    accepted: Sequence[TextAnswer],
) -> None:
    """Partial weights, and feedback that has no place."""
    found = worst(
        Difference(
            f'answering "{shown_answer(answer)}"',
            score(question, answer.text),
            question.points if answer in accepted else ZERO,
        )
        for answer in answers
    )
    if found is not None:
        lose(draft.job, question, Feature.SCORE, found.words(question.points))
    if any(a.feedback is not None and a not in accepted for a in answers):
        lose(draft.job, question, Feature.ANSWER_FEEDBACK, _WRONG_ANSWERS)


def write_numeric(question: Numeric, draft: Draft) -> None:
    """One condition an answer; in Classic a feedback stands in it, New Quizzes has no place."""
    draft.kind = "numerical_question"
    draft.response.append(text_field("Decimal"))
    accepted = accepted_numbers(question.answers)
    for number, answer in enumerate(accepted, start=1):
        name = ""
        if answer.feedback is not None:
            name = f"answer{number}_fb"
            draft.add_feedback(name, draft.text.html(question, answer.feedback))
        draft.scoring.append(scores(_interval(answer), shown=name))
    draft.partial = any(0 < answer.weight < 1 for answer in question.answers)
    _declare_numbers(question, draft, accepted)
    if question.unit:
        draft.stem = _with_unit(draft.stem, question.unit)
        adapt(
            draft.job,
            question,
            Feature.UNIT,
            "the unit stands in brackets at the end of the question's text",
        )


def accepted_numbers(answers: Sequence[NumericAnswer]) -> list[NumericAnswer]:
    """Those that count as right, in their order."""
    right = half_or_more([min(answer.weight, ONE) for answer in answers])
    return [answer for answer, is_right in zip(answers, right, strict=True) if is_right]


def _interval(answer: NumericAnswer) -> Markup:
    """A value with a margin, or a range where that would not be the same in every arithmetic."""
    if answer.value is None or not _is_safe(answer.value, answer.tolerance):
        low, high = _rounded_out(answer.low, -1), _rounded_out(answer.high, 1)
        return Markup(f"{_compare('vargte', low)}{_compare('varlte', high)}")
    exact, low, high, margin = (
        plain_decimal(number)
        for number in (answer.value, answer.low, answer.high, answer.tolerance)
    )
    attributes = {"respident": RESPONSE, "margintype": "absolute", "margin": margin}
    is_it = element("varequal", attributes, exact)
    near = element("and", None, _compare("vargte", low), _compare("varlte", high))
    return element("or", None, is_it, near)


def _is_safe(value: Fraction, tolerance: Fraction) -> bool:
    """Whether doubles reach the bounds exactly: New Quizzes may add the margin in them."""
    numbers = (value, tolerance, value - tolerance, value + tolerance)
    if any(exact_decimal(n) != plain_decimal(n) for n in numbers):
        return False
    near, margin = float(value), float(tolerance)
    return near - margin == float(numbers[2]) and near + margin == float(numbers[3])


def _compare(name: str, number: str) -> Markup:
    return element(name, {"respident": RESPONSE}, number)


def _rounded_out(number: Fraction, direction: int) -> str:
    """A decimal for a bound: exact, or moved outwards in the fifteenth place."""
    exact = exact_decimal(number)
    if exact is not None and len(exact) <= 17:
        return exact
    places = max(15 - len(str(abs(int(number)))), 0)
    scaled = number * 10**places
    floor = scaled.numerator // scaled.denominator
    whole = floor if direction < 0 or scaled.denominator == 1 else floor + 1
    return exact_decimal(Fraction(whole, 10**places)) or plain_decimal(number)


def _declare_numbers(question: Numeric, draft: Draft, accepted: Sequence[NumericAnswer]) -> None:
    cases = [
        Difference(
            f"answering {spoken(number)}",
            score(question, number),
            question.points if any(a.low <= number <= a.high for a in accepted) else ZERO,
        )
        for number in _telling_numbers(question.answers)
    ]
    found = worst(cases)
    for engine in BOTH:
        if found is not None:
            lose(draft.job, question, Feature.SCORE, found.words(question.points), engine)
    if question.points and any(a.low <= 0 <= a.high for a in accepted):
        lose(
            draft.job,
            question,
            Feature.SCORE,
            "text that is no number counts as 0, which is right here, so it earns full points",
            CLASSIC,
        )
    if any(a.feedback is not None for a in accepted):
        lose(draft.job, question, Feature.ANSWER_FEEDBACK, "feedback to numbers is left out", NEW)
    if any(a.feedback is not None and a not in accepted for a in question.answers):
        lose(draft.job, question, Feature.ANSWER_FEEDBACK, _WRONG_ANSWERS)


def _telling_numbers(answers: Sequence[NumericAnswer]) -> Iterator[Fraction]:
    """Numbers among which every answer, and every overlap of answers, has one."""
    bounds = sorted({bound for answer in answers for bound in (answer.low, answer.high)})
    yield from bounds
    for low, high in pairwise(bounds):
        yield (low + high) / 2


def _with_unit(stem: str, unit: str) -> str:
    """The unit at the end of the last paragraph, or of the whole stem."""
    note = f" ({text(unit)})"
    for end in ("</p></div>", "</div>"):
        if stem.endswith(end):
            return stem[: -len(end)] + note + end
    return stem + note
