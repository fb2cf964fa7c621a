"""The files that a quiz's content refers to: found beside the source, and taken along."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from quizkit.content.files import FileReference, local_files
from quizkit.contents import question_contents
from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.media_types import media_type as media_type
from quizkit.model import Asset, Content
from quizkit.reading import QuestionReading, Reading

LARGEST = 64 * 2**20
"""Bytes of the largest file that travels with a quiz."""
_SOURCES = (".md", ".markdown", ".quiz.json", ".txt")
"""A link to one of these is a link between sources; the file may hold answers and stays here."""


class _Missing(NamedTuple):
    """Why a file cannot travel: a lint code with its name, a message, and what to do."""

    code: str
    name: str
    message: str
    hint: str
    actual: str = ""
    """The path as the disk spells it, where only upper and lower case differ."""


@dataclass
class _Folder:
    """Where files come from; remembers what it has read."""

    base: Path
    root: Path
    found: dict[str, Asset | _Missing] = field(default_factory=dict)
    _names: dict[Path, frozenset[str]] = field(default_factory=dict)

    def get(self, path: str) -> Asset | _Missing:
        """The file of that path, as content refers to it."""
        if path not in self.found:
            self.found[path] = self._load(path)
        return self.found[path]

    def _load(self, path: str) -> Asset | _Missing:
        root = self.root.resolve()
        file = self.base / path
        try:
            real = file.resolve()
        except (OSError, RuntimeError):
            return _missing(path, "the link never ends")
        if not real.is_relative_to(root):
            return _Missing(
                "QK502",
                "image-outside",
                f'"{path}" lies outside the folder of the quiz',
                "copy the file beside the quiz, or name the folder that holds both",
            )
        actual = self._spelling(path)
        if actual is None or not (self.base / actual).is_file():
            return _missing(path, "there is no such file")
        if actual != path:
            return _Missing(
                "QK501",
                "image-missing",
                f'there is no file "{path}"; the file is "{actual}"',
                "write the name as the file has it: servers see the difference",
                actual,
            )
        return self._read(path, file)

    def _read(self, path: str, file: Path) -> Asset | _Missing:
        try:
            if file.stat().st_size > LARGEST:
                return _missing(path, f"the file is larger than {LARGEST // 2**20} MB")
            data = file.read_bytes()
        except OSError as error:
            return _missing(path, (error.strerror or str(error)).lower())
        return Asset(path=path, media_type=media_type(path), data=data)

    def _spelling(self, path: str) -> str | None:
        """The path as the disk spells it, or None; asked even where the disk ignores case."""
        folder, spelled = self.base, []
        for part in path.split("/"):
            if part in ("..", "."):
                actual: str | None = part
            else:
                actual = _like(part, self._listing(folder))
            if actual is None:
                return None
            spelled.append(actual)
            folder = folder / actual
        return "/".join(spelled)

    def _listing(self, folder: Path) -> frozenset[str]:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(entry.name for entry in folder.iterdir())
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]


def _missing(path: str, reason: str) -> _Missing:
    hint = "put the file there, or correct its name"
    return _Missing("QK501", "image-missing", f'"{path}": {reason}', hint)


def _like(name: str, names: frozenset[str]) -> str | None:
    """The name itself, or the one that differs in case alone.

    A name that differs by its Unicode normal form is the same: macOS decomposes.
    """
    if name in names:
        return name
    wanted = unicodedata.normalize("NFC", name)
    for other in sorted(names):
        composed = unicodedata.normalize("NFC", other)
        if composed == wanted:
            return name
        if composed.casefold() == wanted.casefold():
            return other
    return None


def with_assets(reading: Reading, base: Path, root: Path) -> Reading:
    """The reading with the files that its contents refer to.

    ``base`` is the source's folder, ``root`` the folder that no file may lie outside of. A
    missing or outside file is an error of each question that refers to it.
    """
    folder = _Folder(base, root, {asset.path: asset for asset in reading.quiz.assets})
    questions: list[QuestionReading] = []
    for question in reading.questions:
        problems = tuple(
            _diagnostic(reading, question, reference, missing)
            for reference, missing in _absent(question_contents(question.question), folder)
        )
        if problems:
            found = (*question.diagnostics, *problems)
            question = question._replace(diagnostics=found)
        questions.append(question)
    description = reading.quiz.description
    others = tuple(
        _diagnostic(reading, None, reference, missing)
        for reference, missing in _absent([description] if description else [], folder)
    )
    assets = [asset for asset in folder.found.values() if isinstance(asset, Asset)]
    quiz = replace(reading.quiz, assets=tuple(sorted(assets, key=lambda asset: asset.path)))
    return reading._replace(
        quiz=quiz,
        questions=tuple(questions),
        diagnostics=(*reading.diagnostics, *others),
        files=tuple(sorted(folder.found)),
    )


def _absent(
    contents: Iterator[Content] | list[Content], folder: _Folder
) -> Iterator[tuple[FileReference, _Missing]]:
    """What content shows and cannot have, each file once; finds the others on the way."""
    seen: set[str] = set()
    for content in contents:
        for reference in local_files(content):
            path = reference.path
            link = reference.kind == "link"
            if path in seen or (link and path.lower().endswith(_SOURCES)):
                continue
            seen.add(path)
            file = folder.get(path)
            if isinstance(file, _Missing):
                yield reference, _of_link(file) if link else file


def _of_link(missing: _Missing) -> _Missing:
    """A link that leads nowhere is a warning of its own, and costs no question."""
    return missing._replace(code="QK518", name="link-broken")


def _diagnostic(
    reading: Reading, question: QuestionReading | None, reference: FileReference, missing: _Missing
) -> Diagnostic:
    start = question.span.line if question else 1
    span = _find(reading.text, start, (reference.address, reference.path))
    fix = None
    if missing.actual and span.end_column - span.column == len(reference.path):
        fix = Fix(f"write {missing.actual}", (Edit(span, missing.actual),), safe=True)
    return Diagnostic(
        code=missing.code,
        name=missing.name,
        severity=Severity.WARNING if missing.code == "QK518" else Severity.ERROR,
        message=missing.message,
        hint=missing.hint,
        span=span,
        fix=fix,
        question_id=question.question.id if question else None,
    )


def _find(text: str, line: int, needles: tuple[str, ...]) -> Span:
    """Where a text first names a file, from a line on; the line itself when nowhere."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    places = [(at, needle) for needle in needles if (at := text.find(needle, start)) >= 0]
    if not places:
        return Span.at(line)
    at, needle = places[0]
    number = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return Span(number, column, number, column + len(needle))
