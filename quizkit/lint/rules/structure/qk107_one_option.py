"""QK107 one-option."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class OneOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK107", "one-option", Severity.ERROR
    types = (Choice,)
    vital = True
    silences = ("QK2", "QK3", "QK4")
    explanation = "A question with a single option leaves nothing to choose, and an LMS refuses it."
    bad = "## Which number is even?\n\nChoose one.\n\n- ✅ 2\n"
    good = "## Which number is even?\n\nChoose one.\n\n- ✅ 2\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        assert isinstance(question.question, Choice)
        if len(question.question.options) < 2:
            yield self.at(question, (), "nothing to choose", hint="add an option")
