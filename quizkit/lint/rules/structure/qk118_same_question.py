"""QK118 same-question."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.lint.same import accepts_same, repeats


class SameQuestion(Rule):
    """See ``explanation``."""

    code, name, severity = "QK118", "same-question", Severity.WARNING
    explanation = (
        "Two questions ask the same with the same options and the same right answers, in "
        "other words at most. In one quiz that counts an answer twice; in a bank a student "
        "may draw both."
    )
    bad = (
        "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n\n## Which number is even?\n\n- ❌ 3\n- ✅ 2\n"
    )
    good = (
        "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n\n## Which number is odd?\n\n- ✅ 3\n- ❌ 2\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        for question, first in repeats(doc):
            if accepts_same(question.question, first.question):
                yield self.at(
                    question,
                    (),
                    f"repeats question {first.number}, on line {first.span.line}",
                    hint="remove one of them",
                )
