"""Canvas New Quizzes: QTI 1.2 through the `qti` library, marked by the item's algorithm."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from html import unescape

from .base import (
    ImportRefused,
    OracleGap,
    OracleOption,
    OracleQuestion,
    Response,
    Unverifiable,
    pairs_of,
    positions,
    shown,
)
from .canvas_html import NEW, sanitise
from .canvas_items import (
    Blank,
    Item,
    group_of,
    identifier_notes,
    leaks,
    read_assessment,
    read_item,
    read_settings,
    take_files,
)
from .qti_package import Package, descendants, namespace, open_package, parse

__all__ = ["NewQuestion", "leaks", "read", "read_settings"]


@dataclass(kw_only=True)
class NewQuestion(OracleQuestion):
    """A New Quizzes item; `algorithm` is its scoring_algorithm."""

    algorithm: str = ""
    case: bool = False
    right_of: list[str] = field(default_factory=list)
    left_feedback: list[str] = field(default_factory=list)
    intervals: list[tuple[float, float]] = field(default_factory=list)

    def score(self, response: Response) -> float:
        """Points by the item's algorithm. Raises Unverifiable where the server is not known."""
        return float(self.points) * self._share(response)

    def _share(self, response: Response) -> float:
        match self.kind:
            case "choice-single" | "true-false":
                return self._single(response)
            case "choice-multiple":
                return self._multiple(response)
            case "short-text":
                return float(self._typed(self.options, response) is not None)
            case "numeric":
                return float(self._number(response))
            case "matching":
                given = pairs_of(response)
                hits = [
                    n in given and self.rights[given[n]] == text
                    for n, text in enumerate(self.right_of)
                ]
                if self.algorithm == "DeepEquals":
                    return float(all(hits))
                return sum(hits) / len(hits)
            case "ordering":
                return float(list(response or ()) == self.correct_order)  # type: ignore[call-overload]
            case "cloze":
                pairs = zip(self.gaps, self.gap_responses(response), strict=True)
                hits_ = [self._gap(gap, one) for gap, one in pairs]
                return sum(h is not None and h.fraction > 0 for h in hits_) / len(hits_)
        return 0.0

    def _single(self, response: Response) -> float:
        chosen = positions(response, self.options)
        if len(chosen) > 1:
            raise ValueError("a radio group takes one option")
        earned = sum(self.options[n].fraction for n in chosen)
        if self.algorithm != "VaryPointsByAnswer":
            return earned
        if earned < 0:
            raise Unverifiable("negative points by answer")
        return earned / float(self.points) if self.points else 0.0

    def _multiple(self, response: Response) -> float:
        chosen = set(positions(response, self.options))
        keys = {n for n, o in enumerate(self.options) if o.fraction > 0}
        if self.algorithm == "AllOrNothing":
            return float(chosen == keys)
        if self.algorithm != "PartialScore":
            raise Unverifiable(f"multiple answers without a known scoring_algorithm: {self.name!r}")
        return max(0.0, (len(chosen & keys) - len(chosen - keys)) / max(len(keys), 1))

    def _typed(self, options: list[OracleOption], response: Response) -> OracleOption | None:
        if response is None or response == "":
            return None
        typed = str(response).strip()
        for option in options:
            text = option.text.strip()
            if text == typed or (not self.case and text.lower() == typed.lower()):
                return option
        return None

    def _number(self, response: Response) -> bool:
        try:
            given = float(str(response))
        except ValueError:
            return False
        return any(low <= given <= high for low, high in self.intervals)

    def _gap(self, gap: OracleGap, response: Response) -> OracleOption | None:
        if gap.kind == "short-text":
            return self._typed(gap.options, response)
        chosen = positions(response, gap.options)
        if len(chosen) > 1:
            raise ValueError("a menu takes one entry")
        return gap.options[chosen[0]] if chosen else None

    def feedback(self, response: Response) -> list[str]:
        """Answer feedback (sure for single choice only), the verdict's, the general one."""
        own: list[str] = []
        match self.kind:
            case "choice-single" | "choice-multiple" | "true-false":
                own = [self.options[n].feedback for n in positions(response, self.options)]
            case "short-text":
                hit = self._typed(self.options, response)
                own = [hit.feedback] if hit else []
            case "matching":
                given = pairs_of(response)
                own = [self.left_feedback[n] for n in sorted(given)]
            case "cloze":
                for gap, one in zip(self.gaps, self.gap_responses(response), strict=True):
                    hit = self._gap(gap, one)
                    own += [hit.feedback] if hit else []
            case "essay" | "info":
                return shown(self.general_feedback)
        full = self.score(response) >= float(self.points) - 1e-9
        verdict = self.correct_feedback if full else self.incorrect_feedback
        return shown(*own, verdict, self.general_feedback)


