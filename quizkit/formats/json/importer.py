"""The canonical document read back: nothing is lost in it."""

from __future__ import annotations

import re

from quizkit.canonical_reader import loads
from quizkit.errors import UnreadableSource
from quizkit.formats.base import Importer, ImportJob
from quizkit.formats.plain_source import source_text
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
        text = source_text(source, job)
        if '"quizkit/' not in text:
            raise UnreadableSource(source.name, "is JSON, but not a quiz as quizkit writes it")
        quiz = loads(text, path=source.name)
        for question in quiz.questions:
            job.read[type_name(question)] += 1
        job.read["pool"] += len(quiz.groups)
        job.read["file"] += len(quiz.assets)
        return quiz
