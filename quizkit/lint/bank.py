"""Several files as one bank of questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizkit.lint.same import Asked, repeats
from quizkit.lint.summary import Summary


@dataclass(frozen=True, slots=True)
class Place:
    """A question in one of several files."""

    path: str
    asked: Asked

    @property
    def named(self) -> str:
        """The question as a message in another file names it."""
        return f"{self.asked.number}, {self.path}:{self.asked.line}"


def places(files: Sequence[Summary]) -> Iterator[Place]:
    """Every question of a bank."""
    for file in files:
        for asked in file.asked:
            yield Place(file.path, asked)


def repeats_across(files: Sequence[Summary]) -> Iterator[tuple[Place, Place]]:
    """Each question that asks what one of an earlier file asks, with that one."""
    home = {id(asked): file.path for file in files for asked in file.asked}
    for again, first in repeats(asked for file in files for asked in file.asked):
        here, there = home[id(again)], home[id(first)]
        if here != there:
            yield Place(here, again), Place(there, first)
