"""QTI 2.1 packages, read and scored as a standard engine does: rules executed, nothing guessed."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from .base import (
    ImportRefused,
    OracleGap,
    OracleOption,
    OracleQuestion,
    Response,
    identifier_leaks,
    pairs_of,
    positions,
    shown,
)
from .qti21_checks import check_item
from .qti21_engine import (
    Declaration,
    Machine,
    Mapping,
    MaybeValue,
    QtiTypeError,
    make,
    parse_atom,
)
from .qti_package import (
    Element,
    Package,
    Resource,
    child,
    children,
    descendants,
    inner,
    local,
    open_package,
    parse,
)

_BLOCK = (
    "choiceInteraction",
    "orderInteraction",
    "matchInteraction",
    "extendedTextInteraction",
    "hottextInteraction",
    "gapMatchInteraction",
)
_INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
INTERACTIONS = _BLOCK + _INLINE
_CHOICES = ("simpleChoice", "inlineChoice", "hottext")
NAMED = {
    "general_feedback": re.compile(r"general"),
    "partial_feedback": re.compile(r"part"),
    "incorrect_feedback": re.compile(r"incorrect|wrong"),
    "correct_feedback": re.compile(r"(?<!in)correct"),
}


@dataclass
class _Interaction:
    """An interaction of the item, its response variable and its choices' identifiers."""

    tag: str
    response: Declaration
    choices: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class QtiQuestion(OracleQuestion):
    """An item; `machine` runs its response processing. `factor` is what the test makes of SCORE."""

    machine: Machine
    processing: Element | None
    interactions: list[_Interaction]
    modal: list[tuple[str, str, bool, str]]
    factor: float = 1.0
    show_feedback: bool = True

    def score(self, response: Response) -> float:
        """SCORE after response processing, in doubles. Raises QtiTypeError on a type error."""
        if not self.interactions or self.kind == "essay":
            return 0.0
        self._run(response)
        return self.machine.number("SCORE") * self.factor

    def feedback(self, response: Response) -> list[str]:
        """Modal feedbacks in document order, if the test shows feedback at all."""
        return [html for _, html in self.feedback_ids(response)] if self.show_feedback else []

    def feedback_ids(self, response: Response) -> list[tuple[str, str]]:
        """The same with identifiers, whether the test shows feedback or not."""
        self._run(response)
        found = []
        for outcome, identifier, show, html in self.modal:
            value = self.machine.values.get(outcome)
            holds = value is not None and identifier in value.members
            if holds == show:
                found.append((identifier, html))
        return [(i, h) for i, h in found if shown(h) or "<" in h]

    def _run(self, response: Response) -> None:
        given: list[Response]
        if self.interactions and self.interactions[0].tag == "gapMatchInteraction":
            (words,) = self.interactions
            pairs = zip(self.gap_responses(response), words.rights, strict=True)
            chosen = [f"{words.choices[n]} {gap}" for one, gap in pairs for n in positions(one)]
            declared = words.response
            bound = {declared.name: make(declared.cardinality, declared.base, list(chosen))}
            self.machine.run(self.processing, bound)
            return
        if self.kind == "cloze":
            given = self.gap_responses(response)
        else:
            given = [response[0] if self._wrapped(response) else response]  # type: ignore[index]
        bound = {
            i.response.name: self._bind(i, one)
            for i, one in zip(self.interactions, given, strict=False)
        }
        self.machine.run(self.processing, bound)

    def _wrapped(self, response: Response) -> bool:
        """A one-gap cloze is stored as a text question: its list of one is taken too."""
        return (
            self.kind in ("short-text", "numeric", "essay")
            and isinstance(response, list)
            and len(response) == 1
        )

    def _bind(self, interaction: _Interaction, given: Response) -> MaybeValue:
        declared = interaction.response
        if given is None:
            return None
        if interaction.tag in ("textEntryInteraction", "extendedTextInteraction"):
            try:
                atom = parse_atom(str(given), declared.base)
            except QtiTypeError:
                return None  # "3,14" is not bound to a float
            return make(declared.cardinality, declared.base, [atom])
        ids = interaction.choices
        if interaction.tag == "matchInteraction":
            pairs = pairs_of(given)
            chosen = [f"{ids[left]} {interaction.rights[right]}" for left, right in pairs.items()]
        elif interaction.tag == "orderInteraction":
            chosen = [ids[int(n)] for n in given]  # type: ignore[attr-defined]
        elif isinstance(given, bool) and set(ids) == {"true", "false"}:
            chosen = [str(given).lower()]
        else:
            chosen = [ids[n] for n in positions(given)]
        if declared.cardinality == "single" and len(chosen) > 1:
            raise ValueError("a single response takes one choice")
        return make(declared.cardinality, declared.base, list(chosen))


