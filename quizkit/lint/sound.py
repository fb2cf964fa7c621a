"""The quiz that can be exported: without the questions that hold an error."""

from __future__ import annotations

from dataclasses import replace

from quizkit.diagnostics import Diagnostic
from quizkit.lint.engine import blocking
from quizkit.model import Quiz
from quizkit.reading import Reading


def sound_quiz(reading: Reading) -> tuple[Quiz, list[Diagnostic]]:
    """The quiz without the questions that hold an error, and those errors.

    A pool that loses questions draws no more than it has left; an empty one goes.
    """
    errors = blocking(reading)
    found = [error for number in sorted(errors) for error in errors[number]]
    quiz = reading.quiz
    if errors:
        kept = tuple(q.question for q in reading.questions if q.number not in errors)
        names = {question.id for question in kept}
        groups = []
        for group in quiz.groups:
            members = tuple(name for name in group.questions if name in names)
            if members:
                pick = min(group.pick, len(members))
                groups.append(replace(group, questions=members, pick=pick))
        quiz = replace(quiz, questions=kept, groups=tuple(groups))
    return quiz, found
