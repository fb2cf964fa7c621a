"""The formatter and ``freeze``: a source made tidy or named, and all a person wrote still there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizkit.markdown.formatting import format_source, is_own_dialect
from quizkit.markdown.freeze import freeze
from quizkit.markdown.reader import read_markdown
from quizkit.same import same_quiz
from quizkit.source_text import source_text
from tests.shared import ROOT

SOURCES = sorted((ROOT / "sources").glob("*.md"))

UNTIDY = """\
---
# who wrote it
title: Trees
reviewed-by: Ada
language: en
---

<!-- quizkit: ignore-file QK402 -->

# Trees

- [Oaks](#oaks)

Some words before.

## Part one

<!-- easy ones -->
## Oaks {  points=2  }

How many species are there?
Choose one of them:

* ✅ About five hundred

  > It changes
  > with every book.
* ❌ Three


---
<!-- hard ones -->

## Kept

<!-- quizkit: ignore QK405 on purpose -->
Which is not a tree?

* ✅ Grass
* ❌ Oak <!-- of course -->

### Feedback:

Really.
"""


def tidy(text: str) -> str:
    return format_source(read_markdown(text, path="quiz.md")).text


def test_what_stands_around_questions_stays_and_questions_become_tidy() -> None:
    text = tidy(UNTIDY)
    assert text == UNTIDY.replace("{  points=2  }", "{points=2}").replace(
        "there?\nChoose one of them:", "there?\n\nChoose one of them:"
    ).replace("* ✅ About five hundred\n\n", "- ✅ About five hundred\n").replace(
        "* ❌ Three\n\n\n---\n", "- ❌ Three\n\n\n---\n"
    ).replace("* ✅ Grass\n* ❌ Oak", "- ✅ Grass\n- ❌ Oak").replace(
        "### Feedback:", "### Feedback"
    ).replace("purpose -->\nWhich", "purpose -->\n\nWhich")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_formatting_keeps_the_quiz_every_comment_and_is_stable(path: Path) -> None:
    reading = read_markdown(path.read_text(encoding="utf-8"), path=path.name)
    assert is_own_dialect(reading)
    text = format_source(reading).text
    assert same_quiz(reading.quiz, read_markdown(text, path=path.name).quiz)
    assert tidy(text) == text
    bare = re.sub(r"\{[^{}\n]*\}$", "", reading.text, flags=re.MULTILINE).casefold()
    assert not set(re.findall(r"\w+", bare)) - set(re.findall(r"\w+", text.casefold()))


def test_a_question_with_an_error_or_a_loss_is_left_alone_and_named() -> None:
    text = (
        "## A\n\nx?\n\n* ✅ a\n* ❌ b\n\n## B {points=two}\n\ny?\n\n* ✅ a\n* ❌ b\n\n"
        "## C\n\nHow much?\n\n* = 200 ± 5%\n"
    )
    done = format_source(read_markdown(text, path="quiz.md"))
    assert done.text == text.replace("x?\n\n* ✅ a\n* ❌ b", "x?\n\n- ✅ a\n- ❌ b")
    assert done.left == (
        'line 8: Question 2 "B" stays as it is: points="two" is not a number such as 2 or 0.5',
        'line 15: Question 3 "C" stays as it is: "5" would be lost',
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_freezing_names_everything_once_and_touches_nothing_else(path: Path) -> None:
    reading = read_markdown(path.read_text(encoding="utf-8"), path=path.name)
    frozen = freeze(reading)
    again = read_markdown(frozen.text, path="renamed.md")
    assert all(question.explicit_id for question in again.questions)
    assert same_quiz(reading.quiz, again.quiz)
    assert freeze(again).written == 0
    old, new = reading.text.split("\n"), frozen.text.split("\n")
    added = [line for line in new if line not in old]
    assert all(line.startswith(("#", "identifier: ", "---")) for line in added)
    bare = [re.sub(r" ?\{#q-\w+\}|#(?:q|group)-\w+ ", "", line) for line in new]
    assert [line for line in bare if not line.startswith("identifier: ")] == old


def test_comments_after_a_question_are_not_written_twice() -> None:
    text = (
        "## A\n\nx?\n\n* ✅ a\n* ❌ b\n\n### Hint\n\nThink.\n\n<!-- one -->\n\n---\n<!-- two -->\n\n"
        "## B\n\ny?\n\n* ✅ a\n* ❌ b\n\n<!-- three -->\n"
    )
    assert tidy(text) == text.replace("* ", "- ")


def test_a_front_matter_that_cannot_be_read_takes_no_name() -> None:
    text = "---\ntitle: [\n---\n\n## A {#a}\n\nx?\n\n- ✅ a\n- ❌ b\n"
    done = freeze(read_markdown(text, path="quiz.md"))
    assert (done.text, done.written) == (text, 0)
    assert done.without == ("the front matter cannot be read, so the quiz gets no name there",)


def test_names_survive_rewording() -> None:
    reading = read_markdown("## A\n\nx?\n\n- ✅ a\n- ❌ b\n", path="quiz.md")
    reworded = freeze(reading).text.replace("x?", "quite another question?")
    assert read_markdown(reworded).quiz.questions[0].id == reading.quiz.questions[0].id


def test_pools_closing_hashes_and_underlined_headings_take_names() -> None:
    text = (
        "## Pool {.group pick=1}\n\n### A ##\n\nx?\n\n- ✅ a\n- ❌ b\n\n"
        "### B {points=2}\n\ny?\n\n- ✅ a\n- ❌ b\n\nUnder\n-----\n\nz?\n\n- ✅ a\n- ❌ b\n"
    )
    lines = freeze(read_markdown(text, path="quiz.md")).text.split("\n")
    heads = [line for line in lines if "{" in line]
    assert [re.sub(r"q-\w+", "q", line) for line in heads] == [
        "## Pool {#group-1 .group pick=1}",
        "### A {#q} ##",
        "### B {#q points=2}",
        "Under {#q}",
    ]


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    data = "\ufeff## A\r\n\r\nx?\r\n\r\n- ✅ a\n- ❌ b\r\n".encode()
    source = source_text(data, path="quiz.md")
    assert source.intact
    assert source.encode(source.text) == data
    edited = source.encode(source.text.replace("x?", "new?\n\nmore?"))
    assert edited == data.replace(b"x?", b"new?\r\n\r\nmore?")


def test_damaged_bytes_are_not_intact() -> None:
    assert not source_text("## Вопрос ✅".encode().decode("mac-roman").encode()).intact
