"""Which features a quiz uses: the rows of its fidelity table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.contents import question_contents
from quizkit.formats.base import Feature
from quizkit.model import (
    NO_SETTINGS,
    ONE,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Info,
    Matching,
    Numbering,
    Numeric,
    Question,
    Quiz,
    ShortText,
    TextGap,
    TrueFalse,
)

_MATH = re.compile(r"\$\S(?:[^$]*\S)?\$|\\\(|\\\[|<math")
_CODE = re.compile(r"`|<(?:code|pre|kbd)\b|^(?: {4}|\t)\S", re.MULTILINE)
_RICH = re.compile(
    r"[*_~^`|]\S|<[a-z]|^\s*(?:[-+*>#]|[0-9]+[.)])\s|\]\(|\n\s*\n", re.MULTILINE | re.IGNORECASE
)


def used_features(quiz: Quiz) -> frozenset[Feature]:
    """Every feature that the quiz has, in the sense of the fidelity table.

    Markup is looked for by its signs; a price may pass for math, which costs a row, no more.
    """
    used = set(_of_quiz(quiz))
    for question in quiz.questions:
        used.update(_of_question(question))
        for content in question_contents(question):
            used.update(_of_content(content))
    return frozenset(used)


def _of_quiz(quiz: Quiz) -> Iterator[Feature]:
    present = {
        Feature.QUIZ_TITLE: quiz.title,
        Feature.DESCRIPTION: quiz.description,
        Feature.LANGUAGE: quiz.language,
        Feature.SETTINGS: quiz.settings != NO_SETTINGS,
        Feature.GROUPS: quiz.groups,
        Feature.IMAGES: quiz.assets,
        Feature.TYPE: quiz.questions,
    }
    yield from (feature for feature, value in present.items() if value)


def _of_question(question: Question) -> Iterator[Feature]:
    feedback = question.feedback
    present = {
        Feature.SCORE: not isinstance(question, (Info, Essay)),
        Feature.POINTS: question.points != ONE and not isinstance(question, Info),
        Feature.TITLE: question.title,
        Feature.GENERAL_FEEDBACK: feedback.general,
        Feature.COMBINED_FEEDBACK: feedback.correct or feedback.partial or feedback.incorrect,
        Feature.HINTS: question.hints,
        Feature.TAGS: question.tags,
        Feature.CATEGORY: question.category,
    }
    yield from (feature for feature, value in present.items() if value)
    match question:
        case Choice():
            yield from _of_choice(question)
        case TrueFalse():
            if question.feedback_true or question.feedback_false:
                yield Feature.OPTION_FEEDBACK
        case ShortText() | Numeric():
            if any(answer.feedback for answer in question.answers):
                yield Feature.ANSWER_FEEDBACK
            if isinstance(question, ShortText) and question.case_sensitive:
                yield Feature.CASE
            if isinstance(question, Numeric) and question.unit:
                yield Feature.UNIT
        case Cloze():
            yield from _of_gaps(question)
        case Matching() if not question.shuffle:
            yield Feature.SHUFFLE
        case Essay():
            if question.model_answer:
                yield Feature.MODEL_ANSWER
            if question.rubric:
                yield Feature.RUBRIC
        case _:
            pass


def _of_choice(question: Choice) -> Iterator[Feature]:
    if not question.shuffle:
        yield Feature.SHUFFLE
    if question.numbering is not Numbering.LOWER:
        yield Feature.NUMBERING
    if any(option.fixed for option in question.options):
        yield Feature.FIXED_OPTION
    if any(option.feedback for option in question.options):
        yield Feature.OPTION_FEEDBACK


def _of_gaps(question: Cloze) -> Iterator[Feature]:
    for gap in question.gaps:
        if isinstance(gap, ChoiceGap):
            if any(option.feedback for option in gap.options):
                yield Feature.OPTION_FEEDBACK
            if any(option.fixed for option in gap.options):
                yield Feature.FIXED_OPTION
        elif any(answer.feedback for answer in gap.answers):
            yield Feature.ANSWER_FEEDBACK
        if isinstance(gap, TextGap) and gap.case_sensitive:
            yield Feature.CASE


def _of_content(content: Content) -> Iterator[Feature]:
    text = content.source
    if _MATH.search(text):
        yield Feature.MATH
    if _CODE.search(text):
        yield Feature.CODE
    if _RICH.search(text):
        yield Feature.RICH_TEXT
