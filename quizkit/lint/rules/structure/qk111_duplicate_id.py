"""QK111 duplicate-id."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.bank import Bank, Place
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class DuplicateId(Rule):
    """See ``explanation``."""

    code, name, severity = "QK111", "duplicate-id", Severity.ERROR
    whole = True
    vital = True
    explanation = (
        "Two questions, or two options of one question, carry the same id. An LMS would drop "
        "or overwrite one of them."
    )
    bad = "## Which is even? {#a}\n\n- ✅ 2\n- ❌ 3\n\n## Which is odd? {#a}\n\n- ✅ 5\n- ❌ 6\n"
    good = "## Which is even? {#a}\n\n- ✅ 2\n- ❌ 3\n\n## Which is odd? {#b}\n\n- ✅ 5\n- ❌ 6\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        first: dict[str, QuestionReading] = {}
        for question in doc.questions:
            asked = question.question
            other = first.setdefault(asked.id, question)
            if other is not question:
                yield self.at(
                    question,
                    (),
                    f'its id "{asked.id}" is also that of question {other.number}, '
                    f"on line {other.span.line}",
                    hint="give one of them another id",
                )
            if isinstance(asked, Choice):
                ids: set[str] = set()
                for index, option in enumerate(asked.options):
                    if option.id in ids:
                        message = f'another option has the id "{option.id}" too'
                        yield self.at(question, ("options", index), message)
                    ids.add(option.id)

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:

        first: dict[str, Place] = {}
        for place in bank.places():
            if not place.asked.id or self.code in place.asked.silent:
                continue
            other = first.setdefault(place.asked.id, place)
            if other.path != place.path:
                yield self.across(
                    place,
                    f'its id "{place.asked.id}" is also that of question {other.named}',
                    hint="each export is sound, but one LMS course cannot hold both",
                    severity=Severity.WARNING,
                )
