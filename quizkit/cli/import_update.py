"""``quizkit import --update``: an LMS's edits brought back into the author's file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quizkit.assets import with_assets
from quizkit.cli.file_diff import file_diff
from quizkit.errors import UnreadableSource
from quizkit.import_files import PlacedFiles, with_files
from quizkit.importing import Imported, import_
from quizkit.markdown.reader import read_markdown
from quizkit.model import Asset, Quiz
from quizkit.outputs import Outputs
from quizkit.reading import Reading
from quizkit.source_text import SourceText, source_text
from quizkit.updating import Updated, update


def run_update(path: str, source: str | bytes, form: str | None, *, show: bool, report: str) -> int:
    """Update a Markdown file from a source; 1 where something must be done by hand."""
    file = Path(path)
    text, reading = _author(file)
    imported = import_(source, form, name="the export" if isinstance(source, bytes) else "")
    with Outputs() as outputs:
        theirs = _with_placed_files(imported.quiz, reading.quiz, file, outputs)
        done = update(reading, theirs, imported.format)
        data = text.encode(done.text)
        changed = data != text.data
        if changed and not show:
            outputs.write(file, [data])
        if not show:
            outputs.commit()
    if show and changed:
        for line in file_diff(path, text.data, data):
            click.echo(line)
    if report == "json":
        document = _document(path, imported, done, written=changed and not show)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2), err=show)
    else:
        for line in _lines(done):
            click.echo(f"{path}: {line}", err=show)
    if changed and not show:
        click.echo(f"wrote {path}", err=True)
    return 1 if done.unplaced else 0


def _author(file: Path) -> tuple[SourceText, Reading]:
    """The author's file, whole and sound enough to be edited."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableSource(str(file), (error.strerror or str(error)).lower()) from error
    text = source_text(data, path=str(file))
    if not text.intact:
        raise UnreadableSource(
            str(file), f"is damaged or not UTF-8; run quizkit lint --fix {file} first"
        )
    reading = read_markdown(text.text, path=file.name)
    if not reading.questions:
        raise UnreadableSource(str(file), "holds no quiz in Markdown")
    return text, with_assets(reading, file.parent, file.parent)


def _with_placed_files(theirs: Quiz, own: Quiz, file: Path, outputs: Outputs) -> Quiz:
    """The other quiz with its new files put beside the author's, under names that are free."""
    known = {asset.data for asset in own.assets}
    keep = PlacedFiles(file.parent, lambda path, data: outputs.write(path, [data]), (file,))
    new: list[Asset] = [asset for asset in theirs.assets if asset.data not in known]
    for asset in new:
        keep(asset)
    return with_files(theirs, keep.renamed)


def _lines(done: Updated) -> list[str]:
    lines = [f"edited: {name}" for name in done.changed]
    lines += [f"new, at the end: {name}" for name in done.added]
    lines += [f'new, at the end of pool "{pool}": {name}' for pool, name in done.pooled]
    lines += [f"not in the export, and kept: {name}" for name in done.absent]
    lines += [f"to do by hand: {name}" for name in done.unplaced]
    return lines or ["nothing to bring back"]


def _document(path: str, imported: Imported, done: Updated, *, written: bool) -> dict[str, object]:
    return {
        "file": path,
        "format": imported.format,
        "written": written,
        "edited": list(done.changed),
        "added": [*done.added, *(name for _, name in done.pooled)],
        "absent": list(done.absent),
        "unplaced": list(done.unplaced),
    }
