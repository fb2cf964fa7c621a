"""The words for true and false: a language's usual ones, and those that an author has instead."""

from __future__ import annotations

from functools import cache

from quizkit.locale import base_language, locale_codes, locale_for

ENGLISH = ("True", "False")
Words = tuple[str, str]
"""The words for true and for false, in this order."""


@cache
def truth_words(language: str | None) -> Words:
    """The usual words of a language (BCP 47), English ones where they are not known."""
    locale = locale_for(language)
    true, false = ((locale.words("truth", key) if locale else ()) for key in ("true", "false"))
    return (_titled(true[0]), _titled(false[0])) if true and false else ENGLISH


def own_words(words: Words, language: str | None) -> Words | None:
    """The words where they are not what is written anyway, in a language or where none is told."""
    languages = _usual().get(words)
    if languages is None:
        return words
    return None if language is None or base_language(language) in languages else words


def is_usual(words: Words) -> bool:
    """Whether these are some language's usual words."""
    return words in _usual()


@cache
def _usual() -> dict[Words, frozenset[str]]:
    """The usual words of each language, with the languages that have them."""
    found: dict[Words, set[str]] = {ENGLISH: {"en"}}
    for code in locale_codes():
        found.setdefault(truth_words(code), set()).add(code)
    return {words: frozenset(codes) for words, codes in found.items()}


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]
