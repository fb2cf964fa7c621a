"""The questions of a quiz in order, with each pool in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from quizkit.formats.base import Feature, Job
from quizkit.model import Group, Info, Question


@dataclass(frozen=True, slots=True)
class Pool:
    """A group and its questions, each worth what the group says."""

    group: Group
    questions: tuple[Question, ...]


def arranged(job: Job) -> Iterator[Question | Pool]:
    """Questions in the order of the quiz; a pool stands where its first question stood.

    Declares it where a pool's questions were not together, for they are now.
    """
    owners = {member: group for group in job.quiz.groups for member in group.questions}
    by_id = {question.id: question for question in job.quiz.questions} if owners else {}
    done: set[str] = set()
    for number, question in enumerate(job.quiz.questions):
        group = owners.get(question.id)
        if group is None:
            yield question
        elif group.id not in done:
            done.add(group.id)
            members = tuple(_worth(by_id[m], group) for m in group.questions if m in by_id)
            if not _stand_together(job, number, members):
                job.adapt(
                    None,
                    Feature.GROUPS,
                    f'the questions of the pool "{group.title or group.id}" stand together, '
                    "where its first one stood",
                )
            yield Pool(group, members)


def _worth(question: Question, group: Group) -> Question:
    if group.points is None or isinstance(question, Info) or question.points == group.points:
        return question
    return replace(question, points=group.points)


def _stand_together(job: Job, first: int, members: tuple[Question, ...]) -> bool:
    stretch = job.quiz.questions[first : first + len(members)]
    return {question.id for question in stretch} == {question.id for question in members}