def read(data: bytes) -> list[NewQuestion]:
    """All questions, in order. Raises ImportRefused, or gives none where the library is silent."""
    package = open_package(data, manifest_anywhere=True)
    questions: list[NewQuestion] = []
    for resource in package.resources.values():
        if not re.fullmatch(r"imsqti_xmlv1p2(/.*)?", resource.type):
            continue
        name = next(iter(resource.files), resource.href)
        if name not in package.members:
            raise ImportRefused(f"{name!r} is listed but not in the zip")
        if not namespace(parse(package.members[name], name)):
            continue  # without xmlns the quiz is empty, silently
        quiz = read_assessment(package.members[name], name)
        if quiz is None:
            continue
        meta = [
            package.resources[d]
            for d in resource.depends
            if d in package.resources
            and any(f.endswith("assessment_meta.xml") for f in package.resources[d].files)
        ]
        found = [_question(package, item) for item in quiz.items]
        for question in found if not meta else []:
            question.notes.append("no assessment_meta.xml among the dependencies")
        questions += found
    return questions


_KINDS = {
    "multiple_choice_question": "choice-single",
    "true_false_question": "true-false",
    "multiple_answers_question": "choice-multiple",
    "short_answer_question": "short-text",
    "fill_in_multiple_blanks_question": "cloze",
    "multiple_dropdowns_question": "cloze",
    "matching_question": "matching",
    "numerical_question": "numeric",
    "ordering_question": "ordering",
    "essay_question": "essay",
    "file_upload_question": "essay",
    "text_only_question": "info",
}


def _question(package: Package, item: Item) -> NewQuestion:
    if item.type not in _KINDS:
        raise ImportRefused(f"{item.type} is not judged here")
    question = NewQuestion(kind=_KINDS[item.type], name=item.title, ident=item.ident)
    question.notes += identifier_notes(item)
    question.points = _points(item.metadata.get("points_possible", "1"))
    question.algorithm = item.metadata.get("scoring_algorithm", "")
    question.group, question.pick, points = group_of(item)
    if points is not None:
        question.points = _points(points)
    if question.kind == "info":
        question.points = Fraction(0)
    stem = re.sub(r"<[^>]*>", _bracketed(question), item.stem)
    question.stem = _html(stem, question)
    if not item.stem.strip():
        question.notes.append("empty stem")
    if item.metadata.get("grading_notes"):
        question.model_answer = item.metadata["grading_notes"]
    for ident, attribute in (
        ("general_fb", "general_feedback"),
        ("correct_fb", "correct_feedback"),
        ("general_incorrect_fb", "incorrect_feedback"),
    ):
        setattr(question, attribute, _feedback(item, [ident], question))
    _READERS[question.kind](item, question)
    texts = [question.stem, question.general_feedback, question.correct_feedback]
    texts += [question.incorrect_feedback, *(o.text + o.feedback for o in question.options)]
    for text in texts:
        take_files(package, text, question.files, question.notes)
    return question


def _points(raw: str) -> Fraction:
    try:
        return Fraction(str(float(raw)))
    except ValueError:
        raise ImportRefused(f"points {raw!r} are no decimal number") from None


def _bracketed(question: NewQuestion) -> Callable[[re.Match[str]], str]:
    """In a stem's tags, `[x]` comes out as entities, literally."""

    def change(tag: re.Match[str]) -> str:
        changed = re.sub(r"\[([A-Za-z0-9_.-]+)\]", r"&amp;#91;\1&amp;#93;", tag[0])
        if changed != tag[0]:
            question.notes.append(f"brackets inside {tag[0][:60]!r} are damaged")
        return changed

    return change


