"""The data files of languages: what the loader takes for granted."""

from __future__ import annotations

import pytest

from quizkit.locale import Phrasebook, chosen, load_locale, locale_codes, normalize_phrase

INSTRUCTIONS = ("one", "all", "count", "match", "order", "fill")


@pytest.mark.parametrize("code", locale_codes())
def test_phrases_stand_as_they_are_compared(code: str) -> None:
    locale = load_locale(code)
    for section in ("instruction", "heading", "truth", "answer_line"):
        for key in locale.tables.get(section, {}):
            phrases = locale.words(section, key)
            if key != "and":
                assert [normalize_phrase(p) for p in phrases] == [p.lower() for p in phrases], key
            assert len(set(phrases)) == len(phrases), (section, key)


@pytest.mark.parametrize("code", locale_codes())
def test_every_instruction_is_found(code: str) -> None:
    locale = load_locale(code)
    book = Phrasebook([code])
    for kind in INSTRUCTIONS:
        for phrase in locale.words("instruction", kind):
            found = book.instruction(phrase.replace("{n}", "3"))
            assert found is not None and found.language == code, phrase
            earlier = INSTRUCTIONS[: INSTRUCTIONS.index(kind)]
            assert found.kind == kind or any(
                phrase in locale.words("instruction", other) for other in earlier
            ), phrase


def test_a_phrase_with_choices_stands_for_all_of_them() -> None:
    offered = "(choose|pick) the (one|) right answer(s|)"
    assert list(chosen(offered)) == [
        f"{verb} the {one}right answer{s}"
        for verb in ("choose", "pick")
        for one in ("one ", "")
        for s in ("s", "")
    ]
    assert list(chosen("as it is")) == ["as it is"]


@pytest.mark.parametrize("code", ["en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh"])
def test_no_phrase_asks_for_one_answer_and_for_all(code: str) -> None:
    locale = load_locale(code)
    one, every = (set(locale.words("instruction", kind)) for kind in ("one", "all"))
    assert one and every and not one & every
