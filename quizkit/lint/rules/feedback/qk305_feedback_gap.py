"""QK305 feedback-gap."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Option, Role
from quizkit.reading import QuestionReading


class FeedbackGap(Rule):
    """See ``explanation``."""

    code, name, severity = "QK305", "feedback-gap", Severity.INFO
    types = (Choice,)
    explanation = (
        "Some wrong options have feedback and others have none, so a student who chose one of "
        "those learns nothing. Where the explanation of the question names the option, or no "
        "wrong option has feedback, that is left alone."
    )
    bad = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n  > Three is odd.\n- ❌ 5\n"
    good = (
        "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n  > Three is odd.\n- ❌ 5\n  > Five is odd.\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        wrong = [(i, o) for i, o in enumerate(asked.options) if o.role is Role.DISTRACTOR]
        told = [index for index, option in enumerate(asked.options) if option.feedback]
        # A quotation under the last option alone is about the question, not about that option.
        if told == [len(asked.options) - 1] or not any(option.feedback for _, option in wrong):
            return
        for index, option in wrong:
            if option.feedback is None and not _is_explained(asked, option):
                message = "no feedback, though other wrong options have it"
                hint = "say why this one is wrong, too"
                yield self.at(question, ("options", index), message, hint=hint)


def _is_explained(question: Choice, option: Option) -> bool:
    """Whether the explanation of the whole question names the option."""
    general, text = question.feedback.general, option.content.source.strip("*_` ")
    return general is not None and len(text) > 1 and text in general.source