def _html(text: str, question: NewQuestion) -> str:
    return sanitise(text, NEW, question.notes)


def _feedback(item: Item, idents: list[str], question: NewQuestion) -> str:
    """Kept only from itemfeedback/flow_mat/material/mattext with exactly one flow_mat."""
    found = ""
    for ident in idents:
        if ident not in item.feedback:
            continue
        if item.flow_mats[ident] == 1:
            found = _html(item.feedback[ident], question)
        else:
            question.notes.append(f"feedback {ident!r} is lost: not exactly one flow_mat")
    return found


_GENERAL = ("general_fb", "correct_fb", "general_incorrect_fb")


def _answer_feedback(item: Item, respident: str, ident: str, question: NewQuestion) -> str:
    idents = [
        f
        for c in item.conditions
        for f in c.feedback
        if f not in _GENERAL and [t.value for t in c.named() if t.respident == respident] == [ident]
    ]
    return _feedback(item, idents, question)


def _choice(item: Item, question: NewQuestion) -> None:
    blank = item.blanks[0]
    scoring = [c for c in item.conditions if c.worth is not None and not c.other]
    vary = question.algorithm == "VaryPointsByAnswer"
    worth: dict[str, float] = {}
    for condition in scoring:
        for test in condition.named():
            # Every value named beside a setvar is taken as a key, even beside a zero.
            worth[test.value] = (condition.worth or 0.0) if vary else 1.0
    if question.kind == "choice-multiple" and len(scoring) > 1:
        question.notes.append("additive conditions: every option named becomes a key")
    if vary and not any(c.correct_answer for c in scoring):
        question.notes.append("points by answer without a marked key")
    for label in blank.labels:
        text = _html(label.text, question)
        told = _answer_feedback(item, blank.ident, label.ident, question)
        question.options.append(OracleOption(label.ident, text, told, worth.get(label.ident, 0.0)))
    if len({o.key for o in question.options}) < len(question.options):
        raise ImportRefused("options of one identifier")
    if not any(o.fraction > 0 for o in question.options):
        question.notes.append("no key")
    if not vary and question.kind != "choice-multiple" and len(worth) > 1:
        question.notes.append("several keys in a single choice")
    question.shuffle = blank.choice_attributes.get("shuffle", "").lower() == "yes"


def _short(item: Item, question: NewQuestion) -> None:
    for condition in item.conditions:
        if not condition.worth or condition.worth <= 0:
            continue
        for test in condition.named():
            question.case |= test.attributes.get("case") == "Yes"
            told = _answer_feedback(item, test.respident, test.value, question)
            question.options.append(OracleOption(test.value, test.value, told, 1.0))


def _read_as_html(text: str) -> str:
    """Plain texts of blanks are parsed as HTML: "a<b" loses its tail."""
    return unescape(re.sub(r"<[A-Za-z/!?][^>]*(>|$)", "", text))


def _blanks(item: Item, question: NewQuestion) -> None:
    menu = item.type == "multiple_dropdowns_question"
    at = {b.ident: item.stem.find(f"[{b.ident.removeprefix('response_')}]") for b in item.blanks}
    for blank in sorted(item.blanks, key=lambda b: at[b.ident]):
        name = blank.ident.removeprefix("response_")
        if at[blank.ident] < 0 or not re.fullmatch(r"[A-Za-z0-9_.-]+", name):
            raise ImportRefused(f"blank {name!r} is not found in the stem")
        keys = {
            t.value
            for c in item.conditions
            if c.worth
            for t in c.named()
            if t.respident == blank.ident
        }
        gap = OracleGap(kind="choice-single" if menu else "short-text", name=name)
        for label in blank.labels:
            algorithm = label.attributes.get("scoring_algorithm", "TextInChoices")
            if algorithm not in ("TextInChoices", "TextEquivalence"):
                raise Unverifiable(f"blank {name}: {algorithm}")
            right = float(label.ident in keys) if menu else 1.0
            told = _answer_feedback(item, blank.ident, label.ident, question)
            text = label.text if menu else _read_as_html(label.text)
            if not text.strip():
                question.notes.append(f"blank {name}: nothing is left of {label.text!r}")
            gap.options.append(OracleOption(label.ident, text, told, right))
        question.gaps.append(gap)


