"""Every example of docs/source-format.md is read without an error, and becomes what it says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from quizkit.canonical import to_document
from quizkit.markdown.reader import read_markdown
from quizkit.model import QUESTION_TYPES

from .shared import ROOT

PAGE = (ROOT / "docs" / "source-format.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(
    r"^(?P<fence>`{3,})markdown\n(?P<source>.*?)^(?P=fence)$"
    r"(?:\n\n```json\n(?P<expected>.*?)^```$)?",
    re.DOTALL | re.MULTILINE,
)
EXAMPLES = [(m["source"], m["expected"]) for m in _EXAMPLE.finditer(PAGE)]
EXPECTATIONS = [pair for pair in EXAMPLES if pair[1] is not None]


@pytest.mark.parametrize("example", [source for source, _ in EXAMPLES])
def test_example_is_read_without_an_error(example: str) -> None:
    reading = read_markdown(example, path="example.md")
    assert reading.quiz.questions
    serious = [d.message for d in reading.all_diagnostics if d.severity != "info"]
    assert serious == []


@pytest.mark.parametrize(("example", "expected"), EXPECTATIONS)
def test_example_becomes_what_the_page_says(example: str, expected: str) -> None:
    """The page shows the questions, or parts of the quiz by name, without ids and places."""
    document = bare(to_document(read_markdown(example, path="example.md").quiz))
    shown = json.loads(expected)
    if isinstance(shown, list):
        shown = {"questions": shown}
    assert {name: document.get(name) for name in shown} == shown


def bare(value: Any) -> Any:
    """A JSON value without the members that generate names or say where something stood."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in ("id", "source")}
    return [bare(v) for v in value] if isinstance(value, list) else value


def test_page_shows_the_outcome_of_every_question_type() -> None:
    questions = [
        question
        for source, _ in EXAMPLES
        for question in to_document(read_markdown(source).quiz)["questions"]
    ]
    assert {question["type"] for question in questions} == set(QUESTION_TYPES)
    told = "".join(expected for _, expected in EXPECTATIONS)
    assert all(f'"type": "{name}"' in told for name in set(QUESTION_TYPES) - {"true-false", "info"})


def test_page_shows_every_kind_of_gap() -> None:
    told = "".join(expected for _, expected in EXPECTATIONS)
    assert all(f'"kind": "{kind}"' in told for kind in ("text", "numeric", "choice"))
