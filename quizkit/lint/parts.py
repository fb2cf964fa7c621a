"""Every piece of content in a question, with its path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from quizkit.model import (
    NO_FEEDBACK,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Gap,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    Question,
    ShortText,
    TextAnswer,
    TrueFalse,
)
from quizkit.reading import QuestionReading, SpanPath

Place = tuple[SpanPath, Content]


class Part(NamedTuple):
    """One piece of content, where it stands in which question."""

    question: QuestionReading
    path: SpanPath
    content: Content


def parts(question: QuestionReading) -> Iterator[Part]:
    """The contents of a question in the order of the canonical form."""
    for path, content in _places(question.question):
        yield Part(question, path, content)


def _places(question: Question) -> Iterator[Place]:
    yield ("stem",), question.stem
    yield from _answer_form(question)
    feedback = question.feedback
    if feedback is not NO_FEEDBACK:
        yield from _there(("feedback", "general"), feedback.general)
        yield from _there(("feedback", "correct"), feedback.correct)
        yield from _there(("feedback", "partial"), feedback.partial)
        yield from _there(("feedback", "incorrect"), feedback.incorrect)
    for index, hint in enumerate(question.hints):
        yield ("hints", index), hint


def _answer_form(question: Question) -> Iterator[Place]:
    match question:
        case Choice():
            yield from _options(question.options, ())
        case TrueFalse():
            yield from _there(("options", 0, "feedback"), question.feedback_true)
            yield from _there(("options", 1, "feedback"), question.feedback_false)
        case ShortText() | Numeric():
            yield from _answers(question.answers, ())
        case Matching():
            for index, pair in enumerate(question.pairs):
                yield ("pairs", index, "left"), pair.left
                yield ("pairs", index, "right"), pair.right
            for index, content in enumerate(question.distractors):
                yield ("distractors", index), content
        case Ordering():
            for index, content in enumerate(question.items):
                yield ("items", index), content
        case Cloze():
            for gap in question.gaps:
                yield from _gap(gap)
        case Essay():
            yield from _there(("model_answer",), question.model_answer)
            yield from _there(("rubric",), question.rubric)
        case Info():
            pass
        case _:
            assert_never(question)


def _gap(gap: Gap) -> Iterator[Place]:
    if isinstance(gap, ChoiceGap):
        yield from _options(gap.options, ("gaps", gap.id))
    else:
        yield from _answers(gap.answers, ("gaps", gap.id))


def _options(options: Sequence[Option], path: SpanPath) -> Iterator[Place]:
    for index, option in enumerate(options):
        yield (*path, "options", index), option.content
        if option.feedback is not None:
            yield (*path, "options", index, "feedback"), option.feedback


def _answers(
    answers: Sequence[TextAnswer] | Sequence[NumericAnswer], path: SpanPath
) -> Iterator[Place]:
    feedback = [answer.feedback for answer in answers]
    for index, content in enumerate(feedback):
        yield from _there((*path, "answers", index, "feedback"), content)


def _there(path: SpanPath, content: Content | None) -> Iterator[Place]:
    if content is not None:
        yield path, content
