"""QK415 option-number."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class OptionNumber(Rule):
    """See ``explanation``."""

    code, name, severity = "QK415", "option-number", Severity.INFO
    default = False
    types = (Choice,)
    options = (("most", 8),)
    explanation = (
        "Two options can be guessed at even odds; more than eight nobody compares. Over eighty "
        "years of research found three good options to be enough (Rodriguez 2005; Haladyna and "
        "others 2002, guideline 18)."
    )
    bad = (
        "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n",
        "## Which number is even?\n\n- ✅ 2\n" + "".join(f"- ❌ {n}1\n" for n in range(8)),
    )
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 5\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        assert isinstance(question.question, Choice)
        number = len(question.question.options)
        if number == 2 or number > self.option("most", doc):
            message = f"{number} options are {'few' if number == 2 else 'many'}"
            yield self.at(question, (), message, hint="three good options are enough")
