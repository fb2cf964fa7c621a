"""QK416 number-order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading

_NUMBER = re.compile(r"([-−+]?\d+(?:[.,]\d+)?)\s*(\D{0,12})")


class NumberOrder(Rule):
    """See ``explanation``."""

    code, name, severity = "QK416", "number-order", Severity.INFO
    default = False
    types = (Choice,)
    explanation = (
        "All options are numbers of one unit, they are not shuffled, and they are in no order, "
        "so students search for theirs (Haladyna and others 2002, guideline 21)."
    )
    bad = "## What is 7 · 8? {shuffle=false}\n\n- ❌ 54 kg\n- ❌ 63 kg\n- ✅ 56 kg\n"
    good = "## What is 7 · 8? {shuffle=false}\n\n- ❌ 54 kg\n- ✅ 56 kg\n- ❌ 63 kg\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        if asked.shuffle or len(asked.options) < 3:
            return
        read = [_NUMBER.fullmatch(o.content.source.strip("$ ")) for o in asked.options]
        matches = [match for match in read if match is not None]
        if len(matches) < len(read) or len({match[2] for match in matches}) > 1:
            return
        values = [Fraction(m[1].replace("−", "-").replace(",", ".")) for m in matches]
        if values not in (sorted(values), sorted(values, reverse=True)):
            message = "the numbers are in no order"
            yield self.at(question, ("options", 0), message, hint="sort them")
