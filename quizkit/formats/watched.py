"""A package that remembers which of its files were read, so that none is passed over unsaid."""

from __future__ import annotations

from typing import BinaryIO

from quizkit.formats.archive import Package


class WatchedPackage:
    """The files of another package. Looking at the beginning of a file is not reading it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._read: set[str] = set()

    @property
    def refused(self) -> tuple[tuple[str, str], ...]:
        return self._package.refused

    @property
    def unread(self) -> tuple[str, ...]:
        """The files that nothing has read."""
        return tuple(name for name in self.names() if name not in self._read)

    def names(self) -> tuple[str, ...]:
        return self._package.names()

    def find(self, address: str, base: str = "") -> str | None:
        return self._package.find(address, base)

    def head(self, name: str, size: int) -> bytes:
        return self._package.head(name, size)

    def read(self, name: str) -> bytes:
        self._read.add(name)
        return self._package.read(name)

    def open(self, name: str) -> BinaryIO:
        self._read.add(name)
        return self._package.open(name)
