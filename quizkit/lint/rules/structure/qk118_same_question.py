"""QK118 same-question."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.bank import Bank
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.lint.same import repeats_in


class SameQuestion(Rule):
    """See ``explanation``."""

    code, name, severity = "QK118", "same-question", Severity.WARNING
    whole = True
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

        for again, first in doc.once(repeats_in):
            if again.accepts == first.accepts:
                yield self.at(
                    doc.questions[again.number - 1],
                    (),
                    f"repeats question {first.number}, on line {first.line}",
                    hint="remove one of them",
                )

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:

        for again, first in bank.repeats:
            if again.asked.accepts == first.asked.accepts and self.code not in again.asked.silent:
                yield self.across(
                    again, f"repeats question {first.named}", hint="remove one of them"
                )
