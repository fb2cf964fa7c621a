"""What is a quiz and what is not: lists of signs, boxes and letters in other documents."""

from __future__ import annotations

import pytest

from quizkit.markdown.reader import read_markdown

README = """\
# A project

It does things.

## Install

Run the installer.

## Rules

{list}

## Use

Call it.

## License

Free for all.
"""

LISTS = {
    "advice": "- ✅ Write tests\n- ❌ Skip tests\n",
    "advice with neutral signs": "- ✅ Current\n- ⚠️ Review it\n- ❌ Failed\n",
    "praise alone": "Why use it?\n\n- ✅ It is fast\n- ✅ It is small\n",
    "a plan": "- [x] Parser\n- [ ] Writer\n",
    "a plan with numbers": "1. [x] Parser\n2. [ ] Writer\n",
    "signs with words between": (
        "Good:\n\n- ✅ Tests\n- ❌ No tests\n\nBad:\n\n- ❌ No docs\n- ✅ Docs\n"
    ),
    "an outline": "1. You may do all of this:\n\n   a) copy it\n   b) change it\n",
    "a box to tick": "Is this one of ours?\n\n- [ ] I have looked for it\n",
    "a table": "Match the width to the screen:\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_in_a_document_that_asks_nothing_are_no_questions(name: str) -> None:
    reading = read_markdown(README.replace("{list}", LISTS[name]))
    assert reading.questions == ()
    assert any(d.code == "QK114" and 9 <= d.span.line <= 22 for d in reading.diagnostics)


@pytest.mark.parametrize(
    "sign",
    [
        "Which of these is advice?\n\n- ✅ Write tests\n- ❌ Skip tests\n",
        "Choose two.\n\n- ✅ Write tests\n- ✅ Read docs\n- ❌ Skip tests\n",
        "One writes\n\n- ✅ tests\n- ❌ nothing\n\n### Explanation\n\nTests find faults.\n",
        "One writes\n\n- ✅ tests\n  > They find faults.\n- ❌ nothing\n",
        "One writes\n\nA. tests\nB. nothing\n\nAnswer: A\n",
    ],
)
def test_one_question_that_shows_itself_is_enough(sign: str) -> None:
    text = README.replace("{list}", sign) + "\n## More\n\nOne reads\n\n- ✅ docs\n- ❌ nothing\n"
    assert len(read_markdown(text).questions) == 2


@pytest.mark.parametrize("attributes", ["{.choice}", "{#rules}", "{points=2}"])
def test_an_attribute_makes_a_question_of_any_list(attributes: str) -> None:
    text = README.replace("## Rules", f"## Rules {attributes}")
    text = text.replace("{list}", "- ✅ Write tests\n- ❌ Skip tests\n")
    assert len(read_markdown(text).questions) == 1


def test_front_matter_of_a_quiz_settles_it() -> None:
    text = README.replace("{list}", "- ✅ Write tests\n- ❌ Skip tests\n")
    assert len(read_markdown(f"---\nscoring: right-only\n---\n{text}").questions) == 1


def test_statements_without_a_question_mark_are_questions_in_a_quiz() -> None:
    section = "## Topic {n}\n\nThe opposite of {n} is\n\n- ✅ minus {n}\n- ❌ {n}\n\n"
    text = "# Quiz\n\nGood luck.\n\n" + "".join(section.replace("{n}", str(n)) for n in (1, 2, 3))
    reading = read_markdown(text)
    assert len(reading.questions) == 3
    assert [d for d in reading.all_diagnostics if d.severity != "info"] == []
    assert len(read_markdown("# Quiz\n\n## One\n\nIt is\n\n- ✅ a\n- ❌ b\n").questions) == 1


def test_answers_in_brackets_and_boxes_with_numbers() -> None:
    lettered = read_markdown("## Which?\n\nA. one\nB. two\n\nAnswer: B (or A, if you like)\n")
    assert [o.role for o in lettered.quiz.questions[0].options] == ["distractor", "key"]  # type: ignore[union-attr]
    numbered = read_markdown("## Which?\n\n1. [ ] one\n2. [x] two\n   > Yes.\n")
    (question,) = numbered.quiz.questions
    assert [o.role for o in question.options] == ["distractor", "key"]  # type: ignore[union-attr]
    assert question.options[1].feedback is not None  # type: ignore[union-attr]
