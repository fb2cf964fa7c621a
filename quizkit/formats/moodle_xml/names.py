"""Names in Moodle's question bank: of questions, categories, id numbers and files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from quizkit.content.markup import legal_text
from quizkit.formats.base import Feature, Job
from quizkit.model import Group, Question, Quiz

LONGEST_NAME = 250
"""Moodle cuts names at 255 characters, and the import of a longer category fails."""
_LONGEST_IDENTIFIER = 100
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_FILE_NAME = re.compile(r"[^\w .,()\[\]+-]|\.{2,}")
_SOLIDUS = "\N{DIVISION SLASH}"


def plain_name(text: str) -> str:
    """One line for a field that Moodle strips of tags: what looks like one is escaped."""
    line = " ".join(legal_text(text).split())
    if len(_escaped(line)) > LONGEST_NAME:
        line = line[: LONGEST_NAME - 1]
        while len(_escaped(line)) >= LONGEST_NAME:
            line = line[:-1]
        line = line.rstrip() + "…"
    return _escaped(line)


def is_cut(text: str) -> bool:
    """Whether a name is too long to be kept whole."""
    return len(_escaped(" ".join(legal_text(text).split()))) > LONGEST_NAME


def _escaped(line: str) -> str:
    return _TAG_START.sub("&lt;", line)


def question_name(question: Question, job: Job) -> str:
    """The title, else the first words of the stem, else the id: never empty.

    Moodle's bank and exports sort by name; a number in front, when asked for, keeps the
    author's order there.
    """
    name = _own_name(question, job)
    place = job.places.get(question.id) if job.numbered_names else None
    return plain_name(f"{place} {name}") if place else name


def _own_name(question: Question, job: Job) -> str:
    if question.title.strip():
        if is_cut(question.title):
            job.lose(question, Feature.TITLE, f"it is cut after {LONGEST_NAME} characters")
        return plain_name(question.title)
    stem = job.render.text(question.stem)
    for gap in getattr(question, "gaps", ()):
        stem = stem.replace(f"{{{{{gap.id}}}}}", "____")
    return plain_name(stem) or plain_name(question.id)


def id_number(question: Question, job: Job) -> str:
    """The question's id, in at most 100 characters, unique as ids are."""
    name = legal_text(question.id)
    if len(name) <= _LONGEST_IDENTIFIER:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    job.adapt(
        question,
        Feature.IDENTIFIER,
        "it is shortened, for Moodle takes at most 100 characters",
    )
    return f"{name[: _LONGEST_IDENTIFIER - 9]}-{digest}"


def tag_names(question: Question, job: Job) -> list[str]:
    """The tags as Moodle keeps them: no angle brackets, and case does not tell two apart."""
    kept: dict[str, str] = {}
    for tag in question.tags:
        name = " ".join(re.sub("[<>]", "", legal_text(tag)).split())
        if name != " ".join(tag.split()):
            job.lose(question, Feature.TAGS, f'the tag "{tag}" arrives as "{name}"')
        if name and name.lower() in kept and kept[name.lower()] != name:
            job.adapt(
                question, Feature.TAGS, f'"{name}" is the same tag as "{kept[name.lower()]}" there'
            )
        if name:
            kept.setdefault(name.lower(), name)
    return list(kept.values())


class Categories:
    """Where each question goes: the quiz's title, its own category, its pool."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._pools = {id_: group for group in job.quiz.groups for id_ in group.questions}
        self._root = job.quiz.title or job.quiz.identifier or "Quiz"

    @property
    def root(self) -> str:
        """The category of the quiz itself."""
        return self._joined([self._root])

    def path(self, question: Question) -> str:
        """The category's path, such as ``$course$/top/Quiz/Chapter 1``."""
        group = self._pools.get(question.id)
        names = [self._root, *question.category]
        if group is not None:
            names = [self._root, *self._common(group), group.title or group.id]
        return self._joined(names)

    def _joined(self, names: Sequence[str]) -> str:
        levels = [self._level(name) for name in names if name.strip()]
        for name in names:
            if is_cut(name) and name != self._root:
                self._job.lose(
                    None,
                    Feature.CATEGORY,
                    f'a name is cut after {LONGEST_NAME} characters: "{name.strip()[:40]}…"',
                )
        return "/".join(["$course$", "top", *levels])

    def _common(self, group: Group) -> tuple[str, ...]:
        """The category that all questions of a pool share, for a pool cannot be split."""
        members = set(group.questions)
        paths = {q.category for q in self._job.quiz.questions if q.id in members}
        return paths.pop() if len(paths) == 1 else ()

    def _level(self, name: str) -> str:
        """One name in a path: a slash is doubled where that can be read back."""
        plain = plain_name(name)
        written = re.sub(r"^/|/$|/{2,}", lambda match: _SOLIDUS * len(match[0]), plain)
        if written != plain:
            self._job.adapt(
                None,
                Feature.CATEGORY,
                f'in the category "{plain}" a slash is written {_SOLIDUS}, for Moodle would '
                "split the name there",
            )
        return written.replace("/", "//")


def file_names(quiz: Quiz) -> dict[str, str]:
    """A name of its own for each asset, as Moodle keeps a field's files in one folder."""
    return _unique_names(asset.path for asset in quiz.assets)


def _unique_names(paths: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths):
        name = _FILE_NAME.sub("_", path.rsplit("/", 1)[-1]).strip() or "file"
        if name.lower() in taken:
            name = _FILE_NAME.sub("_", path.replace("/", "-")).strip() or "file"
        stem, dot, ending = name.rpartition(".")
        number = 2
        while name.lower() in taken:
            name = f"{stem or ending}-{number}{dot}{ending if stem else ''}"
            number += 1
        taken.add(name.lower())
        names[path] = name
    return names


def file_address(name: str) -> str:
    """How a text refers to a file beside it."""
    return f"@@PLUGINFILE@@/{quote(name)}"
