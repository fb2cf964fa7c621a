"""The words for true and false: those to write for a question, and those that are met."""

from __future__ import annotations

from functools import cache

from quizkit.formats.base import Feature, Job
from quizkit.formats.taken import words
from quizkit.locale import load_locale, locale_codes
from quizkit.model import Content, TrueFalse
from quizkit.truth_words import ENGLISH, Words, truth_words


def words_of(question: TrueFalse, language: str | None) -> Words:
    """The author's words, else the usual ones of the quiz's language."""
    return question.words or truth_words(language)


def adapt_words(job: Job, question: TrueFalse, target: str) -> None:
    """Say that a target has words of its own, where the author has others than the usual ones."""
    if question.words is not None:
        true, false = question.words
        job.adapt(
            question,
            Feature.TYPE,
            f'{target} shows its own words for true and false, not "{true}" and "{false}"',
        )


def met_words(true: Content, false: Content) -> Words | None:
    """The words of a source, where they are not English ones, which go without saying."""
    said = words(true.source), words(false.source)
    return None if said == ENGLISH else said


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
