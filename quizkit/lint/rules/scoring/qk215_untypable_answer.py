"""QK215 untypable-answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.answers import text_lists
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Cloze, ShortText
from quizkit.reading import QuestionReading
from quizkit.scoring import normalize_answer

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "\u2026": "...",
    }
)


_GROUPED = re.compile(
    r"[-+]?(?:\d{1,3}(?P<mark>[ '])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d+)?"
    r"|\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?)"
)
"""A number with marks between thousands that is no number to quizkit, nor to an LMS."""


class UntypableAnswer(Rule):
    """See ``explanation``."""

    code, name, severity = "QK215", "untypable-answer", Severity.WARNING
    types = (ShortText, Cloze)
    explanation = (
        "An accepted answer holds a character that keyboards do not give, a curly quotation "
        "mark or a long dash for example, and the plain spelling is not accepted. Word "
        "processors put such characters in by themselves. Marks between thousands make a number "
        "a text, too, that must be typed just so."
    )
    bad = "## What do you call a mother’s father’s wife?\n\n- = father–in–law\n"
    good = fixed = (
        "## What do you call a mother’s father’s wife?\n\n- = father–in–law\n- = father-in-law\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for texts, case, path in text_lists(question.question):
            accepted = {normalize_answer(a.text, case_sensitive=case) for a in texts}
            for index, answer in enumerate(texts):
                plain = answer.text.translate(_PLAIN)
                grouped = _GROUPED.fullmatch(plain)
                if grouped is not None:
                    plain = plain.replace(grouped["mark"] or ",", "")
                if plain == answer.text or answer.weight <= 0:
                    continue
                if normalize_answer(plain, case_sensitive=case) in accepted:
                    continue
                odd = next((char for char in answer.text if char.translate(_PLAIN) != char), "")
                yield self.at(
                    question,
                    path or ("answers", index),
                    f'"{answer.text}" holds "{odd}", which students cannot type'
                    if grouped is None
                    else f'"{answer.text}" is a text, no number: "{plain}" earns nothing',
                    hint=f'accept "{plain}" too'
                    if grouped is None
                    else f'write "{plain}" to ask for a number, or accept it too',
                    fix=None if path else _accepting(question, index, answer.text, plain, doc),
                )


def _accepting(
    question: QuestionReading, index: int, text: str, plain: str, doc: Document
) -> Fix | None:
    """A second answer under the first, on a line of its own with the same weight."""
    number = question.where("answers", index).line
    line, below = doc.line(number), doc.line(number + 1)
    if doc.is_json or line.count(text) != 1 or below[:1] in (" ", "\t", ">"):
        return None
    edit = Edit(Span.at(number, len(line) + 1), "\n" + line.replace(text, plain))
    return Fix(f'accept "{plain}" too', (edit,), safe=False)
