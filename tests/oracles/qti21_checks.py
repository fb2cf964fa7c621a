"""What makes one of the QTI 2.1 engines or importers refuse an item, beyond the schema."""

from __future__ import annotations

import re

from .base import ImportRefused
from .qti_package import Element, child, children, descendants, local, namespace

ITEM_NS = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_BLOCKS = {"p", "div", "ul", "ol", "table", "pre", "hr", "blockquote", "dl"} | {
    f"h{n}" for n in range(1, 7)
}
CHOICES = ("simpleChoice", "inlineChoice", "simpleAssociableChoice", "hottext", "gapText")


def check_item(item: Element, name: str) -> None:
    """Raises ImportRefused with the first reason found."""
    if local(item) != "assessmentItem" or namespace(item) != ITEM_NS:
        raise ImportRefused(f"{name}: not a QTI 2.1 item")
    for element in item.iter():
        if isinstance(element.tag, str) and namespace(element) == ITEM_NS and element.prefix:
            raise ImportRefused(f"{name}: a prefixed element; TAO finds unprefixed ones only")
    if item.get("toolName") == "TAO":
        raise ImportRefused(f"{name}: OpenOlat refuses toolName TAO")
    for attribute in ("identifier", "title", "adaptive", "timeDependent"):
        if item.get(attribute) is None:
            raise ImportRefused(f"{name}: no {attribute}")
    _check_identifiers(item, name)
    _check_declarations(item, name)
    _check_body(item, name)


def _check_identifiers(item: Element, name: str) -> None:
    declared = children(item, "responseDeclaration") + children(item, "outcomeDeclaration")
    names = [d.get("identifier") or "" for d in declared]
    choices = [c.get("identifier") or "" for c in descendants(item, *CHOICES)]
    feedbacks = [m.get("identifier") or "" for m in descendants(item, "modalFeedback")]
    for identifier in names + choices + feedbacks:
        if not _SAFE.fullmatch(identifier):
            raise ImportRefused(f"{name}: identifier {identifier!r} fails in an engine")
    for kind, group in (("variable", names), ("choice", choices)):
        if len(group) != len(set(group)):
            raise ImportRefused(f"{name}: a {kind} identifier occurs twice")
    for variable in descendants(item, "variable", "correct", "mapResponse", "setOutcomeValue"):
        if variable.get("identifier") not in names:
            raise ImportRefused(f"{name}: {variable.get('identifier')!r} is not declared")
    known = set(names)
    for element in descendants(item, "modalFeedback", "feedbackBlock", "feedbackInline"):
        if element.get("outcomeIdentifier") not in known:
            raise ImportRefused(f"{name}: feedback of an outcome that is not declared")


def _check_declarations(item: Element, name: str) -> None:
    for declared in children(item, "responseDeclaration"):
        correct, mapping = child(declared, "correctResponse"), child(declared, "mapping")
        values = [] if correct is None else children(correct, "value")
        if correct is not None and not values:
            raise ImportRefused(f"{name}: empty correctResponse")
        if declared.get("cardinality") == "single" and len(values) > 1:
            raise ImportRefused(f"{name}: two correct values in a single response")
        base = declared.get("baseType")
        if mapping is not None:
            _check_mapping(mapping, base or "", name)
    for value in descendants(item, "value"):
        if re.fullmatch(r"\s*-?[\d.]+[eE][-+]?\d+\s*", value.text or ""):
            raise ImportRefused(f"{name}: exponent in a value: qtism refuses the item")
    for declared in children(item, "outcomeDeclaration"):
        maximum = declared.get("normalMaximum")
        if maximum is not None and not float(maximum) > 0:
            raise ImportRefused(f"{name}: normalMaximum {maximum}")


def _check_mapping(mapping: Element, base: str, name: str) -> None:
    entries = children(mapping, "mapEntry")
    if not entries:
        raise ImportRefused(f"{name}: empty mapping")
    met: list[tuple[str, bool]] = []
    for entry in entries:
        key, case = entry.get("mapKey") or "", entry.get("caseSensitive", "true") == "true"
        if base != "string":
            if key != key.strip():
                raise ImportRefused(f"{name}: white space round mapKey {key!r}")
            if not case:
                raise ImportRefused(f"{name}: caseSensitive=false on {base}")
        for other, other_case in met:
            if key == other or (not (case and other_case) and key.lower() == other.lower()):
                raise ImportRefused(f"{name}: keys {key!r} and {other!r} meet; engines differ")
        met.append((key, case))


def _check_body(item: Element, name: str) -> None:
    for interaction in descendants(item, "choiceInteraction", "orderInteraction"):
        needed = ["shuffle"] + ["maxChoices"] * (local(interaction) == "choiceInteraction")
        if any(interaction.get(attribute) is None for attribute in needed):
            raise ImportRefused(f"{name}: {local(interaction)} without {needed}")
    for interaction in descendants(item, "matchInteraction", "inlineChoiceInteraction"):
        if interaction.get("shuffle") is None:
            raise ImportRefused(f"{name}: {local(interaction)} without shuffle")
    for element in descendants(item, "simpleAssociableChoice"):
        if element.get("matchMax") is None:
            raise ImportRefused(f"{name}: an associable choice without matchMax")
    if descendants(item, "feedbackInline", "feedbackBlock"):
        raise ImportRefused(f"{name}: feedback inside the body fails the item in TAO")
    for prompt in descendants(item, "prompt"):
        if any(local(e) in _BLOCKS for e in prompt.iter()):
            raise ImportRefused(f"{name}: a block in the prompt; JQTI+ refuses it")
    for entry in descendants(item, "textEntryInteraction"):
        parent = entry.getparent()
        if parent is not None and local(parent) == "itemBody":
            raise ImportRefused(f"{name}: textEntryInteraction directly in itemBody")
    for element in item.iter():
        for attribute in ("src", "data", "href"):
            target = element.get(attribute) if isinstance(element.tag, str) else None
            if target is not None and re.search(r"[\s\[\]{}|\\^`<>\"]", target):
                raise ImportRefused(f"{name}: URI {target!r} is not encoded")
    for feedback in descendants(item, "modalFeedback"):
        if feedback.get("showHide") not in ("show", "hide"):
            raise ImportRefused(f"{name}: modalFeedback without showHide")
