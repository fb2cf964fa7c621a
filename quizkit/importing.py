"""Quizzes out of other formats: what a source is, found from its content, and read whole.

imported = import_("export.xml")
imported.quiz, imported.losses, imported.receipt
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quizkit.errors import BrokenPlugin, UnknownName, UnreadableSource
from quizkit.formats.archive import Package, PackageError
from quizkit.formats.base import Importer, ImportJob, ImportLoss, Missed, Receipt
from quizkit.formats.registry import importer_names, load_importer
from quizkit.formats.source import ImportSource, open_source
from quizkit.model import Asset, Quiz, type_name
from quizkit.reading import Reading

__all__ = ["MARKDOWN", "ImportLoss", "Imported", "Missed", "Receipt", "format_names", "import_"]

MARKDOWN = "markdown"
"""The name of quizkit's own Markdown among the formats; whatever is nothing else is that."""
_MANIFEST = "imsmanifest.xml"
_HEAD = 2**18
_MOST_LOOKED_AT = 200
_TEXTS = (".xml", ".dat", ".txt", ".gift", ".json", ".md", ".markdown", ".qti")


@dataclass(frozen=True, slots=True)
class Imported:
    """A quiz out of another format, what of it was lost, and an account of all that was read.

    ``format`` is the name of the importer that read it.
    """

    quiz: Quiz
    losses: tuple[ImportLoss, ...]
    receipt: Receipt
    format: str


def format_names() -> tuple[str, ...]:
    """All that ``format`` may be."""
    return tuple(sorted({*importer_names(), MARKDOWN}))


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
    job = ImportJob(keep_file=keep_file)
    for refused, reason in opened.package.refused if opened.package else ():
        job.miss(f"{refused} in the package: {reason}")
    importer, chosen = _chosen(opened, format)
    if importer is None:
        quiz = _from_markdown(chosen, job)
        return Imported(quiz, tuple(job.losses), job.receipt(), MARKDOWN)
    quiz = importer.read(chosen, job)
    return Imported(quiz, tuple(job.losses), job.receipt(), importer.name)


def _chosen(source: ImportSource, wanted: str | None) -> tuple[Importer | None, ImportSource]:
    """Who reads the source, and which file of a package; None for quizkit Markdown."""
    if wanted is not None and wanted not in format_names():
        raise UnknownName("format", wanted, format_names())
    importers: list[Importer] = []
    if wanted is None:
        importers = list(_importers(importer_names()))
    elif wanted != MARKDOWN:
        importers = [load_importer(wanted)]
    if source.package is None:
        found = next((i for i in importers if i.recognizes(source.head, source.name)), None)
        if found is None and wanted not in (None, MARKDOWN):
            found = importers[0]
        return found, source
    return _in_package(source, source.package, importers, wanted)


def _importers(names: Iterable[str]) -> Iterator[Importer]:
    """Importers, the strictest first; a broken plug-in costs nobody else anything."""
    loaded: list[Importer] = []
    for name in names:
        try:
            loaded.append(load_importer(name))
        except BrokenPlugin:
            continue
    yield from sorted(loaded, key=lambda importer: (importer.rank, importer.name))


def _in_package(
    source: ImportSource, package: Package, importers: list[Importer], wanted: str | None
) -> tuple[Importer | None, ImportSource]:
    """By the manifest; without one by the first file that some importer knows."""
    names = _worth_a_look(package)
    for member in names:
        try:
            head = package.head(member, _HEAD)
        except PackageError:
            continue
        for importer in importers:
            if importer.recognizes(head, member):
                return importer, source.at(member)
    texts = [name for name in names if name.lower().endswith((".md", ".markdown"))]
    if texts and wanted in (None, MARKDOWN):
        return None, source.at(texts[0])
    if wanted is not None and importers and names:
        return importers[0], source.at(names[0])
    raise UnreadableSource(source.name, "holds no quiz of a known format")


def _worth_a_look(package: Package) -> list[str]:
    """Files that may say what a package is: its manifest, else texts, the shallow ones first."""
    try:
        names = [name for name in package.names() if name.lower().endswith(_TEXTS)]
    except PackageError as error:
        raise UnreadableSource("the folder", str(error)) from error
    names.sort(key=lambda name: (name.count("/"), name))
    manifests = [name for name in names if name.rpartition("/")[2].lower() == _MANIFEST]
    return [*manifests[:1], *(n for n in names if n not in manifests)][:_MOST_LOOKED_AT]


def _from_markdown(source: ImportSource, job: ImportJob) -> Quiz:
    """Quizkit Markdown; what its reader finds wrong is in the receipt."""
    from quizkit.decode import decode
    from quizkit.markdown.reader import read_markdown

    decoded = decode(source.data, path=source.name)
    reading = read_markdown(decoded.text, path=source.name)
    if not reading.questions:
        raise UnreadableSource(source.name, "is of no format that quizkit reads")
    reading = _with_files(reading, source)
    for found in reading.all_diagnostics:
        if found.severity == "error":
            job.miss(found.message, f"line {found.span.line}")
    for question in reading.quiz.questions:
        job.read[type_name(question)] += 1
    return reading.quiz


def _with_files(reading: Reading, source: ImportSource) -> Reading:
    if source.file is None:
        return reading
    from quizkit.assets import with_assets

    return with_assets(reading, source.file.parent, source.file.parent)
