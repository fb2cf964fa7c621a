"""The data files of languages: what the loader takes for granted."""

from __future__ import annotations

import pytest

from quizkit.locale import load_locale, locale_codes, normalize_phrase


@pytest.mark.parametrize("code", locale_codes())
def test_phrases_stand_as_they_are_compared(code: str) -> None:
    locale = load_locale(code)
    for section in ("instruction", "heading", "truth", "answer_line"):
        for key, phrases in locale.tables.get(section, {}).items():
            if key != "and":
                assert [normalize_phrase(p) for p in phrases] == [p.lower() for p in phrases], key
            assert len(set(phrases)) == len(phrases), (section, key)


@pytest.mark.parametrize("code", ["en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh"])
def test_no_phrase_asks_for_one_answer_and_for_all(code: str) -> None:
    locale = load_locale(code)
    one, every = (set(locale.words("instruction", kind)) for kind in ("one", "all"))
    assert one and every and not one & every