def read(data: bytes) -> list[QtiQuestion]:
    """Items in the order of the test. Raises ImportRefused where an engine or importer would."""
    package = open_package(data)
    for resource in package.resources.values():
        for name in {resource.href, *resource.files} - {""}:
            if name not in package.members:
                raise ImportRefused(f"the manifest lists {name!r}, which is not in the zip")
        for target in resource.depends:
            if target not in package.resources:
                raise ImportRefused(f"dependency on {target!r}, which is not in the manifest")
    items = {
        r.href: r for r in package.resources.values() if r.type.startswith("imsqti_item_xmlv2p1")
    }
    tests = [r for r in package.resources.values() if r.type.startswith("imsqti_test_xmlv2p1")]
    if not tests:
        return [_item(package, resource) for resource in items.values()]
    return [question for test in tests for question in _test(package, test, items)]


def _test(package: Package, test: Resource, items: dict[str, Resource]) -> Iterator[QtiQuestion]:
    root = parse(package.members[test.href], test.href)
    refs = descendants(root, "assessmentItemRef")
    names = [ref.get("identifier") or "" for ref in refs]
    if len(names) != len(set(names)):
        raise ImportRefused("two item references of one identifier")
    weighted = {v.get("weightIdentifier") for v in descendants(root, "testVariables")} - {None}
    for ref in refs:
        href = posixpath.normpath(
            posixpath.join(posixpath.dirname(test.href), unquote(ref.get("href") or ""))
        )
        if href not in items:
            raise ImportRefused(f"the test refers to {href!r}, which the manifest does not list")
        if items[href].ident not in test.depends:
            raise ImportRefused(f"the test does not depend on {items[href].ident}")
        question = _item(package, items[href])
        if question.ident != ref.get("identifier"):
            question.notes.append("item and reference differ in identifier: Canvas loses points")
        weights = {w.get("identifier"): float(w.get("value") or 1) for w in children(ref, "weight")}
        for name, value in weights.items():
            if name in weighted:
                question.factor = value
            if abs(value - float(question.points)) > 1e-9:
                question.notes.append(f"weight {value} is not the item's points")
        question.points *= Fraction(str(question.factor))
        question.show_feedback = _shows_feedback(ref)
        _place(ref, question)
        yield question


def _shows_feedback(ref: Element) -> bool:
    at: Element | None = ref
    while at is not None:
        control = child(at, "itemSessionControl")
        if control is not None and control.get("showFeedback") is not None:
            return control.get("showFeedback") == "true"
        at = at.getparent()
    return False


def _place(ref: Element, question: QtiQuestion) -> None:
    section = ref.getparent()
    if section is None:
        return
    if section.get("visible") != "false":
        question.notes.append("visible section: Canvas Classic makes a text question of it")
    selection = child(section, "selection")
    if selection is not None:
        question.group = section.get("title") or section.get("identifier") or ""
        question.pick = int(selection.get("select") or 0)


def _item(package: Package, resource: Resource) -> QtiQuestion:
    item = parse(package.members[resource.href], resource.href)
    check_item(item, resource.href)
    responses = {d.name: d for d in map(_declaration, children(item, "responseDeclaration"))}
    outcomes = {d.name: d for d in map(_declaration, children(item, "outcomeDeclaration"))}
    modal = [
        (
            m.get("outcomeIdentifier") or "",
            m.get("identifier") or "",
            m.get("showHide") == "show",
            inner(m),
        )
        for m in children(item, "modalFeedback")
    ]
    question = QtiQuestion(
        kind="info",
        name=item.get("title") or "",
        ident=item.get("identifier") or "",
        machine=Machine(responses, outcomes),
        processing=_unprefixed(child(item, "responseProcessing")),
        interactions=[],
        modal=modal,
    )
    _body(item, question, responses)
    question.points = _points(item, question, outcomes)
    _feedback(item, question)
    _metadata(resource, question)
    _media(package, resource, item, question)
    try:
        question.machine.run(question.processing, {})
    except QtiTypeError as error:
        raise ImportRefused(f"{resource.href}: {error}") from None
    return question


