"""Pools that a target holds as categories of a question bank, as Moodle does: pools again.

How many questions a category draws is nowhere in it; what the author says of that stays.
"""

from __future__ import annotations

from dataclasses import replace

from quizkit.held import partners
from quizkit.model import Group, Quiz

Path = tuple[str, ...]


def with_pools(before: Quiz, theirs: Quiz, own: Quiz) -> tuple[Quiz, Quiz]:
    """What a target held of ``own``, and what it holds now, with the author's pools in both.

    A pool whose category is gone was renamed where its questions are together in a new one.
    Both quizzes stay as they are where the target has pools, or no categories.
    """
    if not own.groups or before.groups or theirs.groups:
        return before, theirs
    for group, path in _shelves(before, own):
        now = _path_now(path, before, theirs)
        before = _pooled(before, group, path)
        if now is not None:
            theirs = _pooled(theirs, group, now)
    return before, theirs


def _shelves(before: Quiz, own: Quiz) -> list[tuple[Group, Path]]:
    """The author's pools, each with the category that holds its questions and no others."""
    owners = {member: group.id for group in own.groups for member in group.questions}
    held: dict[Path, set[str | None]] = {}
    above: dict[Path, bool] = {}
    for new, old in partners(own.questions, before.questions).items():
        path, mine = before.questions[new].category, own.questions[old]
        held.setdefault(path, set()).add(owners.get(mine.id))
        # The pool is a level of its own there, below the category that the author wrote.
        above[path] = above.get(path, False) or len(path) > len(mine.category)
    known = {group.id: group for group in own.groups}
    return [
        (known[owner], path)
        for path, found in held.items()
        if len(found) == 1 and above[path] and (owner := next(iter(found))) is not None
    ]


def _path_now(path: Path, before: Quiz, theirs: Quiz) -> Path | None:
    """Where the questions of a category are now; None where there is no such category."""
    if any(question.category == path for question in theirs.questions):
        return path
    members = {q.id for q in before.questions if q.category == path}
    found = {q.category for q in theirs.questions if q.id in members}
    known = {question.category for question in before.questions}
    if len(found) != 1 or found & known:
        return None
    (new,) = found
    # A category above it, or none at all, is no pool that was renamed.
    return new if len(new) >= len(path) else None


def _pooled(quiz: Quiz, group: Group, path: Path) -> Quiz:
    """The quiz with the questions of a category in a pool that is called after it."""
    members = tuple(question.id for question in quiz.questions if question.category == path)
    pool = replace(group, title=path[-1], points=None, questions=members)
    questions = tuple(
        replace(question, category=path[:-1]) if question.id in members else question
        for question in quiz.questions
    )
    return replace(quiz, questions=questions, groups=(*quiz.groups, pool))
