"""Rules on typed answers, matching and order, over questions made by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from quizkit.diagnostics import Span
from quizkit.lint.engine import blocking, check
from quizkit.model import (
    ChoiceGap,
    Cloze,
    Content,
    Matching,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Pair,
    Question,
    Quiz,
    Role,
    ShortText,
    TextAnswer,
)
from quizkit.reading import QuestionReading, Reading


def md(text: str) -> Content:
    return Content(markdown=text)


def reading(*questions: Question, language: str | None = "en") -> Reading:
    quiz = Quiz(identifier="quiz", language=language, questions=questions)
    read = tuple(
        QuestionReading(question=question, number=number, span=Span.at(number * 10))
        for number, question in enumerate(questions, 1)
    )
    text = "\n" * (10 * len(questions) + 10)
    return Reading(quiz=quiz, path="quiz.md", text=text, questions=read, diagnostics=())


def codes(*questions: Question) -> list[str]:
    return [found.code for found in check(reading(*questions))]


def short(*answers: str | TextAnswer, case: bool = False) -> ShortText:
    made = tuple(TextAnswer(text=a) if isinstance(a, str) else a for a in answers)
    return ShortText(id="q", stem=md("Which one?"), answers=made, case_sensitive=case)


def numeric(*answers: NumericAnswer) -> Numeric:
    return Numeric(id="q", stem=md("How many?"), answers=answers)


def value(
    number: str, tolerance: str = "0", weight: str = "1", feedback: str = ""
) -> NumericAnswer:
    return NumericAnswer(
        value=Fraction(number),
        tolerance=Fraction(tolerance),
        weight=Fraction(weight),
        feedback=md(feedback) if feedback else None,
    )


def between(low: str, high: str, weight: str = "1") -> NumericAnswer:
    return NumericAnswer(min=Fraction(low), max=Fraction(high), weight=Fraction(weight))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (numeric(value("0.33")), ["QK210"]),
        (numeric(value("1/3")), ["QK210"]),
        (numeric(value("0.33", "0.005")), []),
        (numeric(value("2.5")), []),
        (numeric(value("42")), []),
        (numeric(value("0.33", weight="0"), value("5")), []),
    ],
)
def test_decimals_want_a_tolerance(question: Numeric, expected: list[str]) -> None:
    assert codes(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (numeric(between("2", "4"), between("3", "5", "1/2")), ["QK211"]),
        (numeric(value("3", "0.1"), between("2", "4", "1/2")), []),
        (numeric(between("2", "4"), between("4", "6", "1/2")), []),
        (numeric(between("2", "4"), between("3", "5")), []),
        (numeric(between("2", "4", "1/2"), value("3")), ["QK213"]),
        (numeric(between("2", "4"), value("3")), []),
        (numeric(between("2", "4"), value("3", feedback="Exactly!")), ["QK213"]),
    ],
)
def test_ranges_that_meet(question: Numeric, expected: list[str]) -> None:
    assert codes(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (short("Paris", TextAnswer(text="paris", weight=Fraction(1, 2))), ["QK213"]),
        (short("Paris", TextAnswer(text="paris", weight=Fraction(1, 2)), case=True), []),
        (short("Paris", "paris"), []),
        (short("terr*"), ["QK214"]),
        (short("colou?r"), ["QK214"]),
        (short("(grey|gray)"), ["QK214"]),
        (short("300 ± 5", "three hundred"), ["QK214"]),
        (short("300", "three hundred"), []),
        (short("1..10"), []),
        (short("*args"), []),
        (short("char *"), []),
        (short("SELECT * FROM t"), []),
        (short("a * b"), []),
        (short("What?"), []),
        (short("father–in–law"), ["QK215"]),
        (short("father–in–law", "father-in-law"), []),
        (short("l’eau"), ["QK215"]),
        (short("12’500"), ["QK215"]),
        (short("-1 000 000,5"), ["QK215"]),
        (short("1\u202f000"), ["QK215"]),
        (short("1,00,00,000.5"), ["QK215"]),
        (short("12'500", "12500"), []),
        (short("079 123 45 67"), []),
        (short("1,2,3"), []),
        (short("naïve"), []),
        (short(TextAnswer(text="x", weight=Fraction(0))), ["QK201"]),
        (short(TextAnswer(text="x", weight=Fraction(1, 2))), ["QK208"]),
    ],
)
def test_accepted_texts(question: ShortText, expected: list[str]) -> None:
    assert codes(question) == expected


def matching(*pairs: tuple[str, str]) -> Matching:
    made = tuple(Pair(md(left), md(right)) for left, right in pairs)
    return Matching(id="q", stem=md("Match them."), pairs=made)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (matching(("a", "1")), ["QK117"]),
        (matching(("a", "1"), ("b", "2")), []),
        (matching(("a", "1"), ("a", "2")), ["QK216"]),
        (matching(("a", "1"), ("b", "1")), []),
        (Ordering(id="q", stem=md("Order."), items=(md("a"), md("b"))), ["QK117"]),
        (Ordering(id="q", stem=md("Order."), items=(md("a"), md("b"), md("a"))), ["QK117"]),
        (Ordering(id="q", stem=md("Order."), items=(md("a"), md("b"), md("c"))), []),
        (Cloze(id="q", stem=md("No gap but `{= x}` here."), gaps=()), ["QK117"]),
    ],
)
def test_types_have_what_they_need(question: Question, expected: list[str]) -> None:
    assert codes(question) == expected


def test_gaps_are_checked_like_questions() -> None:
    options = tuple(
        Option(id=name, content=md(text), role=role)
        for name, text, role in (
            ("a", "Paris", Role.KEY),
            ("b", "Lyon", Role.DISTRACTOR),
            ("c", "Paris", Role.DISTRACTOR),
        )
    )
    question = Cloze(
        id="q",
        stem=md("{{g1}} and {{g2}}"),
        gaps=(
            ChoiceGap(id="g1", options=options),
            NumericGap(id="g2", answers=(value("0.33"),)),
        ),
    )
    assert codes(question) == ["QK202", "QK210"]


def test_only_errors_block() -> None:
    found = blocking(reading(matching(("a", "1")), replace(numeric(value("0.33")), id="r")))
    assert {number: [d.code for d in errors] for number, errors in found.items()} == {1: ["QK117"]}
