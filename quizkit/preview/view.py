"""One source as a page: made anew when it has changed, and readable while it is broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from quizkit.check.file import read_and_check
from quizkit.check.settings import Asked, settings_for
from quizkit.content.render import Renderer
from quizkit.diagnostics import Diagnostic
from quizkit.disk import SourceFile, read_data
from quizkit.errors import QuizkitError
from quizkit.formats.base import Job
from quizkit.formats.html.exporter import HtmlExporter
from quizkit.formats.html.page import Around
from quizkit.lint.sound import sound_quiz
from quizkit.model import Quiz
from quizkit.preview.frame import around

_STRAY = Quiz(identifier="quiz", questions=())
"""What is shown of a source that could never be read."""


class View:
    """The page of one source; for one thread at a time."""

    def __init__(self, source: SourceFile, asked: Asked, *, in_folder: bool = False) -> None:
        self.source = source
        self._asked = asked
        self._in_folder = in_folder
        self._files: tuple[Path, ...] = ()
        """The files that the source referred to when it was last read."""
        self._good = replace(_STRAY, title=source.stem)
        self._made: tuple[str, bytes] | None = None

    def version(self) -> str:
        """What changes when the source or a file that it shows does."""
        return stamp([self.source.path, *self._files])

    def page(self) -> bytes:
        """The page as the source stands now."""
        if self._made is None or self._made[0] != self.version():
            self._made = self._make()
        return self._made[1]

    def _make(self) -> tuple[str, bytes]:
        # Looked at before it is read: what changes meanwhile is seen at the next look.
        before = stamp([self.source.path])
        findings: list[Diagnostic] = []
        lines: Sequence[str] = ()
        notes: list[str] = []
        try:
            settings, _ = settings_for(self.source, self._asked)
            data = read_data(self.source)
            reading, findings, doc = read_and_check(self.source, data, settings)
            self._files = tuple(self.source.path.parent / file for file in reading.files)
            lines = doc.lines
            sound = sound_quiz(reading)
            self._good = sound.quiz
            notes = [f"not shown until it is mended: {one.place()}" for one in sound.left_out]
        except QuizkitError as error:
            notes = [*str(error).splitlines(), "Below is the quiz as it could last be read."]
        version = self.version() if before == stamp([self.source.path]) else before
        shown = {question.id for question in self._good.questions}
        name = self.source.path.name
        frame = around(name, version, findings, lines, notes, shown, in_folder=self._in_folder)
        return version, _rendered(self._good, frame)


def stamp(paths: Iterable[Path]) -> str:
    """What changes when one of the files is written, made or removed."""
    digest = sha256()
    for path in paths:
        try:
            found = path.stat()
            seen = f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"
        except (OSError, ValueError):
            seen = "none"
        digest.update(f"{path}\n{seen}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:32]


def _rendered(quiz: Quiz, frame: Around) -> bytes:
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    # Findings name options by the letters that they have in the source.
    (file,) = HtmlExporter(frame, as_written=True).files(job)
    return b"".join(file.chunks)
