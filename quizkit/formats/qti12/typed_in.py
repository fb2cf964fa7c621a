"""Typed answers of QTI 1.2: words, numbers, essays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.intervals import exact_number, numeric_answer
from quizkit.formats.qti12.item import Condition, Response, Test
from quizkit.formats.qti12.reading import Reading
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import written_number
from quizkit.model import (
    ONE,
    ZERO,
    Content,
    Essay,
    Numeric,
    NumericAnswer,
    Question,
    ShortText,
    TextAnswer,
)

_BOUNDS = {"vargte": "low", "vargt": "low", "varlte": "high", "varlt": "high"}


def read_text(reading: Reading) -> Question:
    """``short_answer_question`` and its like."""
    response = typed_response(reading)
    answers = text_answers(reading, response)
    if not answers:
        raise Unreadable("no answer is given")
    return ShortText(
        answers=answers, case_sensitive=is_case_sensitive(reading, response), **reading.shared()
    )


def typed_response(reading: Reading) -> Response:
    """The field to type in. Raises Unreadable."""
    found = [response for response in reading.item.responses if response.kind != "response_xy"]
    if not found:
        raise Unreadable("it has no field to answer in")
    if len(found) > 1:
        reading.miss("it has more than one field; the first was taken")
    return found[0]


def is_case_sensitive(reading: Reading, response: Response) -> bool:
    """Whether any answer asks for its capital letters."""
    return any(
        (test.element.get("case") or "").lower() == "yes"
        for condition in reading.item.of(response)
        for test in condition.wanted
        if test.response == response.ident
    )


def text_answers(reading: Reading, response: Response) -> tuple[TextAnswer, ...]:
    """Accepted texts with their shares, then wrong ones that something is said to."""
    gains: dict[str, Fraction] = {}
    told: dict[str, None] = {}
    for condition in reading.item.of(response):
        gain = reading.gain(condition)
        for test in condition.wanted:
            if test.response != response.ident or not test.value:
                continue
            if test.operator != "varequal":
                reading.lose(
                    Feature.SCORE,
                    f'texts that contain "{test.value}" were accepted; here it stands for itself',
                )
            if gain > 0:
                gains[test.value] = max(gain, gains.get(test.value, ZERO))
            elif condition.shows:
                told[test.value] = None
    if not gains and not reading.is_canvas:
        gains = _without_points(reading, response)
    measure = reading.measure(gains.values())
    found = [
        TextAnswer(
            text=text,
            weight=ONE if reading.is_canvas else min(reading.share(gain, measure), ONE),
            feedback=reading.own_feedback(response, text),
        )
        for text, gain in gains.items()
    ]
    for text in told:
        feedback = None if text in gains else reading.own_feedback(response, text)
        if feedback is not None:
            found.append(TextAnswer(text=text, weight=ZERO, feedback=feedback))
            if reading.is_canvas:
                reading.lose(
                    Feature.SCORE,
                    f'Canvas Classic accepts "{text}" too, for a condition names it; here it is '
                    "a wrong answer",
                )
    return tuple(found)


def _without_points(reading: Reading, response: Response) -> dict[str, Fraction]:
    """All texts that are looked for, where none of them earns anything."""
    found = dict.fromkeys(
        test.value
        for condition in reading.item.of(response)
        for test in condition.wanted
        if test.value and condition.title.lower() != "incorrect"
    )
    if found:
        reading.lose(Feature.SCORE, "its answers earned nothing; here they earn all")
    return dict.fromkeys(found, ONE)


def read_number(reading: Reading) -> Question:
    """``numerical_question`` and its like."""
    response = typed_response(reading)
    answers = number_answers(reading, response)
    if not answers:
        raise Unreadable("no number is given as its answer")
    return Numeric(answers=answers, **reading.shared())


def number_answers(reading: Reading, response: Response) -> tuple[NumericAnswer, ...]:
    """Accepted numbers with their shares."""
    found: list[tuple[_Interval, Fraction, Content | None]] = []
    for condition in reading.item.of(response):
        gain = reading.gain(condition)
        shown = reading.shown_by(condition)
        if gain <= 0 and shown is None:
            continue
        for interval in _intervals(reading, condition, response):
            found.append((interval, max(gain, ZERO), shown))
    measure = reading.measure(gain for _, gain, _ in found)
    answers: dict[_Interval, NumericAnswer] = {}
    for interval, gain, shown in found:
        weight = ONE if reading.is_canvas and gain else min(reading.share(gain, measure), ONE)
        other = answers.get(interval)
        if other is None:
            answers[interval] = _answer(interval, weight, shown)
        else:
            feedback = other.feedback if other.feedback is not None else shown
            answers[interval] = _answer(interval, max(weight, other.weight), feedback)
    return tuple(answers.values())


_Interval = tuple[Fraction, Fraction, Fraction | None]
"""Low, high, and the value that is named, if any."""


def _answer(interval: _Interval, weight: Fraction, feedback: Content | None) -> NumericAnswer:
    low, high, value = interval
    if value is not None and high - value == value - low:
        value, margin = exact_number(value), exact_number(high - value)
        return NumericAnswer(value=value, tolerance=margin, weight=weight, feedback=feedback)
    if value is None and low != high:
        low, high = exact_number(low), exact_number(high)
        return NumericAnswer(min=low, max=high, weight=weight, feedback=feedback)
    return numeric_answer(low, high, weight, feedback)


def _intervals(reading: Reading, condition: Condition, response: Response) -> Iterator[_Interval]:
    """The numbers that a condition accepts: bounds that belong together, and values alone."""
    tests = [test for test in condition.wanted if test.response == response.ident]
    values: list[tuple[Fraction, Test]] = []
    lows: list[Fraction] = []
    highs: list[Fraction] = []
    for test in tests:
        number = written_number(test.value)
        if number is None:
            reading.lose(Feature.SCORE, f'"{test.value}" is no number and is left out')
        elif test.operator == "varequal":
            values.append((number, test))
        elif test.operator in _BOUNDS:
            (lows if _BOUNDS[test.operator] == "low" else highs).append(number)
            if test.operator in ("vargt", "varlt"):
                reading.lose(
                    Feature.SCORE, f"{test.value} itself was not accepted any more; here it is"
                )
    for low, high in zip(lows, highs, strict=False):
        bottom, top = min(low, high), max(low, high)
        value = next((number for number, _ in values if bottom <= number <= top), None)
        values = [(number, test) for number, test in values if number != value]
        yield bottom, top, value
    if len(lows) != len(highs):
        reading.lose(Feature.SCORE, "a range without an end is left out")
    for number, test in values:
        margin = _margin(number, test)
        yield number - margin, number + margin, number


def _margin(number: Fraction, test: Test) -> Fraction:
    """A tolerance that an attribute states; absolute, or in percent of the value."""
    margin = written_number(test.element.get("margin") or "")
    if margin is None:
        return ZERO
    if (test.element.get("margintype") or "").startswith("percent"):
        return abs(number * margin / 100)
    return abs(margin)


def read_essay(reading: Reading) -> Question:
    """Texts and files that a person marks."""
    fields = reading.item.fields
    responses: Sequence[Response] = reading.item.responses
    for response in responses:
        if (response.element.get("word_limit_enabled") or "").lower() in ("yes", "true"):
            reading.lose(Feature.SETTINGS, "the limits on the number of words are left to the LMS")
    notes = fields.get("grading_notes", "")
    return Essay(rubric=Content(html=notes) if notes else None, **reading.shared())


def read_upload(reading: Reading) -> Question:
    """Files to hand in: an essay, which comes nearest."""
    reading.lose(Feature.TYPE, "students handed in a file; here they write a text")
    return Essay(**reading.shared())
