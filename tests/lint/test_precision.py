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
    assert (told.code, told.span) == ("QK008", Span.at(3, 6))


@pytest.mark.parametrize(
    ("language", "stem"),
    [
        (
            "en",
            "Which steps should the company take to find the reason the machine is not able to run?",
        ),
        ("en", "What caused the targets to not enter the slow mode?"),
        ("en", "What portion of the customers are leaving the skill by not responding?"),
        ("en", "Which solution ensures the bucket is not publicly accessible?"),
        ("en", "What makes it notable is not simply its size?"),
        ("pt", "Qual é a razão mais provável pela qual ele não consegue entrar?"),
        ("es", "¿Cuál es la razón por la que no arranca?"),
        ("fr", "Quelle est la raison pour laquelle il ne démarre pas ?"),
        ("it", "Qual è il motivo per cui non si avvia?"),
    ],
)
def test_a_negation_in_a_clause_of_its_own_negates_no_question(language: str, stem: str) -> None:
    text = f"---\nlanguage: {language}\n---\n\n## {stem}\n\n- ✅ a\n- ❌ b\n- ❌ c\n"
    assert found(text, "QK405") == []


@pytest.mark.parametrize(
    "stem",
    [
        "Which of the following is not able to run?",
        "Which step is not to be taken?",
        "Which service does not ensure it?",
    ],
)
def test_a_negation_of_what_is_asked_is_told(stem: str) -> None:
    text = f"---\nlanguage: en\n---\n\n## {stem}\n\n- ✅ a\n- ❌ b\n- ❌ c\n"
    assert found(text, "QK405") == ["QK405"]


def test_a_label_keeps_the_signs_of_code_and_formulas() -> None:
    text = f"{EN}## Choose\n\nWhich?\n\n- ✅ $a_1 * b_2$\n- ❌ $a_1 * b_2$\n- ❌ `x_y`\n"
    (told,) = check(read_markdown(text, path="q.md"), select=["QK202"])
    assert 'option b "$a_1 * b_2$"' in told.message


def test_anchors_of_headings_with_signs_lead_somewhere() -> None:
    text = (
        "# Quiz\n\n- [Go](#-quick-go-)\n- [Two](#22q112-two)\n\n## 🧭 Quick Go ⭐\n\nWhich is even?\n\n"
        "- ✅ 2\n- ❌ 3\n\nSee [up](#-quick-go-).\n\n## 22q11.2 Two\n\nWhich is odd?\n\n- ✅ 3\n- ❌ 2\n"
    )
    assert found(text, "QK108", "QK518") == []


def test_explanations_in_another_language_throughout_are_meant() -> None:
    ask = "## Which of these numbers is an even one?\n\n- ✅ 2\n- ❌ 3\n\n### Explanation\n\n{}\n\n"
    told = "A resposta é o dois, porque o número é o dobro de um e não é ímpar."
    other = "The answer is two, for it is the double of one."
    assert found(EN + 4 * ask.format(told), "QK515") == []
    assert found(EN + ask.format(told) + 12 * ask.format(other), "QK515") == ["QK515"]


@pytest.mark.parametrize("key", ["short_title", "label", "subtitle", "geometry", "fontsize"])
def test_keys_that_other_tools_read_are_passed_over(key: str) -> None:
    assert found(f"---\n{key}: x\n---\n\n## Which is even?\n\n- ✅ 2\n- ❌ 3\n", "QK009") == []


def test_a_heading_with_a_sign_after_a_question_is_no_remark_on_an_option() -> None:
    text = f"{EN}## Which is even?\n\n- ✅ 2\n- ❌ 3\n\n## ✅ Done\n\nWell done.\n"
    assert found(text, "QK302") == []
    assert found(text, "QK114") == ["QK114"]


@pytest.mark.parametrize("dots", ["…", "...", "．．．"])
def test_options_that_are_still_to_be_written_are_no_repetitions(dots: str) -> None:
    assert found(f"{EN}## Which?\n\n- ✅ 2\n- ❌ {dots}\n- ❌ {dots}\n", "QK203") == []


def test_a_missing_key_is_told_as_it_was_seen() -> None:
    lettered = f"{EN}## Question 1\n\nWhich is odd?\n\nA. two\nB. three\n\n"
    (told,) = check(read_markdown(lettered + "**Answer:** the second one\n"), select=["QK201"])
    assert 'no correct answer, for "Answer: the second one" names no option' in told.message
    assert told.hint == 'write a line such as "Answer: B" below the options'
    (told,) = check(read_markdown(lettered), select=["QK201"])
    assert told.message.endswith("no correct answer")
    assert told.hint == 'write a line such as "Answer: B" below the options'
    (told,) = check(read_markdown(f"{EN}## Which is odd?\n\n- ❌ 2\n- ❌ 4\n"), select=["QK201"])
    assert told.hint == "mark one with ✅"
