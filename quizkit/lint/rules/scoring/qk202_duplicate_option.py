"""QK202 duplicate-option."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.options import repeated_options
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Cloze, Role
from quizkit.naming import letter
from quizkit.reading import QuestionReading


class DuplicateOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK202", "duplicate-option", Severity.ERROR
    types = (Choice, Cloze)
    silences = ("QK203", "QK410")
    explanation = (
        "Two options say the same, yet one is right and the other is not, or they earn "
        "differently. Case, punctuation, code and images count as differences."
    )
    bad = (
        ("## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 2\n"),
        ("## Какое число чётное?\n\n- ✅ **два**\n- ❌ три\n- ❌ два\n"),
    )
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 2.5\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for repeat in doc.about(question, repeated_options):
            if repeat.counts_alike:
                continue
            one, other = repeat.options[repeat.earlier], repeat.options[repeat.at]
            how = "one is right and one is wrong"
            if one.role is other.role:
                how = "they earn differently"
            elif Role.NEUTRAL in (one.role, other.role):
                how = f"one is a {one.role} and one a {other.role}"
            message = f"the same as option {letter(repeat.earlier)}, yet {how}"
            hint = "correct one of them, or remove the wrong one"
            yield self.at(question, repeat.path, message, hint=hint)
