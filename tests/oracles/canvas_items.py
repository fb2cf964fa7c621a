"""QTI 1.2 items as both Canvas engines see them, before either makes questions of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from .base import identifier_leaks
from .qti_package import (
    Element,
    Package,
    child,
    children,
    descendants,
    local,
    open_package,
    parse,
)


@dataclass
class Label:
    """A response_label: an option, a menu entry, an accepted text, a right side."""

    ident: str
    text: str
    texttype: str
    attributes: dict[str, str]


@dataclass
class Blank:
    """A response element with its labels; `text` is its own material (a left side, a name)."""

    ident: str
    tag: str
    cardinality: str
    text: str
    labels: list[Label]
    attributes: dict[str, str]
    choice_attributes: dict[str, str]


@dataclass
class Test:
    """One varequal, vargte ... and whether it stands inside a `not`."""

    op: str
    respident: str
    value: str
    negated: bool
    attributes: dict[str, str]


@dataclass
class Condition:
    """A respcondition; `worth` is its setvar on the score, None without one."""

    tests: list[Test]
    worth: float | None
    feedback: list[str]
    other: bool
    correct_answer: bool

    def named(self, *, negated: bool = False) -> list[Test]:
        return [t for t in self.tests if t.op == "varequal" and t.negated == negated]


@dataclass
class Item:
    """An item's parts; `flow_mats` counts the flow_mat of each itemfeedback."""

    ident: str
    title: str
    metadata: dict[str, str]
    stem: str
    blanks: list[Blank]
    conditions: list[Condition]
    feedback: dict[str, str]
    flow_mats: dict[str, int]
    section: Element | None

    @property
    def type(self) -> str:
        return self.metadata.get("question_type", "") or self._guess()

    def _guess(self) -> str:
        if not self.blanks:
            return "text_only_question"
        first = self.blanks[0]
        if first.choice_attributes.get("fibtype") in ("Decimal", "Integer"):
            return "numerical_question"
        if first.tag == "response_str":
            return (
                "short_answer_question"
                if any(c.worth for c in self.conditions)
                else ("essay_question")
            )
        multiple = first.cardinality == "Multiple"
        return "multiple_answers_question" if multiple else "multiple_choice_question"


@dataclass
class Assessment:
    """One quiz file: where it stands, what it is called, its items in order."""

    name: str
    ident: str
    title: str
    items: list[Item] = field(default_factory=list)
    root: Element | None = None


def read_assessment(data: bytes, name: str) -> Assessment | None:
    """A quiz, or None when the file holds no assessment."""
    root = parse(data, name)
    if local(root) != "questestinterop":
        return None
    found = child(root, "assessment")
    if found is None:
        return None
    quiz = Assessment(name, found.get("ident") or "", found.get("title") or "", root=root)
    quiz.items = [read_item(i) for i in descendants(found, "item")]
    return quiz


def read_item(item: Element) -> Item:
    """Take an item apart."""
    presentation = child(item, "presentation")
    blanks, stem = [], ""
    if presentation is not None:
        flow = child(presentation, "flow")
        top = presentation if flow is None else flow
        materials = children(top, "material")
        stem = "".join(mattext(m)[0] for m in materials)
        blanks = [_blank(e) for e in top if local(e) in ("response_lid", "response_str")]
    metadata: dict[str, str] = {}
    holder = child(item, "itemmetadata")
    for entry in [] if holder is None else descendants(holder, "qtimetadatafield"):
        label, value = child(entry, "fieldlabel"), child(entry, "fieldentry")
        if label is not None and value is not None:
            metadata[(label.text or "").strip()] = (value.text or "").strip()
    processing = child(item, "resprocessing")
    conditions = [] if processing is None else children(processing, "respcondition")
    feedbacks = children(item, "itemfeedback")
    return Item(
        item.get("ident") or "",
        item.get("title") or "",
        metadata,
        stem,
        blanks,
        [_condition(c) for c in conditions],
        {
            f.get("ident") or "": "".join(mattext(m)[0] for m in descendants(f, "material"))
            for f in feedbacks
        },
        {f.get("ident") or "": len(descendants(f, "flow_mat")) for f in feedbacks},
        item.getparent(),
    )


def mattext(material: Element) -> tuple[str, str]:
    """Text and texttype of a material; escaped HTML, CDATA and raw markup all occur."""
    text, texttype = "", ""
    for found in children(material, "mattext"):
        text += "".join(str(t) for t in found.itertext())
        texttype = found.get("texttype") or texttype
    return text, texttype


