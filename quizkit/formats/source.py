"""What an importer reads: a file, bytes, or a package, with the files that lie beside it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from quizkit.errors import UnreadableSource
from quizkit.formats.archive import FolderPackage, Package, PackageError, ZipPackage

LARGEST = 512 * 2**20
"""Bytes of the largest source that is read."""
_HEAD = 2**18
_ZIP = b"PK\x03\x04"
_MANIFEST = "imsmanifest.xml"
_ENDING = re.compile(
    r"(?:\.(?:moodle|canvas|qti21|qti|gift|quiz|aiken))?"
    r"(?:\.(?:xml|txt|gift|zip|imscc|json|md|markdown|mdx|dat|qti|tsv|csv))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ImportSource:
    """A source by its name and where its bytes come from.

    ``package`` is set for an archive or a folder; ``member`` names the file in it that is read,
    where that is one alone. ``beside`` holds the files that content may refer to.
    """

    name: str
    content: bytes | None = None
    file: Path | None = None
    package: Package | None = None
    member: str = ""

    @property
    def head(self) -> bytes:
        """The first bytes."""
        if self.package is not None and self.member:
            return self.package.head(self.member, _HEAD)
        if self.content is not None:
            return self.content[:_HEAD]
        with self.open() as stream:
            return stream.read(_HEAD)

    @cached_property
    def data(self) -> bytes:
        """All bytes. Raises UnreadableSource."""
        with self.open() as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UnreadableSource(self.name, f"is larger than {LARGEST // 2**20} MB")
        return data

    def open(self) -> BinaryIO:
        """The bytes as a stream. Raises UnreadableSource."""
        if self.package is not None and self.member:
            try:
                return self.package.open(self.member)
            except PackageError as error:
                raise UnreadableSource(self.name, str(error)) from error
        if self.content is not None:
            return io.BytesIO(self.content)
        if self.file is None:
            raise UnreadableSource(self.name, "is a folder; there is no single file to read")
        try:
            return self.file.open("rb")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnreadableSource(self.name, f"cannot be read: {reason}") from error

    @cached_property
    def beside(self) -> Package | None:
        """Where the files are that content refers to."""
        if self.package is not None:
            return self.package
        return FolderPackage(self.file.parent) if self.file is not None else None

    @property
    def identifier(self) -> str:
        """What the quiz is called by where the source says nothing: the file's name.

        A manifest is called as in every package, so its folder's name says more.
        """
        path = PurePosixPath(self.name.replace("\\", "/"))
        name = path.parent.name if path.name.lower() == _MANIFEST else path.name
        return _ENDING.sub("", name).strip() or "quiz"

    @property
    def size(self) -> int:
        """About how many bytes there are to read."""
        if self.content is not None and not self.member:
            return len(self.content)
        if self.file is not None and not self.member:
            return self.file.stat().st_size
        return LARGEST

    @property
    def folder(self) -> str:
        """The folder of the member within the package."""
        return self.member.rpartition("/")[0]

    def at(self, member: str) -> ImportSource:
        """The same package, one file of it."""
        return replace(self, member=member)


def open_source(name: str, *, data: bytes | None = None, path: Path | None = None) -> ImportSource:
    """A source from bytes or from a path; archives and folders become packages.

    Raises UnreadableSource.
    """
    if path is not None and path.name.lower() == _MANIFEST:
        path = path.parent
    if path is not None and path.is_dir():
        return ImportSource(name, package=FolderPackage(path))
    if path is not None and not path.is_file():
        raise UnreadableSource(name, "no such file or folder")
    if path is not None and path.stat().st_size > LARGEST:
        raise UnreadableSource(name, f"is larger than {LARGEST // 2**20} MB")
    source = ImportSource(name, content=data, file=path)
    if not source.head.startswith(_ZIP):
        return source
    try:
        return replace(source, package=ZipPackage(source.open()))
    except PackageError as error:
        raise UnreadableSource(name, str(error)) from error
