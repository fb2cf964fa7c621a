"""QK404 absolute-distractors."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.letters import is_letter_set
from quizkit.lint.prose import prose, words_pattern
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading


class AbsoluteDistractors(Rule):
    """See ``explanation``."""

    code, name, severity = "QK404", "absolute-distractors", Severity.INFO
    types = (Choice,)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        'Every wrong option says "always", "never", "only" or the like, and no right one does. '
        "Students know that such claims are seldom true (Haladyna and others 2002, guideline "
        "28). Three wrong options at least are needed."
    )
    bad = (
        "---\nlanguage: en\n---\n\n## When does a cache help?\n\n- ✅ When reads repeat\n"
        "- ❌ Always\n- ❌ Only at night\n- ❌ Never on servers\n",
        "---\nlanguage: de\n---\n\n## Wann hilft ein Cache?\n\n- ✅ Bei mehrfachem Lesen\n"
        "- ❌ Immer\n- ❌ Nur nachts\n- ❌ Niemals auf Servern\n",
    )
    good = (
        "---\nlanguage: en\n---\n\n## When does a cache help?\n\n- ✅ When reads repeat\n"
        "- ❌ Always\n- ❌ At night\n- ❌ On servers\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        pattern = words_pattern(doc.words("absolute"))
        if pattern is None or len(asked.options) < 4 or not _may_be(asked, doc.words("absolute")):
            return
        said: list[str] = []
        for option in asked.options:
            found = pattern.search(prose(option.content.source))
            if option.role is Role.DISTRACTOR:
                if found is None:
                    return
                said.append(found[0].lower())
            elif found is not None:
                return
        keys = any(option.role is Role.KEY for option in asked.options)
        if len(said) < 3 or not keys or any(is_letter_set(o.content) for o in asked.options):
            return
        words = ", ".join(f'"{word}"' for word in dict.fromkeys(said))
        first = next(i for i, o in enumerate(asked.options) if o.role is Role.DISTRACTOR)
        yield self.at(
            question,
            ("options", first),
            f"every wrong option says {words}, and no right one does",
            hint="such words give wrong options away",
        )


def _may_be(asked: Choice, words: tuple[str, ...]) -> bool:
    """Whether the first wrong option has such a word: a quick look for most questions."""
    for option in asked.options:
        if option.role is Role.DISTRACTOR:
            text = option.content.source.lower()
            return any(word in text for word in words)
    return False
