"""The words for true and false in a quiz's language, for targets that want them written."""

from __future__ import annotations

from functools import cache

from quizkit.locale import load_locale, locale_codes, locale_for

_ENGLISH = ("True", "False")


@cache
def truth_words(language: str | None) -> tuple[str, str]:
    """The usual words of a language (BCP 47), English ones where they are not known."""
    locale = locale_for(language)
    true, false = ((locale.words("truth", key) if locale else ()) for key in ("true", "false"))
    return (_titled(true[0]), _titled(false[0])) if true and false else _ENGLISH


def truth_of(word: str) -> bool | None:
    """Whether a word says true or false in some language; None for neither."""
    return _table().get(word.strip().lower().rstrip("."))


@cache
def _table() -> dict[str, bool]:
    """The words of all languages, but those that mean the one here and the other there."""
    said: dict[str, set[bool]] = {"true": {True}, "false": {False}}
    for code in locale_codes():
        locale = load_locale(code)
        for key in (True, False):
            for word in locale.words("truth", str(key).lower()):
                said.setdefault(word.lower(), set()).add(key)
    return {word: key for word, (key, *others) in said.items() if not others}


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]
