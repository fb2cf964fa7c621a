"""QK105 empty-option."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading, Reading


class EmptyOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK105", "empty-option", Severity.ERROR
    explanation = (
        "An option has nothing in it. An LMS drops such an option together with its feedback."
    )
    bad = "## Which is even?\n\n- ✅ 2\n- ❌\n- ❌ 3\n"
    good = "## Which is even?\n\n- ✅ 2\n- ❌ 5\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        if isinstance(question.question, Choice):
            for index, option in enumerate(question.question.options):
                if not option.content.source.strip():
                    where = question.place("options", index)
                    span = question.where("options", index)
                    yield self.finding(f"{where}: the option is empty", span, question=question)
