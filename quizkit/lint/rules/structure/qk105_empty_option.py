"""QK105 empty-option."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.compare import is_blank
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class EmptyOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK105", "empty-option", Severity.ERROR
    types = (Choice,)
    vital = True
    silences = ("QK202", "QK203", "QK4")
    explanation = (
        "An option has nothing in it that a student could see. An LMS drops such an option "
        "together with its feedback, or refuses the question."
    )
    bad = "## Which number is even?\n\n- ✅ 2\n- ❌\n- ❌ 3\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 5\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        assert isinstance(question.question, Choice)
        for index, option in enumerate(question.question.options):
            if len(option.content.source) < 60 and is_blank(option.content):
                hint = "write its text, or remove it"
                yield self.at(question, ("options", index), "the option is empty", hint=hint)
