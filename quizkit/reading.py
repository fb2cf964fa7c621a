"""What reading a source gives: the quiz, where its parts were written, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from quizkit.diagnostics import Diagnostic, Span
from quizkit.model import Question, Quiz

SpanPath = tuple[str | int, ...]
"""A path into a question: ``()`` the whole, ``("stem",)``, ``("options", 1)``,
``("options", 1, "feedback")``, ``("feedback", "general")``, ``("hints", 0)`` ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A phrase such as "choose all that apply", found in a stem and removed from it.

    ``kind`` is one, all, count, match, order or fill; ``count`` goes with count.
    """

    kind: str
    text: str
    span: Span
    count: int | None = None


class Explained(NamedTuple):
    """One heading of an explanation that opened an option's feedback.

    ``tail`` is what stands after the option's name ("does not fit"), ``marker`` the role that
    the heading's own marker says, ``how`` one of text, number, likeness.
    """

    option: int
    span: Span
    how: str
    heading: str
    tail: str = ""
    marker: str | None = None


_NO_SPANS: Mapping[SpanPath, Span] = {}


class QuestionReading(NamedTuple):
    """One question as it was read, with what only its source tells."""

    question: Question
    number: int
    """Its place among the questions of the file, from 1."""
    span: Span
    end: int = 0
    """The first line, counted from 1, that is no part of it; 0 where that is not known."""
    spans: Mapping[SpanPath, Span] = _NO_SPANS
    diagnostics: tuple[Diagnostic, ...] = ()
    instruction: Instruction | None = None
    explained: tuple[Explained, ...] = ()
    level: int = 0
    """The level of its heading; 0 without one."""
    title_number: int | None = None
    """The number that the heading gives it ("Question 3", "3."), if any."""
    explicit_id: bool = False
    marker_style: str = ""
    """How its options are marked: emoji, task, custom, letter, or nothing."""

    @property
    def broken(self) -> bool:
        """Whether a finding of level error keeps the question out of an export."""
        return any(d.severity == "error" for d in self.diagnostics)

    def where(self, *path: str | int) -> Span:
        """The span of a part, or the nearest enclosing one."""
        while path:
            found = self.spans.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return self.span

    def place(self, *path: str | int) -> str:
        """The part in the author's words: ``Question 3 "Adam", option b "Dropout"``."""
        from quizkit.naming import place

        return place(self.question, self.number, path)


class Reading(NamedTuple):
    """A whole source as read. ``text`` is the decoded text that the spans point into."""

    quiz: Quiz
    path: str
    text: str
    questions: tuple[QuestionReading, ...]
    diagnostics: tuple[Diagnostic, ...]
    """What was found in the file itself; each question holds its own findings."""
    dialect: str = ""
    """The tool in whose syntax it is written; empty for quizkit's own and ordinary Markdown."""
    files: tuple[str, ...] = ()
    """The paths of the local files that content refers to, found or not."""

    @property
    def all_diagnostics(self) -> list[Diagnostic]:
        """Everything found, in the order of the text."""
        found = [*self.diagnostics, *(d for q in self.questions for d in q.diagnostics)]
        return sorted(found, key=lambda d: d.sort_key)
