"""QK515 untranslated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.language import language_name, stop_words
from quizkit.lint.parts import Part
from quizkit.lint.prose import prose, words_pattern
from quizkit.lint.rule import Rule
from quizkit.locale import base_language

_LEAST_WORDS, _LEAST_STOPS = 7, 3
_MOST_OFTEN = 0.2
"""Above this share the other language is what the quiz is about."""
_FEWEST_MEANT = 3
"""Texts of one kind in another language that are no slip any more, if they are many of it."""
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(
    r"[\"“„«][^\"”“»\n]*[\"”“»]|(\*\*|__|[*_])(?=\S).+?(?<=\S)\1|^\s*>.*$", re.MULTILINE | re.DOTALL
)


class Untranslated(Rule):
    """See ``explanation``."""

    code, name, severity = "QK515", "untranslated", Severity.WARNING
    whole = True
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        "A text is in another language than the quiz: it was forgotten in translation, or stems "
        "from another quiz. At least seven words are needed, with three different function words "
        "of the other language and none of the quiz's own. Quotations, emphasised words and code "
        "are left alone, and so are quizzes that use another language throughout."
    )
    bad = (
        "---\nlanguage: de\n---\n\n## Welche der Zahlen ist gerade?\n\n"
        "- ✅ zwei\n- ❌ drei\n\n### Erklärung\n\nThe answer is two, for it is the double of one.\n",
        "---\nlanguage: zh\n---\n\n## 哪个数是偶数？\n\n- ✅ 二\n- ❌ 三\n\n### 解析\n\n"
        "The answer is two, for it is the double of one.\n",
    )
    good = (
        "---\nlanguage: de\n---\n\n## Welche der Zahlen ist gerade?\n\n"
        "- ✅ zwei\n- ❌ drei\n\n### Erklärung\n\nDie Antwort ist zwei, das Doppelte von eins.\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        own = base_language(doc.language)
        if own is None or doc.locale is None or not doc.words("question_words"):
            return
        if not _may_be_foreign(doc, own):
            return
        found = _without_habits([*_without_outputs(list(_foreign(doc, own)))], doc)
        if len(found) > max(_MOST_OFTEN * len(doc.parts), 1):
            return
        for part, language in found:
            quiz = language_name(own)
            yield self.at(
                part.question,
                part.path,
                f"this is in {language_name(language)}; the quiz is in {quiz}",
                hint="translate it, or put it in quotation marks",
            )


def _may_be_foreign(doc: Document, own: str) -> bool:
    """Whether the text holds words of another language at all: most hold too few.

    One of the three that are needed may stand at a comma or a bracket, and not be seen here.
    """
    if doc.is_json:
        return True
    words = doc.vocabulary - frozenset(doc.words("stop"))
    others = (stops for code, stops in stop_words().items() if code != own)
    return any(len(stops & words) >= _LEAST_STOPS - 1 for stops in others)


def _without_outputs(found: list[tuple[Part, str]]) -> Iterator[tuple[Part, str]]:
    """Without options that are all foreign under a stem that is not: a program's output, say."""
    stems = {part.question.number for part, _ in found if part.path == ("stem",)}
    foreign = Counter(part.question.number for part, _ in found if _is_option(part))
    for part, language in found:
        question = part.question
        if _is_option(part) and question.number not in stems:
            options = getattr(question.question, "options", ())
            if foreign[question.number] == len(options):
                continue
        yield part, language


def _without_habits(found: list[tuple[Part, str]], doc: Document) -> list[tuple[Part, str]]:
    """Without kinds of text that are in another language throughout, as explanations may be."""
    every = Counter(_kind(part) for part in doc.parts)
    foreign = Counter(_kind(part) for part, _ in found)
    meant = {kind for kind, n in foreign.items() if n >= _FEWEST_MEANT and n * 3 > every[kind]}
    return [(part, language) for part, language in found if _kind(part) not in meant]


def _kind(part: Part) -> tuple[str | int, ...]:
    """A part's path without the numbers in it."""
    return tuple(step for step in part.path if isinstance(step, str))


def _is_option(part: Part) -> bool:
    return len(part.path) == 2 and part.path[0] == "options"


def _foreign(doc: Document, own: str) -> Iterator[tuple[Part, str]]:
    stops = frozenset(doc.words("stop"))
    ours = words_pattern(doc.words("stop"))
    for part in doc.parts:
        source = part.content.source
        if source.count(" ") < _LEAST_WORDS - 1:
            continue
        if ours is None:
            if not _mostly_latin(source):
                continue
        elif not stops.isdisjoint(source.lower().split()) or ours.search(source) is not None:
            continue
        language = _language_of(_QUOTED.sub(" ", prose(source)), own)
        if language is not None:
            yield part, language


def _mostly_latin(text: str) -> bool:
    return not any(char >= "\u3040" for char in text)


def _language_of(text: str, own: str) -> str | None:
    words = _WORD.findall(text.lower())
    if len(words) < _LEAST_WORDS:
        return None
    distinct = set(words)
    hits = {code: len(stops & distinct) for code, stops in stop_words().items() if code != own}
    best = max(hits, key=lambda code: hits[code], default=None)
    return best if best is not None and hits[best] >= _LEAST_STOPS else None
