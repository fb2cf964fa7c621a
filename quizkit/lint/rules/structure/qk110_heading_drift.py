"""QK110 heading-drift."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.reading import QuestionReading

_HEADING = re.compile(r"(#{1,6})[ \t]")


class HeadingDrift(Rule):
    """See ``explanation``."""

    code, name, severity = "QK110", "heading-drift", Severity.INFO
    whole = True
    explanation = (
        "Questions stand at several heading levels. quizkit reads them all the same; people "
        "and other tools take the deeper ones for parts of the question before. Questions "
        "below a heading of their own section may stand deeper."
    )
    bad = (
        "## Which is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "\n"
        "## Which is odd?\n"
        "\n"
        "- ✅ 5\n"
        "- ❌ 6\n"
        "\n"
        "### Which is prime?\n"
        "\n"
        "- ✅ 7\n"
        "- ❌ 8\n"
    )
    good = (
        "## Which is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "\n"
        "## Which is odd?\n"
        "\n"
        "- ✅ 5\n"
        "- ❌ 6\n"
        "\n"
        "## Which is prime?\n"
        "\n"
        "- ✅ 7\n"
        "- ❌ 8\n"
    )
    fixed = (
        "## Which is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "\n"
        "## Which is odd?\n"
        "\n"
        "- ✅ 5\n"
        "- ❌ 6\n"
        "\n"
        "## Which is prime?\n"
        "\n"
        "- ✅ 7\n"
        "- ❌ 8\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        pooled = {member for group in doc.quiz.groups for member in group.questions}
        free = [question for question in doc.questions if question.question.id not in pooled]
        levels = Counter(question.level for question in free if question.level)
        if len(levels) < 2:
            return
        usual = max(levels, key=lambda level: levels[level])
        drifted = [
            question
            for question in free
            if question.level not in (0, usual) and not _has_parent(question, doc)
        ]
        if not drifted or len(drifted) * 2 > levels.total():
            return
        first = drifted[0]
        more = f", and {len(drifted) - 1} more like it" if len(drifted) > 1 else ""
        yield self.at(
            first,
            (),
            f"its heading is of level {first.level}{more}; the others are of level {usual}",
            hint="read correctly, but hard to scan: give all questions the same level",
            fix=_levelled(drifted, usual, doc),
        )


def _has_parent(question: QuestionReading, doc: Document) -> bool:
    """Whether a higher heading that is no question stands between this question and the last."""
    previous = doc.questions[question.number - 2] if question.number > 1 else None
    start = previous.span.line + 1 if previous else 1
    for number in range(start, question.span.line):
        match = _HEADING.match(doc.line(number))
        if match and len(match[1]) < question.level and (not previous or previous.level != 1):
            return True
    return False


def _levelled(drifted: list[QuestionReading], usual: int, doc: Document) -> Fix | None:
    edits = []
    for question in drifted:
        number = question.span.line
        match = _HEADING.match(doc.line(number))
        if match is None:
            return None
        edits.append(Edit(Span(number, 1, number, len(match[1]) + 1), "#" * usual))
    return Fix("give the questions one heading level", tuple(edits), safe=True)
