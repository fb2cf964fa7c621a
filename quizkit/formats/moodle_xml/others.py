"""Questions without a mark of the machine: essays, information, and text alone."""

from __future__ import annotations

from lxml import etree

from quizkit.content.profile import Rendered
from quizkit.formats.base import Feature
from quizkit.formats.moodle_xml.sheet import Element, Sheet, has_combined, joined
from quizkit.model import ZERO, Essay, Info, Question, type_name

_ESSAY = {
    "responseformat": "editor",
    "responserequired": "1",
    "responsefieldlines": "15",
    "attachments": "0",
    "attachmentsrequired": "0",
}


def write_essay(sheet: Sheet, question: Essay) -> Element:
    """An ``essay``; model answer and rubric are for the graders alone."""
    element = sheet.question(question, "essay", points=question.points, hints=False)
    sheet.stem(question, element)
    for tag, value in _ESSAY.items():
        etree.SubElement(element, tag).text = value
    parts = [
        sheet.job.html(question, content, sheet.profile)
        for content in (question.model_answer, question.rubric)
        if content is not None
    ]
    if parts:
        split = [piece for part in parts for piece in (Rendered("<hr>"), part)][1:]
        holder = etree.SubElement(element, "graderinfo", format="html")
        sheet.fill(holder, joined(split))
    _no_combined(sheet, question)
    return element


def write_info(sheet: Sheet, question: Info) -> Element:
    """A ``description``: text with no mark and no number."""
    element = sheet.question(question, "description", points=ZERO, hints=False)
    sheet.stem(question, element)
    _no_combined(sheet, question)
    return element


def write_text_alone(sheet: Sheet, question: Question, why: str) -> Element:
    """The text of a question that Moodle would refuse; declared."""
    sheet.job.lose(
        question,
        Feature.TYPE,
        f"Moodle takes no such {type_name(question)} question, for {why}; only its text arrives, "
        "without points",
    )
    element = sheet.question(question, "description", points=ZERO, hints=False)
    sheet.stem(question, element)
    return element


def _no_combined(sheet: Sheet, question: Question) -> None:
    if has_combined(question.feedback):
        sheet.job.lose(
            question,
            Feature.COMBINED_FEEDBACK,
            "Moodle has none with questions that no machine marks; it is left out",
        )
