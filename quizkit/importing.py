"""Quizzes out of other formats: what a source is, found from its content, and read whole.

imported = import_("export.xml")
imported.quiz, imported.losses, imported.receipt
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from quizkit.content.files import local_files
from quizkit.contents import question_contents, with_contents
from quizkit.errors import BrokenPlugin, QuizkitError, UnknownName, UnreadableSource
from quizkit.formats.archive import Package, PackageError
from quizkit.formats.base import Feature, Importer, ImportJob, ImportLoss, Missed, Receipt
from quizkit.formats.package_files import MarkdownFiles
from quizkit.formats.registry import importer_names, load_importer
from quizkit.formats.source import ImportSource, open_source
from quizkit.formats.watched import WatchedPackage
from quizkit.import_parts import Parts
from quizkit.markdown.dialects import habit_names
from quizkit.model import Asset, Content, Question, Quiz, type_name
from quizkit.reading import Reading

__all__ = ["MARKDOWN", "ImportLoss", "Imported", "Missed", "Receipt", "format_names", "import_"]

MARKDOWN = "markdown"
"""The name of quizkit's own Markdown among the formats; whatever is nothing else is that."""
_MANIFEST = "imsmanifest.xml"
_HEAD = 2**18
_MOST_LOOKED_AT = 2_000
_MOST_NAMED = 5
_TEXTS = (".xml", ".dat", ".txt", ".gift", ".json", ".md", ".markdown", ".qti")
_ARCHIVES = (".zip", ".imscc")


@dataclass(frozen=True, slots=True)
class Imported:
    """A quiz out of another format, what of it was lost, and an account of all that was read.

    ``format`` is the name of the importer that read it; ``dialect`` is the tool in whose syntax
    Markdown was written, where that is not quizkit's own.
    """

    quiz: Quiz
    losses: tuple[ImportLoss, ...]
    receipt: Receipt
    format: str
    dialect: str = ""


def format_names() -> tuple[str, ...]:
    """All that ``format`` may be."""
    return tuple(sorted({*importer_names(), *habit_names(), MARKDOWN}))


def import_(
    source: bytes | str | os.PathLike[str],
    format: str | None = None,
    *,
    name: str = "",
    keep_file: Callable[[Asset], None] | None = None,
) -> Imported:
    """Import a quiz from bytes, or from the file or folder of that path.

    Without ``format`` the content decides. ``name`` is what bytes are called in messages.
    ``keep_file`` takes each file of the quiz as it is met, in place of ``quiz.assets``, so that
    they need not all be in memory. Raises UnreadableSource for what cannot be read or is of no
    known format, UnknownName for a format that is not installed, InvalidDocument for JSON that
    is no quiz.
    """
    if isinstance(source, bytes):
        opened = open_source(name or "the source", data=source)
    else:
        opened = open_source(name or os.fspath(source), path=Path(source))
    if format is not None and format not in format_names():
        raise UnknownName("format", format, format_names())
    job = ImportJob(keep_file=keep_file)
    importers = _importers(format)
    if opened.package is not None:
        return _of_package(opened, opened.package, importers, format, job)
    found = next((i for i in importers if i.recognizes(opened.head, opened.name)), None)
    if found is None and importers and format is not None:
        found = importers[0]
    if found is not None:
        quiz = found.read(opened, job)
        _name_unused(quiz, job)
        return Imported(quiz, tuple(job.losses), job.receipt(), found.name)
    reading = _markdown(opened, job, format if format in habit_names() else None)
    return Imported(
        reading.quiz, tuple(job.losses), job.receipt(), MARKDOWN, dialect=reading.dialect
    )


def _name_unused(quiz: Quiz, job: ImportJob) -> None:
    """Declare the files that come along with a source, and that none of its texts shows."""
    if not job.files:
        return
    texts = [content for question in quiz.questions for content in question_contents(question)]
    texts += [quiz.description] if quiz.description is not None else []
    shown = {reference.path for text in texts for reference in local_files(text)}
    unused = [path for path in job.files if path not in shown]
    if unused:
        named = ", ".join(unused[:_MOST_NAMED]) + (", …" if len(unused) > _MOST_NAMED else "")
        files = (
            "a file that no text shows is" if len(unused) == 1 else "files that no text shows are"
        )
        job.lose(None, Feature.IMAGES, f"{files} kept beside the quiz, and out of exports: {named}")


def _importers(wanted: str | None) -> list[Importer]:
    """Who may read the source, the strictest first; a broken plug-in costs nobody else anything."""
    if wanted is not None:
        return [] if wanted in (MARKDOWN, *habit_names()) else [load_importer(wanted)]
    loaded: list[Importer] = []
    for name in importer_names():
        try:
            loaded.append(load_importer(name))
        except BrokenPlugin:
            continue
    return sorted(loaded, key=lambda importer: (importer.rank, importer.name))


