"""QK407 none-of-the-above."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class NoneOfTheAbove(Rule):
    """See ``explanation``."""

    code, name, severity = "QK407", "none-of-the-above", Severity.INFO
    default = False
    types = (Choice,)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        'Where "none of the above" is right, a student has shown to know what is wrong, not what '
        "is right (Haladyna and others 2002, guideline 25, who advise care, not a ban)."
    )
    bad = (
        "---\nlanguage: en\n---\n\n## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ None of these\n"
    )
    good = "---\nlanguage: en\n---\n\n## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 5\n"
    _message = "shows what a student knows to be wrong, not what to be right"
    _hint = "write another wrong answer that is plausible"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        phrases = doc.phrases("none_above")
        if not phrases:
            return
        for index, option in enumerate(asked.options):
            if option.content.source in phrases:
                yield self.at(question, ("options", index), self._message, hint=self._hint)
