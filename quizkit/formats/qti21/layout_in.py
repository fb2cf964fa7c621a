"""The test of a QTI 2.x package: which items, in which order, worth what, drawn from which pools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.qti21.package import POINTS
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import words
from quizkit.formats.weighing import decimal_number
from quizkit.model import NO_SETTINGS, ONE, Settings
from quizkit.naming import excerpt


@dataclass(frozen=True)
class Reference:
    """An item by its file; ``category`` are sections' titles.

    ``weight`` multiplies what it earns; ``points`` says what it is worth where the test does,
    as for Canvas, which takes points from nowhere else.
    """

    href: str
    identifier: str
    weight: Fraction = ONE
    points: Fraction | None = None
    category: tuple[str, ...] = ()


@dataclass
class PoolOf:
    """A section from which some items are drawn."""

    identifier: str
    title: str
    pick: int
    items: list[Reference] = field(default_factory=list)


@dataclass(frozen=True)
class Passage:
    """What a section says to students before its items."""

    element: Element
    category: tuple[str, ...] = ()


Entry = Reference | PoolOf | Passage


@dataclass
class Layout:
    """A test. ``lost`` says what of it a quiz does not hold."""

    title: str = ""
    settings: Settings = NO_SETTINGS
    entries: list[Entry] = field(default_factory=list)
    introduction: Element | None = None
    lost: list[tuple[Feature, str]] = field(default_factory=list)


def read_test(root: Element) -> Layout:
    """An ``assessmentTest``. What stands at its beginning and nowhere else is said of the whole."""
    layout = Layout(title=" ".join((root.get("title") or "").split()))
    layout.settings = _settings(root, layout)
    weighted = _weight_name(root)
    for part in root.iterfind("testPart"):
        sections = list(part.iterfind("assessmentSection"))
        several = len(sections) > 1
        for section in sections:
            titles = (section.get("title") or "",) if several and section.get("title") else ()
            layout.entries += _entries(section, titles, weighted)
    passages = [entry for entry in layout.entries if isinstance(entry, Passage)]
    if len(passages) == 1 and layout.entries[0] is passages[0]:
        layout.introduction = passages[0].element
        del layout.entries[0]
    _account(root, layout)
    return layout


def _account(root: Element, layout: Layout) -> None:
    """Name what a test says and a quiz does not hold."""
    for block in root.iter("rubricBlock"):
        if not _is_for_students(block):
            layout.lost.append((Feature.RUBRIC, "what a section says to graders is left out"))
            break
    if next(root.iter("branchRule", "preCondition"), None) is not None:
        layout.lost.append(
            (
                Feature.SETTINGS,
                "which questions came next depended on the answers; here all are asked in turn",
            )
        )
    told = [words(" ".join(map(str, found.itertext()))) for found in root.iter("testFeedback")]
    if told:
        shown = ", ".join(f'"{excerpt(one, 60)}"' for one in told)
        layout.lost.append(
            (Feature.COMBINED_FEEDBACK, f"feedback to the whole test is left out: {shown}")
        )


def _is_for_students(block: Element) -> bool:
    return "candidate" in (block.get("view") or "candidate")


def _weight_name(root: Element) -> str:
    """The weight that outcome processing multiplies by; without it weights count nowhere."""
    processing = root.find("outcomeProcessing")
    if processing is None:
        return ""
    for element in processing.iter("testVariables"):
        if element.get("weightIdentifier"):
            return element.get("weightIdentifier") or ""
    return ""


def _entries(section: Element, titles: tuple[str, ...], weighted: str) -> Iterator[Entry]:
    for block in section.iterfind("rubricBlock"):
        if _is_for_students(block):
            yield Passage(block, titles)
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
    weight, points = ONE, None
    for found in element.iterfind("weight"):
        value, name = decimal_number(found.get("value") or ""), found.get("identifier")
        if value is None or value < 0:
            continue
        if weighted and name == weighted:
            weight = value
        elif name == POINTS:
            points = value
    return Reference(
        href=element.get("href") or "",
        identifier=element.get("identifier") or "",
        weight=weight,
        points=points,
        category=titles,
    )


def _settings(root: Element, layout: Layout) -> Settings:
    """What holds for the whole test: said by itself, its only part, or the only section of that."""
    parts = list(root.iterfind("testPart"))
    sections = [section for part in parts for section in part.iterfind("assessmentSection")]
    whole = [root, *(parts if len(parts) == 1 else ()), *(sections if len(sections) == 1 else ())]
    limit = _attribute(root, whole, "timeLimits", "maxTime", layout, "time limits")
    attempts = _attribute(root, whole, "itemSessionControl", "maxAttempts", layout, "attempts")
    shown = _attribute(root, whole, "itemSessionControl", "showSolution", layout, "answers shown")
    seconds, count = decimal_number(limit), decimal_number(attempts)
    shuffled = [
        ordering is not None and ordering.get("shuffle") == "true"
        for section in sections
        if section.find("selection") is None
        for ordering in [section.find("ordering")]
    ]
    if any(shuffled) and not all(shuffled):
        layout.lost.append((Feature.SETTINGS, "the questions of some sections alone were shuffled"))
    return Settings(
        time_limit=seconds / 60 if seconds and seconds > 0 else None,
        attempts=int(count) if count is not None and count >= 1 else None,
        shuffle_questions=True if shuffled and all(shuffled) else None,
        show_correct_answers=None if not shown else shown == "true",
    )


def _attribute(
    root: Element, whole: list[Element], tag: str, name: str, layout: Layout, spoken: str
) -> str:
    """A setting of the whole test; what holds for parts of it alone is named as lost."""
    found = [element.get(name) or "" for above in whole for element in above.iterfind(tag)]
    told = [value for value in found if value]
    others = sum(1 for element in root.iter(tag) if element.get(name)) - len(told)
    if others > 0:
        layout.lost.append(
            (Feature.SETTINGS, f"{spoken} of single sections or questions are left out")
        )
    return told[0] if told else ""
