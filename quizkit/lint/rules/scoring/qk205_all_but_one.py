"""QK205 all-but-one."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.prose import words_pattern
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading


class AllButOne(Rule):
    """See ``explanation``."""

    code, name, severity = "QK205", "all-but-one", Severity.WARNING
    types = (Choice,)
    explanation = (
        "The text asks for all that apply, and one option is marked as right. That may be "
        "meant; more often a key is missing. A hint that several answers may be right is left alone."
    )
    bad = "## Which numbers are even?\n\nChoose all that apply.\n\n- ✅ 2\n- ❌ 3\n- ❌ 4\n"
    good = "## Which numbers are even?\n\nChoose all that apply.\n\n- ✅ 2\n- ❌ 3\n- ✅ 4\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked, told = question.question, question.instruction
        assert isinstance(asked, Choice)

        if told is None or told.kind != "all" or _is_hedged(told.text, doc):
            return
        keys = sum(option.role is Role.KEY for option in asked.options)
        neutral = any(option.role is Role.NEUTRAL for option in asked.options)
        if keys == 1 and not neutral:
            message = f'{question.place()}: says "{told.text}", but one is marked right'
            yield self.finding(message, told.span, hint="is a key missing?", question=question)


def _is_hedged(instruction: str, doc: Document) -> bool:
    """Whether it says only that several answers can be right."""
    pattern = words_pattern(doc.words("hedges"))
    return pattern is not None and pattern.search(instruction) is not None
