"""QK207 select-all-wins."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role, Selection
from quizkit.reading import QuestionReading, Reading
from quizkit.scoring import score


class SelectAllWins(Rule):
    """See ``explanation``."""

    code, name, severity = "QK207", "select-all-wins", Severity.WARNING
    explanation = (
        "Ticking every box earns full points, so a student who knows nothing can have them."
    )
    bad = "## Which are even? {scoring=right-only}\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"
    good = "## Which are even?\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        asked = question.question
        if not isinstance(asked, Choice) or asked.selection is not Selection.MULTIPLE:
            return
        if (
            any(o.role is Role.KEY for o in asked.options)
            and _everything(asked) >= asked.points > 0
        ):
            message = f"{question.place()}: ticking every box earns full points"
            hint = "scoring=balanced, or add a wrong option"
            yield self.finding(message, question.span, hint=hint, question=question)


def _everything(question: Choice) -> Fraction:
    return score(question, [option.id for option in question.options])
