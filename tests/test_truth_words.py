"""The words for true and false: an author's own go where a target has room for them."""

from __future__ import annotations

import json

import pytest
from oracles import canvas_classic, canvas_new, qti21

from quizkit.canonical import to_document
from quizkit.canonical_reader import from_document
from quizkit.diff import diff_quizzes
from quizkit.formats.base import Fidelity
from quizkit.importing import import_
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import write_markdown
from quizkit.model import Quiz, TrueFalse

from .importers.round_trip import exported, undeclared


def judged(true: str, false: str, language: str = "de") -> Quiz:
    front = f"---\nlanguage: {language}\n---\n\n" if language else ""
    text = f"{front}## Erde\n\nDie Erde ist rund.\n\n- ✅ {true}\n- ❌ {false}\n"
    quiz = read_markdown(text, path="quiz.md").quiz
    assert isinstance(quiz.questions[0], TrueFalse)
    return quiz


def words_of(quiz: Quiz) -> tuple[str, str] | None:
    (question,) = quiz.questions
    assert isinstance(question, TrueFalse)
    return question.words


@pytest.mark.parametrize(
    ("true", "false", "language", "words"),
    [
        ("Richtig", "Falsch", "de", ("Richtig", "Falsch")),
        ("stimmt", "stimmt nicht", "de-AT", ("stimmt", "stimmt nicht")),
        ("**Richtig**", "**Falsch**", "de", ("Richtig", "Falsch")),
        ("True", "False", "de", ("True", "False")),
        ("Wahr", "Falsch", "de", None),
        ("True", "False", "en-GB", None),
        ("Wahr", "Falsch", "", None),
        ("True", "False", "", None),
    ],
)
def test_only_words_that_are_not_the_usual_ones_are_kept(
    true: str, false: str, language: str, words: tuple[str, str] | None
) -> None:
    assert words_of(judged(true, false, language)) == words


def test_the_words_stay_in_markdown_and_json() -> None:
    quiz = judged("Richtig", "Falsch")
    text = write_markdown(quiz, name="quiz").text
    assert "- ✅ Richtig\n- ❌ Falsch\n" in text
    assert words_of(read_markdown(text).quiz) == ("Richtig", "Falsch")
    document = json.loads(json.dumps(to_document(quiz)))
    assert document["questions"][0]["x-words"] == ["Richtig", "Falsch"]
    assert from_document(document).questions == quiz.questions


@pytest.mark.parametrize("said", [None, 5, "ab", [], ["a"], ["a", " "], ["a", 5], {"a": "b"}])
def test_words_in_json_that_are_none_are_passed_over(said: object) -> None:
    document = to_document(judged("Richtig", "Falsch"))
    document["questions"][0]["x-words"] = said
    assert words_of(from_document(document)) is None


@pytest.mark.parametrize("words", [("Richtig", "Falsch"), ("Wahr", "Falsch")])
def test_qti_and_canvas_show_the_words(words: tuple[str, str]) -> None:
    quiz = judged(*words)
    for target, oracle in (("qti21", qti21), ("canvas", canvas_classic), ("canvas", canvas_new)):
        data, _ = exported(quiz, target)
        (shown,) = oracle.read(data)
        assert tuple(option.text for option in shown.options) == words
        back = import_(data, name="quiz.zip").quiz
        assert words_of(back) == words
        assert not list(undeclared(quiz, target))
    page, _ = exported(quiz, "html")
    assert all(word in page.decode() for word in words)


@pytest.mark.parametrize("target", ["moodle-xml", "gift"])
def test_moodle_has_words_of_its_own_and_that_is_said(target: str) -> None:
    data, losses = exported(judged("Richtig", "Falsch"), target)
    told = [loss for loss in losses if loss.feature == "question type"]
    assert [(loss.fidelity, loss.instead) for loss in told] == [
        (
            Fidelity.ADAPTED,
            'Moodle shows its own words for true and false, not "Richtig" and "Falsch"',
        )
    ]
    assert b"Richtig" not in data
    _, losses = exported(judged("Wahr", "Falsch"), target)
    assert not [loss for loss in losses if loss.feature == "question type"]


def test_other_words_are_a_change_but_for_the_usual_ones() -> None:
    one, other = judged("Richtig", "Falsch"), judged("Stimmt", "Stimmt nicht")
    (found,) = diff_quizzes(one, other).questions
    assert [(change.kind, change.part) for change in found.changes] == [
        ("wording", "the words for true and false")
    ]
    (same,) = diff_quizzes(judged("Wahr", "Falsch"), judged("Wahr", "Falsch", "")).questions
    assert same.kind == "same"
