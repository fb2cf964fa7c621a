"""The writer: what it writes reads back as the same quiz, for every quiz."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import gathered, write_markdown
from quizkit.model import (
    Choice,
    Content,
    Feedback,
    Info,
    Option,
    Ordering,
    Question,
    Quiz,
    Role,
    Selection,
    TrueFalse,
)
from quizkit.same import essence, same_quiz
from tests.shared import ROOT
from tests.strategies import quizzes, texts

SLOW = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=list(HealthCheck),
    # A whole quiz takes minutes to shrink, and the question that fails is shown anyway.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
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


# -- as a person would have written it ---------------------------------------------------------


def written(*questions: Question, language: str | None = "en") -> str:
    """The text of a quiz, checked, less its front matter."""
    quiz = Quiz(identifier="quiz", language=language, questions=questions)
    assert_reads_back(quiz)
    text = write_markdown(quiz, name="quiz").text
    assert write_markdown(read_markdown(text, path="quiz.md").quiz, name="quiz").text == text
    return text.partition("---\n\n")[2]


def question(title: str = "A", stem: str = "What?", **changes: object) -> Choice:
    options = (
        Option(id="a", content=Content("yes"), role=Role.KEY),
        Option(id="b", content=Content("no"), role=Role.DISTRACTOR),
    )
    made = Choice(
        id="one", title=title, stem=Content(stem), selection=Selection.SINGLE, options=options
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_only_what_differs_from_the_default_is_said() -> None:
    assert written(question()) == "## A {#one}\n\nWhat?\n\n- ✅ yes\n- ❌ no\n"


def test_a_title_that_is_the_stem_is_said_once() -> None:
    text = written(question("3. What is x for?", "What is `x` for?"))
    assert text.startswith("## 3. What is `x` for? {#one}\n\n- ✅")
    text = written(question("What is x for?", "What is *x* for?"))
    assert text.startswith("## What is *x* for? {#one}\n\n- ✅")
    text = written(question("3. What is x for?", "What is `x` for?\n\n![A graph](x.png)"))
    assert text.startswith("## 3. What is `x` for? {#one}\n\n![A graph](x.png)\n\n- ✅")


def test_a_title_does_not_become_the_words_of_a_picture() -> None:
    text = written(question("The third one", "![A graph](x.png)"))
    assert text.startswith(
        '## Question 1 {#one title="The third one"}\n\n![A graph](x.png)\n\n- ✅'
    )


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Some <strong>bold</strong> words</p>", "Some **bold** words"),
        ("<p>2 * 3 &lt; 7 and snake_case</p>", "2 * 3 < 7 and snake_case"),
        ("<p>The _____ line.</p>", "The _____ line."),
        ("<p>&nbsp;A</p><p>&nbsp;</p>", "&nbsp;A\n\n&nbsp;"),
        ('<p>See <a href="http://x.org/a_b">this</a></p>', "See [this](http://x.org/a_b)"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<p>1. First</p>", "1\\. First"),
        ('<p><span style="color: red">red</span></p>', '<span style="color: red">red</span>'),
        ("<p>\\(x^2\\)</p>", "$x^2$"),
    ],
)
def test_html_becomes_markdown_where_nothing_is_lost(html: str, markdown: str) -> None:
    asked = replace(question(), stem=Content(html=html))
    assert written(asked).startswith(f"## A {{#one}}\n\n{markdown}\n\n")


def test_words_are_those_of_the_language() -> None:
    several = question(selection=Selection.MULTIPLE, feedback=Feedback(general=Content("weil")))
    judged = TrueFalse(id="two", title="B", stem=Content("Ist es so?"), answer=True)
    text = written(several, judged, language="de")
    assert "### Erklärung" in text
    assert "- ✅ Wahr\n- ❌ Falsch" in text
    assert "Select" not in text


def test_ids_that_reading_makes_are_not_written_even_where_two_say_the_same() -> None:
    text = "## A\n\nWhat?\n\n- ✅ yes\n- ❌ no\n\n## A\n\nWhat?\n\n- ✅ yes\n- ❌ no\n"
    quiz = read_markdown(text, path="quiz.md").quiz
    assert "{#" not in write_markdown(replace(quiz, language="en"), name="quiz").text


def test_what_had_to_be_said_at_length_is_only_what_was_misread() -> None:
    tricky = question("Q1. Really?", "Q1. Really *so*?")
    assert 'title="' not in written(tricky)


def test_a_content_that_begins_like_a_part_stays_what_it_is() -> None:
    feedback = Feedback(correct=Content("#### ✅ a\n\nyes"))
    judged = TrueFalse(id="two", title="B", stem=Content("So?"), answer=True, feedback=feedback)
    written(judged, Info(id="three", title="C", stem=Content("x")))


def test_items_in_order_may_hold_several_blocks() -> None:
    code = Content("~~~\nx\n~~~")
    items = (Content("one\n\ntwo"), code, *(Content(f"item {n}") for n in range(3, 11)), code)
    asked = Ordering(id="one", title="A", stem=Content("Sort."), items=items)
    text = written(asked)
    assert "1. one\n\n   two\n2. ~~~\n   x\n   ~~~\n3. item 3" in text
    assert "\n11. ~~~\n    x\n    ~~~\n" in text


def test_a_long_description_is_written_line_by_line() -> None:
    quiz = Quiz(
        identifier="quiz",
        language="en",
        description=Content("# One\n\ntwo: three"),
        questions=(question(),),
    )
    assert_reads_back(quiz)
    text = write_markdown(quiz, name="quiz").text
    assert "description: |-\n  # One\n\n  two: three\n" in text
