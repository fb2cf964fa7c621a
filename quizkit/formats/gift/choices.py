"""Choices and true/false in GIFT."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.gift.sheet import Sheet
from quizkit.formats.moodle_xml.choices import adapt_combined, declare_scores
from quizkit.formats.moodle_xml.fractions import percent
from quizkit.formats.moodle_xml.sheet import by_state
from quizkit.formats.moodle_xml.weights import plan_choice
from quizkit.formats.truth import adapt_words
from quizkit.model import ONE, Choice, Content, Numbering, Question, Selection, TrueFalse

_FEWEST = 2


def write_choice(sheet: Sheet, question: Choice) -> str:
    """Options with ``=`` and ``~`` (single), or with ``~`` and weights alone (multiple)."""
    if len(question.options) < _FEWEST:
        return sheet.alone(question, "GIFT takes no choice of a single option")
    plan = plan_choice(question)
    shares = plan.fractions if plan.listed else plan.nearest()
    declare_scores(sheet.job, question, plan, shares)
    sheet.points(question, question.points)
    _account_layout(sheet, question)
    single = question.selection is Selection.SINGLE
    states: list[Content | None] = [None] * len(shares)
    if single:
        states = [by_state(question.feedback, share) for share in plan.fractions]
        adapt_combined(sheet.job, question)
    else:
        sheet.lose_combined(question)
    if single and ONE not in shares:
        sheet.job.lose(
            question,
            Feature.TYPE,
            "GIFT takes no single choice without an option worth 100 %; it gets tick boxes, and "
            "ticking several options adds their points up",
        )
    lines = [
        option_line(sheet, question, share, option.content, [option.feedback, state], single=single)
        for option, share, state in zip(question.options, shares, states, strict=True)
    ]
    return sheet.block(question, marked_as_choice(lines))


def marked_as_choice(lines: list[str]) -> list[str]:
    """Options with a ``~`` among them: without one GIFT reads a short answer."""
    if any(line.startswith("~") for line in lines):
        return lines
    return [*lines[:-1], f"~%100%{lines[-1][1:]}"]


def option_line(
    sheet: Sheet,
    question: Question,
    share: Fraction,
    content: Content,
    feedback: Sequence[Content | None],
    *,
    single: bool,
) -> str:
    """One option, such as ``~%50%text#feedback``."""
    text = sheet.rich(question, content, inline=True)
    told = sheet.feedback(question, feedback)
    if single and share == 1:
        return f"={text}{told}"
    weight = f"%{percent(share)}%" if share or text.startswith("%") else ""
    return f"~{weight}{text}{told}"


def _account_layout(sheet: Sheet, question: Choice) -> None:
    if not question.shuffle:
        sheet.job.lose(question, Feature.SHUFFLE, "options read from GIFT are always shuffled")
    elif any(option.fixed for option in question.options):
        sheet.job.lose(
            question, Feature.FIXED_OPTION, "it is shuffled with the others, as all are in GIFT"
        )
    if question.numbering is not Numbering.LOWER:
        sheet.job.lose(question, Feature.NUMBERING, "options read from GIFT are lettered a, b, c")


def write_true_false(sheet: Sheet, question: TrueFalse) -> str:
    """``{T#feedback when wrong#feedback when right}``."""
    sheet.points(question, question.points)
    feedback, answer = question.feedback, question.answer
    by_answer = {True: question.feedback_true, False: question.feedback_false}
    wrong = sheet.feedback(question, [by_answer[not answer], feedback.incorrect])
    right = sheet.feedback(question, [by_answer[answer], feedback.correct])
    adapt_combined(sheet.job, question)
    adapt_words(sheet.job, question, "Moodle")
    told = f"{wrong or '#'}{right}" if right else wrong
    return sheet.block(question, [f"{'T' if answer else 'F'}{told}"])
