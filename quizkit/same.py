"""Whether two questions, or two quizzes, are the same to a student and to a mark book."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from quizkit.content.tree import comparable
from quizkit.contents import question_contents, with_contents
from quizkit.model import (
    Choice,
    Cloze,
    Content,
    Gap,
    Question,
    Quiz,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)
from quizkit.scoring import effective_policy
from quizkit.truth_words import is_usual

_EMPTY = "\x00"
_Q = TypeVar("_Q", bound=Question)


def essence(question: _Q) -> _Q:
    """The question without what makes no difference: the spelling of its markup, its source.

    Two questions are the same when their essences are equal.
    """
    changed = with_contents(question, _essence_of, drop=_is_empty)
    if isinstance(changed, Choice):
        changed = replace(changed, policy=effective_policy(changed))
    elif isinstance(changed, TrueFalse):
        if changed.words is not None and is_usual(changed.words):
            changed = replace(changed, words=None)
    elif isinstance(changed, ShortText):
        changed = replace(changed, answers=tuple(map(_trimmed, changed.answers)))
    elif isinstance(changed, Cloze):
        changed = replace(changed, gaps=tuple(map(_trimmed_gap, changed.gaps)))
    return replace(changed, title=" ".join(changed.title.split()), source=None)


def without_empty(question: _Q) -> _Q:
    """The question without feedbacks, hints and the like that hold nothing."""
    if all(comparable(content) != _EMPTY for content in question_contents(question)):
        return question
    return with_contents(question, lambda c: c, drop=lambda c: comparable(c) == _EMPTY)


def same_question(one: Question, other: Question) -> bool:
    """Whether two questions read alike, score alike and carry the same names."""
    return type(one) is type(other) and (one == other or essence(one) == essence(other))


def same_quiz(one: Quiz, other: Quiz) -> bool:
    """Whether two quizzes hold the same questions in the same order, and say the same of them."""
    return (
        _head(one) == _head(other)
        and len(one.questions) == len(other.questions)
        and all(same_question(a, b) for a, b in zip(one.questions, other.questions, strict=True))
    )


def _head(quiz: Quiz) -> Quiz:
    description = quiz.description and _essence_of(quiz.description)
    return replace(
        quiz,
        title=" ".join(quiz.title.split()),
        description=None if description is None or _is_empty(description) else description,
        questions=(),
        assets=(),
    )


def _essence_of(content: Content) -> Content:
    return Content(html=comparable(content))


def _is_empty(content: Content) -> bool:
    return content.html == _EMPTY


def _trimmed(answer: TextAnswer) -> TextAnswer:
    return replace(answer, text=" ".join(answer.text.split()))


def _trimmed_gap(gap: Gap) -> Gap:
    if isinstance(gap, TextGap):
        return replace(gap, answers=tuple(map(_trimmed, gap.answers)))
    return gap
