"""QK203 repeated-option."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.options import repeated_options
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Cloze
from quizkit.naming import letter
from quizkit.reading import QuestionReading


class RepeatedOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK203", "repeated-option", Severity.WARNING
    types = (Choice, Cloze)
    explanation = (
        "Two options say the same and count the same. Whoever chooses one wonders about the "
        "other, and where both are right each earns only its share."
    )
    bad = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 3\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 5\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for repeat in doc.about(question, repeated_options):
            if repeat.counts_alike and not _is_open(question, repeat.path):
                yield self.at(
                    question,
                    repeat.path,
                    f"the same as option {letter(repeat.earlier)}",
                    hint="remove one of them",
                )


def _is_open(question: QuestionReading, path: tuple[str | int, ...]) -> bool:
    """Whether an option is only dots: its author has still to write it."""
    options = getattr(question.question, "options", ())
    if len(path) != 2 or int(path[1]) >= len(options):
        return False
    return not options[int(path[1])].content.source.strip(" .…．。")
