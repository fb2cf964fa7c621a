"""QK402 key-longest."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.prose import shown
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Option, Role
from quizkit.reading import QuestionReading


class KeyLongest(Rule):
    """See ``explanation``."""

    code, name, severity = "QK402", "key-longest", Severity.INFO
    types = (Choice,)
    options = (("times", 2), ("more", 40))
    explanation = (
        "The one right answer is at least twice as long as the next longest option, and forty "
        "characters longer: it stands out before anything is read (Haladyna and others 2002, "
        "guideline 24). Options with code are left alone."
    )
    bad = (
        "## Why do leaves fall?\n\n"
        "- ✅ Because the tree seals them off to save water while the ground is frozen\n"
        "- ❌ Because of wind\n- ❌ Because of age\n"
    )
    good = (
        "## Why do leaves fall?\n\n"
        "- ✅ Because the tree seals them off\n"
        "- ❌ Because of wind\n- ❌ Because of age\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        lengths = doc.lengths(question)
        if not lengths:
            return
        longest, following = sorted(lengths, reverse=True)[:2]
        times, more = self.option("times", doc), self.option("more", doc)
        if longest < following * times or longest < following + more:
            return
        index = lengths.index(longest)
        keys = [i for i, option in enumerate(asked.options) if option.role is Role.KEY]
        if keys != [index] or any(_holds_more(o) for o in asked.options):
            return
        exact = sorted((len(shown(option.content)) for option in asked.options), reverse=True)
        if not exact[1] or exact[0] < exact[1] * times or exact[0] < exact[1] + more:
            return
        yield self.at(
            question,
            ("options", index),
            f"the right answer is {exact[0] / exact[1]:.1f} times as long as any other",
            hint="shorten it, or fill out the others",
        )


def _holds_more(option: Option) -> bool:
    """Whether an option holds code or a picture, whose length is no sign."""
    return "`" in option.content.source or "![" in option.content.source