def _of_package(
    source: ImportSource,
    package: Package,
    importers: list[Importer],
    wanted: str | None,
    job: ImportJob,
) -> Imported:
    """A package by its manifest; without one, all its files that hold questions."""
    watched = WatchedPackage(package)
    source = replace(source, package=watched)
    for refused, reason in package.refused:
        job.miss(f"{refused} in the package: {reason}")
    try:
        parts = _parts(source, watched, importers, wanted, job)
    except PackageError as error:
        raise UnreadableSource(source.name, str(error)) from error
    if len(parts) == 1:
        importer, part = parts[0]
        quiz = importer.read(part, job) if importer is not None else _from_markdown(part, job)
    else:
        quiz = _merged(source, parts, job)
    unread = len(watched.unread)
    if unread:
        job.read["unused file"] = unread
    form = parts[0][0].name if parts[0][0] is not None else MARKDOWN
    _name_unused(quiz, job)
    return Imported(quiz, tuple(job.losses), job.receipt(), form)


_Part = tuple[Importer | None, ImportSource]
"""Who reads a file of a package; None for quizkit Markdown."""


def _parts(
    source: ImportSource,
    package: Package,
    importers: list[Importer],
    wanted: str | None,
    job: ImportJob,
) -> list[_Part]:
    """The files to be read. Raises UnreadableSource where there are none."""
    names = _worth_a_look(package)
    manifests = [name for name in names if name.rpartition("/")[2].lower() == _MANIFEST]
    for name in manifests:
        found = _recognized(package, name, importers)
        if found is not None:
            for other in manifests:
                if other != name:
                    job.miss("a package within the package; import it by itself", other)
            return [(found, source.at(name))]
    parts: list[_Part] = []
    for name in names[:_MOST_LOOKED_AT]:
        found = _recognized(package, name, importers)
        if found is not None and found.whole_package:
            return [(found, source.at(name))]
        if found is not None:
            parts.append((found, source.at(name)))
    texts = [name for name in names if name.lower().endswith((".md", ".markdown"))]
    if not parts and wanted in (None, MARKDOWN):
        parts = [(None, source.at(name)) for name in texts[:_MOST_LOOKED_AT]]
    if not parts and wanted is not None and importers and names:
        parts = [(importers[0], source.at(names[0]))]
    if not parts:
        raise UnreadableSource(source.name, "holds no quiz of a known format")
    if len(names) > _MOST_LOOKED_AT:
        job.miss(f"{len(names) - _MOST_LOOKED_AT} further files were not looked at")
    for name in package.names():
        if name.lower().endswith(_ARCHIVES):
            job.miss("an archive within the package; import it by itself", name)
    return parts


def _recognized(package: Package, name: str, importers: list[Importer]) -> Importer | None:
    try:
        head = package.head(name, _HEAD)
    except PackageError:
        return None
    return next((i for i in importers if i.recognizes(head, name)), None)


def _merged(source: ImportSource, parts: list[_Part], job: ImportJob) -> Quiz:
    """Several files as one quiz; one that cannot be read costs a message, not the others."""
    together = Parts(job)
    for importer, part in parts:
        together.begin()
        try:
            quiz = importer.read(part, job) if importer is not None else _from_markdown(part, job)
        except UnreadableSource as error:
            if importer is not None:
                together.fail(part.member, error.reason)
        except QuizkitError as error:
            together.fail(part.member, str(error).splitlines()[0])
        else:
            together.add(part.member, quiz)
    quiz = together.quiz(source.identifier)
    if not quiz.questions:
        raise UnreadableSource(source.name, "holds no quiz of a known format")
    return quiz


def _worth_a_look(package: Package) -> list[str]:
    """Files that may be manifests or hold questions, the shallow ones first."""
    names = [name for name in package.names() if name.lower().endswith(_TEXTS)]
    return sorted(names, key=lambda name: (name.count("/"), name))


def _from_markdown(source: ImportSource, job: ImportJob) -> Quiz:
    """The quiz in a Markdown file of a package, with the files of the package that it shows."""
    quiz = _markdown(source, job, None).quiz
    files = MarkdownFiles(source, job)

    def kept(content: Content, question: Question) -> Content:
        return content if content.markdown is None else files.content(content.markdown, question.id)

    return replace(
        quiz,
        questions=tuple(with_contents(q, partial(kept, question=q)) for q in quiz.questions),
        assets=tuple(job.assets[path] for path in sorted(job.assets)),
    )


def _markdown(source: ImportSource, job: ImportJob, dialect: str | None) -> Reading:
    """Markdown, quizkit's or another tool's; what its reader finds wrong is in the receipt."""
    from quizkit.decode import decode
    from quizkit.markdown.reader import read_markdown

    decoded = decode(source.data, path=source.name)
    reading = read_markdown(decoded.text, path=source.name, dialect=dialect)
    if not reading.questions:
        raise UnreadableSource(source.name, "is of no format that quizkit reads")
    reading = _with_files(reading, source)
    for found in reading.all_diagnostics:
        if found.severity == "error":
            job.miss(found.message, f"line {found.span.line}")
    for question in reading.quiz.questions:
        job.read[type_name(question)] += 1
    return reading


def _with_files(reading: Reading, source: ImportSource) -> Reading:
    if source.file is None or source.package is not None:
        return reading
    from quizkit.assets import with_assets

    return with_assets(reading, source.file.parent, source.file.parent)
