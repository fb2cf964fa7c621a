"""A problem in an author's file, as a value: where it is, what it is, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error leaves its question out of an export; a warning or information does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: lines from 1, columns in code points from 1, the end exclusive."""

    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __post_init__(self) -> None:
        if self.end_line == 0:
            object.__setattr__(self, "end_line", self.line)
        if self.end_column == 0:
            object.__setattr__(self, "end_column", self.column)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
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
