"""What a rewriting of somebody else's Markdown would lose is named, line by line."""

from __future__ import annotations

from pathlib import Path

from quizkit.markdown.kept import lost_in_rewriting
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import write_markdown

OTHERS = """\
---
title: Numbers
# an old quiz
layout: page
---

<!-- for the first week -->

1. Which is even? <!-- easy -->

A. 3
B. 4

Answer: B

# Interlude

Some words that ask nothing.

`<!-- code is no comment -->`

2. Which is odd?

A. 3
B. 4

Answer: A
"""


def lost(tmp_path: Path, text: str) -> tuple[str, ...]:
    source = tmp_path / "quiz.md"
    source.write_text(text, encoding="utf-8")
    written = write_markdown(read_markdown(text, path="quiz.md").quiz, name="quiz").text
    return lost_in_rewriting(source, written)


def test_each_thing_that_would_vanish_is_named_with_its_line(tmp_path: Path) -> None:
    found = lost(tmp_path, OTHERS)
    assert found == (
        "line 1: what the front matter says of layout would be lost",
        "line 3: this comment of the front matter would be lost",
        "line 7: this comment would be lost",
        "line 16: this heading would be lost",
        "line 18: what stands outside the questions would be lost",
    )


def test_nothing_is_named_where_nothing_vanishes(tmp_path: Path) -> None:
    assert lost(tmp_path, "1. Which is even?\n\nA. 3\nB. 4\n\nAnswer: B\n") == ()
