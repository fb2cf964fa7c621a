"""Sources on disk: which files hold quizzes, and how each is read with the files it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from quizkit.assets import with_assets
from quizkit.decode import decode
from quizkit.errors import UnreadableSource
from quizkit.gitignore import GitIgnored
from quizkit.outputs import Outputs
from quizkit.reading import Reading

__all__ = ["LARGEST", "STDIN", "Outputs", "SourceFile", "find_sources", "load"]

STDIN = "-"
LARGEST = 256 * 2**20
"""Bytes of the largest source that is read: a hundred times the largest quiz known."""
_JSON = (".quiz.json", ".json")
_SEARCHED = (".md", ".markdown", ".mdx", ".quiz.json", ".txt")
"""What is looked at in a folder."""
_ENDINGS = (*_JSON, ".markdown", ".mdx", ".md", ".txt")


class SourceFile(NamedTuple):
    """A source. ``shown`` is how messages name it, ``root`` the folder its files must lie in.

    ``searched`` tells that it was found in a folder, so that it may turn out to be no quiz.
    ``data`` is what was read for it already: standard input under a file's name.
    """

    path: Path
    shown: str
    root: Path
    searched: bool = False
    data: bytes | None = None

    @property
    def stem(self) -> str:
        """What its outputs are named after: ``quiz`` for ``quiz.md`` and ``quiz.quiz.json``."""
        name = self.path.name
        for ending in _ENDINGS:
            if name.lower().endswith(ending) and len(name) > len(ending):
                return name[: -len(ending)]
        return name

    @property
    def name(self) -> str:
        """Its path within the root, the same on every machine."""
        try:
            return self.path.relative_to(self.root).as_posix()
        except ValueError:
            return self.path.name


def find_sources(paths: Iterable[str | os.PathLike[str]]) -> list[SourceFile]:
    """The sources that paths name: a file is taken as it is, a folder is searched.

    Hidden folders and files, ``node_modules``, what git ignores and links that leave the folder
    are passed over, and so is ``quiz.quiz.json`` beside ``quiz.md``: an earlier export. A source
    named twice comes once, with the widest root. Raises UnreadableSource for a path that is not
    there, and for a folder without anything that may be a quiz.
    """
    found: dict[Path, SourceFile] = {}
    for given in paths:
        name = os.fspath(given)
        path = Path(name)
        if name == STDIN:
            found[path] = SourceFile(Path("quiz.md"), STDIN, Path())
            continue
        for source in _sources_at(path, name):
            key = source.path.resolve()
            other = found.get(key)
            if other is None or _contains(source.root, other.root):
                found[key] = source
    return list(found.values())


def _sources_at(path: Path, name: str) -> list[SourceFile]:
    if path.is_dir():
        inside = [
            SourceFile(file, file.as_posix(), path, searched=True) for file in sorted(_search(path))
        ]
        if not inside:
            raise UnreadableSource(name, "no quiz in this folder (*.md, *.quiz.json)")
        return _without_exports(inside)
    if not path.exists():
        raise UnreadableSource(name, _not_there(path))
    if not path.is_file():
        raise UnreadableSource(name, "is no ordinary file")
    return [SourceFile(path, path.as_posix(), path.parent)]


def _without_exports(sources: list[SourceFile]) -> list[SourceFile]:
    written = {
        (source.path.parent, source.stem)
        for source in sources
        if not source.path.name.lower().endswith(_JSON)
    }
    return [
        source
        for source in sources
        if not source.path.name.lower().endswith(_JSON)
        or (source.path.parent, source.stem) not in written
    ]


def _not_there(path: Path) -> str:
    from quizkit.errors import nearest

    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    guess = nearest(path.name, names)
    return "no such file or folder" + (f'; did you mean "{guess}"?' if guess else "")


def _contains(folder: Path, other: Path) -> bool:
    return other.resolve().is_relative_to(folder.resolve())


def _search(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    ignored = GitIgnored(folder)
    for place, folders, names in os.walk(folder):
        here = root / Path(place).relative_to(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name != "node_modules" and here / name not in ignored
        )
        for name in names:
            if name.startswith(".") or not name.lower().endswith(_SEARCHED):
                continue
            if here / name in ignored:
                continue
            file = Path(place) / name
            if file.is_file() and (not file.is_symlink() or file.resolve().is_relative_to(root)):
                yield file


def load(source: SourceFile, *, encoding: str | None = None) -> Reading:
    """Read one source, Markdown or canonical JSON, with the files that its content refers to.

    Raises UnreadableSource or, for JSON that does not fit, InvalidDocument.
    """
    return load_data(source, read_data(source), encoding=encoding)


def load_data(source: SourceFile, data: bytes, *, encoding: str | None = None) -> Reading:
    """As :func:`load`, given the source's bytes."""
    decoded = decode(data, path=source.shown, encoding=encoding)
    if _is_json(source, decoded.text):
        from quizkit.json_source import read_json

        reading = read_json(decoded.text, path=source.shown)
    else:
        from quizkit.markdown.reader import read_markdown

        reading = read_markdown(decoded.text, path=source.name)
    found = (*decoded.diagnostics, *reading.diagnostics)
    reading = reading._replace(path=source.shown, diagnostics=found)
    return with_assets(reading, source.path.parent, source.root)


def _is_json(source: SourceFile, text: str) -> bool:
    """By its name; where that says nothing, by its first character."""
    if source.shown == STDIN or source.path.suffix == "":
        return text.lstrip().startswith("{")
    return source.path.name.lower().endswith(_JSON)


def read_data(source: SourceFile) -> bytes:
    """A source's bytes. Raises UnreadableSource."""
    if source.shown == STDIN:
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        try:
            with source.path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnreadableSource(source.shown, f"cannot be read: {reason}") from error
    if len(data) > LARGEST:
        raise UnreadableSource(source.shown, f"is larger than {LARGEST // 2**20} MB")
    return data
