"""QK205 all-but-one."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading, Reading


class AllButOne(Rule):
    """See ``explanation``."""

    code, name, severity = "QK205", "all-but-one", Severity.WARNING
    explanation = (
        "The text asks for all that apply, and one option is marked as right. Is a key missing?"
    )
    bad = "## Which is even?\n\nChoose all that apply.\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which is even?\n\nChoose one.\n\n- ✅ 2\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        asked, told = question.question, question.instruction
        if not isinstance(asked, Choice) or told is None or told.kind != "all":
            return
        if sum(option.role is Role.KEY for option in asked.options) == 1:
            message = f'{question.place()}: says "{told.text}", but one is marked right'
            yield self.finding(message, told.span, hint="is a key missing?", question=question)
