"""QK111 duplicate-id."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.reading import QuestionReading, Reading


class DuplicateId(Rule):
    """See ``explanation``."""

    code, name, severity = "QK111", "duplicate-id", Severity.ERROR
    explanation = "Two questions carry the same id, and an LMS would drop or overwrite one of them."
    bad = "## Which is even? {#a}\n\n- ✅ 2\n- ❌ 3\n\n## Which is odd? {#a}\n\n- ❌ 2\n- ✅ 3\n"
    good = "## Which is even? {#a}\n\n- ✅ 2\n- ❌ 3\n\n## Which is odd? {#b}\n\n- ❌ 2\n- ✅ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        if not question.explicit_id:
            return
        for other in reading.questions[: question.number - 1]:
            if other.question.id == question.question.id:
                message = (
                    f"{question.place()}: the id is also used by question {other.number}, "
                    f"on line {other.span.line}"
                )
                yield self.finding(message, question.span, question=question)
                return
