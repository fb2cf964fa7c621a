"""Every piece of content in a question, with its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quizkit.contents import placed_contents
from quizkit.model import Content
from quizkit.reading import QuestionReading, SpanPath


class Part(NamedTuple):
    """One piece of content, where it stands in which question."""

    question: QuestionReading
    path: SpanPath
    content: Content


def parts(question: QuestionReading) -> Iterator[Part]:
    """The contents of a question in the order of the canonical form."""
    for path, content in placed_contents(question.question):
        yield Part(question, path, content)
