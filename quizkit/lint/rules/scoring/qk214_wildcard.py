"""QK214 wildcard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.answers import text_lists
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Cloze, ShortText
from quizkit.reading import QuestionReading

_PATTERN = re.compile(
    r"(?<=[^\W\d_]{2})\*(?=$|\s)|^\*$|\.\*|\(\w+(?:\|\w+)+\)|(?<=[^\W\d_])\[[^\W\d_]{2,4}\](?=[^\W\d_])"
    r"|(?<=[^\W\d_]{2})\?(?=[^\W\d_])"
)
_CODE = re.compile(
    r"^(?:const |unsigned )*(?:int|char|void|float|double|long|short|bool|struct \w+|\w+_t)\s*\*+$"
    r"|[=;{}<>]|https?:|select |\w+\(\w*\)",
    re.IGNORECASE,
)
"""Pointers in C, queries, addresses: stars and question marks that are meant."""


class Wildcard(Rule):
    """See ``explanation``."""

    code, name, severity = "QK214", "wildcard", Severity.WARNING
    types = (ShortText, Cloze)
    explanation = (
        "An accepted answer looks like a pattern. quizkit takes it as it is written, so a "
        "student would have to type the star or the brackets; Moodle's own editor would take "
        "a star for anything."
    )
    bad = "## Which word means great fear?\n\n- = terr*\n"
    good = "## Which word means great fear?\n\n- = terror\n- = terrors\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for texts, _, path in text_lists(question.question):
            for index, answer in enumerate(texts):
                found = _PATTERN.search(answer.text)
                if found is None or answer.weight <= 0 or _CODE.search(answer.text):
                    continue
                yield self.at(
                    question,
                    path or ("answers", index),
                    f'"{answer.text}" is taken as written, "{found[0]}" too',
                    hint="write each accepted answer out",
                )
