"""QK417 double-negative."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.negation import negations
from quizkit.lint.prose import prose, words_pattern
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class DoubleNegative(Rule):
    """See ``explanation``."""

    code, name, severity = "QK417", "double-negative", Severity.INFO
    default = False
    types = (Choice,)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl")
    explanation = (
        "The question asks for what is not so, and an option says what is not so: students have "
        "to turn the matter round twice (Haladyna and others 2002, guideline 27)."
    )
    bad = (
        "---\nlanguage: en\n---\n\n## Which of these does **not** hold for two?\n\n"
        "- ✅ It is not even.\n- ❌ It is prime.\n- ❌ It is small.\n"
    )
    good = (
        "---\nlanguage: en\n---\n\n## Which of these does **not** hold for two?\n\n"
        "- ✅ It is odd.\n- ❌ It is prime.\n- ❌ It is small.\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        negating = words_pattern(doc.words("negation"))
        if negating is None or next(negations(asked.stem.source, doc), None) is None:
            return
        for index, option in enumerate(asked.options):
            said = negating.search(prose(option.content.source))
            if said is not None:
                message = f'"{said[0]}" in the option, and the question is negated too'
                yield self.at(question, ("options", index), message, hint="ask positively")
                return
