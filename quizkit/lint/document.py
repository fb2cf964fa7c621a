"""What rules look at: a reading, and what several of them ask of it, found once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import compress, islice
from operator import eq
from typing import NamedTuple, TypeVar, cast

from quizkit.diagnostics import Diagnostic, Span
from quizkit.lint.language import guess_language
from quizkit.lint.parts import Part, parts
from quizkit.lint.phrases import Phrases
from quizkit.lint.prose import prose, rendered_length
from quizkit.locale import Locale, Phrasebook, locale_for, phrasebook
from quizkit.model import Choice
from quizkit.reading import QuestionReading, Reading
from quizkit.text_lines import TextLines

T = TypeVar("T")
_FRONT_LANGUAGE = re.compile(r"---[ \t]*\n(?:(?!---|\.\.\.).*\n)*?language[ \t]*:")


_STRETCH = 1 << 16
"""Characters of a text that are split into words together."""


def _words_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What stands between spaces, in lower case, and what of it stands right after itself.

    A stretch at a time, for a bank is large.
    """
    known: set[str] = set()
    doubled: set[str] = set()
    start, last = 0, ""
    while start < len(text):
        end = text.find("\n", start + _STRETCH) + 1 or len(text)
        words = [last, *text[start:end].lower().split()]
        known.update(words)
        doubled.update(compress(words, map(eq, words, islice(words, 1, None))))
        start, last = end, words[-1]
    return frozenset(known - {""}), frozenset(doubled - {""})


class Found(NamedTuple):
    """A match in a piece of content. Its offsets are those of the content's source."""

    part: Part
    match: re.Match[str]

    @property
    def question(self) -> QuestionReading:
        """The question that it was found in."""
        return self.part.question


