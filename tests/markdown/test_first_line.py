"""What follows a marker in its line is text, whatever it would begin elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.api import read_text
from quizkit.content.profile import Profile
from quizkit.content.render import Renderer
from quizkit.markdown.first_line import as_text, behind_marker
from quizkit.model import Choice, ChoiceGap, Cloze, Content, Essay, Matching

STARTS = ["2. Person", "1) x", "- 5", "+ 7 °C", "# x", "> 3", "---", "* * *", "-", "[a]: b"]


def shown(content: Content) -> str:
    return Renderer().inline(content, Profile(name="test")).markup.replace("&gt;", ">")


@pytest.mark.parametrize("mark", ["✅", "[x]"])
@pytest.mark.parametrize("text", STARTS)
def test_an_option_begins_no_block_behind_its_marker(text: str, mark: str) -> None:
    (question,) = read_text(f"## Q\n\nWhich?\n\n- {mark} {text}\n- ❌ x\n").quiz.questions
    assert isinstance(question, Choice)
    assert shown(question.options[0].content) == text


@pytest.mark.parametrize("text", [t for t in STARTS if t != "> 3"])
def test_nor_do_cells_gaps_and_lettered_options(text: str) -> None:
    (matched,) = read_text(
        f"## Q {{.matching}}\n\nMatch.\n\n| a | b |\n|---|---|\n| {text} | x |\n| y | {text} |\n"
    ).quiz.questions
    assert isinstance(matched, Matching)
    assert shown(matched.pairs[0].left) == shown(matched.pairs[1].right) == text
    (cloze,) = read_text(f"## Q\n\nIt is {{✅ {text} > {text} | ❌ x}}.\n").quiz.questions
    assert isinstance(cloze, Cloze)
    (gap,) = cloze.gaps
    assert isinstance(gap, ChoiceGap)
    option = gap.options[0]
    assert option.feedback is not None
    assert shown(option.content) == shown(option.feedback) == text
    (lettered,) = read_text(f"## Q\n\nWhich?\n\nA. {text}\nB. x\n\nAnswer: B\n").quiz.questions
    assert isinstance(lettered, Choice)
    assert shown(lettered.options[0].content) == text


def test_blocks_below_a_marker_stay_blocks() -> None:
    source = "## Q\n\nWhich?\n\n- ✅\n\n  2. two\n  3. three\n- ❌ ```text\n  x\n  ```\n"
    (question,) = read_text(source).quiz.questions
    assert isinstance(question, Choice)
    assert shown(question.options[0].content).startswith('<ol start="2">')


@given(st.text("12.)-+*#>_[]: \\ax", max_size=8))
def test_what_is_written_behind_a_marker_reads_back(text: str) -> None:
    line = as_text(text.strip())
    assert as_text(behind_marker(line)) == line


def test_a_numbered_paragraph_without_answers_is_no_feedback_of_the_question_before() -> None:
    boxes = "- [x] a\n- [ ] b\n"
    source = f"**Q1.** Which?\n\n{boxes}\n**Q2.** Explain why.\n\n**Q3.** Which?\n\n{boxes}"
    reading = read_text(source)
    assert [question.feedback.general for question in reading.quiz.questions] == [None, None]
    assert [(d.code, d.span.line) for d in reading.diagnostics if d.code == "QK114"] == [
        ("QK114", 6)
    ]


def test_a_type_behind_a_heading_makes_a_question_of_what_sounds_like_a_part() -> None:
    source = "## Q\n\nWhich?\n\n- [x] a\n- [ ] b\n\n## Comments {.essay}\n\nWhat else?\n"
    first, second = read_text(source).quiz.questions
    assert first.feedback.general is None
    assert isinstance(second, Essay)
