"""The canonical document: nothing is lost in it."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.canonical import dumps
from quizkit.formats.base import Engine, ExportedFile, Exporter, Job


class JsonExporter(Exporter):
    """Writes ``.quiz.json``, which every command reads in place of Markdown."""

    name = "json"
    label = "quizkit JSON"
    suffix = ".quiz.json"
    engines = (Engine("json", "quizkit JSON", {}),)

    def files(self, job: Job) -> Iterator[ExportedFile]:
        """One JSON document, indented by two spaces, in UTF-8."""
        chunks = (piece.encode("utf-8") for piece in dumps(job.quiz))
        yield ExportedFile(self.suffix, chunks)
