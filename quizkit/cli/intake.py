"""Sources as commands take them: each one read, what cannot be read named and passed over."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import click

from quizkit.check.file import is_other_text
from quizkit.disk import SourceFile, find_sources, load
from quizkit.errors import QuizkitError, UnreadableSource
from quizkit.reading import Reading

_PATIENCE = 1.0
"""Seconds without a word before progress is shown."""


@dataclass
class Intake:
    """The sources of one run. Iterating reads one at a time; nothing of it is kept.

    A source that cannot be read costs one line on standard error, not the others;
    ``unreadable`` counts them. A file that was found in a folder and holds no quiz is passed
    over.
    """

    paths: Sequence[str]
    encoding: str | None = None
    sources: list[SourceFile] = field(init=False)
    read: int = 0
    unreadable: int = 0

    def __post_init__(self) -> None:
        self.sources = find_sources(self.paths)

    def __iter__(self) -> Iterator[tuple[SourceFile, Reading]]:
        passed = 0
        for source in self.sources:
            try:
                reading = load(source, encoding=self.encoding)
            except QuizkitError as error:
                for line in str(error).splitlines():
                    click.echo(f"quizkit: {line}", err=True)
                self.unreadable += 1
                continue
            if source.searched and is_other_text(reading):
                passed += 1
                continue
            self.read += 1
            yield source, reading
        if passed and not self.read and not self.unreadable:
            raise UnreadableSource(", ".join(self.paths), "no quiz in this folder")


class Progress:
    """A line on standard error for who waits at a terminal; silent elsewhere."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._start = time.monotonic()
        self._shown = False
        self._wanted = sys.stderr.isatty()

    def step(self, number: int, name: str) -> None:
        """Say which of the sources is under way, if the run has become long."""
        if self._wanted and time.monotonic() - self._start > _PATIENCE:
            click.echo(f"\r\x1b[K{number} of {self._total}: {name}", err=True, nl=False)
            self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._shown = False
