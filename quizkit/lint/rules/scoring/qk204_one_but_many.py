"""QK204 one-but-many."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading


class OneButMany(Rule):
    """See ``explanation``."""

    code, name, severity = "QK204", "one-but-many", Severity.ERROR
    types = (Choice,)
    silences = ("QK208",)
    explanation = (
        "The text tells students to choose one answer, and several are marked as right. The "
        "question becomes a single selection, so a student could tick only one of them."
    )
    bad = (
        (
            "---\n"
            "language: en\n"
            "---\n"
            "\n"
            "## Which number is even?\n"
            "\n"
            "Choose one.\n"
            "\n"
            "- ✅ 2\n"
            "- ✅ 4\n"
            "- ❌ 3\n"
        ),
        (
            "---\n"
            "language: ru\n"
            "---\n"
            "\n"
            "## Какое число чётное?\n"
            "\n"
            "Выберите один вариант:\n"
            "\n"
            "- ✅ 2\n"
            "- ✅ 4\n"
            "- ❌ 3\n"
        ),
    )
    good = "## Which numbers are even?\n\nChoose all that apply.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked, told = question.question, question.instruction
        assert isinstance(asked, Choice)

        if told is None or told.kind != "one":
            return
        keys = sum(o.role is Role.KEY and o.weight is None for o in asked.options)
        if keys > 1:
            message = f'{question.place()}: says "{told.text}"; {keys} are marked right'
            hint = "mark one, or ask for all that apply"
            yield self.finding(message, told.span, hint=hint, question=question)
