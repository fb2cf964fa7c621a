"""QK201 no-key."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading, Reading


class NoKey(Rule):
    """See ``explanation``."""

    code, name, severity = "QK201", "no-key", Severity.ERROR
    explanation = "No option is marked as right, so nobody could earn points."
    bad = "## Which is even?\n\n- ❌ 1\n- ❌ 3\n"
    good = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        asked = question.question
        if isinstance(asked, Choice) and not any(o.role is Role.KEY for o in asked.options):
            message = f"{question.place()}: no correct answer; mark one with ✅"
            yield self.finding(message, question.where("options", 0), question=question)
