"""QK206 count-mismatch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Option, Role
from quizkit.reading import QuestionReading

_LETTERS = re.compile(
    r"(?:[^\W\d_]|\d|[IVX]{1,4})(?:(?:\s*[,;&+/]\s*|\s+\w{1,3}\s+|)(?:[^\W\d_]|\d|[IVX]{1,4}))*\.?"
)


class CountMismatch(Rule):
    """See ``explanation``."""

    code, name, severity = "QK206", "count-mismatch", Severity.ERROR
    types = (Choice,)
    explanation = (
        "The text asks for a number of answers, and another number is marked as right. "
        'Options that are combinations of a list in the stem ("A, C, E") are left alone: '
        "there one of them is right."
    )
    bad = "## Which numbers are even?\n\nChoose three.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"
    good = "## Which numbers are even?\n\nChoose two.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked, told = question.question, question.instruction
        assert isinstance(asked, Choice)

        if told is None or told.count is None:
            return
        keys = sum(option.role is Role.KEY for option in asked.options)
        neutral = sum(option.role is Role.NEUTRAL for option in asked.options)
        if keys == 0 or keys <= told.count <= keys + neutral:
            return
        if keys == 1 and all(_combines(option) for option in asked.options):
            return
        message = f"{question.place()}: asks for {told.count}; {keys} {_are(keys)} marked right"
        hint = "mark as many as are asked for, or ask for as many as are marked"
        yield self.finding(message, told.span, hint=hint, question=question)


def _combines(option: Option) -> bool:
    """Options such as "A, C" or "1 and 3"."""
    text = option.content.source.strip()
    return len(text) < 30 and _LETTERS.fullmatch(text) is not None and not text.islower()


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
