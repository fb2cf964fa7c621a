"""What lint leaves alone, and what it tells once: learnt from quizzes that others wrote."""

from __future__ import annotations

import pytest

from quizkit.decode import decode
from quizkit.diagnostics import Severity, Span
from quizkit.lint.engine import check
from quizkit.markdown.reader import read_markdown

EN = "---\nlanguage: en\n---\n\n"


def found(text: str, *select: str) -> list[str]:
    return [d.code for d in check(read_markdown(text, path="q.md"), select=select)]


def test_passages_of_a_lesson_are_told_once() -> None:
    passages = "".join(f"## Part {n}\n\nSome words on it.\n\n" for n in range(5))
    quiz = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n"
    (told,) = check(read_markdown(f"# Lesson\n\n{passages}{quiz}"), select=["QK114"])
    assert told.message.startswith("this and 4 more passages") and told.span.line == 5


@pytest.mark.parametrize(
    "text",
    [
        "## Was ist ein nicht üblicher Ort?\n\n- ✅ a\n- ❌ b\n- ❌ c\n",
        "## Was ist ein **nicht** üblicher Ort?\n\n- ✅ a\n- ❌ b\n- ❌ c\n",
    ],
)
def test_a_negated_adjective_negates_no_question(text: str) -> None:
    assert found(f"---\nlanguage: de\n---\n\n{text}", "QK405") == []


@pytest.mark.parametrize(
    ("language", "stem", "codes"),
    [
        ("ru", "Что не так с этим кодом?", []),
        ("uk", "Що не так з цим кодом?", []),
        ("ru", "Что не является числом?", ["QK405"]),
        ("uk", "Що з цього не є числом?", ["QK405"]),
    ],
)
def test_an_idiom_negates_no_question(language: str, stem: str, codes: list[str]) -> None:
    text = f"---\nlanguage: {language}\n---\n\n## {stem}\n\n- ✅ a\n- ❌ b\n- ❌ c\n"
    assert found(text, "QK405") == codes


def test_a_hint_that_several_can_be_right_asks_for_none() -> None:
    text = "---\nlanguage: de\n---\n\n## Was ist Holz?\n\n{}\n\n- ✅ Ahorn\n- ❌ Eisen\n- ❌ Zinn\n"
    assert found(text.format("Es können mehrere Antworten richtig sein."), "QK205") == []
    assert found(text.format("Wählen Sie alle zutreffenden Antworten."), "QK205") == ["QK205"]


def test_thirds_as_percentages_are_full_marks() -> None:
    thirds = "".join(f"- ✅ {n} {{weight=33.33%}}\n" for n in (2, 4, 6))
    assert found(f"{EN}## Which are even?\n\n{thirds}- ❌ 3 {{weight=-50%}}\n", "QK208") == []


def test_lost_feedback_is_a_warning_and_a_lost_score_an_error() -> None:
    text = f"{EN}## Which word?\n\n- = Word\n- = word{{}}\n  > Small, too.\n"
    levels = [
        check(read_markdown(text.format(more)), select=["QK213"])[0].severity
        for more in ("", " {weight=50%}")
    ]
    assert levels == [Severity.WARNING, Severity.ERROR]


def test_a_quotation_under_the_last_option_is_about_the_question() -> None:
    text = f"{EN}## Which is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 5{{}}\n"
    assert found(text.format("\n  > Even ones are halved."), "QK305") == []
    assert found(text.format("").replace("❌ 3", "❌ 3\n  > Odd."), "QK305") == ["QK305"]


def test_signs_and_what_is_computed_later_are_no_broken_formulas() -> None:
    for stem in (r"Which of ~!@#$%^&* is a sign?", r"What is $${@a^n@} e^{@b*n*%i@}$$?"):
        assert found(f"{EN}## {stem}\n\n- ✅ 2\n- ❌ 3\n", "QK510") == []
    assert found(f"{EN}## What is $x^2 for 3?\n\n- ✅ 9\n- ❌ 3\n", "QK510") == ["QK510"]


def test_numbers_of_questions_are_read_behind_anchors_and_without_spaces() -> None:
    heads = ("1. Even?", "2.Even?", '<a name="x"></a>3. Even?')
    text = "\n".join(f"## {head}\n\n- ✅ 2\n- ❌ 3{n}\n" for n, head in enumerate(heads))
    assert found(EN + text, "QK109") == []


def test_mixed_line_ends_are_told_at_a_place_of_the_text_as_read() -> None:
    (told,) = decode(b"one\rtwo\r\nthree\nfour\r\nfive\r\n").diagnostics
    assert (told.code, told.span) == ("QK008", Span(3, 6))