def _unprefixed(element: Element | None) -> Element | None:
    if element is None:
        return None
    element = copy.deepcopy(element)
    for e in element.iter():
        if isinstance(e.tag, str):
            e.tag = local(e)
    return element


def _declaration(element: Element) -> Declaration:
    name, base = element.get("identifier") or "", element.get("baseType") or ""
    cardinality = element.get("cardinality") or ""

    def values(holder: Element | None) -> MaybeValue:
        if holder is None:
            return None
        atoms = [parse_atom(v.text or "", base) for v in children(holder, "value")]
        return make(cardinality, base, atoms)

    mapping, holder = None, child(element, "mapping")
    if holder is not None:
        mapping = Mapping(
            [
                (
                    e.get("mapKey") or "",
                    e.get("caseSensitive", "true") == "true",
                    float(e.get("mappedValue") or 0),
                )
                for e in children(holder, "mapEntry")
            ],
            float(holder.get("defaultValue") or 0),
            None if holder.get("lowerBound") is None else float(holder.get("lowerBound") or 0),
            None if holder.get("upperBound") is None else float(holder.get("upperBound") or 0),
        )
    try:
        default = values(child(element, "defaultValue"))
        correct = values(child(element, "correctResponse"))
    except QtiTypeError as error:
        raise ImportRefused(f"{name}: {error}") from None
    return Declaration(name, cardinality, base, default, correct, mapping)


def _body(item: Element, question: QtiQuestion, responses: dict[str, Declaration]) -> None:
    body = child(item, "itemBody")
    if body is None:
        return
    body = copy.deepcopy(body)
    found = descendants(body, *INTERACTIONS)
    unknown = [e for e in body.iter() if local(e).endswith("Interaction") and e not in found]
    if unknown:
        raise ImportRefused(f"{local(unknown[0])} is not judged here")
    for number, element in enumerate(found):
        name = element.get("responseIdentifier") or ""
        if name not in responses:
            raise ImportRefused(f"no response declaration {name!r}")
        question.interactions.append(_interaction(element, responses[name], question))
        mark = f"{{{{{number + 1}}}}}" if local(element) in _INLINE else ""
        prompt = child(element, "prompt")
        shown = None if prompt is None else inner(prompt)
        if local(element) == "hottextInteraction":
            shown = inner(element)  # the words to choose stand in their text
        elif local(element) == "gapMatchInteraction":
            shown = _text_with_places(element)
        _replace(element, mark, shown)
    for rubric in descendants(body, "rubricBlock"):
        question.model_answer += inner(rubric)
        _replace(rubric, "", None)
    question.stem = inner(body)
    question.kind = _kind(found, question)


def _interaction(element: Element, declared: Declaration, question: QtiQuestion) -> _Interaction:
    tag = local(element)
    interaction = _Interaction(tag, declared)
    mapping, correct = declared.mapping, declared.correct
    keys = correct.members if correct else ()
    gap = OracleGap(kind="short-text" if declared.base == "string" else "numeric")
    gap.name = declared.name
    gap.shuffle = element.get("shuffle") == "true"
    if tag == "matchInteraction":
        sets = children(element, "simpleMatchSet")
        sides = [children(s, "simpleAssociableChoice") for s in sets]
        interaction.choices = [c.get("identifier") or "" for c in sides[0]]
        interaction.rights = [c.get("identifier") or "" for c in sides[1]]
        question.lefts, question.rights = ([inner(c) for c in side] for side in sides)
    elif tag == "gapMatchInteraction":
        words = descendants(element, "gapText", "gapImg")
        interaction.choices = [word.get("identifier") or "" for word in words]
        interaction.rights = [e.get("identifier") or "" for e in descendants(element, "gap")]
        texts = [
            OracleOption(key, inner(w)) for key, w in zip(interaction.choices, words, strict=True)
        ]
        places = [
            OracleGap(kind="choice-single", name=r, options=texts) for r in interaction.rights
        ]
        question.gaps += places[:-1]
        gap = places[-1]
    elif tag in (*_BLOCK, "inlineChoiceInteraction"):
        choices = [c for c in element.iter() if local(c) in _CHOICES]
        interaction.choices = [c.get("identifier") or "" for c in choices]
        for key, choice in zip(interaction.choices, choices, strict=True):
            worth = mapping.of(key) if mapping else float(key in keys)
            gap.options.append(OracleOption(key, inner(choice), "", worth))
        gap.kind = "choice-single" if declared.cardinality == "single" else "choice-multiple"
        if element.get("maxChoices") == "1":
            gap.kind = "choice-single"
    elif mapping:
        gap.options = [OracleOption(k, k, "", worth) for k, _, worth in mapping.entries]
    elif declared.base == "string":
        gap.options = [OracleOption(str(k), str(k), "", 1.0) for k in keys]
    valid = {*interaction.choices} | {
        f"{a} {b}" for a in interaction.choices for b in interaction.rights
    }
    named = {str(k) for k in keys} | {k for k, _, _ in (mapping.entries if mapping else ())}
    if valid and named - valid:
        raise ImportRefused(f"{declared.name}: unknown choices {sorted(named - valid)}")
    question.gaps.append(gap)
    return interaction


