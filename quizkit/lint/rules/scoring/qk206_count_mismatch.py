"""QK206 count-mismatch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading, Reading

_LETTERS = re.compile(r"[A-Z](?:[\s,&+]|and)*(?:[A-Z](?:[\s,&+]|and)*)*\.?")
"""Options such as "A, C": combinations of statements that the stem lists."""


class CountMismatch(Rule):
    """See ``explanation``."""

    code, name, severity = "QK206", "count-mismatch", Severity.ERROR
    explanation = "The text asks for a number of answers, and another number is marked as right."
    bad = "## Which are even?\n\nChoose three.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"
    good = "## Which are even?\n\nChoose two.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        asked, told = question.question, question.instruction
        if not isinstance(asked, Choice) or told is None or told.count is None:
            return
        keys = sum(option.role is Role.KEY for option in asked.options)
        letters = all(_LETTERS.fullmatch(o.content.source.strip()) for o in asked.options)
        if keys != told.count and keys > 0 and not (keys == 1 and letters):
            message = f"{question.place()}: asks for {told.count}; {keys} are marked right"
            yield self.finding(message, told.span, question=question)
