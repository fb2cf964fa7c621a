"""Matching and ordering."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from quizkit.formats.base import Feature, Job
from quizkit.formats.moodle_xml.names import is_cut, plain_name
from quizkit.formats.moodle_xml.others import write_text_alone
from quizkit.formats.moodle_xml.plain import plain_text
from quizkit.formats.moodle_xml.sheet import Element, Sheet
from quizkit.model import Content, Matching, Ordering

_FEWEST_ITEMS = 2
_ORDERING = {
    "layouttype": "VERTICAL",
    "selecttype": "ALL",
    "gradingtype": "ALL_OR_NOTHING",
    "showgrading": "SHOW",
    "numberingstyle": "none",
    "shownumcorrect": "1",
}


def right_sides(question: Matching, job: Job) -> list[str]:
    """The right sides as plain text, never blank; different ones stay different."""
    known: dict[Content, str] = {}
    for number, content in enumerate(question.rights, start=1):
        if content in known:
            continue
        text = plain_text(content, question, job, "the answers to choose from")
        name = plain_name(text) or f"({number})"
        if is_cut(text):
            job.lose(question, Feature.RICH_TEXT, f'a long answer is cut: "{name[:40]}…"')
        if name in known.values():
            name = f"{name[:240]} ({number})"
            job.adapt(
                question,
                Feature.RICH_TEXT,
                f'two answers would read the same; one becomes "{name}"',
            )
        known[content] = name
    return [known[content] for content in question.rights]


def write_matching(sheet: Sheet, question: Matching) -> Element:
    """A ``matching``; extra right sides stand without a left one."""
    element = sheet.question(question, "matching", points=question.points)
    sheet.stem(question, element)
    etree.SubElement(element, "shuffleanswers").text = "true" if question.shuffle else "false"
    sheet.combined(question, element)
    rights = right_sides(question, sheet.job)
    for pair, right in zip(question.pairs, rights, strict=False):
        holder = etree.SubElement(element, "subquestion", format="html")
        sheet.inline(question, holder, pair.left)
        _right(holder, right)
    for right in rights[len(question.pairs) :]:
        holder = etree.SubElement(element, "subquestion", format="html")
        etree.SubElement(holder, "text")
        _right(holder, right)
    return element


def _right(holder: Element, right: str) -> None:
    etree.SubElement(etree.SubElement(holder, "answer"), "text").text = right


def write_ordering(sheet: Sheet, question: Ordering) -> Element:
    """An ``ordering``, all or nothing, with all its items."""
    if len(question.items) < _FEWEST_ITEMS:
        return write_text_alone(sheet, question, "it has a single item")
    element = sheet.question(question, "ordering", points=question.points)
    sheet.stem(question, element)
    for tag, value in _ORDERING.items():
        etree.SubElement(element, tag).text = value
    etree.SubElement(element, "selectcount").text = str(len(question.items))
    sheet.combined(question, element)
    for number, item in enumerate(question.items):
        answer = sheet.answer(element, "answer", None)
        sheet.inline(question, answer, item)
        _set_apart(answer, number, question.items)
    account_ordering(sheet.job, question)
    return element


def _set_apart(answer: Element, number: int, items: Sequence[Content]) -> None:
    """Give an item that stands there twice a text of its own, or the right order is no match."""
    before = sum(item == items[number] for item in items[:number])
    text = answer.find("text")
    if before and text is not None:
        text.text = f"{text.text}{'<span></span>' * before}"


def account_ordering(job: Job, question: Ordering) -> None:
    """Declare what differs in scoring an order."""
    job.adapt(
        question,
        Feature.SCORE,
        "an order that is not touched is marked as it happens to stand, not as unanswered",
    )
    if question.points and len(set(question.items)) < len(question.items):
        job.lose(
            question,
            Feature.SCORE,
            "items that read the same cannot change places: the right order with two of them "
            "exchanged earns 0 points there",
        )
