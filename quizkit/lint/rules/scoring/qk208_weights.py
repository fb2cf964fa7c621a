"""QK208 weights."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.options import percent
from quizkit.lint.rule import Rule
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Gap,
    Numeric,
    Policy,
    Role,
    Selection,
    ShortText,
)
from quizkit.reading import QuestionReading
from quizkit.scoring import effective_policy, gap_option_weights, option_weights

_FULL = Fraction(999, 1000)
"""What counts as full marks: three times 33.33 % is meant so."""


class Weights(Rule):
    """See ``explanation``."""

    code, name, severity = "QK208", "weights", Severity.ERROR
    types = (Choice, ShortText, Numeric, Cloze)
    explanation = (
        "Under the weights that are written the best possible response earns less than the "
        "question's points, so nobody can have full marks. Or an option that is marked as "
        "right earns nothing, which is a warning."
    )
    bad = (
        "## Which numbers are even?\n"
        "\n"
        "- ✅ 2 {weight=50%}\n"
        "- ✅ 4 {weight=25%}\n"
        "- ❌ 3 {weight=-25%}\n"
    )
    good = (
        "## Which numbers are even?\n"
        "\n"
        "- ✅ 2 {weight=50%}\n"
        "- ✅ 4 {weight=50%}\n"
        "- ❌ 3 {weight=-25%}\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        match asked:
            case Choice():
                yield from self._check_choice(question, asked)
            case ShortText() | Numeric():
                best = max((answer.weight for answer in asked.answers), default=ONE)
                if ZERO < best < _FULL:
                    yield self._too_low(question, best)
            case Cloze():
                for number, gap in enumerate(asked.gaps, 1):
                    best = _best_filling(gap)
                    if ZERO < best < _FULL:
                        yield self._too_low(question, best, f"in gap {number} ")
            case _:
                return

    def _check_choice(self, question: QuestionReading, asked: Choice) -> Iterator[Diagnostic]:
        if effective_policy(asked) is not Policy.WEIGHTS:
            return
        weights = option_weights(asked)
        single = asked.selection is Selection.SINGLE
        best = max(weights, default=ONE) if single else sum(w for w in weights if w > 0)
        if ZERO < best < _FULL:
            yield self._too_low(question, Fraction(best))
        for index, (option, weight) in enumerate(zip(asked.options, weights, strict=True)):
            if option.role is Role.KEY and weight <= 0:
                message = f"marked as right, but earns {percent(weight)}"
                where = ("options", index)
                yield self.at(question, where, message, severity=Severity.WARNING)

    def _too_low(self, question: QuestionReading, best: Fraction, where: str = "") -> Diagnostic:
        message = f"{where}the best answer earns {percent(best)} of the points"
        return self.at(question, (), message, hint="make the weights of the right ones sum to 100%")


def _best_filling(gap: Gap) -> Fraction:
    if isinstance(gap, ChoiceGap):
        return max(gap_option_weights(gap), default=ONE)
    return max((answer.weight for answer in gap.answers), default=ONE)
