"""QK401 key-length-bias."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.bank import Bank
from quizkit.lint.cues import Bias, LengthCue, length_bias, length_bias_in, length_cues
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule

_WORST = 3


class KeyLengthBias(Rule):
    """See ``explanation``."""

    code, name, severity = "QK401", "key-length-bias", Severity.WARNING
    whole = True
    explanation = (
        "The right answer is the longest option far more often than chance would have it, so a "
        "student who knows nothing and always ticks the longest one passes (Haladyna, Downing "
        "and Rodriguez 2002, guideline 24). Only questions with a clearly longest option count, "
        "fifteen at least; half of them must be keys, and chance must be below 1 in 1,000. "
        "Over several files the same is asked of all of them together."
    )
    bad = "---\nlanguage: en\n---\n\n" + "\n".join(
        f"## Why does machine {n} stop?\n\n- ✅ Because its belt is worn and slips under load\n"
        f"- ❌ It is cold\n- ❌ Nobody is there\n- ❌ It is number {n}\n"
        for n in range(1, 16)
    )
    good = "---\nlanguage: en\n---\n\n" + "\n".join(
        f"## Why does machine {n} stop?\n\n- ✅ Its belt slips at once\n"
        f"- ❌ Its oven is too cold\n- ❌ Nobody is there for it\n- ❌ It has the number {n}\n"
        for n in range(1, 16)
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        cues = doc.once(length_cues)
        bias = doc.once(length_bias_in)
        if bias is None:
            return
        worst = sorted((cue for cue in cues if cue.hit), key=lambda cue: -cue.ratio)[:_WORST]
        first = doc.questions[worst[0].number - 1]
        yield self.finding(
            f"{length_words(bias)}; most of all in {numbers(worst)}",
            first.span,
            hint="shorten right answers, or give wrong ones the same detail",
        )

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:

        # A file that is biased by itself has its own finding, and would colour the rest.
        others = [file for file in bank.files if not file.biased[0]]
        told = [file for file in others if file.lengths]
        bias = length_bias(cue for file in told for cue in file.lengths)
        if bias is not None and len(told) > 1:
            yield self.of_bank(told, length_words(bias), "shorten right answers, here and there")


def length_words(bias: Bias) -> str:
    """What the bias is, with the count and what chance gives."""
    return (
        f"in {bias.hits} of {bias.total} questions with a clearly longest option that is the right "
        f"one ({bias.percent} %; by chance about {bias.expected:.0f}, p < 0.001)"
    )


def numbers(cues: list[LengthCue]) -> str:
    """Questions by their numbers."""
    listed = ", ".join(str(number) for number in sorted(cue.number for cue in cues))
    return f"question{'s' if len(cues) > 1 else ''} {listed}"
