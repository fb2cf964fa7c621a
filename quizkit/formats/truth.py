"""The words for true and false in a quiz's language, for targets that want them written."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"[a-z]{2,3}")
_SECTION = re.compile(r"^\[truth\][^\[]*(?:\[(?!\w+\]\s*$)[^\[]*)*", re.MULTILINE)
_ENGLISH = ("True", "False")


@cache
def truth_words(language: str | None) -> tuple[str, str]:
    """The usual words of a language (BCP 47), English ones where they are not known."""
    name = (language or "en").lower().partition("-")[0].partition("_")[0]
    if name == "en" or not _NAME.fullmatch(name):
        return _ENGLISH
    data = files("quizkit") / "locales" / f"{name}.toml"
    if not data.is_file():
        return _ENGLISH
    # Only this section is parsed: the files hold thousands of phrases that readers need.
    section = _SECTION.search(data.read_text(encoding="utf-8"))
    words = tomllib.loads(section[0]).get("truth", {}) if section else {}
    if not words.get("true") or not words.get("false"):
        return _ENGLISH
    return _titled(words["true"][0]), _titled(words["false"][0])


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]
