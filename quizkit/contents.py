"""Every piece of rich text in a question, whatever its type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

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


def question_contents(question: Question) -> Iterator[Content]:
    """The contents in the order of the canonical form: stem, answers, feedback, hints."""
    yield question.stem
    yield from _answer_form(question)
    feedback = question.feedback
    if feedback is not NO_FEEDBACK:
        yield from _there(feedback.general, feedback.correct, feedback.partial, feedback.incorrect)
    yield from question.hints


def _answer_form(question: Question) -> Iterator[Content]:
    match question:
        case Choice():
            yield from _options(question.options)
        case TrueFalse():
            yield from _there(question.feedback_true, question.feedback_false)
        case ShortText() | Numeric():
            yield from _answers(question.answers)
        case Matching():
            for pair in question.pairs:
                yield pair.left
                yield pair.right
            yield from question.distractors
        case Ordering():
            yield from question.items
        case Cloze():
            for gap in question.gaps:
                yield from _gap(gap)
        case Essay():
            yield from _there(question.model_answer, question.rubric)
        case Info():
            pass
        case _:
            assert_never(question)


def _gap(gap: Gap) -> Iterator[Content]:
    if isinstance(gap, ChoiceGap):
        yield from _options(gap.options)
    else:
        yield from _answers(gap.answers)


def _options(options: Sequence[Option]) -> Iterator[Content]:
    for option in options:
        yield option.content
        if option.feedback is not None:
            yield option.feedback


def _answers(answers: Sequence[TextAnswer] | Sequence[NumericAnswer]) -> Iterator[Content]:
    for answer in answers:
        if answer.feedback is not None:
            yield answer.feedback


def _there(*contents: Content | None) -> Iterator[Content]:
    return (content for content in contents if content is not None)