def _text_with_places(element: Element) -> str:
    """The text into which words are to be put; ``{{1}}`` where one belongs."""
    for word in descendants(element, "gapText", "gapImg"):
        _replace(word, "", None)
    for gap in descendants(element, "gap"):
        _replace(gap, "{{1}}", None)
    return inner(element)


def _kind(found: list[Element], question: QtiQuestion) -> str:
    tags, gaps = [local(e) for e in found], question.gaps
    if not tags:
        return "info"
    if len(tags) > 1 or tags[0] in ("inlineChoiceInteraction", "gapMatchInteraction"):
        return "cloze"
    question.gaps = []
    question.options, question.shuffle = gaps[0].options, gaps[0].shuffle
    interaction = question.interactions[0]
    match tags[0]:
        case "choiceInteraction" | "hottextInteraction":
            if set(interaction.choices) == {"true", "false"}:
                return "true-false"
            return gaps[0].kind
        case "orderInteraction":
            question.items = [o.text for o in question.options]
            correct = interaction.response.correct
            order = correct.members if correct else ()
            question.correct_order = [interaction.choices.index(str(m)) for m in order]
            question.options = []
            return "ordering"
        case "matchInteraction":
            return "matching"
        case "extendedTextInteraction":
            return "essay"
    return gaps[0].kind


def _replace(element: Element, mark: str, prompt: str | None) -> None:
    parent = element.getparent()
    assert parent is not None
    text = mark + (prompt or "") + (element.tail or "")
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def _points(item: Element, question: QtiQuestion, outcomes: dict[str, Declaration]) -> Fraction:
    if not question.interactions:
        return Fraction(0)
    declared = outcomes.get("MAXSCORE")
    found = [str(declared.default.members[0])] if declared and declared.default else []
    for outcome in children(item, "outcomeDeclaration"):
        if outcome.get("identifier") == "SCORE" and outcome.get("normalMaximum"):
            found.append(outcome.get("normalMaximum") or "")
    if len({float(f) for f in found}) > 1:
        question.notes.append(f"MAXSCORE and normalMaximum differ: {found}")
    # A third written as a double is a third.
    return Fraction(found[0]).limit_denominator(10**6) if found else Fraction(1)


def _feedback(item: Element, question: QtiQuestion) -> None:
    texts = {identifier: html for _, identifier, _, html in question.modal}
    for attribute, pattern in NAMED.items():
        for identifier, html in texts.items():
            if pattern.search(identifier.lower()):
                setattr(question, attribute, html)
                break
    for condition in descendants(item, "responseIf", "responseElseIf"):
        parts = [c for c in condition if isinstance(c.tag, str)]
        if local(parts[0]) not in ("match", "member"):
            continue
        chosen = [b.text or "" for b in children(parts[0], "baseValue")]
        variable = child(parts[0], "variable")
        of = "" if variable is None else variable.get("identifier")
        told = [
            texts.get(b.text or "", "")
            for rule in parts[1:]
            for b in descendants(rule, "baseValue")
            if b.get("baseType") == "identifier"
        ]
        gaps = [g.options for g in question.gaps if g.name == of] or [question.options]
        for option in (o for options in gaps for o in options if o.key in chosen):
            option.feedback = "".join(told) or option.feedback


def _metadata(resource: Resource, question: QtiQuestion) -> None:
    for keyword in descendants(resource.element, "keyword"):
        texts = descendants(keyword, "langstring", "string")
        question.tags += [t.text or "" for t in texts]


