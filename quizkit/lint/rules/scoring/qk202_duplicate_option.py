"""QK202 duplicate-option."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.naming import letter
from quizkit.reading import QuestionReading, Reading


class DuplicateOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK202", "duplicate-option", Severity.ERROR
    explanation = (
        "Two options say the same and one is right, the other wrong. Case, punctuation and "
        "code count as differences."
    )
    bad = "## Which is even?\n\n- ✅ 2\n- ❌ 2\n"
    good = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        if not isinstance(question.question, Choice):
            return
        first: dict[str, int] = {}
        options = question.question.options
        for index, option in enumerate(options):
            text = " ".join(option.content.source.split())
            before = first.setdefault(text, index)
            if before != index and text and options[before].role is not option.role:
                message = (
                    f"{question.place('options', index)}: same as option {letter(before)}, "
                    f"yet one is a {options[before].role} and one a {option.role}"
                )
                yield self.finding(message, question.where("options", index), question=question)
