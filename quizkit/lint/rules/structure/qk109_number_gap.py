"""QK109 number-gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.reading import QuestionReading

_NUMBERED = re.compile(
    r"(?:([^\W\d]+)\.?\s*[№#]?\s*|[№#]\s*)?(\d{1,4})(?:[.):、．]?$|[.):、．](?!\d))"
)


_TAG = re.compile(r"<[^<>]*>")


class NumberGap(Rule):
    """See ``explanation``."""

    code, name, severity = "QK109", "number-gap", Severity.INFO
    whole = True
    explanation = (
        "The numbers in the headings skip, repeat or go back. That happens when a question is "
        "lost or moved, or another one is inserted. Beginning again at 1 is fine."
    )
    bad = (
        "## 1. Which is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "\n"
        "## 2. Which is odd?\n"
        "\n"
        "- ✅ 5\n"
        "- ❌ 6\n"
        "\n"
        "## 4. Which is prime?\n"
        "\n"
        "- ✅ 7\n"
        "- ❌ 8\n"
    )
    good = (
        "## 1. Which is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "\n"
        "## 2. Which is odd?\n"
        "\n"
        "- ✅ 5\n"
        "- ❌ 6\n"
        "\n"
        "## 3. Which is prime?\n"
        "\n"
        "- ✅ 7\n"
        "- ❌ 8\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        numbered = [(q, number) for q in doc.questions if (number := _number(q, doc)) is not None]
        if len(numbered) < 3 or len(numbered) * 5 < len(doc.questions) * 4:
            return
        breaks = [
            (question, number, before)
            for (_, before), (question, number) in pairwise(numbered)
            if number not in (before + 1, 1)
        ]
        # Numbers all over the place are names, such as those of a textbook's exercises.
        if len(breaks) * 5 > len(numbered) + 10:
            return
        for question, number, before in breaks:
            hint = "number the questions anew, or put back what is missing"
            yield self.at(question, (), _told(number, before), hint=hint)


def _number(question: QuestionReading, doc: Document) -> int | None:
    """The number that a heading counts with: "3.", "Question 3", "Задание № 3:"."""
    match = _NUMBERED.match(_TAG.sub("", question.question.title).lstrip())
    if match is None:
        return None
    word = match[1]
    if word and len(word) > 1 and word.lower() not in doc.book.question_words:
        return None
    return int(match[2])


def _told(number: int, before: int) -> str:
    if number == before:
        return f"number {number} is given twice"
    if number == before + 2:
        return f"number {number} follows {before}: is question {before + 1} lost?"
    return f"number {number} follows {before}"
