"""A quiz becomes a document and comes back, exactly."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from quizkit.canonical import dumps, from_document, loads, question_document, to_document
from quizkit.model import (
    Choice,
    Cloze,
    Content,
    Info,
    Option,
    Question,
    Quiz,
    Role,
    Selection,
    TextAnswer,
    TextGap,
)
from quizkit.numbers import number_text, parse_number
from tests.strategies import fractions, questions, quizzes

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(quizzes())
def test_quiz_comes_back_exactly(quiz: Quiz) -> None:
    assert from_document(to_document(quiz)) == quiz


@SLOW
@given(quizzes())
def test_streamed_text_is_what_the_standard_library_writes(quiz: Quiz) -> None:
    text = "".join(dumps(quiz))
    assert text == json.dumps(to_document(quiz), ensure_ascii=False, indent=2) + "\n"
    assert loads(text) == quiz
    assert text.encode("utf-8") == "".join(dumps(loads(text))).encode("utf-8")


@SLOW
@given(questions())
def test_question_stands_on_its_own(question: Question) -> None:
    document = question_document(question)
    quiz = from_document({"format": "quizkit/1", "questions": [document]})
    assert quiz.questions == (question,)


@given(fractions(-9, 9))
def test_numbers_come_back(number: Fraction) -> None:
    assert parse_number(number_text(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1", "1"),
        ("-1/2", "-0.5"),
        ("1/3", "1/3"),
        ("5/4", "1.25"),
        ("-7/100", "-0.07"),
        ("1/1024", "0.0009765625"),
        ("1/16384", "1/16384"),
        ("100", "100"),
    ],
)
def test_numbers_are_written_shortest(number: str, text: str) -> None:
    assert number_text(Fraction(number)) == text


def choice(**changes: object) -> Choice:
    options = (
        Option(id="a", content=Content("yes"), role=Role.KEY),
        Option(id="b", content=Content("no"), role=Role.DISTRACTOR),
    )
    whole = Choice(id="q1", stem=Content("Is it?"), selection=Selection.SINGLE, options=options)
    return replace(whole, **changes)


def test_defaults_that_say_nothing_are_left_out() -> None:
    assert question_document(choice()) == {
        "id": "q1",
        "type": "choice",
        "stem": {"markdown": "Is it?"},
        "points": "1",
        "selection": "single",
        "shuffle": True,
        "numbering": "abc",
        "scoring": {"policy": "right-minus-wrong"},
        "options": [
            {"id": "a", "content": {"markdown": "yes"}, "role": "key"},
            {"id": "b", "content": {"markdown": "no"}, "role": "distractor"},
        ],
    }


def test_what_is_left_out_has_its_default() -> None:
    document = {
        "format": "quizkit/1",
        "x-other-tool": {"kept": "by nobody"},
        "questions": [
            {"id": "i", "type": "info", "stem": {"html": "<p>Text</p>"}, "x-note": 1},
            {
                "id": "c",
                "type": "cloze",
                "stem": {"markdown": "{{b}} and {{a}}"},
                "gaps": {
                    "a": {"kind": "text", "answers": [{"text": "x"}], "points": "2"},
                    "b": {"kind": "text", "answers": [{"text": "y"}]},
                },
            },
        ],
    }
    quiz = from_document(document, path="dir/algebra.quiz.json")
    assert quiz.identifier == "algebra"
    info, cloze = quiz.questions
    assert isinstance(info, Info)
    assert info.points == 0
    assert isinstance(cloze, Cloze)
    assert cloze.points == 3, "a cloze without points is worth the sum of its gaps"
    assert cloze.gaps == (
        TextGap(id="b", answers=(TextAnswer(text="y"),)),
        TextGap(id="a", answers=(TextAnswer(text="x"),), points=Fraction(2)),
    ), "gaps count in the order of the stem"


def test_time_limit_may_be_a_number_or_a_text() -> None:
    for written, minutes in ((30, 30), (7.5, Fraction(15, 2)), ("1/2", Fraction(1, 2))):
        settings = {"time_limit": written}
        quiz = from_document({"format": "quizkit/1", "questions": [], "settings": settings})
        assert quiz.settings.time_limit == minutes
