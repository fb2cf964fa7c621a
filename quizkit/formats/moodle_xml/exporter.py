"""The exporter to Moodle XML: one question at a time, each in Moodle's own type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from lxml import etree

from quizkit.formats.base import Engine, ExportedFile, Exporter, Feature, Fidelity, Job
from quizkit.formats.moodle_xml.answers import write_numeric, write_short_text
from quizkit.formats.moodle_xml.arranged import write_matching, write_ordering
from quizkit.formats.moodle_xml.choices import write_choice, write_true_false
from quizkit.formats.moodle_xml.cloze import write_cloze
from quizkit.formats.moodle_xml.earned import as_stored
from quizkit.formats.moodle_xml.gaps import gap_html
from quizkit.formats.moodle_xml.losses import account_quiz
from quizkit.formats.moodle_xml.names import Categories
from quizkit.formats.moodle_xml.others import write_essay, write_info
from quizkit.formats.moodle_xml.sheet import Element, Sheet
from quizkit.model import (
    Choice,
    Cloze,
    Content,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortText,
    TrueFalse,
)
from quizkit.scoring import score

_FIDELITY = {
    Feature.SCORE: Fidelity.LOST,
    Feature.POINTS: Fidelity.LOST,
    Feature.TYPE: Fidelity.LOST,
    Feature.COMBINED_FEEDBACK: Fidelity.LOST,
    Feature.HINTS: Fidelity.LOST,
    Feature.TAGS: Fidelity.LOST,
    Feature.CATEGORY: Fidelity.LOST,
    Feature.FIXED_OPTION: Fidelity.LOST,
    Feature.NUMBERING: Fidelity.LOST,
    Feature.TITLE: Fidelity.LOST,
    Feature.IDENTIFIER: Fidelity.ADAPTED,
    Feature.UNIT: Fidelity.LOST,
    Feature.RICH_TEXT: Fidelity.LOST,
    Feature.IMAGES: Fidelity.LOST,
    Feature.MATH: Fidelity.LOST,
    Feature.GROUPS: Fidelity.ADAPTED,
    Feature.SETTINGS: Fidelity.LOST,
    Feature.DESCRIPTION: Fidelity.ADAPTED,
    Feature.QUIZ_TITLE: Fidelity.ADAPTED,
    Feature.LANGUAGE: Fidelity.ADAPTED,
}
_PLAIN = "in the answers of matching questions and of drop-down lists, which are plain text"
_SAVE = {
    Feature.SCORE: "all-or-nothing with several keys, and weights that no question type holds",
    Feature.POINTS: "gaps that are worth parts of a point",
    Feature.TYPE: "questions that Moodle refuses, such as an order of one item",
    Feature.COMBINED_FEEDBACK: "in texts with gaps and in essays",
    Feature.HINTS: "in essays and texts, with which Moodle shows none",
    Feature.TAGS: "characters that Moodle takes out of tags",
    Feature.CATEGORY: "a single slash at the end of a name, and the end of a very long one",
    Feature.TITLE: "the end of one of more than 250 characters",
    Feature.NUMBERING: "in tick boxes that stand in a gap to hold their weights",
    Feature.UNIT: "a very long one; others may be typed, but are not shown",
    Feature.RICH_TEXT: _PLAIN,
    Feature.IMAGES: _PLAIN,
    Feature.MATH: _PLAIN,
}
_WRITERS: dict[type[Question], Callable[..., Element]] = {
    Choice: write_choice,
    TrueFalse: write_true_false,
    ShortText: write_short_text,
    Numeric: write_numeric,
    Matching: write_matching,
    Ordering: write_ordering,
    Cloze: write_cloze,
    Essay: write_essay,
    Info: write_info,
}
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
_TAIL = b"</quiz>\n"


class MoodleXmlExporter(Exporter):
    """Moodle XML, as the import page of Moodle 4.5 and later takes it with its default settings."""

    name = "moodle-xml"
    label = "Moodle XML"
    suffix = ".moodle.xml"
    engines = (Engine("moodle-xml", "Moodle XML", _FIDELITY, _SAVE),)
    writers: ClassVar[Mapping[type[Question], Callable[..., object]]] = _WRITERS

    def files(self, job: Job) -> Iterator[ExportedFile]:
        """One file of questions, by category."""
        yield ExportedFile(self.suffix, self._chunks(job))

    def earned(
        self, quiz: Quiz, question: Question, response: object, engine: str
    ) -> Fraction | None:
        """By the weights and points that Moodle stores."""
        return score(as_stored(question), response)

    def _chunks(self, job: Job) -> Iterator[bytes]:
        account_quiz(job)
        sheet, categories = Sheet(job), Categories(job)
        current = ""
        yield _HEAD
        if job.quiz.description is not None or not job.quiz.questions:
            # The description belongs to the quiz, not to the chapter or pool that comes first.
            # And a file without any question is an error in Moodle; a category alone is none.
            current = categories.root
            yield _written(_category(sheet, current, job.quiz.description))
        for question in job.quiz.questions:
            path = categories.path(question)
            if path != current:
                yield _written(_category(sheet, path, None))
                current = path
            asked = self.writable(question, job)
            yield _written(_WRITERS[type(asked)](sheet, asked))
        yield _TAIL


def _written(element: Element) -> bytes:
    return etree.tostring(element, encoding="utf-8", pretty_print=True)


def _category(sheet: Sheet, path: str, description: Content | None) -> Element:
    """A category, for all questions up to the next one."""
    element = etree.Element("question", type="category")
    etree.SubElement(etree.SubElement(element, "category"), "text").text = path
    if description is not None:
        markup = gap_html(sheet, None, description, inline=False)
        holder = etree.SubElement(element, "info", format="html")
        etree.SubElement(holder, "text").text = markup
        sheet.job.adapt(
            None, Feature.DESCRIPTION, "it becomes the description of the question category"
        )
    return element
