"""Typed answers in GIFT: short text and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.content.markup import legal_text
from quizkit.formats.base import Feature
from quizkit.formats.gift import escaping
from quizkit.formats.gift.sheet import Sheet
from quizkit.formats.moodle_xml.answers import (
    account_typed,
    declare_inexact,
    declare_nearest,
    typed_feedback,
)
from quizkit.formats.moodle_xml.fractions import percent
from quizkit.formats.moodle_xml.numbers import stored_number
from quizkit.formats.moodle_xml.typed import WILDCARD, literal_text, plan_typed, with_full
from quizkit.model import Content, Numeric, NumericAnswer, Question, ShortText, TextAnswer


def write_short_text(sheet: Sheet, question: ShortText) -> str:
    """``{=%weight%answer#feedback ...}``; one answer earns 100 %, or Moodle drops the rest."""
    plan = plan_typed(question.answers)
    if not any(plan.fractions):
        return sheet.alone(question, "no accepted answer is worth anything")
    shares = plan.nearest() if not plan.listed else plan.fractions
    shares = shares if plan.full else with_full(shares)
    declare_nearest(sheet.job, question, plan.fractions, shares)
    sheet.points(question, question.points)
    account_case(sheet, question, question.answers, case=question.case_sensitive)
    told, otherwise = typed_feedback(question, plan)
    lines = text_lines(sheet, question, question.answers, shares, told)
    if otherwise is not None:
        lines.append(f"=%0%{WILDCARD}{sheet.feedback(question, [otherwise])}")
    account_typed(sheet.job, question)
    return sheet.block(question, lines)


def text_lines(
    sheet: Sheet,
    question: Question,
    answers: Sequence[TextAnswer],
    shares: Sequence[Fraction],
    told: Sequence[Sequence[Content | None]],
) -> list[str]:
    """The accepted texts, one a line."""
    lines = []
    for answer, share, contents in zip(answers, shares, told, strict=True):
        text = _text(sheet, question, answer.text)
        weight = "" if share == 1 and not text.startswith("%") else f"%{percent(share)}%"
        lines.append(f"={weight}{text}{sheet.feedback(question, contents)}")
    return lines


def _text(sheet: Sheet, question: Question, text: str) -> str:
    """Accepted text: literal stars, and no arrow, which would make it a matching question."""
    literal = legal_text(literal_text(text))
    if "->" in literal:
        sheet.job.lose(
            question,
            Feature.SCORE,
            f'GIFT cannot hold the arrow in "{text}": anything between its two signs is '
            "accepted too",
        )
        literal = literal.replace("->", f"-{WILDCARD}>")
    if escaping.is_unsayable(literal):
        sheet.job.lose(question, Feature.SCORE, f'GIFT reads a code in "{text}" as another sign')
    return escaping.escaped(literal)


def account_case(
    sheet: Sheet, question: Question, answers: Sequence[TextAnswer], *, case: bool
) -> None:
    """Declare that case does not count, where it should."""
    if case and any(answer.text.upper() != answer.text.lower() for answer in answers):
        sheet.job.lose(question, Feature.CASE, "capital and small letters count the same in GIFT")


def write_numeric(sheet: Sheet, question: Numeric) -> str:
    """``{#=%weight%value:tolerance#feedback ...}``."""
    plan = plan_typed(question.answers)
    shares = plan.fractions if plan.listed else plan.nearest()
    declare_nearest(sheet.job, question, plan.fractions, shares)
    declare_inexact(sheet.job, question, question.answers)
    sheet.points(question, question.points)
    if question.unit:
        sheet.job.lose(question, Feature.UNIT, f"GIFT holds no units; {question.unit} is left out")
    told, otherwise = typed_feedback(question, plan)
    lines = number_lines(sheet, question, question.answers, shares, told)
    if otherwise is not None:
        lines.append(f"~{sheet.feedback(question, [otherwise])}")
    account_typed(sheet.job, question)
    return sheet.block(question, lines)


def number_lines(
    sheet: Sheet,
    question: Question,
    answers: Sequence[NumericAnswer],
    shares: Sequence[Fraction],
    told: Sequence[Sequence[Content | None]],
) -> list[str]:
    """The accepted numbers, one a line, the first behind the ``#`` that makes them numbers."""
    lines = []
    for answer, share, contents in zip(answers, shares, told, strict=True):
        number = stored_number(answer)
        weight = "" if share == 1 else f"%{percent(share)}%"
        feedback = sheet.feedback(question, contents)
        lines.append(f"={weight}{number.value}:{number.tolerance}{feedback}")
    return [f"#{lines[0]}", *lines[1:]]
