"""The canonical document read back: nothing is lost in it."""

from __future__ import annotations

import re

from quizkit.canonical_reader import loads
from quizkit.decode import decode
from quizkit.formats.base import Importer, ImportJob
from quizkit.formats.source import ImportSource
from quizkit.model import Quiz, type_name

_OBJECT = re.compile(r"\ufeff?\s*(?:\{\s*[\"}]|\[\s*\{)")


class JsonImporter(Importer):
    """Reads ``.quiz.json``; of any other JSON it says where it is none."""

    name = "json"
    label = "quizkit JSON"
    rank = 5

    def recognizes(self, head: bytes, name: str) -> bool:
        """An object, or a list of objects: nothing else that is read begins like one."""
        return _OBJECT.match(head[:1024].decode("utf-8", "replace")) is not None

    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """The quiz as the document has it.

        Raises InvalidDocument, with the place of each problem.
        """
        decoded = decode(source.data, path=source.name)
        quiz = loads(decoded.text, path=source.name)
        for found in decoded.diagnostics:
            if found.severity != "info":
                job.miss(found.message, f"line {found.span.line}")
        for question in quiz.questions:
            job.read[type_name(question)] += 1
        job.read["pool"] += len(quiz.groups)
        job.read["file"] += len(quiz.assets)
        return quiz
