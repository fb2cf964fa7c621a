"""Several files as one bank of questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from quizkit.lint.same import Asked, repeats
from quizkit.lint.summary import Summary


class Place(NamedTuple):
    """A question in one of several files."""

    path: str
    asked: Asked

    @property
    def named(self) -> str:
        """The question as a message in another file names it."""
        return f"{self.asked.number}, {self.path}:{self.asked.line}"


class Bank:
    """The summaries of several files, and what rules across them ask, found once."""

    def __init__(self, files: Sequence[Summary]) -> None:
        self.files = files

    def places(self) -> Iterator[Place]:
        """Every question."""
        for file in self.files:
            for asked in file.asked:
                yield Place(file.path, asked)

    def place(self, file: int, question: int) -> Place:
        """A question by the index of its file and its number."""
        summary = self.files[file]
        return Place(summary.path, summary.asked[question - 1])

    @cached_property
    def repeats(self) -> list[tuple[Place, Place]]:
        """Each question that asks what one of an earlier file asks, with that one."""
        home = {id(asked): file.path for file in self.files for asked in file.asked}
        found = []
        for again, first in repeats(asked for file in self.files for asked in file.asked):
            here, there = home[id(again)], home[id(first)]
            if here != there:
                found.append((Place(here, again), Place(there, first)))
        return found
