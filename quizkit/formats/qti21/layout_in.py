"""The test of a QTI 2.x package: which items, in which order, worth what, drawn from which pools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.formats.safe_xml import Element
from quizkit.formats.weighing import decimal_number
from quizkit.model import NO_SETTINGS, ONE, Settings


@dataclass(frozen=True)
class Reference:
    """An item by its file; ``weight`` multiplies its points, ``category`` are sections' titles."""

    href: str
    identifier: str
    weight: Fraction = ONE
    category: tuple[str, ...] = ()


@dataclass
class PoolOf:
    """A section from which some items are drawn."""

    identifier: str
    title: str
    pick: int
    items: list[Reference] = field(default_factory=list)


@dataclass
class Layout:
    """A test."""

    title: str = ""
    settings: Settings = NO_SETTINGS
    entries: list[Reference | PoolOf] = field(default_factory=list)
    introduction: Element | None = None


def read_test(root: Element) -> Layout:
    """An ``assessmentTest``."""
    layout = Layout(title=" ".join((root.get("title") or "").split()), settings=_settings(root))
    layout.introduction = next(
        (
            block
            for section in root.iter("assessmentSection")
            for block in section.iterfind("rubricBlock")
            if "candidate" in (block.get("view") or "candidate")
        ),
        None,
    )
    weighted = _weight_name(root)
    for part in root.iterfind("testPart"):
        sections = list(part.iterfind("assessmentSection"))
        several = len(sections) > 1
        for section in sections:
            titles = (section.get("title") or "",) if several and section.get("title") else ()
            layout.entries += _entries(section, titles, weighted)
    return layout


def _weight_name(root: Element) -> str:
    """The weight that outcome processing multiplies by; without it weights count nowhere."""
    processing = root.find("outcomeProcessing")
    if processing is None:
        return ""
    for element in processing.iter("testVariables"):
        if element.get("weightIdentifier"):
            return element.get("weightIdentifier") or ""
    return ""


def _entries(
    section: Element, titles: tuple[str, ...], weighted: str
) -> Iterator[Reference | PoolOf]:
    selection = section.find("selection")
    if selection is not None:
        pool = PoolOf(
            identifier=section.get("identifier") or "",
            title=" ".join((section.get("title") or "").split()),
            pick=int(decimal_number(selection.get("select") or "") or 1),
        )
        pool.items = [_reference(e, titles, weighted) for e in section.iter("assessmentItemRef")]
        yield pool
        return
    for child in section:
        if child.tag == "assessmentItemRef":
            yield _reference(child, titles, weighted)
        elif child.tag == "assessmentSection":
            title = " ".join((child.get("title") or "").split())
            shown = child.find("selection") is None and title
            yield from _entries(child, (*titles, title) if shown else titles, weighted)


def _reference(element: Element, titles: tuple[str, ...], weighted: str) -> Reference:
    weight = ONE
    for found in element.iterfind("weight"):
        value = decimal_number(found.get("value") or "")
        if weighted and found.get("identifier") == weighted and value is not None and value >= 0:
            weight = value
    return Reference(
        href=element.get("href") or "",
        identifier=element.get("identifier") or "",
        weight=weight,
        category=titles,
    )


def _settings(root: Element) -> Settings:
    limit = next((e.get("maxTime") for e in root.iter("timeLimits") if e.get("maxTime")), None)
    seconds = decimal_number(limit or "")
    control = next(root.iter("itemSessionControl"), None)
    attempts = decimal_number((control.get("maxAttempts") if control is not None else "") or "")
    solution = control.get("showSolution") if control is not None else None
    ordering = next(root.iter("ordering"), None)
    return Settings(
        time_limit=seconds / 60 if seconds and seconds > 0 else None,
        attempts=int(attempts) if attempts is not None and attempts >= 1 else None,
        shuffle_questions=True
        if ordering is not None and ordering.get("shuffle") == "true"
        else None,
        show_correct_answers=None if solution is None else solution == "true",
    )
