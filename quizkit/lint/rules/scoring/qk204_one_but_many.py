"""QK204 one-but-many."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading, Reading


class OneButMany(Rule):
    """See ``explanation``."""

    code, name, severity = "QK204", "one-but-many", Severity.ERROR
    explanation = "The text tells students to choose one answer, and several are marked as right."
    bad = "## Which is even?\n\nChoose one.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"
    good = "## Which is even?\n\nChoose all that apply.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        asked, told = question.question, question.instruction
        if not isinstance(asked, Choice) or told is None or told.kind != "one":
            return
        keys = sum(option.role is Role.KEY for option in asked.options)
        if keys > 1:
            message = f'{question.place()}: says "{told.text}"; {keys} are marked right'
            yield self.finding(message, told.span, question=question)
