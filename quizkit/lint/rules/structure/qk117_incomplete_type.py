"""QK117 incomplete-type."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.compare import seen
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Cloze, Matching, Ordering
from quizkit.naming import excerpt
from quizkit.reading import QuestionReading


class IncompleteType(Rule):
    """See ``explanation``."""

    code, name, severity = "QK117", "incomplete-type", Severity.ERROR
    types = (Matching, Ordering, Cloze)
    vital = True
    silences = ("QK107", "QK2", "QK4")
    explanation = (
        "The question lacks what its type needs: a matching question two pairs or more, an "
        "ordering question three different items or more, a text with gaps a gap. A gap "
        "inside code is none."
    )
    bad = (
        "## Match each country with its capital {.matching}\n"
        "\n"
        "| Country | Capital |\n"
        "| --- | --- |\n"
        "| France | Paris |\n"
    )
    good = (
        "## Match each country with its capital {.matching}\n"
        "\n"
        "| Country | Capital |\n"
        "| --- | --- |\n"
        "| France | Paris |\n"
        "| Italy | Rome |\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        if question.broken:
            return
        message, hint = "", "add what is missing"
        if isinstance(asked, Matching):
            if len(asked.pairs) < 2:
                message = "a matching question needs two pairs or more"
        elif isinstance(asked, Ordering):
            items = [seen(item) for item in asked.items]
            if len(items) < 3:
                message = (
                    f"a question of order needs three items or more; this one has {len(items)}"
                )
                hint = "add an item, or ask which of two comes first"
            elif len(set(items)) < len(items):
                twice = next(item for item in items if items.count(item) > 1)
                message = f'the item "{excerpt(twice)}" stands there twice, so no order is right'
                hint = "say the item another way, or remove one"
        elif isinstance(asked, Cloze) and not asked.gaps:
            message = "there is no gap to fill"
            hint = "write one as {= answer}"
            if "`" in asked.stem.source:
                message += "; one inside code is none"
        if message:
            yield self.at(question, (), message, hint=hint)
