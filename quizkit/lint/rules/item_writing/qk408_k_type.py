"""QK408 k-type."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.letters import labels_in, labels_of_list
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class KType(Rule):
    """See ``explanation``."""

    code, name, severity = "QK408", "k-type", Severity.WARNING
    types = (Choice,)
    explanation = (
        'The options are combinations ("A and C") of a list in the question. Such questions '
        "test the skill of excluding combinations, take long, and tell less (Haladyna and "
        "others 2002, guideline 9). Make the list itself the options, several of them right."
    )
    bad = (
        "## Which numbers are even?\n\nA. 2\n\nB. 3\n\nC. 4\n\n"
        "- ✅ A and C\n- ❌ A and B\n- ❌ B and C\n- ❌ A, B and C\n"
    )
    good = "## Which numbers are even?\n\nChoose all that apply.\n\n- ✅ 2\n- ❌ 3\n- ✅ 4\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        listed = set(labels_of_list(asked.stem.source))
        if len(asked.options) < 3 or len(listed) < 2:
            return
        above, none = doc.phrases("all_above"), doc.phrases("none_above")
        sets = [
            labels_in(option.content)
            for option in asked.options
            if option.content.source not in above and option.content.source not in none
        ]
        if len(sets) < 2 or not all(sets) or sum(len(labels) > 1 for labels in sets) < 2:
            return
        named = {label for labels in sets for label in labels}
        if len(named) > 1 and named <= listed:
            yield self.at(
                question,
                ("options", 0),
                "the options are combinations of the list in the question",
                hint="make the list the options, and ask for all that apply",
            )
