"""Several quizzes as one: the files of a folder or an archive that each hold some questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.identity import Identities
from quizkit.model import NO_SETTINGS, Group, Question, Quiz


class Parts:
    """Puts quizzes behind each other. What was said of each is said of the whole, by its file."""

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._identities = Identities()
        self._parts: list[Quiz] = []
        self._losses = 0
        self._missed = 0

    def begin(self) -> None:
        """What is noted in the job from here on belongs to the next quiz."""
        self._losses, self._missed = len(self._job.losses), len(self._job.missed)

    def fail(self, name: str, reason: str) -> None:
        """A file that could not be read."""
        self._place(name, {})
        self._job.miss(reason, name)

    def add(self, name: str, quiz: Quiz) -> None:
        """The quiz of one file; its ids are made to differ from those before it."""
        renamed: dict[str, str] = {}
        questions: list[Question] = []
        for question in quiz.questions:
            ident = self._identities.take(question.id)
            renamed[question.id] = ident
            questions.append(replace(question, id=ident) if ident != question.id else question)
        groups = tuple(self._group(group, renamed) for group in quiz.groups)
        self._place(name, renamed)
        self._parts.append(replace(quiz, questions=tuple(questions), groups=groups))

    def _group(self, group: Group, renamed: dict[str, str]) -> Group:
        members = tuple(renamed[ident] for ident in group.questions)
        return replace(group, id=self._identities.take(group.id), questions=members)

    def _place(self, name: str, renamed: dict[str, str]) -> None:
        """Say in which file it was."""
        losses, missed = self._job.losses, self._job.missed
        for n in range(self._losses, len(losses)):
            loss = losses[n]
            ident = renamed.get(loss.question_id or "", loss.question_id)
            losses[n] = replace(loss, question_id=ident, where=_within(name, loss.where))
        for n in range(self._missed, len(missed)):
            missed[n] = replace(missed[n], where=_within(name, missed[n].where))

    def quiz(self, identifier: str) -> Quiz:
        """All of them. Titles that differ become categories; settings that differ are lost."""
        parts = self._parts
        titles = {part.title for part in parts}
        title = titles.pop() if len(titles) == 1 else ""
        languages = {part.language for part in parts if part.language}
        described = [part for part in parts if part.description or part.settings != NO_SETTINGS]
        only = described[0] if len(parts) == 1 and described else None
        if described and only is None:
            self._job.lose(
                None,
                Feature.SETTINGS,
                f"{len(parts)} quizzes became one; the settings and the description of each "
                "are left out",
            )
        assets = {asset.path: asset for part in parts for asset in part.assets}
        return Quiz(
            identifier=identifier,
            title=title,
            language=languages.pop() if len(languages) == 1 else None,
            description=only.description if only else None,
            settings=only.settings if only else NO_SETTINGS,
            questions=tuple(q for part in parts for q in _shelved(part, shelve=not title)),
            groups=tuple(group for part in parts for group in part.groups),
            assets=tuple(assets[path] for path in sorted(assets)),
        )


def _shelved(part: Quiz, *, shelve: bool) -> Sequence[Question]:
    if not (shelve and part.title):
        return part.questions
    return [replace(q, category=(part.title, *q.category)) for q in part.questions]


def _within(name: str, where: str) -> str:
    if not where or where.startswith(name):
        return where or name
    return f"{name}, {where}"
