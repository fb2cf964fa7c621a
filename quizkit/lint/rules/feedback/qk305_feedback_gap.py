"""QK305 feedback-gap."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading, Reading


class FeedbackGap(Rule):
    """See ``explanation``."""

    code, name, severity = "QK305", "feedback-gap", Severity.INFO
    explanation = (
        "Some wrong options have feedback and others have none; a student who chose one of "
        "those learns nothing."
    )
    bad = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n  > Three is odd.\n- ❌ 5\n"
    good = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n  > Three is odd.\n- ❌ 5\n  > Five is odd.\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        if not isinstance(question.question, Choice):
            return
        wrong = [
            (index, option)
            for index, option in enumerate(question.question.options)
            if option.role is Role.DISTRACTOR
        ]
        if any(o.feedback for _, o in wrong):
            for index, option in wrong:
                if option.feedback is None:
                    where = question.place("options", index)
                    message = f"{where}: no feedback, though other wrong options have it"
                    span = question.where("options", index)
                    yield self.finding(message, span, question=question)
