"""A zip archive in pieces: one member at a time, and the same bytes on every machine.

Members are stored, not deflated: what zlib makes of the same bytes differs from build to build.
Each member's size and checksum stand before its data, for a reader that takes an archive as a
stream (as Java's does) refuses stored members that tell them only afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o644 << 16
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; ``chunks`` are taken once."""

    name: str
    chunks: Iterable[bytes]


def zip_chunks(members: Iterable[Member]) -> Iterator[bytes]:
    """The archive, in pieces after each member. Members stand in the order given."""
    sink = _Sink()
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
        self._buffer = io.BytesIO()

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        return self._buffer.write(data)

    def tell(self) -> int:
        return self._base + self._buffer.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: -self._base, io.SEEK_CUR: 0, io.SEEK_END: 0}[whence]
        return self._base + self._buffer.seek(offset + start, whence)

    def drain(self) -> Iterator[bytes]:
        """What was written since the last call, in pieces; it cannot be changed any more."""
        written, self._buffer = self._buffer, io.BytesIO()
        with written.getbuffer() as view:
            self._base += len(view)
            for start in range(0, len(view), _PIECE):
                yield bytes(view[start : start + _PIECE])
