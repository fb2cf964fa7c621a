"""text2qti's questions: gathered piece by piece, then read as one of its eight types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.identity import Identities
from quizkit.formats.package_files import MarkdownFiles
from quizkit.formats.taken import Unreadable, as_info, spoken_name
from quizkit.formats.text2qti.lines import Piece
from quizkit.formats.text2qti.numbers_in import parse_number_answer
from quizkit.formats.weighing import decimal_number
from quizkit.model import (
    Choice,
    Content,
    Essay,
    Feedback,
    Info,
    Numeric,
    Option,
    Question,
    Role,
    Selection,
    ShortText,
    TextAnswer,
    TrueFalse,
)
from quizkit.naming import letter

_CHOICES = ("key", "option", "checked", "unchecked")
_KEYS = ("key", "checked")
_ANSWERS = (*_CHOICES, "answer", "number", "essay", "upload")
_TOLD = ("correct", "incorrect", "solution")
_UNITS = re.compile(r"\\(?:num|si|SI)\{")
_TRUTH = {"true": True, "false": False}


@dataclass
class Draft:
    """The pieces of one question, as far as they have come.

    ``named`` holds what stood before it, by mark: its title and points.
    """

    stem: Piece
    named: Mapping[str, Piece]
    answers: list[Piece] = field(default_factory=list)
    feedback: dict[int, Piece] = field(default_factory=dict)
    told: dict[str, Piece] = field(default_factory=dict)
    doubled: list[Piece] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)
    """Lines that are not indented, as they should be."""

    def add(self, piece: Piece) -> bool:
        """Take a piece that belongs to the question; False for one that begins something else."""
        if piece.mark in _ANSWERS:
            self.answers.append(piece)
        elif piece.mark == "general" and self.answers and self.answers[-1].mark in _CHOICES:
            place = len(self.answers) - 1
            if place in self.feedback:
                self.doubled.append(piece)
            self.feedback.setdefault(place, piece)
        elif piece.mark == "general" or piece.mark in _TOLD:
            if piece.mark in self.told:
                self.doubled.append(piece)
            self.told.setdefault(piece.mark, piece)
        elif not piece.mark:
            self._last.lines += piece.lines
            self.loose.append(piece.line)
        else:
            return False
        return True

    @property
    def _last(self) -> Piece:
        return max(
            (self.stem, *self.answers, *self.feedback.values(), *self.told.values()),
            key=lambda piece: piece.line,
        )


class DraftReader:
    """Reads drafts as questions."""

    def __init__(self, job: ImportJob, files: MarkdownFiles) -> None:
        self._job = job
        self._files = files
        self._identities = Identities()
        self._number = 0

    def identity(self, wanted: str, *basis: str) -> str:
        """An id of its own."""
        return self._identities.take(wanted, *basis)

    def text(self, title: str, piece: Piece) -> Info:
        """A text between questions."""
        title = " ".join(title.split())
        identity = self.identity("", title, piece.text)
        return Info(id=identity, title=title, stem=self._rich(piece, identity))

    def question(self, draft: Draft, *, shuffle: bool) -> Question:
        """The question; its text alone where it cannot be asked."""
        self._number += 1
        title = " ".join(draft.named["title"].text.split()) if "title" in draft.named else ""
        identity = self.identity("", title, draft.stem.text, *(a.text for a in draft.answers))
        shared = self._shared(draft, title, identity)
        name = spoken_name(title, self._number)
        for line in draft.loose:
            self._job.miss(
                f"{name}: it is not indented; taken for a part of what stands before it",
                f"line {line}",
            )
        for piece in draft.doubled:
            self._job.miss(f"{name}: a second feedback for the same", f"line {piece.line}")
        try:
            return self._read(draft, shared, shuffle=shuffle)
        except Unreadable as trouble:
            self._job.miss(f"{name}: {trouble}; only its text was taken", f"line {draft.stem.line}")
            options = [piece.text for piece in draft.answers if piece.mark in _CHOICES]
            if options:
                listed = "\n".join(f"- {_indented(option)}" for option in options)
                shared["stem"] = Content(markdown=f"{shared['stem'].source}\n\n{listed}")
            return as_info(shared)

    def _shared(self, draft: Draft, title: str, identity: str) -> dict[str, Any]:
        """What every question has."""
        told = {mark: self._rich(piece, identity) for mark, piece in draft.told.items()}
        shared: dict[str, Any] = {
            "id": identity,
            "title": title,
            "stem": self._rich(draft.stem, identity),
            "feedback": Feedback(
                general=told.get("general"),
                correct=told.get("correct"),
                incorrect=told.get("incorrect"),
            ),
        }
        if "points" in draft.named:
            piece = draft.named["points"]
            points = decimal_number(piece.text)
            if points is None or points < 0:
                self._job.miss(f'"{piece.text[:40]}" is no number of points', f"line {piece.line}")
            else:
                shared["points"] = points
        return shared

    def _read(self, draft: Draft, shared: dict[str, Any], *, shuffle: bool) -> Question:
        marks = {piece.mark for piece in draft.answers}
        if not marks:
            raise Unreadable("it has no answers")
        if not marks & {"essay"} and "solution" in draft.told:
            self._job.lose(
                shared["id"],
                Feature.MODEL_ANSWER,
                "the solution for a printed sheet has no place here",
                f"line {draft.told['solution'].line}",
            )
        if marks <= {"key", "option"}:
            return self._single(draft, shared, shuffle=shuffle)
        if marks <= {"checked", "unchecked"}:
            # Canvas says to partly right answers what it says to wrong ones.
            told = shared["feedback"]
            shared = shared | {"feedback": replace(told, partial=told.incorrect)}
            return self._choice(draft, shared, Selection.MULTIPLE, shuffle=shuffle)
        if marks == {"answer"}:
            answers = tuple(TextAnswer(text=piece.text) for piece in draft.answers)
            return ShortText(**shared, answers=answers)
        if marks == {"number"}:
            if len(draft.answers) > 1:
                raise Unreadable("it has several numbers for its answer")
            return Numeric(**shared, answers=(parse_number_answer(draft.answers[0].text),))
        if marks in ({"essay"}, {"upload"}):
            return self._essay(draft, shared)
        raise Unreadable("its answers are of several kinds")

    def _single(self, draft: Draft, shared: dict[str, Any], *, shuffle: bool) -> Question:
        keys = [n for n, piece in enumerate(draft.answers) if piece.mark == "key"]
        if len(keys) > 1:
            raise Unreadable("several options are marked as the right one; [*] is for such")
        words = [_TRUTH.get(piece.text.lower()) for piece in draft.answers]
        if len(keys) == 1 and sorted(map(str, words)) == ["False", "True"]:
            said = {word: draft.feedback.get(n) for n, word in enumerate(words)}
            return TrueFalse(
                **shared,
                answer=bool(words[keys[0]]),
                feedback_true=self._maybe(said[True], shared["id"]),
                feedback_false=self._maybe(said[False], shared["id"]),
            )
        return self._choice(draft, shared, Selection.SINGLE, shuffle=shuffle)

    def _choice(
        self, draft: Draft, shared: dict[str, Any], selection: Selection, *, shuffle: bool
    ) -> Choice:
        if not any(piece.mark in _KEYS for piece in draft.answers):
            raise Unreadable("no option is marked as right")
        if len(draft.answers) < 2:
            raise Unreadable("it has one option alone")
        return Choice(
            **shared,
            selection=selection,
            shuffle=shuffle,
            options=tuple(
                Option(
                    id=letter(n),
                    content=self._rich(piece, shared["id"]),
                    role=Role.KEY if piece.mark in _KEYS else Role.DISTRACTOR,
                    feedback=self._maybe(draft.feedback.get(n), shared["id"]),
                )
                for n, piece in enumerate(draft.answers)
            ),
        )

    def _essay(self, draft: Draft, shared: dict[str, Any]) -> Essay:
        if draft.answers[0].mark == "upload":
            self._job.lose(
                shared["id"],
                Feature.TYPE,
                "students handed in a file; here they write a text",
                f"line {draft.answers[0].line}",
            )
        return Essay(**shared, model_answer=self._maybe(draft.told.get("solution"), shared["id"]))

    def _maybe(self, piece: Piece | None, question_id: str) -> Content | None:
        return None if piece is None else self._rich(piece, question_id)

    def _rich(self, piece: Piece, question_id: str) -> Content:
        text = piece.text
        if _UNITS.search(text):
            self._job.lose(
                question_id,
                Feature.MATH,
                "units and numbers in siunitx notation stay as they are written",
                f"line {piece.line}",
            )
        return self._files.content(text, question_id)


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")
