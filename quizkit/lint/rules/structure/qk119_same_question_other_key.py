"""QK119 same-question-other-key."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.bank import Bank
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.lint.same import repeats_in


class SameQuestionOtherKey(Rule):
    """See ``explanation``."""

    code, name, severity = "QK119", "same-question-other-key", Severity.ERROR
    whole = True
    explanation = (
        "Two questions ask the same with the same options and accept different answers. One "
        "of the keys is wrong, or the texts lack what tells them apart."
    )
    bad = (
        "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n\n## Which number is even?\n\n- ❌ 2\n- ✅ 3\n"
    )
    good = (
        "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n\n## Which number is odd?\n\n- ❌ 2\n- ✅ 3\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        for again, first in doc.once(repeats_in):
            if again.accepts != first.accepts:
                yield self.at(
                    doc.questions[again.number - 1],
                    (),
                    f"question {first.number}, on line {first.line}, asks the same but "
                    f"accepts {first.accepted}",
                    hint="one of the keys is wrong, or the texts lack what tells them apart",
                )

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:

        for again, first in bank.repeats:
            if again.asked.accepts != first.asked.accepts and self.code not in again.asked.silent:
                yield self.across(
                    again,
                    f"question {first.named} asks the same but accepts {first.asked.accepted}",
                    hint="one of the keys is wrong, or the texts lack what tells them apart",
                )
