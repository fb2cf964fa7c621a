"""The words for true and false in a quiz's language, for targets that want them written."""

from __future__ import annotations

from functools import cache

from quizkit.locale import locale_for

_ENGLISH = ("True", "False")


@cache
def truth_words(language: str | None) -> tuple[str, str]:
    """The usual words of a language (BCP 47), English ones where they are not known."""
    locale = locale_for(language)
    true, false = ((locale.words("truth", key) if locale else ()) for key in ("true", "false"))
    return (_titled(true[0]), _titled(false[0])) if true and false else _ENGLISH


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]
