"""One export under way, and what every question's element has whatever its type."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from fractions import Fraction

from lxml import etree

from quizkit.content.profile import Rendered
from quizkit.formats.base import Feature, Job
from quizkit.formats.moodle_xml.fractions import decimal_text, percent
from quizkit.formats.moodle_xml.losses import points_text
from quizkit.formats.moodle_xml.names import (
    file_address,
    file_names,
    id_number,
    question_name,
    tag_names,
)
from quizkit.formats.moodle_xml.profile import moodle_profile
from quizkit.model import ZERO, Content, Feedback, Question

Element = etree._Element
_MOST_POINTS = 99_999
_COMBINED = {
    "correctfeedback": "correct",
    "partiallycorrectfeedback": "partial",
    "incorrectfeedback": "incorrect",
}


class Sheet:
    """Builds elements for one quiz. Each text holder carries the files that its text uses."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.names = file_names(job.quiz)
        self.profile = moodle_profile(lambda path: file_address(self.names[path]))
        self.embedding = moodle_profile(self.data_address)
        self._encoded: dict[str, str] = {}

    def data_address(self, path: str) -> str:
        """A file within its address, for places that cannot have files beside them."""
        return f"data:{self.job.assets[path].media_type};base64,{self._base64(path)}"

    def _base64(self, path: str) -> str:
        if path not in self._encoded:
            self._encoded[path] = base64.b64encode(self.job.data(path)).decode("ascii")
        return self._encoded[path]

    def question(
        self, question: Question, kind: str, *, points: Fraction | None, hints: bool = True
    ) -> Element:
        """A question's element with all that types share but the stem.

        ``points`` None leaves the mark to the type itself; ``hints`` says whether it reads any.
        """
        element = etree.Element("question", type=kind)
        name = etree.SubElement(element, "name")
        etree.SubElement(name, "text").text = question_name(question, self.job)
        etree.SubElement(element, "questiontext", format="html")
        self.content(question, element, "generalfeedback", question.feedback.general)
        if points is not None:
            etree.SubElement(element, "defaultgrade").text = self._mark(question, points)
        etree.SubElement(element, "idnumber").text = id_number(question, self.job)
        tags = tag_names(question, self.job)
        if tags:
            holder = etree.SubElement(element, "tags")
            for tag in tags:
                etree.SubElement(etree.SubElement(holder, "tag"), "text").text = tag
        if hints:
            for hint in question.hints:
                self.content(question, element, "hint", hint)
        elif question.hints:
            self.job.lose(
                question, Feature.HINTS, "Moodle shows no hints with questions of this type"
            )
        return element

    def stem(self, question: Question, element: Element, rendered: Rendered | None = None) -> None:
        """Fill in the question's text."""
        holder = element.find("questiontext")
        assert holder is not None
        self.fill(holder, rendered or self.job.html(question, question.stem, self.profile))

    def _mark(self, question: Question, points: Fraction) -> str:
        written = decimal_text(min(points, Fraction(_MOST_POINTS)), places=7)
        if abs(Fraction(written) - points) * 100_000 > points:
            self.job.lose(
                question,
                Feature.POINTS,
                f"it is worth {written} points there instead of {points_text(points)}",
            )
        return written

    def content(
        self, question: Question | None, parent: Element, tag: str, content: Content | None
    ) -> Element | None:
        """A text holder for block content; none for no content."""
        if content is None:
            return None
        holder = etree.SubElement(parent, tag, format="html")
        self.fill(holder, self.job.html(question, content, self.profile))
        return holder

    def answer(self, parent: Element, tag: str, share: Fraction | None) -> Element:
        """An ``answer`` element; ``share`` becomes its percentage."""
        answer = etree.SubElement(parent, tag, format="html")
        if share is not None:
            answer.set("fraction", percent(share))
        return answer

    def inline(self, question: Question, holder: Element, content: Content) -> None:
        """Fill a holder with content that stands in a list; never blank, or Moodle drops it."""
        self.fill(holder, self.job.inline(question, content, self.profile))

    def feedback(
        self, question: Question, answer: Element, contents: Iterable[Content | None]
    ) -> None:
        """An answer's feedback, made of one or more contents, with the files of them all."""
        parts = [
            self.job.html(question, content, self.profile)
            for content in contents
            if content is not None
        ]
        if parts:
            holder = etree.SubElement(answer, "feedback", format="html")
            self.fill(holder, joined(parts))

    def fill(self, holder: Element, rendered: Rendered) -> None:
        """The text of a holder, and the files that it uses."""
        etree.SubElement(holder, "text").text = visible(rendered.markup)
        for path in rendered.assets:
            file = etree.SubElement(
                holder, "file", name=self.names[path], path="/", encoding="base64"
            )
            file.text = self._base64(path)

    def combined(self, question: Question, element: Element) -> None:
        """The combined feedbacks, for the types that have them."""
        for tag, name in _COMBINED.items():
            self.content(question, element, tag, getattr(question.feedback, name))


def visible(markup: str) -> str:
    """Markup that Moodle does not take for blank."""
    return markup if markup.strip() else "&nbsp;"


def joined(parts: Iterable[Rendered]) -> Rendered:
    """Several pieces as one."""
    pieces = list(parts)
    assets = dict.fromkeys(path for piece in pieces for path in piece.assets)
    return Rendered("\n".join(piece.markup for piece in pieces), tuple(assets))


def has_combined(feedback: Feedback) -> bool:
    """Whether any feedback depends on the question's state."""
    return any((feedback.correct, feedback.partial, feedback.incorrect))


def by_state(feedback: Feedback, share: Fraction) -> Content | None:
    """The combined feedback for a share of the points."""
    if share >= 1:
        return feedback.correct
    return feedback.partial if share > ZERO else feedback.incorrect


Writer = Callable[[Sheet, Question], Element]
