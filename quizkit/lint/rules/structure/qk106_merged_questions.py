"""QK106 merged-questions."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class MergedQuestions(Rule):
    """See ``explanation``."""

    code, name, severity = "QK106", "merged-questions", Severity.WARNING
    types = (Choice,)
    options = (("most", 10),)
    silences = ("QK203", "QK3", "QK4")
    explanation = (
        "A question with more than ten options is usually two questions whose heading was "
        "lost between them. No student compares eleven options. Options in two lists with "
        "something between them are two questions as well, more often than one."
    )
    bad = (
        "## Which number is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "- ❌ 5\n"
        "- ❌ 7\n"
        "- ❌ 9\n"
        "- ❌ 11\n"
        "- ❌ 13\n"
        "- ❌ 15\n"
        "- ❌ 17\n"
        "- ❌ 19\n"
        "- ❌ 21\n"
        "- ❌ 23\n"
    )
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        assert isinstance(question.question, Choice)
        number = len(question.question.options)
        if number > self.option("most", doc):
            yield self.at(
                question,
                (),
                f"{number} options in one question",
                hint="is a heading missing between them?",
            )
