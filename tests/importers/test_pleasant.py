"""Details by which an imported quiz reads as if a person had written it, and stays so."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizkit.cli.import_command import command
from quizkit.import_names import with_names
from quizkit.importing import import_
from quizkit.markdown.numbers import parse_numeric_answer, write_numeric_answer
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import write_markdown
from quizkit.model import Content, Feedback, Info, Numeric, NumericAnswer, Quiz
from quizkit.same import essence


def tidied(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(command, [str(path)])
    assert done.exit_code == 0, done.output
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("front", ["", "---\nlanguage: und\n---\n\n", "---\ntags: x\n---\n\n"])
def test_a_tidy_source_in_no_certain_language_stays_as_it_is(tmp_path: Path, front: str) -> None:
    text = f"{front}## Zahl\n\n$1 + 1$\n\n- ✅ 2\n- ❌ 3\n"
    assert tidied(tmp_path / "quiz.md", text) == text


def test_words_of_the_writer_do_not_tell_a_language(tmp_path: Path) -> None:
    text = "## A\n\n$1 + 1$\n\n- ✅ 2\n- ❌ 3\n\n2\n"
    once = tidied(tmp_path / "quiz.md", text)
    assert "### Explanation" in once
    assert once.startswith("---\nlanguage: und\n---\n")
    assert tidied(tmp_path / "quiz.md", once) == once


@pytest.mark.parametrize(
    "said, label",
    [
        ("<p><strong>Explanation:</strong> It is so.</p><p>See p. 3.</p>", "**Explanation:** It"),
        ("<p>Explanation: It is so.</p>", "Explanation: It"),
        ("<p><b>Lösung</b>: So ist es.</p>", "**Lösung**: So"),
    ],
)
def test_an_explanation_that_names_itself_gets_no_second_label(said: str, label: str) -> None:
    told = Feedback(general=Content(html=said), correct=Content(html="<p>Yes</p>"))
    answer = NumericAnswer(value=Fraction(2))
    stem = Content(html="<p>1 + 1?</p>")
    question = Numeric(id="a", stem=stem, answers=(answer,), feedback=told)
    quiz = Quiz(identifier="x", language="de" if "Lösung" in said else "en", questions=(question,))
    text = write_markdown(quiz, name="x").text
    assert f"- = 2\n\n{label}" in text
    (again,) = read_markdown(text).quiz.questions
    assert essence(again) == essence(question)


@pytest.mark.parametrize("said", ["<p>Exemplar: one.</p>", "<p>Hint: look.</p>"])
def test_an_explanation_that_begins_otherwise_has_its_heading(said: str) -> None:
    told = Feedback(general=Content(html=said))
    stem = Content(html="<p>1 + 1?</p>")
    answers = (NumericAnswer(value=Fraction(2)),)
    question = Numeric(id="a", stem=stem, answers=answers, feedback=told)
    quiz = Quiz(identifier="x", language="en", questions=(question,))
    assert "\n\n### Explanation\n\n" in write_markdown(quiz, name="x").text


def test_a_stem_that_only_html_can_say_is_no_heading() -> None:
    stem = Content(html='<p><span style="font-size:12pt">42 is the answer.</span></p>')
    plain = Content(html="<p>Is this one?</p>")
    quiz = Quiz(identifier="x", questions=(Info(id="a", stem=stem), Info(id="b", stem=plain)))
    assert [question.title for question in with_names(quiz).questions] == [
        "Question 1",
        "Is this one?",
    ]


def test_a_long_decimal_stays_a_decimal() -> None:
    answer = NumericAnswer(
        value=Fraction("3.141592653589793"), tolerance=Fraction("0.015707963267948967")
    )
    written = write_numeric_answer(answer, decimal_comma=False)
    assert written == "3.141592653589793 ± 0.015707963267948967"
    assert parse_numeric_answer(written, decimal_comma=False) == answer


def test_a_value_drawn_by_qti_is_shown_by_its_name_and_a_button_not_at_all() -> None:
    item = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="dig"
      title="Digging" adaptive="true" timeDependent="false">
      <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="integer"/>
      <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
      <templateDeclaration identifier="A" cardinality="single" baseType="integer"/>
      <itemBody><p>It takes <printedVariable identifier="A"/> minutes. <endAttemptInteraction
      responseIdentifier="HINT" title="Show"/></p></itemBody></assessmentItem>"""
    found = import_(item.encode(), name="dig")
    text = write_markdown(found.quiz, name="dig").text
    assert "It takes [A] minutes.\n" in text
    assert "Variable" not in text
    assert "Attempt" not in text
    assert found.receipt.missed