def _attributes(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _blank(element: Element) -> Blank:
    own = child(element, "material")
    renders = [e for e in element if local(e).startswith("render_")]
    labels = []
    for label in descendants(element, "response_label"):
        material = child(label, "material")
        text, texttype = ("", "") if material is None else mattext(material)
        labels.append(Label(label.get("ident") or "", text, texttype, _attributes(label)))
    return Blank(
        element.get("ident") or "",
        local(element),
        element.get("rcardinality") or "",
        "" if own is None else mattext(own)[0],
        labels,
        _attributes(element),
        _attributes(renders[0]) if renders else {},
    )


def _condition(element: Element) -> Condition:
    holder = child(element, "conditionvar")
    tests: list[Test] = []
    other = False
    if holder is not None:
        for e in holder.iter():
            if local(e) == "other":
                other = True
            elif local(e).startswith("var"):
                tests.append(_test(e, holder))
    worth = None
    for setvar in children(element, "setvar"):
        # Each engine reads any number here; action Set or Add alike.
        number = re.match(r"\s*[-+]?\d*\.?\d+", setvar.text or "")
        worth = float(number[0]) if number else 0.0
    return Condition(
        tests,
        worth,
        [d.get("linkrefid") or "" for d in children(element, "displayfeedback")],
        other,
        element.get("correctanswer") == "Yes",
    )


def _test(element: Element, holder: Element) -> Test:
    negated, at = False, element.getparent()
    while at is not None and at is not holder:
        negated ^= local(at) == "not"
        at = at.getparent()
    return Test(
        local(element),
        element.get("respident") or "",
        (element.text or "").strip(),
        negated,
        _attributes(element),
    )


def links(html: str) -> list[str]:
    """Package paths that an HTML text points to."""
    html = html.replace("%24IMS-CC-FILEBASE%24", "$IMS-CC-FILEBASE$")
    html = html.replace("$IMS_CC_FILEBASE$", "$IMS-CC-FILEBASE$")
    found = re.findall(
        r"<(?:img|a|video|audio|source|object)\b[^>]*?(?:src|href)=[\"']([^\"']+)", html
    )
    kept = []
    for link in found:
        if link.startswith("$IMS-CC-FILEBASE$/"):
            kept.append(unquote(link.split("/", 1)[1].split("?")[0]))
        elif not re.match(r"[a-zA-Z][a-zA-Z+.-]*:|#|/", link):
            kept.append(unquote(link))
    return kept


def take_files(package: Package, html: str, files: dict[str, bytes], notes: list[str]) -> None:
    """Collect the files a text shows; note those that would not be found."""
    listed = {f for r in package.resources.values() if r.type == "webcontent" for f in r.files}
    for name in links(html):
        if name not in package.members:
            notes.append(f"{name} is not in the package")
            continue
        files[name] = package.members[name]
        if name not in listed:
            notes.append(f"{name} is not a webcontent resource")


def read_settings(data: bytes) -> dict[str, str]:
    """Texts of `assessment_meta.xml`, by element name, of the first quiz found."""
    package = open_package(data, manifest_anywhere=True)
    for name in sorted(package.members):
        if name.endswith("assessment_meta.xml"):
            root = parse(package.members[name], name)
            return {local(e): (e.text or "").strip() for e in root if local(e)}
    return {}


def identifier_notes(item: Item) -> list[str]:
    """Identifiers that an engine reads a meaning into, or bends."""
    notes = []
    for ident in [item.ident] + [b.ident for b in item.blanks]:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", ident):
            notes.append(f"identifier {ident!r} is changed by the importer")
    for ident in item.feedback:
        if ident in ("general_fb", "correct_fb", "general_incorrect_fb"):
            continue
        if re.search(r"correct|wrong|solution|general_|_all|_I?C$", ident):
            notes.append(f"feedback identifier {ident!r} is taken for a general one")
    return notes


def item_leaks(item: Item) -> list[str]:
    """Identifiers in an item that tell keys from the rest."""
    found = []
    scored = [c for c in item.conditions if (c.worth or 0) > 0]
    for blank in item.blanks:
        keys = {t.value for c in scored for t in c.named() if t.respident == blank.ident}
        idents = [label.ident for label in blank.labels]
        if keys & set(idents):
            rest = [i for i in idents if i not in keys]
            found += identifier_leaks([i for i in idents if i in keys], rest, item.ident)
    return found


def leaks(data: bytes) -> list[str]:
    """Identifiers that tell keys from the rest, in every quiz of the package."""
    package = open_package(data, manifest_anywhere=True)
    found = []
    for name, content in package.members.items():
        quiz = read_assessment(content, name) if name.endswith((".xml", ".qti")) else None
        for item in quiz.items if quiz else []:
            found += item_leaks(item)
    return found


def group_of(item: Item) -> tuple[str, int, str | None]:
    """Title, number to pick and points of the group an item stands in."""
    section = item.section
    ordering = child(section, "selection_ordering")
    if section is None or ordering is None:
        return "", 0, None
    number, points = (
        next((e.text for e in descendants(ordering, name)), None)
        for name in ("selection_number", "points_per_item")
    )
    return section.get("title") or section.get("ident") or "", int(number or 0), points
