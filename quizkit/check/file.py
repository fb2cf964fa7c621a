"""Checking one file: its findings, and what rules across files need of it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from quizkit.check.settings import Settings
from quizkit.diagnostics import Diagnostic
from quizkit.disk import SourceFile, load_data
from quizkit.lint.document import Document
from quizkit.lint.engine import check_document
from quizkit.lint.summary import Summary, summarize
from quizkit.reading import Reading

_MEANT_AS_QUIZ = "QK102"
"""Almost an option: a file with such a finding is a quiz that failed, not a text beside one."""


class Checked(NamedTuple):
    """What checking a file gave.

    ``files`` are the paths of the local files that its content refers to. ``other`` tells that
    it was found in a folder and holds no quiz, so that nothing is said of it.
    """

    findings: tuple[Diagnostic, ...]
    summary: Summary
    suppressed: tuple[tuple[Diagnostic, str], ...] = ()
    """The findings that comments silence, with their reasons."""
    files: tuple[str, ...] = ()
    other: bool = False


def read_and_check(
    source: SourceFile, data: bytes, settings: Settings
) -> tuple[Reading, list[Diagnostic], Document]:
    """A source's reading with its findings, at the levels that the settings give them.

    Raises UnreadableSource or, for JSON that does not fit, InvalidDocument.
    """
    reading = load_data(source, data, encoding=settings.encoding)
    doc = Document(reading, settings.options)
    found = check_document(
        doc, select=settings.select, ignore=settings.ignore, targets=settings.targets
    )
    placed = [replace(settings.levelled(d), path=source.shown) for d in found]
    return reading, placed, doc


def check_data(source: SourceFile, data: bytes, settings: Settings) -> Checked:
    """Check a source, given its bytes; raises what :func:`read_and_check` raises."""
    reading, found, doc = read_and_check(source, data, settings)
    summary = summarize(doc, source.shown, settings.wanted)
    if source.searched and is_other_text(reading):
        return Checked(findings=(), summary=summary, files=reading.files, other=True)
    silenced = tuple(
        (replace(settings.levelled(d), path=source.shown), why) for d, why in doc.suppressed
    )
    return Checked(findings=tuple(found), summary=summary, suppressed=silenced, files=reading.files)


def is_other_text(reading: Reading) -> bool:
    """A README, say, in a folder of quizzes."""
    if reading.questions:
        return False
    return all(found.code != _MEANT_AS_QUIZ for found in reading.diagnostics)
