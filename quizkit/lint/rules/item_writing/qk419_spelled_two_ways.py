"""QK419 spelled-two-ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document, Found
from quizkit.lint.rule import Rule

_INNER = re.compile(r"[a-zа-яё][A-ZА-ЯЁ]")
_LETTERS = re.compile(r"[^\W\d_]+")
_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_LEAST_LETTERS = 5
_CLEARLY = 2
_MOST_TERMS = 100
"""Terms that are looked at in one file: more would take long, and hardly be terms."""


class SpelledTwoWays(Rule):
    """See ``explanation``."""

    code, name, severity = "QK419", "spelled-two-ways", Severity.INFO
    whole = True
    explanation = (
        'A term is written with a hyphen here and in one word there ("e-mail", "email"), or its '
        'capitals differ ("JavaScript", "Javascript"). Students take two spellings for two '
        "things, and a typed answer matches only one of them."
    )
    bad = (
        "## What does a data-base hold?\n\n- ✅ tables\n- ❌ chairs\n\n"
        "## Which database is free?\n\n- ✅ one\n- ❌ none\n\n"
        "## Who asks a database?\n\n- ✅ you\n- ❌ me\n"
    )
    good = (
        "## What does a database hold?\n\n- ✅ tables\n- ❌ chairs\n\n"
        "## Which database is free?\n\n- ✅ one\n- ❌ none\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:
        """Group the words that are equal without hyphens and capitals."""
        terms = [*_hyphened(doc), *_with_inner_capitals(doc)][:_MOST_TERMS]
        if not terms:
            return
        spelled = sorted({re.escape(term) for term in terms}, key=len, reverse=True)
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(spelled)})(?![\w-])", re.IGNORECASE)
        number: defaultdict[str, Counter[str]] = defaultdict(Counter)
        first: dict[str, Found] = {}
        for found in doc.matches(pattern):
            word = found.match[0]
            if not word.isupper():
                number[word.replace("-", "").lower()][word] += 1
                first.setdefault(word, found)
        for spellings in number.values():
            if len(spellings) > 1:
                yield from self._told(spellings, first, doc)

    def _told(
        self, spellings: Counter[str], first: dict[str, Found], doc: Document
    ) -> Iterator[Diagnostic]:
        groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for word, times in spellings.items():
            groups[_form(word)][word] += times
        if len(groups) < 2:
            return
        ranked = sorted(groups.values(), key=lambda group: -group.total())
        usual, rare = ranked[0], ranked[1]
        if usual.total() < _CLEARLY * rare.total():
            return
        word, other = rare.most_common(1)[0][0], usual.most_common(1)[0][0]
        times = usual.total()
        yield self.on(
            first[word],
            doc,
            f'"{word}" is written "{other}" in {times} other places',
            hint=f'write "{other}" here too, if the same is meant',
        )


def _hyphened(doc: Document) -> Iterator[str]:
    """Words with a hyphen that stand without it, too; both spellings."""
    for token in sorted(token for token in doc.vocabulary if "-" in token):
        for word in _HYPHENED.findall(token):
            joined = word.replace("-", "")
            if len(joined) >= _LEAST_LETTERS and joined in doc.vocabulary and _is_plain(word):
                yield word
                yield joined


def _with_inner_capitals(doc: Document) -> Iterator[str]:
    """Words with capitals inside that stand with others, too."""
    text = doc.reading.text
    words: set[str] = set()
    for match in _INNER.finditer(text):
        start = match.start()
        while start and text[start - 1].isalpha():
            start -= 1
        found = _LETTERS.match(text, start)
        if found is not None:
            words.add(found[0])
            if len(words) > _MOST_TERMS:
                break
    lowered = text.lower() if words else ""
    for word in sorted(words):
        otherwise = text.count(word) != lowered.count(word.lower())
        if otherwise and len(word) >= _LEAST_LETTERS and _is_plain(word):
            yield word


def _is_plain(word: str) -> bool:
    """Whether a word is of one alphabet: not a foreign one with an ending of the quiz's own."""
    return word.isascii() or not any(char.isascii() and char.isalpha() for char in word)


def _form(word: str) -> str:
    """What counts as a spelling: hyphens, and capitals inside a part.

    A sentence may begin with the word, and a title may have each part of it in capitals.
    """
    parts = word.split("-")
    return "-".join("".join("A" if char.isupper() else "a" for char in part[1:]) for part in parts)
