"""Typed answers: short text and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lxml import etree

from quizkit.content.markup import legal_text
from quizkit.formats.base import Feature, Job
from quizkit.formats.moodle_xml import gaps
from quizkit.formats.moodle_xml.fractions import decimal_text
from quizkit.formats.moodle_xml.losses import points_text
from quizkit.formats.moodle_xml.numbers import stored_number
from quizkit.formats.moodle_xml.others import write_text_alone
from quizkit.formats.moodle_xml.sheet import Element, Sheet, by_state, has_combined
from quizkit.formats.moodle_xml.typed import (
    WILDCARD,
    TypedPlan,
    literal_text,
    plan_typed,
    with_full,
)
from quizkit.model import ZERO, Content, Numeric, NumericAnswer, Question, ShortText, TextAnswer

_LONGEST_UNIT = 50


def write_short_text(sheet: Sheet, question: ShortText) -> Element:
    """A ``shortanswer``, or a cloze gap where the weights are not on Moodle's list."""
    plan = plan_typed(question.answers)
    if not any(plan.fractions):
        return write_text_alone(sheet, question, "no accepted answer is worth anything")
    texts = [legal_text(literal_text(answer.text)) for answer in question.answers]
    if plan.full and not plan.listed:
        kind = "SAC" if question.case_sensitive else "SA"
        return _typed_gap(sheet, question, plan, kind, [gaps.gap_text(text) for text in texts])
    plan, fractions = _listed(sheet.job, question, plan)
    element = sheet.question(question, "shortanswer", points=question.points * plan.scale)
    sheet.stem(question, element)
    etree.SubElement(element, "usecase").text = "1" if question.case_sensitive else "0"
    _answers(sheet, question, element, texts, fractions, plan)
    return element


def write_numeric(sheet: Sheet, question: Numeric) -> Element:
    """A ``numerical``, or a cloze gap where the weights are not on Moodle's list."""
    plan = plan_typed(question.answers)
    numbers = [stored_number(answer) for answer in question.answers]
    declare_inexact(sheet.job, question, question.answers)
    if plan.full and not plan.listed and not question.unit:
        texts = [f"{number.value}:{number.tolerance}" for number in numbers]
        return _typed_gap(sheet, question, plan, "NM", texts)
    if plan.listed:
        fractions = plan.fractions
    else:
        plan, fractions = _listed(sheet.job, question, plan)
    element = sheet.question(question, "numerical", points=question.points * plan.scale)
    sheet.stem(question, element)
    values = [number.value for number in numbers]
    _answers(sheet, question, element, values, fractions, plan)
    for answer, number in zip(element.iterfind("answer"), numbers, strict=False):
        etree.SubElement(answer, "tolerance").text = number.tolerance
    _unit(sheet, question, element)
    return element


def declare_inexact(job: Job, question: Question, answers: Sequence[NumericAnswer]) -> None:
    """Declare numbers that 14 digits do not hold."""
    for answer in answers:
        number = stored_number(answer)
        if question.points and not number.exact:
            job.lose(
                question,
                Feature.SCORE,
                f"Moodle keeps 14 digits of a number; it accepts {number.value} ± "
                f"{number.tolerance}, a little more than it should",
            )


def _listed(
    job: Job, question: ShortText | Numeric, plan: TypedPlan
) -> tuple[TypedPlan, tuple[Fraction, ...]]:
    """Fractions on the list, one of them 100 %: exact on fewer points, else the nearest."""
    if plan.full and plan.listed:
        return plan, plan.fractions
    scaled = plan.scaled()
    if scaled.listed and not plan.full:
        job.adapt(
            question,
            Feature.SCORE,
            f"no answer earns all, as Moodle demands: it is worth "
            f"{points_text(question.points * scaled.scale)} there, and the best answer earns these",
        )
        return scaled, scaled.fractions
    nearest = with_full(plan.nearest())
    declare_nearest(job, question, plan.fractions, nearest)
    return plan, nearest


def stored_shares(question: ShortText | Numeric) -> tuple[tuple[Fraction, ...], bool]:
    """What Moodle holds for each answer, as shares of the points, and whether in a gap."""
    plan = plan_typed(question.answers)
    if plan.listed and (plan.full or isinstance(question, Numeric)):
        return plan.fractions, False
    if plan.full and not (isinstance(question, Numeric) and question.unit):
        return plan.fractions, True
    if not plan.full and plan.scaled().listed:
        return plan.fractions, False
    return with_full(plan.nearest()), False


