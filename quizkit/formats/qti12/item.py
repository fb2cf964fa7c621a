"""An item of QTI 1.2 as it is written: metadata, responses, conditions, feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.formats.safe_xml import Element
from quizkit.formats.weighing import decimal_number

_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
_COMPARISONS = ("varequal", "varsubstring", "varsubset", "vargt", "vargte", "varlt", "varlte")
_ASIDE = frozenset({"Respondus_Incorrect"})
"""Variables that count against the score, whatever is added to them."""


@dataclass(frozen=True)
class Label:
    """One choice of a response."""

    ident: str
    element: Element


@dataclass(frozen=True)
class Response:
    """One interaction: its choices, or a field to type in."""

    ident: str
    kind: str
    cardinality: str
    element: Element
    labels: tuple[Label, ...]
    render: Element | None

    @property
    def is_typed(self) -> bool:
        return self.render is not None and self.render.tag == "render_fib"

    @property
    def is_number(self) -> bool:
        """Whether a number is to be typed."""
        written = (self.render.get("fibtype") or "") if self.render is not None else ""
        return self.kind == "response_num" or written.lower() in (
            "decimal",
            "integer",
            "scientific",
        )


@dataclass(frozen=True)
class Test:
    """One comparison in a condition."""

    operator: str
    response: str
    value: str
    negated: bool
    element: Element


@dataclass(frozen=True)
class Condition:
    """What is compared, what is then set, and what feedback is shown."""

    tests: tuple[Test, ...]
    has_and: bool
    has_other: bool
    title: str
    is_correct: bool
    sets: tuple[tuple[str, str, str], ...]
    """Action, variable, value."""
    shows: tuple[str, ...]
    element: Element

    @property
    def wanted(self) -> tuple[Test, ...]:
        """The comparisons that are to hold."""
        return tuple(test for test in self.tests if not test.negated)

    def value(self, most: Fraction) -> Fraction:
        """What it adds to the score, or sets it to."""
        total = Fraction(0)
        for action, variable, written in self.sets:
            if variable in _ASIDE or action.lower() in ("divide", "multiply"):
                continue
            if written.lower().endswith(".max"):
                number: Fraction | None = most
            else:
                number = decimal_number(written)
            if number is not None:
                total += -number if action.lower() == "subtract" else number
        return total


@dataclass
class Item:
    """One item; elements keep their place in the document."""

    element: Element
    fields: dict[str, str]
    presentation: Element | None
    responses: list[Response]
    conditions: list[Condition]
    feedback: dict[str, Element]
    most: Fraction
    """The highest score that the item declares; 0 for none."""
    claimed: set[str] = field(default_factory=set)
    """Feedbacks that have found their place."""

    @property
    def ident(self) -> str:
        return (self.element.get("ident") or self.fields.get("bbmd_asi_object_id") or "").strip()

    @property
    def is_indexed(self) -> bool:
        """Whether comparisons say which of several places in a response they mean."""
        return any(test.element.get("index") for c in self.conditions for test in c.tests)

    def of(self, response: Response) -> Iterator[Condition]:
        """The conditions that look at a response."""
        for condition in self.conditions:
            if any(test.response == response.ident for test in condition.tests):
                yield condition


def read_item(element: Element) -> Item:
    """Take an item's element apart."""
    presentation = element.find("presentation")
    responses = list(_responses(presentation)) if presentation is not None else []
    return Item(
        element=element,
        fields=_fields(element),
        presentation=presentation,
        responses=responses,
        conditions=[_condition(found) for found in element.iter("respcondition")],
        feedback={
            (found.get("ident") or "").strip(): found for found in element.iterfind("itemfeedback")
        },
        most=_most(element),
    )


def _fields(element: Element) -> dict[str, str]:
    """Metadata by name, in whichever of three ways it is written."""
    fields: dict[str, str] = {}
    for holder in element.iterfind("itemmetadata"):
        for field_ in holder.iter("qtimetadatafield", "qti_metadatafield"):
            name = (field_.findtext("fieldlabel") or "").strip()
            if name:
                fields.setdefault(name, (field_.findtext("fieldentry") or "").strip())
        for child in holder:
            if len(child) == 0 and child.text:
                fields.setdefault(str(child.tag), child.text.strip())
    return fields


def _responses(presentation: Element) -> Iterator[Response]:
    for element in presentation.iter(*_RESPONSES):
        render = next(
            element.iter("render_choice", "render_fib", "render_hotspot", "render_extension"), None
        )
        labels = tuple(
            Label((label.get("ident") or "").strip(), label)
            for label in element.iter("response_label")
        )
        yield Response(
            ident=(element.get("ident") or "").strip(),
            kind=str(element.tag),
            cardinality=(element.get("rcardinality") or "Single").capitalize(),
            element=element,
            labels=labels,
            render=render,
        )


def _condition(element: Element) -> Condition:
    holder = element.find("conditionvar")
    tests: list[Test] = []
    has_and = has_other = False
    if holder is not None:
        negations = {inner for outer in holder.iter("not") for inner in outer.iter(*_COMPARISONS)}
        tests = [
            Test(
                operator=str(found.tag),
                response=(found.get("respident") or "").strip(),
                value=(found.text or "").strip(),
                negated=found in negations,
                element=found,
            )
            for found in holder.iter(*_COMPARISONS)
        ]
        has_and = next(holder.iter("and"), None) is not None
        has_other = next(holder.iter("other"), None) is not None
    return Condition(
        tests=tuple(tests),
        has_and=has_and,
        has_other=has_other,
        title=(element.get("title") or "").strip(),
        is_correct=(element.get("correctanswer") or "").lower() == "yes",
        sets=tuple(
            (
                (found.get("action") or "Set").strip(),
                (found.get("varname") or found.get("variablename") or "SCORE").strip(),
                (found.text or "").strip(),
            )
            for found in element.iterfind("setvar")
        ),
        shows=tuple(
            (found.get("linkrefid") or "").strip() for found in element.iterfind("displayfeedback")
        ),
        element=element,
    )


def _most(element: Element) -> Fraction:
    for declared in element.iter("decvar"):
        if re.search("score|que_|ORDER", declared.get("varname") or "SCORE", re.IGNORECASE):
            number = decimal_number(declared.get("maxvalue") or "")
            if number is not None and number > 0:
                return number
    return Fraction(0)
