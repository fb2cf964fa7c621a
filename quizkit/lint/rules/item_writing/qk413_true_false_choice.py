"""QK413 true-false-choice."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading


class TrueFalseChoice(Rule):
    """See ``explanation``."""

    code, name, severity = "QK413", "true-false-choice", Severity.INFO
    types = (Choice,)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        "The options are yes and no. A question of the type true-false says that better: an LMS "
        "words the two itself, in the student's language, and does not shuffle them. Turn the "
        "question into a statement to judge."
    )
    bad = "---\nlanguage: en\n---\n\n## Is two even?\n\n- ✅ Yes\n- ❌ No\n"
    good = "---\nlanguage: en\n---\n\n## Two is even.\n\n- ✅ True\n- ❌ False\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        if len(asked.options) != 2:
            return
        yes, no = doc.phrases("yes"), doc.phrases("no")
        one, other = (option.content.source for option in asked.options)
        says_so = (one in yes and other in no) or (one in no and other in yes)
        neutral = any(option.role is Role.NEUTRAL for option in asked.options)
        if says_so and not neutral and sum(o.role is Role.KEY for o in asked.options) == 1:
            yield self.at(
                question,
                ("options", 0),
                "yes or no is a question of the type true-false",
                hint='make it a statement, with the options "True" and "False"',
            )
