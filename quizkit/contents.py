"""Every piece of rich text in a question, whatever its type: to read, and to replace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar, assert_never

from quizkit.model import (
    NO_FEEDBACK,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Feedback,
    Gap,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    Pair,
    Question,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)

ContentPath = tuple[str | int, ...]
"""Where a content stands: ``("stem",)``, ``("options", 1, "feedback")``, ``("hints", 0)`` ..."""
Place = tuple[ContentPath, Content]


def question_contents(question: Question) -> Iterator[Content]:
    """The contents of a question, in the order of :func:`placed_contents`."""
    return (content for _, content in placed_contents(question))


def placed_contents(question: Question) -> Iterator[Place]:
    """The contents, each with its path, in the order of the canonical form.

    That is: stem, answers, feedback, hints.
    """
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


def _options(options: Sequence[Option], path: ContentPath) -> Iterator[Place]:
    for index, option in enumerate(options):
        yield (*path, "options", index), option.content
        if option.feedback is not None:
            yield (*path, "options", index, "feedback"), option.feedback


def _answers(
    answers: Sequence[TextAnswer] | Sequence[NumericAnswer], path: ContentPath
) -> Iterator[Place]:
    feedback = [answer.feedback for answer in answers]
    for index, content in enumerate(feedback):
        yield from _there((*path, "answers", index, "feedback"), content)


def _there(path: ContentPath, content: Content | None) -> Iterator[Place]:
    if content is not None:
        yield path, content


Change = Callable[[Content], Content]


class _Changer:
    """Replaces contents; optional ones may go away."""

    def __init__(self, change: Change, drop: Callable[[Content], bool]) -> None:
        self.change = change
        self.drop = drop

    def __call__(self, content: Content) -> Content:
        return self.change(content)

    def maybe(self, content: Content | None) -> Content | None:
        changed = None if content is None else self.change(content)
        return None if changed is None or self.drop(changed) else changed


def _never(_: Content) -> bool:
    return False


_Q = TypeVar("_Q", bound=Question)


def with_contents(question: _Q, change: Change, drop: Callable[[Content], bool] = _never) -> _Q:
    """The question with each content replaced by what ``change`` makes of it.

    ``change`` is called in the order of :func:`question_contents`; an optional content for
    whose replacement ``drop`` is true is left out.
    """
    changer = _Changer(change, drop)
    stem = changer(question.stem)
    formed = _changed_form(question, changer)
    feedback = question.feedback
    if feedback is not NO_FEEDBACK:
        feedback = Feedback(
            general=changer.maybe(feedback.general),
            correct=changer.maybe(feedback.correct),
            partial=changer.maybe(feedback.partial),
            incorrect=changer.maybe(feedback.incorrect),
        )
    hints = tuple(kept for hint in question.hints if (kept := changer.maybe(hint)))
    changed = replace(formed, stem=stem, feedback=feedback, hints=hints)
    assert isinstance(changed, type(question))
    return changed


def _changed_form(question: Question, changer: _Changer) -> Question:
    match question:
        case Choice():
            return replace(question, options=_changed_options(question.options, changer))
        case TrueFalse():
            return replace(
                question,
                feedback_true=changer.maybe(question.feedback_true),
                feedback_false=changer.maybe(question.feedback_false),
            )
        case ShortText():
            return replace(question, answers=_changed_answers(question.answers, changer))
        case Numeric():
            return replace(question, answers=_changed_answers(question.answers, changer))
        case Matching():
            return replace(
                question,
                pairs=tuple(
                    Pair(changer(pair.left), changer(pair.right)) for pair in question.pairs
                ),
                distractors=tuple(changer(content) for content in question.distractors),
            )
        case Ordering():
            return replace(question, items=tuple(changer(item) for item in question.items))
        case Cloze():
            return replace(
                question, gaps=tuple(_changed_gap(gap, changer) for gap in question.gaps)
            )
        case Essay():
            return replace(
                question,
                model_answer=changer.maybe(question.model_answer),
                rubric=changer.maybe(question.rubric),
            )
        case Info():
            return question
        case _:
            assert_never(question)


def _changed_gap(gap: Gap, changer: _Changer) -> Gap:
    if isinstance(gap, ChoiceGap):
        return replace(gap, options=_changed_options(gap.options, changer))
    if isinstance(gap, TextGap):
        return replace(gap, answers=_changed_answers(gap.answers, changer))
    return replace(gap, answers=_changed_answers(gap.answers, changer))


def _changed_options(options: Sequence[Option], changer: _Changer) -> tuple[Option, ...]:
    return tuple(
        replace(option, content=changer(option.content), feedback=changer.maybe(option.feedback))
        for option in options
    )


_A = TypeVar("_A", TextAnswer, NumericAnswer)


def _changed_answers(answers: Sequence[_A], changer: _Changer) -> tuple[_A, ...]:
    return tuple(replace(answer, feedback=changer.maybe(answer.feedback)) for answer in answers)