def _media(package: Package, resource: Resource, item: Element, question: QtiQuestion) -> None:
    folder = posixpath.dirname(resource.href)
    for element in item.iter():
        for attribute in ("src", "data", "href"):
            link = element.get(attribute) if isinstance(element.tag, str) else None
            if not link or re.match(r"[a-zA-Z][a-zA-Z+.-]*:|#|//", link):
                continue
            name = posixpath.normpath(posixpath.join(folder, unquote(link)))
            if name not in package.members:
                question.notes.append(f"{link} is not in the package")
                continue
            question.files[name] = package.members[name]
            if name not in resource.files:
                question.notes.append(f"{link} is not listed with the item")
            if not name.endswith(unquote(link)):
                question.notes.append(f"Canvas does not find {link}")


def leaks(data: bytes) -> list[str]:
    """Identifiers and attributes that tell keys from the rest to whoever reads the page source."""
    found = []
    package = open_package(data)
    for question in read(data):
        for interaction in question.interactions:
            correct = interaction.response.correct
            keys = [str(m) for m in correct.members] if correct else []
            rest = [c for c in interaction.choices if c not in keys]
            if interaction.tag in ("choiceInteraction", "inlineChoiceInteraction"):
                found += identifier_leaks(keys, rest, question.ident)
    for resource in package.resources.values():
        if resource.type.startswith("imsqti_item"):
            found += _form_leaks(parse(package.members[resource.href], resource.href))
    return found


def _form_leaks(item: Element) -> list[str]:
    found, where = [], item.get("identifier") or ""
    answers: dict[str, list[str]] = {}
    for declared in children(item, "responseDeclaration"):
        values = descendants(declared, "value")
        keys = [e.get("mapKey") or "" for e in descendants(declared, "mapEntry")]
        answers[declared.get("identifier") or ""] = [v.text or "" for v in values] + keys
        limit = len(values)
        for element in descendants(item, "choiceInteraction"):
            if element.get("responseIdentifier") != declared.get("identifier"):
                continue
            single = declared.get("cardinality") == "single"
            for name in ("maxChoices", "minChoices"):
                value = element.get(name)
                # A limit of 1 on several keys, or of all the keys, says how many they are.
                if not single and value not in (None, "0", "1") and int(value or 0) == limit:
                    found.append(f"{where}: {name} is the number of keys")
    for element in descendants(item, "textEntryInteraction"):
        length = element.get("expectedLength")
        texts = answers.get(element.get("responseIdentifier") or "", [])
        if length and int(length) in {len(t) for t in texts}:
            found.append(f"{where}: expectedLength is the length of an answer")
    for side in descendants(item, "simpleMatchSet"):
        if len({c.get("matchMax") for c in children(side, "simpleAssociableChoice")}) > 1:
            found.append(f"{where}: matchMax differs within a column")
    return found


def read_item(document: bytes) -> QtiQuestion:
    """One item by itself, of version 2.0 to 2.2, as an engine runs it; no importer is asked.

    Raises ImportRefused for what this module does not judge.
    """
    item = parse(document, "item")
    if local(item) != "assessmentItem":
        raise ImportRefused("not an item")
    if item.get("adaptive") == "true" or descendants(item, "templateDeclaration"):
        raise ImportRefused("adaptive items and templates are not judged here")
    try:
        return _alone(item)
    except (QtiTypeError, ValueError) as error:
        raise ImportRefused(str(error)) from None


def _alone(item: Element) -> QtiQuestion:
    responses = {d.name: d for d in map(_declaration, children(item, "responseDeclaration"))}
    outcomes = {d.name: d for d in map(_declaration, children(item, "outcomeDeclaration"))}
    question = QtiQuestion(
        kind="info",
        name=item.get("title") or "",
        ident=item.get("identifier") or "",
        machine=Machine(responses, outcomes),
        processing=_unprefixed(child(item, "responseProcessing")),
        interactions=[],
        modal=[
            (
                m.get("outcomeIdentifier") or "",
                m.get("identifier") or "",
                m.get("showHide", "show") == "show",
                inner(m),
            )
            for m in children(item, "modalFeedback")
        ],
    )
    for told in descendants(item, "feedbackInline", "feedbackBlock"):
        question.modal.append(
            (
                told.get("outcomeIdentifier") or "",
                told.get("identifier") or "",
                told.get("showHide", "show") == "show",
                inner(told),
            )
        )
        _replace(told, "", None)
    _body(item, question, responses)
    question.points = _points(item, question, outcomes)
    _feedback(item, question)
    question.machine.run(question.processing, {})
    return question
