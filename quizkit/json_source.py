"""Reads a canonical JSON file as a source: the quiz, and where each part stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.canonical_reader import loads
from quizkit.diagnostics import Span
from quizkit.reading import QuestionReading, Reading, SpanPath

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_DEEPEST = 5
"""How long the paths are that get a place: ``questions, 3, options, 1, feedback``."""


def read_json(text: str, *, path: str = "") -> Reading:
    """The quiz in a canonical JSON text.

    Raises InvalidDocument, with the place of each problem.
    """
    quiz = loads(text, path=path)
    spans = _question_spans(text, len(quiz.questions))
    readings = tuple(
        QuestionReading(
            question=question,
            number=number,
            span=found.get((), Span.at(1)),
            spans=found,
            explicit_id=True,
        )
        for number, (question, found) in enumerate(zip(quiz.questions, spans, strict=True), 1)
    )
    return Reading(quiz=quiz, path=path, text=text, questions=readings, diagnostics=())


def _question_spans(text: str, number: int) -> list[dict[SpanPath, Span]]:
    """The places of each question and of its parts, by their paths within it."""
    spans: list[dict[SpanPath, Span]] = [{} for _ in range(number)]
    line, line_start, last = 1, 0, 0
    for path, offset in _objects(text):
        if len(path) < 2 or path[0] != "questions" or not isinstance(path[1], int):
            continue
        line += text.count("\n", last, offset)
        line_start = text.rfind("\n", 0, offset) + 1
        last = offset
        spans[path[1]][path[2:]] = Span.at(line, offset - line_start + 1)
    return spans


def _objects(text: str) -> Iterator[tuple[SpanPath, int]]:
    """The path and the offset of every object and list, as deep as places are kept."""
    stack: list[str | int] = []
    """The step that leads into each open object or list."""
    counts: list[int] = []
    """For each open list how many members were opened in it; -1 for an object."""
    key = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "}]":
            stack.pop()
            counts.pop()
        elif token in "{[":
            step: str | int = key
            if counts and counts[-1] >= 0:
                step = counts[-1]
                counts[-1] += 1
            stack.append(step)
            counts.append(0 if token == "[" else -1)
            if len(stack) - 1 <= _DEEPEST:
                yield tuple(stack[1:]), match.start()
        else:
            key = token[1:-1]
