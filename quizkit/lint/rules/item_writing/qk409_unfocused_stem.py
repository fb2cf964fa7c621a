"""QK409 unfocused-stem."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class UnfocusedStem(Rule):
    """See ``explanation``."""

    code, name, severity = "QK409", "unfocused-stem", Severity.INFO
    types = (Choice,)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        'The question is nothing but "Which is true?": it cannot be answered, or even '
        "understood, with the options covered, and its options have nothing in common "
        "(Haladyna and others 2002, guideline 15)."
    )
    bad = (
        "---\nlanguage: en\n---\n\n## Task\n\nWhich statement is true?\n\n"
        "- ✅ Two is even.\n- ❌ Three is even.\n",
        "---\nlanguage: pl\n---\n\n## Zadanie\n\nKtóre zdanie jest prawdziwe?\n\n"
        "- ✅ Dwa jest parzyste.\n- ❌ Trzy jest parzyste.\n",
    )
    good = (
        "---\nlanguage: en\n---\n\n## Task\n\nWhich statement about even numbers is true?\n\n"
        "- ✅ Two is one.\n- ❌ Three is one.\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        if question.question.stem.source in doc.phrases("bare_stem"):
            message = "cannot be answered with the options covered"
            yield self.at(question, ("stem",), message, hint="say what it is about")
