"""Packages: the files of a zip archive or of a folder, read one at a time and within limits.

A zip comes from anywhere: its names may lead out of it, its sizes may lie, it may hold links
or a thousand copies of the same gigabyte. Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote

from quizkit.errors import QuizkitError

MOST_MEMBERS = 20_000
LARGEST_MEMBER = 256 * 2**20
"""Bytes of the largest file that is read out of a package."""
LARGEST_TOTAL = 2 * 2**30
"""Bytes of all files of a package together, as the package states them."""
HIGHEST_RATIO = 250
"""How many times larger than packed a file may be; text and XML reach some fifty."""
SMALL = 2**20
"""Below this size no ratio is suspicious: a megabyte of blanks packs into a kilobyte."""
_DRIVE = re.compile(r"[A-Za-z]:")
_CHAFF = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)|Thumbs\.db$|desktop\.ini$)")
_PIECE = 2**16


class PackageError(QuizkitError):
    """A package, or a file in it, that cannot be read; the words say why."""


class Package(Protocol):
    """Files by their names: relative, with slashes, none leading out."""

    @property
    def refused(self) -> tuple[tuple[str, str], ...]:
        """Names that were left out, each with the reason."""

    def names(self) -> tuple[str, ...]:
        """All names, in the package's own order; no folders, no chaff of operating systems."""

    def find(self, address: str, base: str = "") -> str | None:
        """The name that an address means: percent-encoded or not, in whatever case.

        ``base`` is the folder that the address is relative to.
        """

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises PackageError where they cannot be had."""

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a file. Raises PackageError."""

    def open(self, name: str) -> BinaryIO:
        """A file to be read in pieces. Raises PackageError."""


class _Names:
    """Finds names by addresses."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._exact = frozenset(names)
        self._folded = {name.casefold(): name for name in reversed(names)}

    def find(self, address: str, base: str) -> str | None:
        for written in dict.fromkeys((address, unquote(address))):
            for start in dict.fromkeys((base, "")):
                name = inner_path(posixpath.join(start, written))
                if name is None:
                    continue
                if name in self._exact:
                    return name
                if name.casefold() in self._folded:
                    return self._folded[name.casefold()]
        return None


def inner_path(address: str) -> str | None:
    """A path within a package, without ``.`` and ``..``; None for one that leads out."""
    path = posixpath.normpath(address.replace("\\", "/"))
    if path.startswith(("/", "../")) or path in (".", "..") or _DRIVE.match(path) or "\0" in path:
        return None
    return path


class ZipPackage:
    """The files of a zip archive."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises PackageError for what is no zip archive or exceeds every measure."""
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
            raise PackageError(f"the zip archive is damaged: {_reason(error)}") from error
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS:
            raise PackageError(f"the zip archive holds more than {MOST_MEMBERS:,} files")
        if sum(info.file_size for info in infos) > LARGEST_TOTAL:
            raise PackageError(
                f"the zip archive is larger than {LARGEST_TOTAL // 2**30} GB when unpacked"
            )
        self._infos: dict[str, zipfile.ZipInfo] = {}
        refused: list[tuple[str, str]] = []
        for info in infos:
            if info.is_dir() or _CHAFF.search(info.filename):
                continue
            reason = _objection(info)
            name = inner_path(info.filename)
            if reason or name is None:
                refused.append((info.filename, reason or "its name leads out of the archive"))
            elif name in self._infos:
                refused.append((info.filename, "the archive holds a file of that name already"))
            else:
                self._infos[name] = info
        self.refused: tuple[tuple[str, str], ...] = tuple(refused)
        self._find = _Names(tuple(self._infos))

    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def find(self, address: str, base: str = "") -> str | None:
        return self._find.find(address, base)

    def head(self, name: str, size: int) -> bytes:
        return b"".join(self._pieces(name, size))[:size]

    def read(self, name: str) -> bytes:
        return b"".join(self._pieces(name, LARGEST_MEMBER))

    def open(self, name: str) -> BinaryIO:
        # A member is small enough to be held, and a damaged one must be found before it is used.
        return BytesIO(self.read(name))

    def _pieces(self, name: str, limit: int) -> Iterator[bytes]:
        """A member in pieces; what it says of its size is not believed."""
        info = self._infos.get(name)
        if info is None:
            raise PackageError(f"there is no file {name} in the archive")
        got = 0
        try:
            with self._zip.open(info) as member:
                while got < limit and (piece := member.read(_PIECE)):
                    got += len(piece)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise PackageError(f"{name} is damaged in the archive: {_reason(error)}") from error
        except (NotImplementedError, RuntimeError) as error:
            raise PackageError(f"{name} cannot be unpacked: {_reason(error)}") from error


def _objection(info: zipfile.ZipInfo) -> str:
    """Why a member is not read, or nothing."""
    if ".." in re.split(r"[/\\]", info.filename) or inner_path(info.filename) is None:
        return "its name leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link"
    if info.flag_bits & 0x1:
        return "it is locked with a password"
    if info.file_size > LARGEST_MEMBER:
        return f"it is larger than {LARGEST_MEMBER // 2**20} MB"
    if info.file_size > SMALL and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1):
        return "it unpacks to far more than any honest file"
    return ""


def _reason(error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return text[:120]


class FolderPackage:
    """The files in and below a folder; links that leave it are not followed."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._listed: tuple[str, ...] | None = None
        self.refused: tuple[tuple[str, str], ...] = ()

    def names(self) -> tuple[str, ...]:
        if self._listed is None:
            self._listed = tuple(self._list())
        return self._listed

    def _list(self) -> list[str]:
        found: list[str] = []
        for path in sorted(self._root.rglob("*")):
            name = path.relative_to(self._root).as_posix()
            if not _CHAFF.search(name) and self._inside(path) and path.is_file():
                found.append(name)
                if len(found) > MOST_MEMBERS:
                    raise PackageError(f"the folder holds more than {MOST_MEMBERS:,} files")
        return found

    def _inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self._root)
        except (OSError, RuntimeError):
            return False

    def find(self, address: str, base: str = "") -> str | None:
        for written in dict.fromkeys((address, unquote(address))):
            name = inner_path(posixpath.join(base, written))
            if name is not None and self._is_file(name):
                return name
        return _Names(self._listed).find(address, base) if self._listed is not None else None

    def _is_file(self, name: str) -> bool:
        try:
            path = self._root / name
            return path.is_file() and self._inside(path)
        except (OSError, ValueError):
            return False

    def read(self, name: str) -> bytes:
        return self.head(name, LARGEST_MEMBER)

    def head(self, name: str, size: int) -> bytes:
        with self.open(name) as file:
            try:
                return file.read(size)
            except OSError as error:
                raise PackageError(f"{name} cannot be read: {_reason(error)}") from error

    def open(self, name: str) -> BinaryIO:
        path = self._root / name
        if inner_path(name) != name or not self._is_file(name):
            raise PackageError(f"there is no file {name} in the folder")
        try:
            if path.stat().st_size > LARGEST_MEMBER:
                raise PackageError(f"{name} is larger than {LARGEST_MEMBER // 2**20} MB")
            return path.open("rb")
        except OSError as error:
            raise PackageError(f"{name} cannot be read: {_reason(error)}") from error
