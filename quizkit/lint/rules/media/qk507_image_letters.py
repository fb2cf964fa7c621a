"""QK507 image-letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading

_LETTER = re.compile(r"\W*[^\W\d_]\W*")


class ImageLetters(Rule):
    """See ``explanation``."""

    code, name, severity = "QK507", "image-letters", Severity.INFO
    types = (Choice,)
    explanation = (
        "The options are bare letters, and what they stand for is only in the picture. A student "
        "who cannot see it cannot choose, and where options are shuffled everybody is confused "
        "(WCAG 2.2, 1.1.1). Say in words what each letter shows, or give each option its own "
        "picture."
    )
    bad = "## Which is the leaf?\n\n![A plant with four parts marked](plant.png)\n\n- ✅ A\n- ❌ B\n- ❌ C\n"
    good = (
        "## Which is the leaf?\n\n![A plant with four parts marked](plant.png)\n\n"
        "- ✅ A, the green part\n- ❌ B, the brown part\n- ❌ C, the part under ground\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        stem = asked.stem.source
        if ("![" not in stem and "<img" not in stem) or len(asked.options) < 2:
            return
        if all(_LETTER.fullmatch(option.content.source) for option in asked.options):
            yield self.at(
                question,
                ("options", 0),
                "what the letters stand for is only in the picture",
                hint="say in each option what its letter shows",
            )