class Document:
    """A reading with its lines and the words of its language."""

    def __init__(
        self, reading: Reading, options: Mapping[tuple[str, str], float] | None = None
    ) -> None:
        self.reading = reading
        self.options = options or {}
        """What the settings say of a rule's options, by its code and the option's name."""
        self.quiz = reading.quiz
        self.questions: tuple[QuestionReading, ...] = reading.questions
        self._lengths: dict[int, list[int]] = {}
        self.suppressed: list[tuple[Diagnostic, str]] = []
        """The findings that comments suppress, each with the reason given there."""
        self._phrases: dict[str, Phrases] = {}
        self._found: dict[object, object] = {}
        self._about: tuple[QuestionReading | None, dict[object, object]] = (None, {})

    def of_one(self, question: QuestionReading) -> Document:
        """The same document, in which only one question's contents are looked at."""
        first, last = question.span.line, self.last_line(question.number - 1)
        text = "\n".join(self.lines[first - 1 : last])
        part = copy(self)
        part._found = {}
        part.__dict__["parts"] = list(parts(question))
        part.__dict__["_words"] = _words_in(text)
        return part

    def once(self, find: Callable[[Document], T]) -> T:
        """What a function finds in the document, found once however often it is asked for."""
        if find not in self._found:
            self._found[find] = find(self)
        return cast(T, self._found[find])

    def about(self, question: QuestionReading, find: Callable[[QuestionReading], T]) -> T:
        """What a function finds in one question, found once while it is that question's turn."""
        if self._about[0] is not question:
            self._about = (question, {})
        known = self._about[1]
        if find not in known:
            known[find] = find(question)
        return cast(T, known[find])

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines of the text, the first at index 0."""
        return TextLines(self.reading.text)

    def line(self, number: int) -> str:
        """A line by its number, counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @cached_property
    def starts(self) -> list[int]:
        """The line at which each question starts."""
        return [question.span.line for question in self.questions]

    @cached_property
    def is_json(self) -> bool:
        """Whether the source is a canonical document, in which characters may be escaped."""
        return self.reading.text.lstrip()[:1] == "{"

    # -- language ---------------------------------------------------------------------------

    @cached_property
    def says_language(self) -> bool:
        """Whether the source says its language, be it that it has none (``und``)."""
        if self.is_json or (self.reading.dialect and self.quiz.language is not None):
            return self.quiz.language is not None
        return _FRONT_LANGUAGE.match(self.reading.text) is not None

    @cached_property
    def language(self) -> str | None:
        """The quiz's language: named, recognised by its instructions, or by its words."""
        if self.quiz.language is not None or self.says_language:
            return self.quiz.language
        return self.guessed_language

    @cached_property
    def guessed_language(self) -> str | None:
        """The language that the quiz's words tell; None where they are too few."""
        return guess_language(prose(part.content.source) for part in self.parts)

    @cached_property
    def locale(self) -> Locale | None:
        """The words of the quiz's language; None where there are none."""
        return locale_for(self.language)

    @cached_property
    def book(self) -> Phrasebook:
        """The words of all languages, the quiz's own first."""
        return phrasebook(self.quiz.language)

    def words(self, key: str, section: str = "lint") -> tuple[str, ...]:
        """Words of the quiz's language that rules rest on; none for an unknown language."""
        return self.locale.words(section, key) if self.locale else ()

    def phrases(self, key: str) -> Phrases:
        """As :meth:`words`, to ask whether a whole text is one of them."""
        found = self._phrases.get(key)
        if found is None:
            found = self._phrases[key] = Phrases(self.words(key))
        return found

    # -- content ----------------------------------------------------------------------------

    @cached_property
    def parts(self) -> list[Part]:
        """Every piece of content of every question."""
        return [part for question in self.questions for part in parts(question)]

    def has(self, *signs: str) -> bool:
        """Whether any of some strings stands anywhere: a cheap look before a dear one."""
        return self.is_json or any(sign in self.reading.text for sign in signs)

    @property
    def vocabulary(self) -> frozenset[str]:
        """What stands between spaces, punctuation with it, in lower case, each once."""
        return self._words[0]

    @property
    def doubled_words(self) -> frozenset[str]:
        """Every word of the text, in lower case, that stands somewhere right after itself."""
        return self._words[1]

    @cached_property
    def _words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The vocabulary and the doubled words."""
        return _words_in(self.reading.text)

    def lengths(self, question: QuestionReading) -> list[int]:
        """What the options of a choice measure as rendered; nothing of fewer than three."""
        found = self._lengths.get(question.number)
        if found is None:
            asked = question.question
            found = []
            if isinstance(asked, Choice) and len(asked.options) > 2:
                found = [rendered_length(option.content) for option in asked.options]
            self._lengths[question.number] = found
        return found

    def matches(
        self, pattern: re.Pattern[str], view: Callable[[str], str] = prose, *, sign: str = ""
    ) -> Iterator[Found]:
        """Every match of a pattern in a view of the contents that keeps their length.

        With ``sign`` only contents are looked at that hold it, else those that match unviewed:
        most do not, and a view costs more.
        """
        for part in self.parts:
            source = part.content.source
            if (sign not in source) if sign else (pattern.search(source) is None):
                continue
            for match in pattern.finditer(view(source)):
                yield Found(part, match)

    # -- places -----------------------------------------------------------------------------

    def last_line(self, index: int) -> int:
        """The last line that belongs to a question, by its index."""
        if index + 1 < len(self.starts):
            return self.starts[index + 1] - 1
        return len(self.lines)

    def place_of(self, found: Found) -> Span:
        """Where a match was written."""
        return self.place(found.part, found.match.start(), found.match.end())

    def place(self, part: Part, start: int, end: int) -> Span:
        """Where a range of a content's source was written; its part's span where that is lost.

        Content is the author's own text without markers, attributes and indentation, so the
        lines of the one are parts of the lines of the other.
        """
        return self.find(part, start, end) or part.question.where(*part.path)

    def find(self, part: Part, start: int, end: int) -> Span | None:
        """As :meth:`place`; None where the text as written differs."""
        source = part.content.source
        begin = source.rfind("\n", 0, start) + 1
        until = source.find("\n", start)
        line = source[begin : until if until >= 0 else len(source)]
        wanted = line.strip()
        offset = start - begin - (len(line) - len(line.lstrip()))
        length = min(end, begin + len(line)) - start
        # The exact line first; then the piece alone, where an instruction was taken out of it.
        for needle, at in ((wanted, offset), (source[start : start + length], 0)):
            if not needle.strip():
                continue
            for number in self._lines_of(part):
                column = self.lines[number - 1].find(needle)
                if column >= 0:
                    column += at
                    return Span(number, column + 1, number, column + 1 + length)
        return None

    def _lines_of(self, part: Part) -> Iterator[int]:
        """The lines that a part may stand in: from its own first one, else the question's."""
        question = part.question
        first = question.where(*part.path).line
        last = self.last_line(question.number - 1)
        yield from range(first, last + 1)
        yield from range(question.span.line, min(first, last + 1))
