"""QK410 key-stands-out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.parts import Part
from quizkit.lint.prose import prose
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading

_BOLD = re.compile(r"\*\*\S[^*\n]*\*\*|__\S[^_\n]*__")
_STOPS = ".。"
_LEAST_WORDS = 3


class KeyStandsOut(Rule):
    """See ``explanation``."""

    code, name, severity = "QK410", "key-stands-out", Severity.INFO
    types = (Choice,)
    explanation = (
        "The right option alone ends with a full stop, alone lacks one, or alone has bold "
        "words. Students look for such signs (Haladyna and others 2002, guideline 28). The full "
        "stop counts where all options have three words or more."
    )
    bad = (
        "## Why do leaves fall?\n\n- ✅ The tree seals them off.\n"
        "- ❌ The wind is too strong\n- ❌ The roots are too short\n",
        "## Why do leaves fall?\n\n- ✅ The tree **seals** them off\n"
        "- ❌ The wind is too strong\n- ❌ The roots are too short\n",
    )
    good = (
        "## Why do leaves fall?\n\n- ✅ The tree seals them off.\n"
        "- ❌ The wind is too strong.\n- ❌ The roots are too short.\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        texts = [option.content.source.rstrip() for option in asked.options]
        keys = [i for i, option in enumerate(asked.options) if option.role is Role.KEY]
        if len(texts) < 3 or len(keys) != 1:
            return
        key = keys[0]
        if stands_alone([text[-1:] in _STOPS and text != "" for text in texts], key):
            if all(len(text.split()) >= _LEAST_WORDS for text in texts):
                yield self._stop(question, key, doc)
        elif "**" in texts[key] or "__" in texts[key]:
            bold = [_BOLD.search(prose(text)) is not None for text in texts]
            if bold[key] and stands_alone(bold, key):
                message = "only the right option has bold words"
                yield self.at(question, ("options", key), message)

    def _stop(self, question: QuestionReading, key: int, doc: Document) -> Diagnostic:
        asked = question.question
        assert isinstance(asked, Choice)
        content = asked.options[key].content
        text = content.source.rstrip()
        has = text[-1:] in _STOPS
        span = doc.find(Part(question, ("options", key), content), len(text) - 1, len(text))
        fix = None
        if span is not None:
            after = Span(span.line, span.end_column, span.line, span.end_column)
            edit = Edit(span, "") if has else Edit(after, ".")
            title = "remove the full stop" if has else "add a full stop"
            fix = Fix(title, (edit,), safe=False)
        return self.at(
            question,
            ("options", key),
            "only the right option " + ("ends" if has else "does not end") + " with a full stop",
            hint="end all options alike",
            fix=fix,
        )


def stands_alone(signs: list[bool], index: int) -> bool:
    """Whether one of a list differs from all the others, which are alike."""
    others = signs[:index] + signs[index + 1 :]
    return len(set(others)) == 1 and signs[index] is not others[0]
