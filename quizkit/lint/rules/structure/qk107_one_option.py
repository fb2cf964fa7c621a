"""QK107 one-option."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading, Reading


class OneOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK107", "one-option", Severity.ERROR
    explanation = "A question with a single option leaves nothing to choose, and an LMS refuses it."
    bad = "## Which is even?\n\nChoose one.\n\n- ✅ 2\n"
    good = "## Which is even?\n\nChoose one.\n\n- ✅ 2\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        if isinstance(question.question, Choice) and len(question.question.options) < 2:
            message = f"{question.place()}: nothing to choose; add an option"
            yield self.finding(message, question.span, question=question)
