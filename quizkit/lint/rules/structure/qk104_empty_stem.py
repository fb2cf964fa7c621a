"""QK104 empty-stem."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.locale import normalize_phrase
from quizkit.model import Choice, Essay, Numeric, ShortText, TrueFalse
from quizkit.reading import QuestionReading

_COUNT = re.compile(r"[\W\d_]+")


class EmptyStem(Rule):
    """See ``explanation``."""

    code, name, severity = "QK104", "empty-stem", Severity.ERROR
    types = (Choice, TrueFalse, ShortText, Numeric, Essay)
    silences = ("QK118", "QK119", "QK4")
    explanation = (
        'Nothing stands before the options, and the heading only counts ("Question 3"), so '
        "students would see options without knowing what is asked."
    )
    bad = (
        ("## Question 1\n\n- ✅ 2\n- ❌ 3\n"),
        ("---\nlanguage: ru\n---\n\n## Задание 1\n\nВыберите один вариант:\n\n- ✅ 2\n- ❌ 3\n"),
    )
    good = (
        ("## Question 1\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"),
        ("## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"),
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        stem = asked.stem.source.strip()
        if stem and stem != asked.title:
            return
        told = question.instruction
        if told is not None and not self._asks_nothing(told.kind, told.text, doc):
            return
        if _says_nothing(stem or asked.title, doc):
            yield self.at(
                question,
                (),
                "asks nothing",
                hint="write the question between the heading and the answers",
            )

    @staticmethod
    def _asks_nothing(kind: str, instruction: str, doc: Document) -> bool:
        """Whether an instruction only says how many to choose, not what."""
        if kind not in ("one", "all", "count"):
            return False
        return normalize_phrase(instruction) not in doc.words("bare_stem")


def _says_nothing(title: str, doc: Document) -> bool:
    """Whether a title is only a word for a question, a number, or both."""
    if "![" in title or "`" in title or "$" in title:
        return False
    words = [word for word in _COUNT.split(title.lower()) if word]
    if not words:
        return not any(sign in title for sign in "+-=×<>/*")
    return " ".join(words) in doc.book.question_words
