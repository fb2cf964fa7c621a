"""A problem in an author's file, as a value: where it is, what it is, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """An error leaves its question out of an export; a warning or information does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Span(NamedTuple):
    """A place in a text: lines from 1, columns in code points from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def at(cls, line: int, column: int = 1) -> Span:
        """The place between two characters."""
        return cls(line, column, line, column)


class Edit(NamedTuple):
    """Replace the text of ``span`` by ``text``."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that mend a finding. A safe fix changes neither wording nor scores."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. ``message`` names the place in the author's words, ``hint`` what to do."""

    code: str
    message: str
    span: Span
    severity: Severity
    path: str = ""
    hint: str = ""
    fix: Fix | None = None
    question_id: str | None = None
    name: str = field(default="", compare=False)

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """By place, then by code."""
        return (self.path, self.span.line, self.span.column, self.code)
