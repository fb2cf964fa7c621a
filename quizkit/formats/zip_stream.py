"""A zip archive in pieces: one member at a time, and the same bytes on every machine.

Members are stored, not deflated: what zlib makes of the same bytes differs from build to build.
Each member's size and checksum stand before its data, for a reader that takes an archive as a
stream (as Java's does) refuses stored members that tell them only afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o644 << 16
_PIECE = 1 << 20
_IN_MEMORY = 8 << 20
"""Bytes of a member that are held in memory; a larger one waits on disk."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; ``chunks`` are taken once."""

    name: str
    chunks: Iterable[bytes]


def zip_chunks(members: Iterable[Member]) -> Iterator[bytes]:
    """The archive, in pieces after each member. Members stand in the order given."""
    with closing(_Sink()) as sink:
        yield from _written(members, sink)


def _written(members: Iterable[Member], sink: _Sink) -> Iterator[bytes]:
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for member in members:
            info = ZipInfo(member.name, _DATE)
            info.create_system = _UNIX
            info.external_attr = _MODE
            info.compress_type = ZIP_STORED
            with archive.open(info, "w") as target:
                for chunk in member.chunks:
                    target.write(chunk)
            yield from sink.drain()
    yield from sink.drain()


class _Sink(io.RawIOBase):
    """A file of which only the current member is held; a zip goes back no farther than that."""

    def __init__(self) -> None:
        self._base = 0
        self._buffer = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed below

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    # The stubs name a type of their own for what a stream takes.
    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        return self._buffer.write(data)

    def tell(self) -> int:
        return self._base + self._buffer.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: -self._base, io.SEEK_CUR: 0, io.SEEK_END: 0}[whence]
        return self._base + self._buffer.seek(offset + start, whence)

    def drain(self) -> Iterator[bytes]:
        """What was written since the last call, in pieces; it cannot be changed any more."""
        self._base += self._buffer.seek(0, io.SEEK_END)
        self._buffer.seek(0)
        while piece := self._buffer.read(_PIECE):
            yield piece
        self._buffer.seek(0)
        self._buffer.truncate()

    def close(self) -> None:
        self._buffer.close()
        super().close()
