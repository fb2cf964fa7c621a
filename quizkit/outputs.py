"""Whole files or none: outputs are written aside and get their names together."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from quizkit.errors import ExportRefused


def refuse_clashes(plan: Mapping[tuple[str, str], Path], sources: Iterable[Path]) -> None:
    """Check where outputs go, before anything is written.

    ``plan`` maps a source's name and a target to the output's path. Raises ExportRefused where
    two sources give one name, where an output is a source, or where a folder cannot be made
    or written.
    """
    taken = {path.resolve(): path for path in sources}
    owners: dict[Path, tuple[str, str]] = {}
    for (source, target), path in plan.items():
        place = path.resolve()
        if place in taken:
            raise ExportRefused(f"{path} is a source and would be overwritten; name a folder by -o")
        if place in owners:
            other = owners[place]
            raise ExportRefused(f"{other[0]} and {source} would both be written to {path}")
        if path.is_dir():
            raise ExportRefused(f"cannot write {path}: there is a folder of that name")
        owners[place] = (source, target)
    for folder in {path.parent for path in plan.values()}:
        _refuse_folder(folder)


def _refuse_folder(folder: Path) -> None:
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir():
        raise ExportRefused(f"cannot write to {folder}: {existing} is a file, not a folder")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise ExportRefused(f"cannot write to {folder}: permission denied")


class Outputs:
    """The files of one run, in temporary files beside their targets until :meth:`commit`.

    As a context manager it removes what was not committed, on Ctrl-C too.
    """

    def __init__(self) -> None:
        self._files: list[tuple[Path, Path]] = []
        self._made: list[Path] = []

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def write(self, target: Path, chunks: Iterable[bytes]) -> None:
        """Write to a temporary file beside the target.

        Raises ExportRefused where the disk does not take it.
        """
        name = f".quizkit-{os.getpid()}-{len(self._files)}.tmp"
        temporary = target.parent / name
        try:
            self._make(target.parent)
            self._files.append((temporary, target))
            with temporary.open("xb") as file:
                file.writelines(chunks)
        except OSError as error:
            raise ExportRefused(f"cannot write {target}: {_reason(error)}") from error

    def _make(self, folder: Path) -> None:
        """Make a folder with those above it.

        Each is noted before it is made: a signal may come between any two steps.
        """
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            self._made.append(path)
            path.mkdir()

    def commit(self) -> list[Path]:
        """Give every file its name; return the names in the order of writing."""
        written = []
        with _undisturbed():
            for temporary, target in self._files:
                try:
                    temporary.replace(target)
                except OSError as error:
                    raise ExportRefused(f"cannot write {target}: {_reason(error)}") from error
                written.append(target)
            self._files.clear()
            self._made.clear()
        return written

    def discard(self) -> None:
        """Leave nothing behind of what was not committed."""
        for temporary, _ in self._files:
            with contextlib.suppress(OSError):
                temporary.unlink()
        self._files.clear()
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        self._made.clear()


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait: some files with their new names and some without are the worst end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
