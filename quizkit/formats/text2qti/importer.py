"""The importer of text2qti, version 0.8: quizzes in plain text, made for Canvas.

What is asked for scores as text2qti's own export scores in Canvas: several answers by right
minus wrong, options in the order of writing unless ``shuffle answers: true``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from quizkit.errors import UnreadableSource
from quizkit.formats.base import Feature, Importer, ImportJob
from quizkit.formats.package_files import MarkdownFiles
from quizkit.formats.plain_source import source_text
from quizkit.formats.source import ImportSource
from quizkit.formats.text2qti.drafts import Draft, DraftReader
from quizkit.formats.text2qti.lines import Piece, pieces, without_fences
from quizkit.formats.weighing import decimal_number
from quizkit.model import ONE, Group, Info, Question, Quiz, Settings, type_name

_BEGINNING = re.compile(r"\A(?:%[^\n]*\n|\s*\n)*quiz title:", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d+\.[ \t]+\S", re.MULTILINE)
_CERTAIN = re.compile(r"^(?:\*[a-zA-Z]\)|\[\*\])[ \t]+\S", re.MULTILINE)
_PROBABLE = re.compile(r"^(?:=[ \t]+[\d\[-]|_{3,}[ \t]*$|\^{3,}[ \t]*$|\*[ \t]+\S)", re.MULTILINE)
_NAMED = re.compile(r"^(?:Title|Points|Text title):[ \t]*\S|^GROUP$|^\.\.\.[ \t]+\S", re.MULTILINE)
_OTHERS = re.compile(r"^#{1,6}[ \t]+\S|\A---\s*\n|\A\s*[<{]", re.MULTILINE)
_HEAD = ("quiz title", "quiz description")
_SWITCHES = {
    "shuffle answers": "",
    "show correct answers": "show_correct_answers",
    "one question at a time": "one_at_a_time",
    "can't go back": "",
}
_SOLUTIONS = (
    "feedback is solution",
    "solutions pick",
    "solutions sample groups",
    "solutions randomize groups",
)


class Text2QtiImporter(Importer):
    """Plain text with Markdown in it, as text2qti reads it."""

    name = "text2qti"
    label = "text2qti"
    rank = 40

    def recognizes(self, head: bytes, name: str) -> bool:
        """``Quiz title:`` at the start, or numbered questions with marks that nobody else has."""
        text = head.decode("utf-8", "replace").removeprefix("\ufeff")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if _BEGINNING.match(text):
            return True
        if _OTHERS.search(text) or not _NUMBERED.search(text):
            return False
        text = without_fences(text)
        return bool(
            _NUMBERED.search(text)
            and (_CERTAIN.search(text) or (_PROBABLE.search(text) and _NAMED.search(text)))
        )

    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """The questions in the order of the file."""
        text = source_text(source, job)
        reading = _Reading(source, job)
        for piece in pieces(text, reading.miss):
            reading.take(piece)
        reading.close()
        if not reading.questions:
            raise UnreadableSource(source.name, "holds no text2qti questions")
        return reading.quiz(source.identifier)


class _Reading:
    """One file as it is gone through."""

    def __init__(self, source: ImportSource, job: ImportJob) -> None:
        self._job = job
        self._files = MarkdownFiles(source, job)
        self._reader = DraftReader(job, self._files)
        self._draft: Draft | None = None
        self._waiting: dict[str, Piece] = {}
        self._text_title: Piece | None = None
        self._pool: _Pool | None = None
        self._head: dict[str, str] = {}
        self._switches: dict[str, bool] = {}
        self.questions: list[Question] = []
        self._groups: list[Group] = []

    def miss(self, what: str, line: int) -> None:
        """Name what is not understood."""
        self._job.miss(what, f"line {line}")

    def take(self, piece: Piece) -> None:
        """One piece of the file."""
        if self._draft is not None and self._draft.add(piece):
            return
        self.close_draft()
        match piece.mark:
            case "question":
                self._draft = Draft(piece, self._waiting)
                self._waiting = {}
            case "title" | "points":
                self._waiting[piece.mark] = piece
            case "text title":
                self._text_title = piece
            case "text":
                self._add_text(piece)
            case "group":
                self._open_pool(piece)
            case "end":
                self._close_pool(piece)
            case _:
                self._set(piece)

    def _set(self, piece: Piece) -> None:
        """A setting of the quiz or of a pool, or what nobody knows."""
        if piece.mark in _HEAD:
            self._head[piece.mark] = piece.text
        elif piece.mark in _SWITCHES:
            self._switch(piece)
        elif piece.mark in ("pick", "points per question") and self._pool is not None:
            self._pool.settings[piece.mark] = piece
        elif piece.mark in _SOLUTIONS:
            self._job.lose(
                None,
                Feature.SETTINGS,
                f'"{piece.mark}" is about sheets of solutions, and left out',
                f"line {piece.line}",
            )
        else:
            shown = piece.lines[0].strip()[:60]
            self.miss(f'"{shown}" belongs to no question', piece.line)

    def _switch(self, piece: Piece) -> None:
        word = piece.text.lower()
        if word not in ("true", "false"):
            self.miss(f'"{piece.mark}" is true or false, not "{piece.text[:40]}"', piece.line)
            return
        self._switches[piece.mark] = word == "true"
        if piece.mark == "can't go back" and word == "true":
            self._job.lose(
                None,
                Feature.SETTINGS,
                "that students cannot go back to a question is left to the LMS",
                f"line {piece.line}",
            )

    def _add_text(self, piece: Piece) -> None:
        """A text between questions."""
        title = self._text_title.text if self._text_title is not None else ""
        self._text_title = None
        self._add(self._reader.text(title, piece))

    def _open_pool(self, piece: Piece) -> None:
        if self._pool is not None:
            self.miss("a pool in a pool", piece.line)
            return
        self._pool = _Pool(piece.line, len(self.questions))

    def _close_pool(self, piece: Piece | None) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            if piece is not None:
                self.miss("END_GROUP without GROUP", piece.line)
            return
        if piece is None:
            self.miss("a pool that does not end", pool.line)
        found = self.questions[pool.first :]
        asked = [question for question in found if not isinstance(question, Info)]
        if not asked:
            self.miss("a pool without questions", pool.line)
            return
        pick = pool.number("pick", self.miss)
        points = pool.number("points per question", self.miss)
        self._groups.append(
            Group(
                id=self._reader.identity("", f"pool {len(self._groups) + 1}", asked[0].id),
                pick=min(max(int(pick), 1), len(asked)),
                points=points,
                questions=tuple(question.id for question in asked),
            )
        )
        self._job.read["pool"] += 1

    def close_draft(self) -> None:
        """The question is complete."""
        draft, self._draft = self._draft, None
        if draft is not None:
            self._add(self._reader.question(draft, shuffle=self._shuffle))

    @property
    def _shuffle(self) -> bool:
        return self._switches.get("shuffle answers", False)

    def _add(self, question: Question) -> None:
        self._job.read[type_name(question)] += 1
        self.questions.append(question)

    def close(self) -> None:
        """The file ends."""
        self.close_draft()
        self._close_pool(None)
        for piece in (*self._waiting.values(), self._text_title):
            if piece is not None:
                self.miss(f'"{piece.mark}" belongs to no question', piece.line)

    def quiz(self, identifier: str) -> Quiz:
        """All of it."""
        description = self._head.get("quiz description", "")
        settings = {
            name: self._switches[word]
            for word, name in _SWITCHES.items()
            if name and word in self._switches
        }
        return Quiz(
            identifier=identifier,
            title=" ".join(self._head.get("quiz title", "").split()),
            description=self._files.content(description, None) if description else None,
            settings=Settings(**settings),  # type: ignore[arg-type]  # all of these are bool
            questions=tuple(self.questions),
            groups=tuple(self._groups),
            assets=tuple(self._job.assets[path] for path in sorted(self._job.assets)),
        )


class _Pool:
    """A pool that is open. ``first`` is the place of its first question."""

    def __init__(self, line: int, first: int) -> None:
        self.line = line
        self.first = first
        self.settings: dict[str, Piece] = {}

    def number(self, name: str, miss: Callable[[str, int], None]) -> Fraction:
        """A setting of the pool, 1 where it is not written."""
        piece = self.settings.get(name)
        if piece is None:
            return ONE
        number = decimal_number(piece.text)
        if number is None or number <= 0:
            miss(f'"{piece.text[:40]}" is no number for "{name}"', piece.line)
            return ONE
        return number
