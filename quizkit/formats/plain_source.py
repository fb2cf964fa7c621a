"""The text of a source that is no XML."""

from __future__ import annotations

from quizkit.decode import decode
from quizkit.formats.base import ImportJob
from quizkit.formats.source import ImportSource

_ENCODING = frozenset({"QK001", "QK002", "QK003", "QK004"})
"""What is said of bytes; what is said of odd characters is for the author of the Markdown."""


def source_text(source: ImportSource, job: ImportJob) -> str:
    """The text with ``\\n`` line ends; what had to be guessed or repaired is named.

    Raises UnreadableSource where it is no text.
    """
    decoded = decode(source.data, path=source.name)
    for found in decoded.diagnostics:
        if found.code in _ENCODING and found.severity != "info":
            job.miss(found.message, f"line {found.span.line}")
    return decoded.text
