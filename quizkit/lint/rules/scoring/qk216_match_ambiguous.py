"""QK216 match-ambiguous."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.compare import seen
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Matching
from quizkit.reading import QuestionReading


class MatchAmbiguous(Rule):
    """See ``explanation``."""

    code, name, severity = "QK216", "match-ambiguous", Severity.ERROR
    types = (Matching,)
    explanation = (
        "Two prompts of a matching question are equal and belong to different answers. A "
        "student cannot tell them apart, so which of the two answers is right is chance."
    )
    bad = (
        "## Match each word with its meaning {.matching}\n"
        "\n"
        "| Word | Meaning |\n"
        "| --- | --- |\n"
        "| bank | edge of a river |\n"
        "| bank | house of money |\n"
        "| bark | skin of a tree |\n"
    )
    good = (
        "## Match each word with its meaning {.matching}\n"
        "\n"
        "| Word | Meaning |\n"
        "| --- | --- |\n"
        "| bank | edge of a river |\n"
        "| bench | seat for several |\n"
        "| bark | skin of a tree |\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Matching)
        first: dict[str, int] = {}
        for index, pair in enumerate(asked.pairs):
            earlier = first.setdefault(seen(pair.left), index)
            if earlier != index and seen(asked.pairs[earlier].right) != seen(pair.right):
                yield self.at(
                    question,
                    ("pairs", index),
                    f"prompts {earlier + 1} and {index + 1} are equal, their answers are not",
                    hint="write in each what tells it from the other",
                )
