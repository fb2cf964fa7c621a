"""QK119 same-question-other-key."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.lint.same import accepted, accepts_same, repeats


class SameQuestionOtherKey(Rule):
    """See ``explanation``."""

    code, name, severity = "QK119", "same-question-other-key", Severity.ERROR
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

        for question, first in repeats(doc):
            if not accepts_same(question.question, first.question):
                yield self.at(
                    question,
                    (),
                    f"question {first.number}, on line {first.span.line}, asks the same but "
                    f"accepts {accepted(first.question)}",
                    hint="one of the keys is wrong, or the texts lack what tells them apart",
                )
