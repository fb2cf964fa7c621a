"""What rules look at: a reading, and what several of them ask of it, found once."""

from __future__ import annotations

from functools import cached_property

from quizkit.locale import Locale, Phrasebook, locale_for, phrasebook
from quizkit.reading import QuestionReading, Reading


class Document:
    """A reading with its lines and the words of its language."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.quiz = reading.quiz
        self.questions: tuple[QuestionReading, ...] = reading.questions

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, the first at index 0."""
        return self.reading.text.split("\n")

    def line(self, number: int) -> str:
        """A line by its number, counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @cached_property
    def starts(self) -> list[int]:
        """The line at which each question starts."""
        return [question.span.line for question in self.questions]

    @cached_property
    def locale(self) -> Locale | None:
        """The words of the quiz's language; None where there are none."""
        return locale_for(self.quiz.language)

    @cached_property
    def book(self) -> Phrasebook:
        """The words of all languages, the quiz's own first."""
        return phrasebook(self.quiz.language)

    def words(self, key: str, section: str = "lint") -> tuple[str, ...]:
        """Words of the quiz's language that rules rest on; none for an unknown language."""
        return self.locale.words(section, key) if self.locale else ()

    def last_line(self, index: int) -> int:
        """The last line that belongs to a question, by its index."""
        if index + 1 < len(self.starts):
            return self.starts[index + 1] - 1
        return len(self.lines)
