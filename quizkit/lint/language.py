"""Which language a quiz is written in, by its function words, where it does not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from quizkit.locale import load_locale, locale_codes

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HAN = "[\u4e00-\u9fff]"
"""A pattern that takes long to compile, and that few texts need."""
_KANA = re.compile("[\u3041-\u30fe]")
_LEAST_WORDS = 40
_LEAST_SHARE = 0.12
"""Function words are a fifth to a third of running text, less in lists of terms."""
_CLEARLY = 1.6
_SAMPLE = 20_000


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """The function words of each language that has a list of them."""
    found = {code: frozenset(load_locale(code).words("lint", "stop")) for code in locale_codes()}
    return {code: words for code, words in found.items() if words}


def guess_language(texts: Iterable[str]) -> str | None:
    """The language of some prose; None where it is too short or not clearly one of those known."""
    sample = ""
    for text in texts:
        sample += text + "\n"
        if len(sample) > _SAMPLE:
            break
    han = 0 if sample.isascii() else len(re.findall(_HAN, sample))
    if han > 40 and not _KANA.search(sample):
        return "zh" if han * 3 > len(_WORD.sub("", sample)) else None
    words = Counter(_WORD.findall(sample.lower()))
    total = words.total()
    if total < _LEAST_WORDS:
        return None
    hits = {
        code: sum(words[word] for word in stops if word in words)
        for code, stops in stop_words().items()
    }
    ranked = sorted(hits, key=lambda code: -hits[code])
    best, second = ranked[0], ranked[1]
    if hits[best] < total * _LEAST_SHARE or hits[best] < hits[second] * _CLEARLY:
        return None
    return best


_NAMES = {
    "en": "English",
    "ru": "Russian",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "uk": "Ukrainian",
    "pl": "Polish",
    "zh": "Chinese",
}


def language_name(code: str) -> str:
    """A language's name in English, or its own name for itself."""
    if code in _NAMES:
        return _NAMES[code]
    return load_locale(code).name if code in locale_codes() else code
