"""QK210 tolerance-zero."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.answers import decimal, number_lists
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Cloze, Numeric
from quizkit.reading import QuestionReading


class ToleranceZero(Rule):
    """See ``explanation``."""

    code, name, severity = "QK210", "tolerance-zero", Severity.WARNING
    types = (Numeric, Cloze)
    explanation = (
        "An answer with several decimals has no tolerance, so 0.333 is wrong where 0.33 is "
        "asked. The more exact student loses the points."
    )
    bad = "## What is 1/3 as a decimal?\n\n- = 0.33\n"
    good = "## What is 1/3 as a decimal?\n\n- = 0.33 ± 0.005\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for answers, path in number_lists(question.question):
            for index, answer in enumerate(answers):
                value = answer.value
                if value is None or answer.tolerance or answer.weight <= 0:
                    continue
                if (value * 10).denominator == 1:
                    continue
                exact = decimal(value) if _is_decimal(value) else str(value)
                yield self.at(
                    question,
                    path or ("answers", index),
                    f"{exact} has no tolerance, so an answer with more decimals is wrong",
                    hint=f"write {exact} ± {_half_step(value)}",
                )


def _is_decimal(value: Fraction) -> bool:
    """Whether a value has an end as a decimal; 1/3 has none."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _half_step(value: Fraction) -> str:
    """Half a unit of the last decimal that is written."""
    places = 0
    while (value * 10**places).denominator != 1 and places < 4:
        places += 1
    return decimal(Fraction(5, 10 ** (places + 1)))
