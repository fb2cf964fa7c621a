"""QK418 answer-elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.bank import Bank
from quizkit.lint.document import Document
from quizkit.lint.leaks import leaks, leaks_in
from quizkit.lint.rule import Rule

_HINT = "say it another way, or do not ask both in one test"


class AnswerElsewhere(Rule):
    """See ``explanation``."""

    code, name, severity = "QK418", "answer-elsewhere", Severity.INFO
    whole = True
    default = False
    explanation = (
        "The right answer of a question stands word for word in the text of another question, of "
        "the same file or of another that is checked with it, and none of its wrong answers does: "
        "whoever remembers one question answers the other (Haladyna and others 2002, guideline 7: "
        "items should not depend on each other). Answers of two words at least count, and not "
        "those that more than three questions share. Where the two are never shown together, that "
        "is no harm."
    )
    bad = (
        "## What is the process called by which plants turn light into sugar?\n\n"
        "- ✅ oxygenic photosynthesis\n- ❌ cellular respiration\n\n"
        "## Which gas does oxygenic photosynthesis set free?\n\n- ✅ oxygen\n- ❌ nitrogen\n"
    )
    good = (
        "## What is the process called by which plants turn light into sugar?\n\n"
        "- ✅ oxygenic photosynthesis\n- ❌ cellular respiration\n\n"
        "## Which gas do plants set free in the light?\n\n- ✅ oxygen\n- ❌ nitrogen\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:
        """Look up the runs of words of each stem among the right answers."""
        for leak in doc.once(leaks_in):
            owner = doc.questions[leak.answer.question - 1]
            yield self.at(
                doc.questions[leak.text.question - 1],
                ("stem",),
                f'"{leak.answer.words}" is the right answer of question {owner.number}, on line '
                f"{owner.span.line}",
                hint=_HINT,
            )

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:
        """As :meth:`check`, in the questions of other files."""
        for leak in leaks([file.exposed for file in bank.files]):
            place = bank.place(leak.file, leak.text.question)
            if leak.owner != leak.file and self.code not in place.asked.silent:
                owner = bank.place(leak.owner, leak.answer.question)
                yield self.across(
                    place,
                    f'"{leak.answer.words}" is the right answer of question {owner.named}',
                    hint=_HINT,
                )
