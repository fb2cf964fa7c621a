"""QK207 select-all-wins."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Policy, Role, Selection
from quizkit.reading import QuestionReading
from quizkit.scoring import effective_policy, fraction

_COSTING = (Policy.RIGHT_MINUS_WRONG, Policy.BALANCED, Policy.ALL_OR_NOTHING)
"""Under these a wrong option always costs something."""


class SelectAllWins(Rule):
    """See ``explanation``."""

    code, name, severity = "QK207", "select-all-wins", Severity.WARNING
    types = (Choice,)
    explanation = (
        "Ticking every box earns full points, so a student who knows nothing can have them: "
        "no wrong option costs anything, or there is none. Under scoring=balanced ticking "
        "everything earns nothing."
    )
    bad = (
        ("## Which numbers are even? {scoring=right-only}\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"),
        ("## Which numbers are even?\n\nChoose all that apply.\n\n- ✅ 2\n- ✅ 4\n"),
    )
    good = "## Which numbers are even?\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        if asked.selection is not Selection.MULTIPLE or asked.points <= 0:
            return
        roles = [option.role for option in asked.options]
        wrong = Role.DISTRACTOR in roles
        if Role.KEY not in roles or (wrong and effective_policy(asked) in _COSTING):
            return
        if fraction(asked, [option.id for option in asked.options]) >= 1:
            hint = "write scoring=balanced" if wrong else "add an option that is wrong"
            if wrong and effective_policy(asked) is Policy.WEIGHTS:
                hint = "give wrong options a weight below 0, such as {weight=-50%}"
            yield self.at(question, (), "ticking every box earns full points", hint=hint)
