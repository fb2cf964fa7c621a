"""QK214 wildcard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.answers import text_lists
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.markdown.numbers import parse_numeric_answer
from quizkit.model import Cloze, NumericAnswer, ShortText, TextAnswer
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
        'a star for anything. So it is with "300 ± 5" beside a word: one question takes numbers '
        "or words."
    )
    bad = "## Which word means great fear?\n\n- = terr*\n"
    good = "## Which word means great fear?\n\n- = terror\n- = terrors\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for texts, _, path in text_lists(question.question):
            numbers = [_number(answer) for answer in texts]
            word = next((a.text for a, n in zip(texts, numbers, strict=True) if n is None), "")
            for index, (answer, number) in enumerate(zip(texts, numbers, strict=True)):
                if answer.weight <= 0:
                    continue
                where = path or ("answers", index)
                found = _PATTERN.search(answer.text)
                if found is not None and not _CODE.search(answer.text):
                    yield self.at(
                        question,
                        where,
                        f'"{answer.text}" is taken as written, "{found[0]}" too',
                        hint="write each accepted answer out",
                    )
                elif word and number is not None and number.tolerance:
                    yield self.at(
                        question,
                        where,
                        f'"{answer.text}" is taken as written, for "{word}" is no number',
                        hint="ask for the number and for the word in two questions",
                    )


def _number(answer: TextAnswer) -> NumericAnswer | None:
    """What an answer would be in a question for a number."""
    for comma in (False, True):
        found = parse_numeric_answer(answer.text, decimal_comma=comma)
        if isinstance(found, NumericAnswer):
            return found
    return None
