"""The images that content shows, each with where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quizkit.content.files import FileReference, references
from quizkit.diagnostics import Span
from quizkit.lint.document import Document
from quizkit.lint.parts import Part


class Image(NamedTuple):
    """One image in one piece of content."""

    part: Part
    reference: FileReference
    span: Span


def images(doc: Document) -> Iterator[Image]:
    """Every image of a quiz, local or not."""
    if not doc.has("![", "<img"):
        return
    for part in doc.parts:
        source = part.content.source
        if "![" not in source and "<img" not in source:
            continue
        at = 0
        for reference in references(part.content):
            if reference.kind != "image":
                continue
            needle = reference.address if reference.address in source else reference.path
            start = source.find(needle, at) if needle else -1
            if start < 0:
                yield Image(part, reference, part.question.where(*part.path))
                continue
            at = start + len(needle)
            yield Image(part, reference, doc.place(part, start, at))
