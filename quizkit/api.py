"""What quizkit offers to other programs; :mod:`quizkit` shows these names."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass

from quizkit.content.render import Renderer
from quizkit.diagnostics import Diagnostic
from quizkit.disk import find_sources, load
from quizkit.errors import UnreadableSource
from quizkit.formats.base import Job, Loss
from quizkit.formats.registry import load_exporter
from quizkit.model import Quiz
from quizkit.reading import Reading


@dataclass(frozen=True, slots=True)
class Export:
    """One quiz in one target: the files by name, and what they could not hold."""

    files: dict[str, bytes]
    losses: tuple[Loss, ...]


def read(path: str | os.PathLike[str], *, encoding: str | None = None) -> Reading:
    """Read a quiz from a file, Markdown or canonical JSON, with the files it refers to.

    What is wrong in the source is in the reading's diagnostics. Raises UnreadableSource for
    what is no file or no text, InvalidDocument for JSON that is no quiz.
    """
    sources = find_sources([path])
    if len(sources) != 1 or sources[0].searched:
        raise UnreadableSource(os.fspath(path), "is a folder; name one file")
    return load(sources[0], encoding=encoding)


def read_text(text: str, *, path: str = "") -> Reading:
    """Read a quiz from Markdown text. ``path`` names it in diagnostics; no file is opened."""
    from quizkit.markdown.reader import read_markdown

    return read_markdown(text, path=path)


def lint(
    source: Reading | str | os.PathLike[str],
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> list[Diagnostic]:
    """All findings in a reading, or in the file of that path, in the order of the text.

    ``select`` and ``ignore`` hold codes, beginnings of codes, or names of rules. Raises
    UnknownName for one that no rule has, and what :func:`read` raises.
    """
    from quizkit.lint.engine import check, check_names

    check_names([*select, *ignore])
    reading = source if isinstance(source, Reading) else read(source)
    return check(reading, select=select, ignore=ignore)


def export(quiz: Quiz | Reading, to: str, *, name: str = "") -> Export:
    """Export a quiz to a target, in memory.

    ``name`` is what the files are called before their endings; without it they bear the quiz's
    identifier. Of a reading the questions that hold an error are left out. Raises UnknownName
    for a target that is not installed, BrokenPlugin for one that cannot be loaded.
    """
    exporter = load_exporter(to)
    if isinstance(quiz, Reading):
        from quizkit.lint.sound import sound_quiz

        quiz = sound_quiz(quiz).quiz
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    stem = name or quiz.identifier
    files = {file.suffix: b"".join(file.chunks) for file in exporter.files(job)}
    named = {stem + suffix: data for suffix, data in files.items()}
    return Export(named, tuple(job.losses))
