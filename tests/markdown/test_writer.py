"""The writer: what it writes reads back as the same quiz, for every quiz."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import gathered, write_markdown
from quizkit.model import (
    Quiz,
)
from quizkit.same import essence, same_quiz
from tests.shared import ROOT
from tests.strategies import quizzes, texts

SLOW = settings(
    deadline=None,
    max_examples=int(__import__("os").environ.get("N", "60")),
    suppress_health_check=list(HealthCheck),
)
SOURCES = sorted((ROOT / "sources").glob("*.md"))

TRICKY = (
    *("Explanation", "Hint", "Answers", "Contents", "✅ yes", "[x] done", "= 4", "1. First"),
    *("a * b * c", "`code`", "C #", "C#", "---", "> quoted", "Answer: B", "x {.essay}"),
    *("{#id}", "**bold**", "snake_case_name", "a\\*b", "&amp;", "Select all that apply."),
    *("Choose one.", "| a | b |", "$5", "Question 3", "  spaces  inside ", "[a](b.md)", "<b>x</b>"),
)
INSTRUCTIVE = (
    *("Which are even? Select all that apply.", "Choose one.", "Choose **one** answer: which?"),
    *("Match the pairs.", "Put the items in order.", "- ✅ a\n- ❌ b", "1. a\n2. b", "A. x\nB. y"),
    *("# Heading\n\ntext", "a\n---", "text\n\n---\n\nmore", "```\nnever closed", "<!-- open"),
    *("> quote", "| a | b |\n|---|---|\n| c | d |", "[a]: http://x.y\n\n[a]", "**Answer:** B"),
    *("- [x] done\n- [ ] open", "- one\n- two", "{= gap}", "\\{= no gap}", "{✅ a | ❌ b}"),
    *("ends with {x=1}", "    code", "\ttab", "$a$ and $$b$$", "a  \nb", "a\\\nb", "~~~\nx\n~~~"),
    *("[Part](#part)\n\n- [a](#a)\n- [b](#b)", "### Hint\n\nx", "#### ✅ a\n\nyes"),
)


def assert_reads_back(quiz: Quiz) -> None:
    written = write_markdown(quiz, name="quiz")
    read = read_markdown(written.text, path="quiz.md").quiz
    wanted = gathered(quiz)
    for one, other in zip(wanted.questions, read.questions, strict=False):
        assert essence(one) == essence(other), written.text
    assert not written.unfaithful, written.text
    assert same_quiz(replace(wanted, assets=()), read), written.text


@SLOW
@given(quizzes())
def test_every_quiz_reads_back(quiz: Quiz) -> None:
    assert_reads_back(quiz)


@SLOW
@given(quizzes(texts(hostile=False)))
def test_every_ordinary_quiz_reads_back(quiz: Quiz) -> None:
    assert_reads_back(quiz)


@SLOW
@given(quizzes(st.sampled_from(TRICKY + INSTRUCTIVE)), st.data())
def test_text_that_looks_like_syntax_reads_back_as_text(quiz: Quiz, data: st.DataObject) -> None:
    titled = [replace(q, title=data.draw(st.sampled_from(TRICKY))) for q in quiz.questions]
    assert_reads_back(replace(quiz, questions=tuple(titled)))
