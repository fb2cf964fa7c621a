"""Choices and true/false. What Moodle's list cannot weigh goes into a gap of tick boxes."""

from __future__ import annotations

from fractions import Fraction

from lxml import etree

from quizkit.formats.base import Feature, Job
from quizkit.formats.moodle_xml import gaps
from quizkit.formats.moodle_xml.fractions import decimal_text
from quizkit.formats.moodle_xml.losses import points_text
from quizkit.formats.moodle_xml.others import write_text_alone
from quizkit.formats.moodle_xml.sheet import Element, Sheet
from quizkit.formats.moodle_xml.weights import Plan, plan_choice, response_text, worst_case
from quizkit.formats.truth import adapt_words
from quizkit.model import ONE, ZERO, Choice, Numbering, Selection, TrueFalse

NUMBERING = {
    Numbering.NONE: "none",
    Numbering.LOWER: "abc",
    Numbering.UPPER: "ABCD",
    Numbering.DECIMAL: "123",
    Numbering.ROMAN: "iii",
    Numbering.ROMAN_UPPER: "IIII",
}
_FEWEST = 2


def write_choice(sheet: Sheet, question: Choice) -> Element:
    """A ``multichoice``, or the vehicle that holds the weights."""
    plan = plan_choice(question)
    shuffle = question.shuffle
    if shuffle and any(option.fixed for option in question.options):
        shuffle = False
        sheet.job.lose(
            question,
            Feature.FIXED_OPTION,
            "Moodle cannot keep one option in its place while it shuffles the others; "
            "none of this question's options are shuffled",
        )
    if len(question.options) < _FEWEST or not plan.listed:
        in_a_gap = _gap_kind(question, plan, shuffle=shuffle)
        if in_a_gap:
            declare_scores(sheet.job, question, plan, plan.fractions)
            return gaps.write_choice_gap(sheet, question, plan.fractions, in_a_gap)
    if len(question.options) < _FEWEST:
        return write_text_alone(sheet, question, "it has a single option that earns nothing")
    fractions = plan.fractions if plan.listed else plan.nearest()
    declare_scores(sheet.job, question, plan, fractions)
    return _multichoice(sheet, question, fractions, shuffle=shuffle)


def stored_fractions(question: Choice) -> tuple[tuple[Fraction, ...], bool]:
    """What Moodle holds for each option, and whether in a gap, as :func:`write_choice` decides."""
    plan = plan_choice(question)
    if len(question.options) < _FEWEST or not plan.listed:
        if _gap_kind(question, plan, shuffle=False):
            return plan.fractions, True
        if len(question.options) < _FEWEST:
            return (ZERO,) * len(question.options), False
    return (plan.fractions if plan.listed else plan.nearest()), False


def _gap_kind(question: Choice, plan: Plan, *, shuffle: bool) -> str:
    """The type of a gap that holds the fractions exactly, or nothing."""
    if question.selection is Selection.MULTIPLE:
        return ("MRS" if shuffle else "MR") if plan.tick_boxes else ""
    if ONE in plan.fractions and len(question.options) >= _FEWEST:
        return "MCVS" if shuffle else "MCV"
    return "MR" if plan.tick_boxes else ""


def declare_scores(job: Job, question: Choice, plan: Plan, fractions: tuple[Fraction, ...]) -> None:
    """Declare by how much scores differ at worst, if they do, in points."""
    if not question.points or (fractions == plan.fractions and not plan.all_or_nothing):
        return
    gap = worst_case(question, fractions)
    if gap.error * 100_000 <= 1:
        return
    earned, wanted = gap.earned * question.points, gap.wanted * question.points
    case = (
        f"{response_text(question, gap.chosen)} earns {decimal_text(earned, places=3)} of "
        f"{points_text(question.points)} instead of {decimal_text(wanted, places=3)}"
    )
    if plan.all_or_nothing:
        why = "Moodle has no all-or-nothing; some of the keys without a distractor earn their share"
    else:
        why = "Moodle has a fixed list of weights; the nearest are taken"
    job.lose(question, Feature.SCORE, f"{why}: {case}, at worst")


def _multichoice(
    sheet: Sheet, question: Choice, fractions: tuple[Fraction, ...], *, shuffle: bool
) -> Element:
    element = sheet.question(question, "multichoice", points=question.points)
    sheet.stem(question, element)
    single = question.selection is Selection.SINGLE
    for tag, value in (
        ("single", "true" if single else "false"),
        ("shuffleanswers", "true" if shuffle else "false"),
        ("answernumbering", NUMBERING[question.numbering]),
    ):
        etree.SubElement(element, tag).text = value
    sheet.combined(question, element)
    for option, share in zip(question.options, fractions, strict=True):
        answer = sheet.answer(element, "answer", share)
        sheet.inline(question, answer, option.content)
        sheet.feedback(question, answer, [option.feedback])
    return element


def write_true_false(sheet: Sheet, question: TrueFalse) -> Element:
    """A ``truefalse``; the combined feedbacks join that of the answer they belong to."""
    element = sheet.question(question, "truefalse", points=question.points)
    sheet.stem(question, element)
    feedback = question.feedback
    for value, own in ((True, question.feedback_true), (False, question.feedback_false)):
        right = value is question.answer
        answer = sheet.answer(element, "answer", ONE if right else Fraction(0))
        etree.SubElement(answer, "text").text = "true" if value else "false"
        sheet.feedback(question, answer, [own, feedback.correct if right else feedback.incorrect])
    adapt_combined(sheet.job, question)
    adapt_words(sheet.job, question, "Moodle")
    return element


def adapt_combined(job: Job, question: Choice | TrueFalse) -> None:
    """Say that the feedback of a state has joined the feedback of the answers in that state."""
    feedback = question.feedback
    if feedback.correct or feedback.incorrect or feedback.partial:
        job.adapt(
            question,
            Feature.COMBINED_FEEDBACK,
            "it joins the feedback of each answer; who answers nothing does not see it",
        )
