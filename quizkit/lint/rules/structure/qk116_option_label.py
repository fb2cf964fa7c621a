"""QK116 option-label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading

_LABEL = re.compile(r"\(?([^\W\d_])[.)]\s+(?=\S)")
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмн", "абвгґдеєжзиі", "αβγδεζηθικλμ")


class OptionLabel(Rule):
    """See ``explanation``."""

    code, name, severity = "QK116", "option-label", Severity.WARNING
    types = (Choice,)
    explanation = (
        "Every option begins with its own letter. The LMS adds letters too, and where it "
        'shuffles the options yours come out of order: "a. C. Paris".'
    )
    bad = "## What is the capital of France?\n\n- ✅ A. Paris\n- ❌ B. Lyon\n- ❌ C. Nice\n"
    good = "## What is the capital of France?\n\n- ✅ Paris\n- ❌ Lyon\n- ❌ Nice\n"
    fixed = "## What is the capital of France?\n\n- ✅ Paris\n- ❌ Lyon\n- ❌ Nice\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        options = asked.options
        if len(options) < 2 or _LABEL.match(options[0].content.source) is None:
            return
        labels = [_LABEL.match(option.content.source) for option in options]
        for index, label in enumerate(labels):
            if label is None or not any(
                label[1].lower() == alphabet[index : index + 1] for alphabet in _ALPHABETS
            ):
                return
        yield self.at(
            question,
            ("options", 0),
            "the options bring their own letters; an LMS adds its own and shuffles",
            hint="remove the letters",
            fix=_unlabelled(question, [label[0] for label in labels if label], doc),
        )


def _unlabelled(question: QuestionReading, labels: list[str], doc: Document) -> Fix | None:
    edits = []
    for index, label in enumerate(labels):
        number = question.where("options", index).line
        at = doc.line(number).find(label)
        if at < 0:
            return None
        edits.append(Edit(Span(number, at + 1, number, at + len(label) + 1), ""))
    return Fix("remove the letters", tuple(edits), safe=False)
