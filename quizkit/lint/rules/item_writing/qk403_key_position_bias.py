"""QK403 key-position-bias."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.bank import Bank
from quizkit.lint.cues import Bias, place_bias, place_bias_in
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.naming import letter


class KeyPositionBias(Rule):
    """See ``explanation``."""

    code, name, severity = "QK403", "key-position-bias", Severity.WARNING
    whole = True
    explanation = (
        "The options are not shuffled, and the right answer stands at one place far more often "
        "than chance would have it (Haladyna and others 2002, guideline 20). Twenty questions "
        "are needed at least, and chance must be below 1 in 1,000 (chi-square test). Over "
        "several files the same is asked of all of them together."
    )
    bad = "---\nlanguage: en\nshuffle: false\n---\n\n" + "\n".join(
        f"## What is {n} + 1?\n\n- ❌ {n}\n- ✅ {n + 1}\n- ❌ {n + 2}\n" for n in range(1, 22)
    )
    good = "---\nlanguage: en\nshuffle: false\n---\n\n" + "\n".join(
        f"## What is {n} + 1?\n\n"
        + "".join(f"- {'✅' if i == n % 3 else '❌'} {n + 1 + i - n % 3}\n" for i in range(3))
        for n in range(1, 22)
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        bias = doc.once(place_bias_in)
        if bias is not None:
            first = doc.questions[0]
            hint = "move keys about, or let the options be shuffled"
            yield self.finding(place_words(bias), first.span, hint=hint)

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:

        others = [file for file in bank.files if not file.biased[1]]
        told = [file for file in others if file.places]
        bias = place_bias(cue for file in told for cue in file.places)
        if bias is not None and len(told) > 1:
            yield self.of_bank(told, place_words(bias), "move keys about, or shuffle the options")


def place_words(bias: Bias) -> str:
    """What the bias is, with the count and what chance gives."""
    return (
        f"option {letter(bias.place)} is the right one in {bias.hits} of {bias.total} questions "
        f"in a fixed order ({bias.percent} %; by chance about {bias.expected:.0f}, p < 0.001)"
    )
