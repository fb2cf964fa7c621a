"""What a target holds of a quiz: as it comes back when nobody edited it, question by question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from quizkit.content.render import Renderer
from quizkit.diff import match_questions
from quizkit.errors import QuizkitError
from quizkit.formats.base import Job
from quizkit.formats.registry import exporter_names, load_exporter
from quizkit.import_files import with_files
from quizkit.importing import import_
from quizkit.model import Question, Quiz
from quizkit.same import essence

_NUMBERED = re.compile(r"\d+[.):]? +")
_EXPORTED_AS = {"qti12": "canvas"}
"""Importers whose exporter has another name."""


def can_hold(format: str) -> bool:
    """Whether quizkit writes the format that an importer of that name reads."""
    return _EXPORTED_AS.get(format, format) in exporter_names()


def as_held(quiz: Quiz, format: str) -> Quiz:
    """The quiz as it comes back from a format that nobody edited; itself where none writes it."""
    if not can_hold(format):
        return quiz
    exporter = load_exporter(_EXPORTED_AS.get(format, format))
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    file = next(file for file in exporter.files(job) if file.suffix == exporter.suffix)
    data = b"".join(file.chunks)
    try:
        return import_(data, format, name=quiz.identifier).quiz
    except QuizkitError:
        return quiz


def with_own_files(quiz: Quiz, own: Quiz) -> Quiz:
    """The quiz with the author's paths for files of equal bytes."""
    paths = {sha256(asset.data).digest(): asset.path for asset in own.assets}
    names = {
        asset.path: paths[digest]
        for asset in quiz.assets
        if (digest := sha256(asset.data).digest()) in paths
    }
    return with_files(quiz, names)


def partners(own: Sequence[Question], held: Sequence[Question]) -> dict[int, int]:
    """From places in what the target held to places in the source."""
    return {
        new: old for old, new in match_questions(own, held) if old is not None and new is not None
    }


def without_numbers(theirs: Quiz, before: Quiz) -> Quiz:
    """The quiz with plain names, where an export has put numbers before them."""
    names = {question.title for question in before.questions}
    plain = [_NUMBERED.sub("", question.title, count=1) for question in theirs.questions]
    numbered = sum(
        question.title not in names and name in names
        for question, name in zip(theirs.questions, plain, strict=True)
    )
    if numbered * 2 <= len(plain):
        return theirs
    return replace(
        theirs,
        questions=tuple(
            replace(question, title=name)
            for question, name in zip(theirs.questions, plain, strict=True)
        ),
    )


def in_place(theirs: Quiz, before: Quiz) -> Quiz:
    """The quiz as if it had stayed in its category, where only that was put into another one."""
    name = before.title
    paths = {(theirs.title, *question.category) for question in theirs.questions}
    first = next(iter(paths), ())
    above = first.index(name) if name and name in first else 0
    if not above or any(path[: above + 1] != first[: above + 1] for path in paths):
        return theirs
    return replace(
        theirs,
        title=name,
        questions=tuple(replace(q, category=q.category[above:]) for q in theirs.questions),
    )


def unchanged(own: Sequence[Question], theirs: Sequence[Question]) -> dict[int, int]:
    """From places in an export to those of the source, for questions that are the same in both.

    A name that the export lacks makes no difference.
    """
    places: dict[str, list[int]] = {}
    for index, question in enumerate(own):
        for said in _said(question):
            places.setdefault(said, []).append(index)
    ids = {question.id: index for index, question in enumerate(own)}
    here: set[int] = set()
    same: dict[int, int] = {}
    for index, question in enumerate(theirs):
        said = next(_said(question))
        found = [place for place in places.get(said, ()) if place not in here]
        named = ids.get(question.id)
        if found and (named is None or named in found):
            same[index] = found[0] if named is None else named
            here.add(same[index])
    return same


def _said(question: Question) -> Iterator[str]:
    """All that a question says but its id; then the same without its title."""
    bare = essence(replace(question, id="x", source=None))
    yield repr(bare)
    if bare.title:
        yield repr(replace(bare, title=""))