def declare_nearest(
    job: Job,
    question: ShortText | Numeric,
    wanted: Sequence[Fraction],
    earned: Sequence[Fraction],
) -> None:
    """Declare the answer whose points differ most."""
    worst = max(range(len(wanted)), key=lambda n: abs(wanted[n] - earned[n]))
    if not question.points or abs(wanted[worst] - earned[worst]) * 100_000 <= 1:
        return
    answer = question.answers[worst]
    shown = f'"{answer.text}"' if isinstance(answer, TextAnswer) else stored_number(answer).value
    job.lose(
        question,
        Feature.SCORE,
        "Moodle has a fixed list of weights; the nearest are taken: at worst, the answer "
        f"{shown} earns {decimal_text(earned[worst] * question.points, places=3)} of "
        f"{points_text(question.points)} instead of "
        f"{decimal_text(wanted[worst] * question.points, places=3)}",
    )


def typed_feedback(
    question: ShortText | Numeric, plan: TypedPlan
) -> tuple[list[tuple[Content | None, ...]], Content | None]:
    """Feedback for each answer with that of its state, and what any other answer gets."""
    answers: Sequence[TextAnswer | NumericAnswer] = question.answers
    own: list[tuple[Content | None, ...]] = [
        (answer.feedback, by_state(question.feedback, share * plan.scale))
        for answer, share in zip(answers, plan.fractions, strict=True)
    ]
    return own, question.feedback.incorrect


def account_typed(job: Job, question: ShortText | Numeric) -> None:
    """Say that the feedback of a state has joined the answers'."""
    if not has_combined(question.feedback):
        return
    who = (
        "who answers nothing does"
        if isinstance(question, ShortText)
        else ("who answers nothing, or no number, does")
    )
    job.adapt(
        question,
        Feature.COMBINED_FEEDBACK,
        f"it joins the feedback of each answer; {who} not see it",
    )


def _answers(
    sheet: Sheet,
    question: ShortText | Numeric,
    element: Element,
    texts: Sequence[str],
    fractions: Sequence[Fraction],
    plan: TypedPlan,
) -> None:
    feedback, otherwise = typed_feedback(question, plan)
    for text, share, told in zip(texts, fractions, feedback, strict=True):
        _answer(sheet, question, element, text, share, told)
    if otherwise is not None:
        _answer(sheet, question, element, WILDCARD, ZERO, (otherwise,))
    account_typed(sheet.job, question)


def _answer(
    sheet: Sheet,
    question: ShortText | Numeric,
    element: Element,
    text: str,
    share: Fraction,
    feedback: Sequence[Content | None],
) -> None:
    answer = sheet.answer(element, "answer", share)
    answer.set("format", "plain_text")
    etree.SubElement(answer, "text").text = text
    sheet.feedback(question, answer, feedback)


def _typed_gap(
    sheet: Sheet,
    question: ShortText | Numeric,
    plan: TypedPlan,
    kind: str,
    texts: Sequence[str],
) -> Element:
    told, otherwise = typed_feedback(question, plan)
    alternatives = [
        gaps.Alternative(share, text, gaps.gap_feedback(sheet, question, contents))
        for text, share, contents in zip(texts, plan.fractions, told, strict=True)
    ]
    if otherwise is not None:
        feedback = gaps.gap_feedback(sheet, question, [otherwise])
        alternatives.append(gaps.Alternative(ZERO, WILDCARD, feedback))
    account_typed(sheet.job, question)
    return gaps.write_typed_gap(sheet, question, kind, alternatives)


def _unit(sheet: Sheet, question: Numeric, element: Element) -> None:
    """The unit may be typed and costs nothing: grading type 0, typed by hand."""
    if not question.unit:
        return
    unit = " ".join(legal_text(question.unit).split())
    if len(unit) > _LONGEST_UNIT:
        sheet.job.lose(question, Feature.UNIT, "it is too long for Moodle; it is left out")
        return
    sheet.job.adapt(
        question,
        Feature.UNIT,
        f"Moodle does not show it beside the box; {unit} may be typed after the number",
    )
    for tag, value in (("unitgradingtype", "0"), ("unitpenalty", "0"), ("showunits", "0")):
        etree.SubElement(element, tag).text = value
    one = etree.SubElement(etree.SubElement(element, "units"), "unit")
    etree.SubElement(one, "multiplier").text = "1"
    etree.SubElement(one, "unit_name").text = unit
