"""QK307 feedback-names-letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import NO_FEEDBACK, Choice, Content
from quizkit.reading import QuestionReading

_BARE = re.compile(r"\W*\w\W*")
_CODE = re.compile(r"(`+).*?\1", re.DOTALL)


class FeedbackNamesLetter(Rule):
    """See ``explanation``."""

    code, name, severity = "QK307", "feedback-names-letter", Severity.WARNING
    types = (Choice,)
    explanation = (
        "Feedback names an option by its letter, and the options are shuffled: for most "
        "students another option stands there. Name it by its text."
    )
    bad = (
        "---\n"
        "language: en\n"
        "---\n"
        "\n"
        "## Which number is even?\n"
        "\n"
        "- ✅ two\n"
        "- ❌ three\n"
        "\n"
        "### Explanation\n"
        "\n"
        "Only option A has two halves.\n"
    )
    good = (
        "---\n"
        "language: en\n"
        "---\n"
        "\n"
        "## Which number is even?\n"
        "\n"
        "- ✅ two\n"
        "- ❌ three\n"
        "\n"
        "### Explanation\n"
        "\n"
        "Only two has two halves.\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        if not asked.shuffle or doc.locale is None or not _has_feedback(asked):
            return
        words = doc.once(_option_words)
        pattern = _pattern(words)
        if pattern is None:
            return
        for content, path in _feedback(asked):
            lowered = content.source.lower()
            if not any(word in lowered for word in words):
                continue
            for found in pattern.finditer(_CODE.sub("", content.source)):
                index = _index(found[1])
                if 0 <= index < len(asked.options) and not _are_letters(asked):
                    yield self.at(
                        question,
                        path,
                        f'says "{found[0]}", but the options are shuffled',
                        hint="name the option by its text, or write shuffle=false",
                    )
                    break


def _are_letters(question: Choice) -> bool:
    """Whether an option is nothing but a letter: then that is its name."""
    return any(_BARE.fullmatch(option.content.source) for option in question.options)


def _option_words(doc: Document) -> tuple[str, ...]:
    """The words for an option that stand somewhere in the text: few, if any."""
    words = doc.words("option", "heading")
    if doc.is_json:
        return words
    known = "\n".join(doc.vocabulary)
    return tuple(word for word in words if all(part in known for part in word.split()))


def _has_feedback(question: Choice) -> bool:
    return question.feedback != NO_FEEDBACK or any(o.feedback for o in question.options)


def _feedback(question: Choice) -> Iterator[tuple[Content, tuple[str | int, ...]]]:
    whole = question.feedback
    for name in ("general", "correct", "partial", "incorrect"):
        content: Content | None = getattr(whole, name)
        if content is not None:
            yield content, ("feedback", name)
    for index, option in enumerate(question.options):
        if option.feedback is not None:
            yield option.feedback, ("options", index)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """A word for an option and a capital letter, or a letter and a bracket."""
    if not words:
        return None
    named = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    letter = r"[A-HА-Е](?![\w'’.]\w| [a-zа-я]{0,2}[A-ZА-Я])|[a-hа-е](?=\))"
    return re.compile(rf"\b(?i:{named})\s*:?\s+[*_(\"]{{0,3}}({letter})(?!\w)")


def _index(char: str) -> int:
    """The place of an option by its letter, Latin or Cyrillic."""
    alphabet = "abcdefgh" if char.isascii() else "абвгде"
    return alphabet.find(char.lower())
