"""QK414 option-style."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.prose import shown
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading

_LEAST_WORDS = 3


class OptionStyle(Rule):
    """See ``explanation``."""

    code, name, severity = "QK414", "option-style", Severity.INFO
    default = False
    types = (Choice,)
    explanation = (
        "Some options end with a full stop and some do not, or some begin with a capital and "
        "some do not. Options that are alike in form leave nothing to guess from (Haladyna and "
        "others 2002, guideline 23). Options of three words and more are compared."
    )
    bad = (
        "## Why do leaves fall?\n\n- ✅ The tree seals them off.\n- ❌ The wind is too strong.\n"
        "- ❌ The roots are too short\n- ❌ The birds need them\n",
        "## Why do leaves fall?\n\n- ✅ The tree seals them off\n- ❌ the wind is too strong\n"
        "- ❌ the roots are too short\n- ❌ The birds need them\n",
    )
    good = (
        "## Why do leaves fall?\n\n- ✅ The tree seals them off\n- ❌ The wind is too strong\n"
        "- ❌ The roots are too short\n- ❌ The birds need them\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        sources = [option.content.source for option in asked.options]
        if any("`" in text or "$" in text or "![" in text or "\n" in text for text in sources):
            return
        texts = [shown(option.content) for option in asked.options]
        if len(texts) < 2 or any(len(text.split()) < _LEAST_WORDS for text in texts):
            return
        stops = [text.endswith((".", "。")) for text in texts]
        capitals = [text[0].isupper() for text in texts if text[0].isalpha()]
        if any(stops) and not all(stops):
            how = "some options end with a full stop, some do not"
        elif len(capitals) == len(texts) and any(capitals) and not all(capitals):
            how = "some options begin with a capital, some do not"
        else:
            return
        yield self.at(question, ("options", 0), how, hint="write all options alike")
