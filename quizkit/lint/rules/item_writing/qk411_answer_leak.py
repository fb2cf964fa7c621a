"""QK411 answer-leak."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity
from quizkit.lint.document import Document
from quizkit.lint.parts import Part
from quizkit.lint.prose import prose
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading

_MARKS = re.compile(r"[ \t]+(?:[✓✔☑✅]\ufe0f?|[*_]{0,2}<?(?:←|⇐|⬅\ufe0f?|<--?|<=)(?:[ \t].*)?)$")
_BRACKET = re.compile(r"[ \t]*[*_]{0,2}[(\[（]([^()\[\]（）\n]{1,40})[)\]）][*_]{0,2}$")
_SIGN = re.compile(r"[✓✔☑✅←⇐⬅]|<[-=]|[)\]）][*_]*\s*$", re.MULTILINE)
_ARROWS = re.compile(r"[←→↑↓⇐⇒⬅➡]|<-|->|<=|=>")


class AnswerLeak(Rule):
    """See ``explanation``."""

    code, name, severity = "QK411", "answer-leak", Severity.ERROR
    types = (Choice,)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        'A note of the author\'s, such as "(correct)", a check mark or an arrow, was left at the '
        "end of an option. Students would read it."
    )
    bad = (
        "---\nlanguage: en\n---\n\n## Which number is even?\n\n- ✅ two (correct)\n- ❌ three\n",
        "---\nlanguage: ru\n---\n\n## Какое число чётное?\n\n- ✅ два (верно)\n- ❌ три\n",
        "## Which number is even?\n\n- ✅ two ✓\n- ❌ three\n",
        "## Which number is even?\n\n- ✅ two ← this one\n- ❌ three\n",
    )
    good = (
        "---\nlanguage: en\n---\n\n## Which number is even?\n\n- ✅ two (2)\n- ❌ three (3)\n",
        "## Which key goes back?\n\n- ✅ The key ←\n- ❌ The key →\n",
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        leaks = [self._leak(option.content.source, doc) for option in asked.options]
        if not any(leaks) or all(leaks):
            return
        for index, leak in enumerate(leaks):
            if leak is None or _is_about(asked, index, leak[0]):
                continue
            part = Part(question, ("options", index), asked.options[index].content)
            span = doc.find(part, leak.start(), leak.end())
            said = leak[0].strip()
            yield self.at(
                question,
                ("options", index),
                f'students would read "{said}"',
                hint="remove it",
                fix=Fix(f'remove "{said}"', (Edit(span, ""),), safe=False) if span else None,
            )

    @staticmethod
    def _leak(text: str, doc: Document) -> re.Match[str] | None:
        """A note at the end of the first line of an option."""
        if _SIGN.search(text) is None:
            return None
        bare = prose(text.split("\n", 1)[0].rstrip())
        found = _MARKS.search(bare)
        if found is None:
            found = _BRACKET.search(bare)
            words = doc.words("answer_mark")
            if found is None or found[1].strip(" !.✓✔✅").lower() not in words:
                return None
        return found if bare[: found.start()].strip(" *_`") else None


def _is_about(asked: Choice, index: int, leak: str) -> bool:
    """Whether signs of that kind are what the options are about."""
    if _ARROWS.search(leak) is None:
        return False
    others = (o.content.source for i, o in enumerate(asked.options) if i != index)
    return any(_ARROWS.search(text) for text in others) or bool(_ARROWS.search(asked.stem.source))
