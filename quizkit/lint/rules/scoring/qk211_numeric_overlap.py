"""QK211 numeric-overlap."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.answers import decimal, number_lists
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Cloze, Numeric
from quizkit.reading import QuestionReading


class NumericOverlap(Rule):
    """See ``explanation``."""

    code, name, severity = "QK211", "numeric-overlap", Severity.INFO
    types = (Numeric, Cloze)
    explanation = (
        "Two ranges of accepted numbers overlap and earn differently. The first that fits "
        "counts, so the order decides. A narrow range before the wide one that holds it is "
        "the ordinary way to grade exactness, and is left alone."
    )
    bad = "## How long is the table, in metres?\n\n- = 2..4\n- = 3..5 {weight=50%}\n"
    good = "## How long is the table, in metres?\n\n- = 3 ± 0.1\n- = 2..4 {weight=50%}\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for answers, path in number_lists(question.question):
            for index, answer in enumerate(answers):
                for earlier in answers[:index]:
                    low, high = max(answer.low, earlier.low), min(answer.high, earlier.high)
                    wider = earlier.high - earlier.low >= answer.high - answer.low
                    inside = earlier.low <= answer.low and answer.high <= earlier.high
                    if low < high and wider and not inside and earlier.weight != answer.weight:
                        message = f"{decimal((low + high) / 2)} is in two ranges; the first counts"
                        where = path or ("answers", index)
                        hint = "put the narrower range first, or let them end where others begin"
                        yield self.at(question, where, message, hint=hint)
                        break
