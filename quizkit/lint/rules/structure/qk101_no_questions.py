"""QK101 no-questions."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule


class NoQuestions(Rule):
    """See ``explanation``."""

    code, name, severity = "QK101", "no-questions", Severity.ERROR
    whole = True
    silences = ("QK114", "QK514")
    explanation = (
        "Nothing in the file reads as a question. A question is a heading, a text that asks "
        "something, and a list whose items begin with ✅ or ❌ (or [x] and [ ])."
    )
    bad = "# Notes\n\nSome text.\n"
    good = "# Quiz\n\n## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.questions:
            hint = "write a heading, what is asked, then options that begin with ✅ or ❌"
            yield self.finding("no question found", Span.at(1), hint=hint)