def _matching(item: Item, question: NewQuestion) -> None:
    """Right sides go by their text."""
    for blank in item.blanks:
        for label in blank.labels:
            if label.text not in question.rights:
                question.rights.append(label.text)
    for blank in item.blanks:
        question.lefts.append(_html(blank.text, question))
        scoring = [
            t.value
            for c in item.conditions
            if (c.worth or 0) > 0
            for t in c.named()
            if t.respident == blank.ident
        ]
        texts = [x.text for x in blank.labels if x.ident in scoring]
        if not texts:
            raise ImportRefused("a left side without its right one")
        question.right_of.append(texts[-1])
        plain = [
            f
            for c in item.conditions
            for f in c.feedback
            if f not in _GENERAL and any(t.respident == blank.ident for t in c.named())
        ]
        question.left_feedback.append(_feedback(item, plain, question))
    if not question.algorithm:
        question.notes.append("matching without scoring_algorithm: taken for PartialDeep")
    if question.algorithm not in ("", "PartialDeep", "DeepEquals"):
        raise Unverifiable(f"matching by {question.algorithm}")


def _numeric(item: Item, question: NewQuestion) -> None:
    for condition in item.conditions:
        if condition.worth is None or condition.other:
            continue
        tests = {t.op: t for t in condition.tests if not t.negated}
        question.intervals.append(_interval({op: t.value for op, t in tests.items()}))
        margin = tests["varequal"].attributes if "varequal" in tests else {}
        if margin.get("margintype") == "absolute" and margin.get("margin"):
            value, width = float(tests["varequal"].value), float(margin["margin"])
            question.intervals[-1] = (value - width, value + width)
        elif margin.get("margintype"):
            raise Unverifiable("a margin in percent")
        if any(f not in _GENERAL for f in condition.feedback):
            question.notes.append("feedback of a numeric answer is lost")


def _interval(bounds: dict[str, str]) -> tuple[float, float]:
    """The numeric types are told apart by whether the texts of the numbers are equal."""
    value = bounds.get("varequal")
    low, high = bounds.get("vargte"), bounds.get("varlte")
    if value is None:
        if low is None or high is None:
            raise ImportRefused("numeric condition without a range: the item fails")
        first, second = sorted((float(low), float(high)))
        return first, second
    if low is None or high is None:
        raise ImportRefused("a bare varequal or a precision answer: the item fails (or is vague)")
    if value == low == high:
        return float(value), float(value)
    if value in (low, high) or low == high:
        raise ImportRefused("only one bound equals the value: the item fails")
    margin = float(value) - float(low)  # from the lower bound alone, in floats
    return float(value) - margin, float(value) + margin


def _ordering(item: Item, question: NewQuestion) -> None:
    blank: Blank = item.blanks[0]
    question.items = [_html(label.text, question) for label in blank.labels]
    idents = [label.ident for label in blank.labels]
    order = [t.value for c in item.conditions if c.worth for t in c.named()]
    if sorted(order) != sorted(idents):
        raise ImportRefused("the right order does not name every item once")
    question.correct_order = [idents.index(ident) for ident in order]


def _nothing(item: Item, question: NewQuestion) -> None:
    """Essays and texts have no answers."""


_READERS = {
    "choice-single": _choice,
    "true-false": _choice,
    "choice-multiple": _choice,
    "short-text": _short,
    "cloze": _blanks,
    "matching": _matching,
    "numeric": _numeric,
    "ordering": _ordering,
    "essay": _nothing,
    "info": _nothing,
}


def read_items(document: bytes) -> dict[str, NewQuestion | ImportRefused | Unverifiable]:
    """The items of one file, each by itself, by identifier; the last of several of one."""
    found: dict[str, NewQuestion | ImportRefused | Unverifiable] = {}
    for element in descendants(parse(document, "items"), "item"):
        item = read_item(element)
        try:
            found[item.ident] = _question(Package({}), item)
        except (ImportRefused, Unverifiable) as refused:
            found[item.ident] = refused
    return found
