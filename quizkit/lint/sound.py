"""The quiz that can be exported: without the questions that hold an error."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.engine import blocking
from quizkit.model import Question, Quiz
from quizkit.reading import QuestionReading, Reading


@dataclass(frozen=True, slots=True)
class Sound:
    """What of a reading can be exported, what cannot, and why."""

    quiz: Quiz
    errors: tuple[Diagnostic, ...]
    left_out: tuple[QuestionReading, ...]


def sound_quiz(reading: Reading) -> Sound:
    """Leave out every question that an error stands in.

    An error before the first question, in the front matter say, is named and costs none. A
    pool that loses questions draws no more than it has left; an empty one goes.
    """
    errors = blocking(reading)
    everywhere = []
    for error in reading.diagnostics:
        if error.severity is Severity.ERROR:
            placed = replace(error, path=reading.path)
            number = _question_at(reading, error.span.line)
            if number:
                errors.setdefault(number, []).append(placed)
            else:
                everywhere.append(placed)
    found = [*everywhere, *(error for number in sorted(errors) for error in errors[number])]
    if not errors:
        return Sound(reading.quiz, tuple(found), ())
    left_out = tuple(q for q in reading.questions if q.number in errors)
    kept = tuple(q.question for q in reading.questions if q.number not in errors)
    return Sound(_without(reading.quiz, kept), tuple(found), left_out)


def _question_at(reading: Reading, line: int) -> int:
    """The number of the question that a line belongs to; 0 before the first."""
    return bisect_right(reading.questions, line, key=lambda question: question.span.line)


def _without(quiz: Quiz, kept: tuple[Question, ...]) -> Quiz:
    names = {question.id for question in kept}
    groups = []
    for group in quiz.groups:
        members = tuple(name for name in group.questions if name in names)
        if members:
            pick = min(group.pick, len(members))
            groups.append(replace(group, questions=members, pick=pick))
    return replace(quiz, questions=kept, groups=tuple(groups))
