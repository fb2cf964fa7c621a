"""QTI 1.2 as the specification scores it: each item's conditions are run, nothing is guessed.

For files of tools other than Canvas (Respondus, Blackboard, WebCT), whose own arithmetic is what
the item says. Only scores are judged here; texts are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from .base import ImportRefused, OracleGap, OracleOption, OracleQuestion, Response, positions
from .qti_package import Element, children, descendants, local, parse

Given = dict[str, list[str]]


@dataclass
class Field:
    """A response of an item, with the identifiers and texts of its choices."""

    ident: str
    several: bool
    labels: list[tuple[str, str]]


@dataclass(kw_only=True)
class Qti12Question(OracleQuestion):
    """An item; `best` is what its score can reach."""

    element: Element
    fields: list[Field] = field(default_factory=list)
    best: float = 0.0

    def score(self, response: Response) -> float:
        """Points by the item's conditions, as a share of the best score that it states."""
        given = self._given(response)
        return float(self.points) * min(max(self._run(given) / self.best, 0.0), 1.0)

    def feedback(self, response: Response) -> list[str]:
        """Nothing: what is shown is not judged."""
        return []

    def _given(self, response: Response) -> Given:
        if self.kind == "cloze":
            parts = zip(self.fields, self.gap_responses(response), strict=True)
            return {f.ident: _chosen(f, one) for f, one in parts if one is not None}
        return {self.fields[0].ident: _chosen(self.fields[0], response)}

    def _run(self, given: Given) -> float:
        score, met = 0.0, False
        for condition in descendants(self.element, "respcondition"):
            holder = children(condition, "conditionvar")
            if not holder or not self._holds(list(holder[0]), given, met=met):
                continue
            met = True
            for setvar in children(condition, "setvar"):
                score = self._set(score, setvar)
            # Tools that add up leave out the word that lets the next condition be tried.
            adds = any(
                (v.get("action") or "").lower() == "add" for v in descendants(condition, "setvar")
            )
            if (condition.get("continue") or "No").lower() != "yes" and not adds:
                break
        return score

    def _set(self, score: float, setvar: Element) -> float:
        text = (setvar.text or "").strip()
        value = self.best if text.lower().endswith(".max") else float(text or 0)
        match (setvar.get("action") or "Set").lower():
            case "add":
                return score + value
            case "subtract":
                return score - value
            case _:
                return value

    def _holds(self, tests: list[Element], given: Given, *, met: bool) -> bool:
        """Tests side by side hold together; of one single response they stand for each other."""
        tests = [test for test in tests if local(test)]
        single = {f.ident for f in self.fields if not f.several}
        about = {test.get("respident") for test in tests if local(test) == "varequal"}
        alike = all(local(test) == "varequal" for test in tests)
        if alike and len(tests) > 1 and len(about) == 1 and about <= single:
            return any(self._test(test, given, met=met) for test in tests)
        return bool(tests) and all(self._test(test, given, met=met) for test in tests)

    def _test(self, test: Element, given: Given, *, met: bool) -> bool:
        inner = [child for child in test if local(child)]
        match local(test):
            case "and":
                return all(self._test(child, given, met=met) for child in inner)
            case "or":
                return any(self._test(child, given, met=met) for child in inner)
            case "not":
                return not any(self._test(child, given, met=met) for child in inner)
            case "other":
                return not met
            case "unanswered":
                return not given.get(test.get("respident") or "")
        return self._compared(test, given.get(test.get("respident") or "", []))

    def _compared(self, test: Element, chosen: list[str]) -> bool:
        wanted = (test.text or "").strip()
        if local(test) == "varequal":
            if (test.get("case") or "No").lower() == "yes":
                return wanted in chosen
            return wanted.lower() in [one.lower() for one in chosen] or _equal(wanted, chosen)
        if local(test) == "varsubset":
            return wanted in chosen
        try:
            numbers = [float(one) for one in chosen]
            bound = float(wanted)
        except ValueError:
            return False
        match local(test):
            case "vargte":
                return any(number >= bound for number in numbers)
            case "vargt":
                return any(number > bound for number in numbers)
            case "varlte":
                return any(number <= bound for number in numbers)
            case "varlt":
                return any(number < bound for number in numbers)
        raise ImportRefused(f"{local(test)} is not judged here")


def _equal(wanted: str, chosen: list[str]) -> bool:
    try:
        return any(float(one) == float(wanted) for one in chosen)
    except ValueError:
        return False


def _chosen(one: Field, response: Response) -> list[str]:
    if isinstance(response, str):
        return [response.strip()]
    if isinstance(response, bool):
        wanted = str(response).lower()
        return [ident for ident, text in one.labels if wanted in (text.lower(), ident.lower())]
    return [one.labels[n][0] for n in positions(response)]


def read_items(document: bytes) -> Iterator[tuple[str, Qti12Question]]:
    """The items of a file with their names: the identifier, or the one in the metadata."""
    for element in descendants(parse(document, "items"), "item"):
        named = [e.text or "" for e in descendants(element, "bbmd_asi_object_id")]
        yield element.get("ident") or next(iter(named), ""), _question(element)


def _question(element: Element) -> Qti12Question:
    question = Qti12Question(kind="unknown", element=element)
    for response in descendants(element, "response_lid", "response_str", "response_num"):
        labels = [
            (label.get("ident") or "", _text(label))
            for label in descendants(response, "response_label")
        ]
        several = (response.get("rcardinality") or "Single").lower() != "single"
        question.fields.append(Field(response.get("ident") or "", several, labels))
    most = [e.get("maxvalue") for e in descendants(element, "decvar") if e.get("maxvalue")]
    try:
        question.best = float(most[0] or 0) if most else 0.0
    except ValueError:
        question.best = 0.0
    if not question.best:
        question.best = _best(element)
    if question.fields:
        first = question.fields[0]
        question.options = [OracleOption(ident, text) for ident, text in first.labels]
        question.kind = "choice-multiple" if first.several else "choice-single"
    if len(question.fields) > 1:
        question.kind = "cloze"
        question.gaps = [OracleGap(kind="choice-single") for _ in question.fields]
    question.points = Fraction(1)
    return question


def _best(element: Element) -> float:
    """What can be earned where the item does not say it: the most that is set, or all added."""
    earned = {"set": [0.0], "add": [0.0]}
    for setvar in descendants(element, "setvar"):
        try:
            value = float((setvar.text or "0").strip() or 0)
        except ValueError:
            continue
        kind = "add" if (setvar.get("action") or "").lower() == "add" else "set"
        earned[kind].append(max(value, 0.0))
    return max(max(earned["set"]), sum(earned["add"]))


def _text(label: Element) -> str:
    text = "".join(str(t) for t in label.itertext())
    return re.sub(r"<[^>]*>|\s+", " ", text).strip()
