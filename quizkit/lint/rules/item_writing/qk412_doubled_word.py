"""QK412 doubled-word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule


class DoubledWord(Rule):
    """See ``explanation``."""

    code, name, severity = "QK412", "doubled-word", Severity.WARNING
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl")
    explanation = (
        'A little word stands there twice, as in "the the". Only words are looked for that are '
        "never doubled on purpose in the quiz's language (Haladyna and others 2002, guideline "
        "12: proofread)."
    )
    bad = (
        "---\nlanguage: en\n---\n\n## Which is the the even number?\n\n- ✅ 2\n- ❌ 3\n",
        "---\nlanguage: de\n---\n\n## Wer kam mit mit dem Zug?\n\n- ✅ Anna\n- ❌ Otto\n",
    )
    good = (
        "---\nlanguage: en\n---\n\n## Which is the even number?\n\n- ✅ 2\n- ❌ 3\n",
        "---\nlanguage: fr\n---\n\n## Quand vous vous levez, que dites-vous ?\n\n- ✅ bonjour\n"
        "- ❌ bonsoir\n",
    )
    fixed = (
        "---\nlanguage: en\n---\n\n## Which is the even number?\n\n- ✅ 2\n- ❌ 3\n",
        "---\nlanguage: de\n---\n\n## Wer kam mit dem Zug?\n\n- ✅ Anna\n- ❌ Otto\n",
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        words = doc.words("doubled")
        if not words or not doc.doubled_words & set(words):
            return
        for found in doc.matches(_pattern(words)):
            word, both = found.match[1], found.match[0]
            span = doc.find(found.part, found.match.start(), found.match.end())
            one_line = span is not None and "\n" not in both
            yield self.on(
                found,
                doc,
                f'"{" ".join(both.split())}"',
                hint="write it once",
                fix=Fix("write it once", (Edit(span, word),), safe=False)
                if span and one_line
                else None,
            )


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?<![\w'’.-])({known})[ \t]*[ \t\n][ \t]*\1(?![\w'’-])", re.IGNORECASE)
