"""The shape of a QTI 1.2 item in Canvas's dialect, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.formats.base import Job
from quizkit.formats.canvas.body import Body
from quizkit.formats.idents import digest
from quizkit.formats.numbers import plain_decimal
from quizkit.formats.xml_writer import EMPTY, Markup, block, element
from quizkit.model import Content, Question

RESPONSE = "response1"
SCORE = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
FULL = Fraction(100)


@dataclass
class Draft:
    """One item while it is being written.

    ``remarks`` are conditions that show an answer's feedback: they stand before ``scoring``, for
    Classic takes an option's weight from the last condition that names it. ``afterwards`` are
    those that use just that.
    """

    job: Job
    text: Body
    question: Question
    ident: str
    kind: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    stem: str = ""
    response: list[Markup] = field(default_factory=list)
    remarks: list[Markup] = field(default_factory=list)
    scoring: list[Markup] = field(default_factory=list)
    afterwards: list[Markup] = field(default_factory=list)
    feedback: list[Markup] = field(default_factory=list)
    answer_numbers: set[int] = field(default_factory=set)
    partial: bool = False

    def answer_idents(self, keys: Sequence[str], salt: str) -> list[str]:
        """A number for each answer, as Canvas has them; none tells an answer's place or role."""
        found = []
        for index, key in enumerate(keys):
            number = int(digest(self.question.id, salt, key, str(index))[:8], 16) % 90_000 + 10_000
            while number in self.answer_numbers:
                number += 1
            self.answer_numbers.add(number)
            found.append(str(number))
        return found

    def add_feedback(self, name: str, html: str) -> None:
        """A text that conditions refer to by name."""
        text = material(html)
        self.feedback.append(
            element("itemfeedback", {"ident": name}, element("flow_mat", None, text))
        )

    def remark(self, answer: str, content: Content | None, where: str = RESPONSE) -> None:
        """Feedback for an answer, in a condition of its own."""
        if content is None:
            return
        name = f"{answer}_fb"
        self.add_feedback(name, self.text.html(self.question, content))
        self.remarks.append(shows(is_answer(answer, where), name))

    def markup(self) -> Markup:
        """The whole item."""
        metadata = {
            "question_type": self.kind,
            "points_possible": plain_decimal(self.question.points),
            **self.fields,
        }
        fields = [
            element(
                "qtimetadatafield",
                None,
                element("fieldlabel", None, name),
                element("fieldentry", None, value),
            )
            for name, value in metadata.items()
        ]
        return block(
            "item",
            {"ident": self.ident, "title": self.question.title or "Question"},
            block("itemmetadata", None, block("qtimetadata", None, *fields)),
            block("presentation", None, material(self.stem), *self.response),
            self._processing(),
            *self.feedback,
        )

    def _processing(self) -> Markup:
        conditions = [*self.remarks, *self.scoring, *self.afterwards]
        names = {"general_fb", "general_incorrect_fb"}
        general, incorrect = (
            shows(element("other"), name) if self._has_feedback(name) else EMPTY
            for name in sorted(names)
        )
        if not conditions and not general:
            return EMPTY
        outcomes = element("outcomes", None, element("decvar", SCORE))
        return block("resprocessing", None, outcomes, general, *conditions, incorrect)

    def _has_feedback(self, name: str) -> bool:
        return any(f'<itemfeedback ident="{name}">' in text for text in self.feedback)


def material(html: str) -> Markup:
    """Rich text: HTML as text of the XML."""
    return element("material", None, element("mattext", {"texttype": "text/html"}, html))


def plain_material(text: str) -> Markup:
    """Text for places that know no markup: blanks, drop-down entries, right sides."""
    return element("material", None, element("mattext", {"texttype": "text/plain"}, text))


def is_answer(answer: str, where: str = RESPONSE) -> Markup:
    """The answer is chosen or typed."""
    return element("varequal", {"respident": where}, answer)


def scores(
    condition: Markup,
    value: Fraction = FULL,
    *,
    adds: bool = False,
    shown: str = "",
    is_key: bool = False,
) -> Markup:
    """A condition that sets the score, out of 100, or adds to it."""
    attributes = {"continue": "Yes" if adds else "No"}
    if is_key:
        attributes["correctanswer"] = "Yes"
    action = {"action": "Add" if adds else "Set", "varname": "SCORE"}
    return block(
        "respcondition",
        attributes,
        element("conditionvar", None, condition),
        element("setvar", action, plain_decimal(value)),
        _display(shown) if shown else EMPTY,
    )


def shows(condition: Markup, name: str) -> Markup:
    """A condition that only shows a feedback."""
    return block(
        "respcondition",
        {"continue": "Yes"},
        element("conditionvar", None, condition),
        _display(name),
    )


def _display(name: str) -> Markup:
    return element("displayfeedback", {"feedbacktype": "Response", "linkrefid": name})


def choices(
    labels: Sequence[Markup], *, ident: str = RESPONSE, several: bool, shuffle: bool | None = None
) -> Markup:
    """A list to choose from."""
    shuffled = {} if shuffle is None else {"shuffle": "Yes" if shuffle else "No"}
    return block(
        "response_lid",
        {"ident": ident, "rcardinality": "Multiple" if several else "Single"},
        block("render_choice", shuffled, *labels),
    )


def text_field(kind: str = "") -> Markup:
    """A field to type in; ``kind`` is Decimal for numbers."""
    rendered = {"fibtype": kind} if kind else None
    label = element("response_label", {"ident": "answer1", "rshuffle": "No"})
    return block(
        "response_str",
        {"ident": RESPONSE, "rcardinality": "Single"},
        block("render_fib", rendered, label),
    )
