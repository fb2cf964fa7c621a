"""Every example of docs/source-format.md is read without an error."""

from __future__ import annotations

import re

import pytest

from quizkit.markdown.reader import read_markdown

from .shared import ROOT

PAGE = (ROOT / "docs" / "source-format.md").read_text(encoding="utf-8")
EXAMPLES = [m[2] for m in re.finditer(r"^(`{3,})markdown\n(.*?)^\1$", PAGE, re.S | re.M)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_read_without_an_error(example: str) -> None:
    reading = read_markdown(example, path="example.md")
    assert reading.quiz.questions
    assert [d.message for d in reading.all_diagnostics if d.severity == "error"] == []


def test_page_has_examples() -> None:
    assert len(EXAMPLES) > 5
