"""Names for questions that come without one: the source has a heading for each."""

from __future__ import annotations

import re
from dataclasses import replace

from quizkit.content.from_html import to_markdown
from quizkit.markdown.scribe import Scribe
from quizkit.markdown.state import plain_title
from quizkit.model import Question, Quiz

_LONGEST = 120
_NO_NAME = re.compile(r"\{\{|[\n{}]|(?<!\\)<[a-z/!]")
"""Gaps, and what only HTML says."""


def with_names(quiz: Quiz, *, first: int = 1) -> Quiz:
    """The quiz with a name for each question that has none, as an LMS gives them too.

    The stem where that is one short line and no other question's, else the number; ``first`` is
    the first question's.
    """
    word = Scribe(quiz.language).heading("question")
    taken = {question.title for question in quiz.questions}

    def name(number: int, question: Question) -> str:
        stem = to_markdown(question.stem)
        fits = len(stem) <= _LONGEST and not _NO_NAME.search(stem) and stem not in taken
        taken.add(stem)
        return plain_title(stem) if fits else f"{word} {number}"

    return replace(
        quiz,
        questions=tuple(
            question if question.title.strip() else replace(question, title=name(number, question))
            for number, question in enumerate(quiz.questions, first)
        ),
    )
