"""QK209 idle-scoring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Policy, Selection
from quizkit.reading import QuestionReading

_SCORING = re.compile(r"\{[^{}]*\bscoring=[\"']?([\w-]+)[^{}]*\}\s*$")


class IdleScoring(Rule):
    """See ``explanation``."""

    code, name, severity = "QK209", "idle-scoring", Severity.INFO
    signs = ("scoring",)
    explanation = (
        "A scoring policy is written where it changes nothing: on a question with one right "
        "answer to choose, on one that is not a choice, or beside written weights, which "
        "decide alone."
    )
    bad = "## Which number is even? {scoring=balanced}\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which numbers are even? {scoring=balanced}\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        heading = doc.line(question.span.line)
        written = _SCORING.search(heading) if "scoring" in heading else None
        if written is None:
            return
        asked = question.question
        why = ""
        if not isinstance(asked, Choice):
            why = "the question is no choice"
        elif any(option.weight is not None for option in asked.options):
            why = "" if written[1] == Policy.WEIGHTS else "the written weights decide"
        elif asked.selection is Selection.SINGLE:
            why = "one answer is right, and it earns all"
        if why:
            hint = "remove it"
            yield self.at(question, (), f"scoring={written[1]} changes nothing: {why}", hint=hint)
