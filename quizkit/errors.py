"""Exceptions: a call that cannot be carried out. Problems in a source are Diagnostics instead.

Each is made with data and words itself in ``__str__``, for a person who wrote a quiz.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known name most like ``word``, or None when nothing is near."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)


class QuizkitError(Exception):
    """The base of all errors that quizkit raises on purpose."""


@dataclass
class UnreadableSource(QuizkitError):
    """A source that cannot be read at all: missing, a directory, not text."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True)
class DocumentProblem:
    """One place where a JSON document does not fit, in the author's terms."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass
class InvalidDocument(QuizkitError):
    """JSON that is no quizkit quiz."""

    problems: tuple[DocumentProblem, ...]
    path: str = ""

    def __str__(self) -> str:
        prefix = f"{self.path}: " if self.path else ""
        lines = [f"{prefix}{problem}" for problem in self.problems[:10]]
        rest = len(self.problems) - len(lines)
        if rest > 0:
            lines.append(f"{prefix}and {rest} more problems")
        return "\n".join(lines)


@dataclass
class UnknownName(QuizkitError):
    """A name that nothing has: of a format, a rule, a type."""

    kind: str
    name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        guess = nearest(self.name, self.known)
        hint = f'did you mean "{guess}"?' if guess else f"known are: {', '.join(self.known)}"
        return f'unknown {self.kind} "{self.name}"; {hint}'


@dataclass
class BrokenPlugin(QuizkitError):
    """An installed plug-in that cannot be loaded."""

    kind: str
    name: str
    reason: str

    def __str__(self) -> str:
        return f'the {self.kind} plug-in "{self.name}" cannot be loaded: {self.reason}'


@dataclass
class ExportRefused(QuizkitError):
    """An export that would not hold what it promises."""

    reason: str

    def __str__(self) -> str:
        return self.reason
