"""Canvas Classic Quizzes: QTI 1.2 through the migration tool, marked by its grading classes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from .base import (
    ImportRefused,
    OracleGap,
    OracleOption,
    OracleQuestion,
    Response,
    pairs_of,
    positions,
    shown,
)
from .canvas_html import CLASSIC, sanitise, unwrap
from .canvas_items import (
    Assessment,
    Condition,
    Item,
    group_of,
    identifier_notes,
    leaks,
    read_assessment,
    read_item,
    read_settings,
    take_files,
)
from .qti_package import Package, children, descendants, namespace, open_package, parse

__all__ = ["ClassicQuestion", "leaks", "read", "read_settings"]
STEM_LIMIT = 16_384


@dataclass
class Range:
    """A numeric answer: closed interval, or leading digits that must agree when truncated."""

    low: Decimal
    high: Decimal
    feedback: str = ""
    digits: int = 0
    value: Decimal = Decimal(0)

    def fits(self, given: Decimal) -> bool:
        if not self.digits:
            return self.low <= given <= self.high
        return _leading(given, self.digits) == _leading(self.value, self.digits)


def _leading(number: Decimal, digits: int) -> tuple[int, str, int]:
    sign, figures, _ = number.as_tuple()
    text = "".join(map(str, figures)).lstrip("0").ljust(digits, "0")
    return sign, text[:digits], number.adjusted() if number else 0


@dataclass(kw_only=True)
class ClassicQuestion(OracleQuestion):
    """A question of a Classic quiz. Options, entries and texts are right (fraction 1) or not."""

    right_of: list[int] = field(default_factory=list)
    left_feedback: list[str] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)

    def score(self, response: Response) -> Fraction:
        """points x right/parts - points x wrong/parts, never below 0."""
        right, wrong, parts = self._count(response)
        if not parts:
            return Fraction(0)
        return max(Fraction(0), self.points * Fraction(right - wrong, parts))

    def _count(self, response: Response) -> tuple[int, int, int]:
        match self.kind:
            case "choice-single" | "true-false":
                chosen = positions(response, self.options)
                if len(chosen) > 1:
                    raise ValueError("a radio group takes one option")
                return sum(self.options[n].fraction > 0 for n in chosen), 0, 1
            case "choice-multiple":
                chosen = positions(response, self.options)
                hits = sum(self.options[n].fraction > 0 for n in chosen)
                keys = sum(o.fraction > 0 for o in self.options)
                return hits, len(chosen) - hits, max(keys, 1)
            case "short-text":
                return int(_hit(self.options, response) is not None), 0, 1
            case "numeric":
                return int(self._range(response) is not None), 0, 1
            case "matching":
                given = pairs_of(response)
                return (
                    sum(given.get(n) == r for n, r in enumerate(self.right_of)),
                    0,
                    len(self.lefts),
                )
            case "cloze":
                pairs = zip(self.gaps, self.gap_responses(response), strict=True)
                found = [_gap_hit(gap, one) for gap, one in pairs]
                return sum(h is not None and h.fraction > 0 for h in found), 0, len(self.gaps)
        return 0, 0, 0

    def feedback(self, response: Response) -> list[str]:
        """Feedback of what was chosen, then correct or incorrect, then the neutral one."""
        own: list[str] = []
        match self.kind:
            case "choice-single" | "choice-multiple" | "true-false":
                own = [self.options[n].feedback for n in positions(response, self.options)]
            case "short-text":
                hit = _hit(self.options, response)
                own = [hit.feedback] if hit else []
            case "numeric":
                found = self._range(response)
                own = [found.feedback] if found else []
            case "matching":
                given = pairs_of(response)
                own = [
                    told
                    for n, told in enumerate(self.left_feedback)
                    if given.get(n) != self.right_of[n]
                ]
            case "cloze":
                for gap, one in zip(self.gaps, self.gap_responses(response), strict=True):
                    hit = _gap_hit(gap, one)
                    own += [hit.feedback] if hit else []
        if self.kind in ("essay", "info"):
            return shown(self.general_feedback)
        right, wrong, parts = self._count(response)
        full = right == parts and not wrong
        verdict = self.correct_feedback if full else self.incorrect_feedback
        return shown(*own, verdict, self.general_feedback)

    def _range(self, response: Response) -> Range | None:
        if response is None or response == "":
            return None
        try:
            given = Decimal(str(response).strip())
        except InvalidOperation:
            given = Decimal(0)  # what cannot be read counts as 0
        if not given.is_finite():
            return None
        return next((r for r in self.ranges if r.fits(given)), None)


def _fold(text: str) -> str:
    return text.strip(" \t\n\v\f\r\0").lower()


def _hit(options: list[OracleOption], response: Response) -> OracleOption | None:
    if response is None or response == "":
        return None
    typed = _fold(str(response))
    return next((o for o in options if _fold(o.text) == typed), None)


def _gap_hit(gap: OracleGap, response: Response) -> OracleOption | None:
    if gap.kind == "short-text":
        return _hit(gap.options, response)
    chosen = positions(response, gap.options)
    if len(chosen) > 1:
        raise ValueError("a menu takes one entry")
    return gap.options[chosen[0]] if chosen else None


def read(data: bytes) -> list[ClassicQuestion]:
    """All questions of the package's quizzes, in order. Raises ImportRefused."""
    package = _unpack(data)
    questions: list[ClassicQuestion] = []
    for name in sorted(package.members):
        if not name.endswith((".xml", ".qti")) or name == "imsmanifest.xml":
            continue
        quiz = read_assessment(package.members[name], name)
        if quiz is not None:
            questions += _quiz(package, quiz)
    return questions


def _unpack(data: bytes) -> Package:
    try:
        package = open_package(data)
    except ImportRefused:
        package = open_package(data, manifest_anywhere=True)
        if package.outside:
            raise ImportRefused(
                "the manifest is neither at the root nor in a lone folder"
            ) from None
    manifest = package.manifest
    assert manifest is not None
    versions = [e.text or "" for e in descendants(manifest, "schema", "schemaversion")]
    spaces = {*manifest.nsmap.values()} | {namespace(manifest)}
    if any(re.search(r"qti_?v?2|QTIv2", str(v)) for v in [*versions, *spaces]):
        raise ImportRefused("the manifest speaks of QTI 2: a 1.2 quiz comes in empty")
    return package


def _quiz(package: Package, quiz: Assessment) -> list[ClassicQuestion]:
    assert quiz.root is not None
    notes = []
    if f"{quiz.ident}/assessment_meta.xml" not in package.members:
        notes.append("assessment_meta.xml is not found: title and settings are lost")
    assessment = children(quiz.root, "assessment")[0]
    if children(assessment, "item"):
        raise ImportRefused("items directly under assessment land in no quiz")
    bent = [_bent(item.ident) for item in quiz.items]
    for ident in bent:
        if len(ident.encode()) > 245:
            raise ImportRefused("an item identifier too long for a file name fails the import")
        if bent.count(ident) > 1:
            raise ImportRefused(f"two items become {ident!r}: both places show the last one")
    questions = [_question(package, item) for item in quiz.items]
    for question in questions:
        question.notes += notes
    return questions


def _bent(ident: str) -> str:
    ident = re.sub(r"[^A-Za-z0-9_.-]", "_", ident.replace(":", "-"))
    return f"ID_{ident}" if ident[:1].isdigit() else ident


_KINDS = {
    "multiple_choice_question": "choice-single",
    "true_false_question": "true-false",
    "multiple_answers_question": "choice-multiple",
    "short_answer_question": "short-text",
    "fill_in_multiple_blanks_question": "cloze",
    "multiple_dropdowns_question": "cloze",
    "matching_question": "matching",
    "numerical_question": "numeric",
    "essay_question": "essay",
    "file_upload_question": "essay",
    "text_only_question": "info",
}


def _question(package: Package, item: Item) -> ClassicQuestion:
    kind = _KINDS.get(item.type, "unusable")
    question = ClassicQuestion(kind=kind, name=item.title, ident=_bent(item.ident))
    question.notes += identifier_notes(item)
    question.points = _points(item.metadata.get("points_possible"))
    question.group, question.pick, points = group_of(item)
    if points is not None:
        question.points = _points(points)
    if kind == "info":
        question.points = Fraction(0)
    if kind == "unusable":
        question.notes.append(f"{item.type} cannot be used in Classic Quizzes")
        return question
    question.stem = _html(item.stem, question, keep_wrapper=True)
    if not item.stem.strip():
        question.notes.append("empty stem: Canvas takes some other text of the item")
    if len(item.stem) > STEM_LIMIT:
        question.stem = "too long"
        question.notes.append("stem over 16,384 characters is replaced")
    _general(item, question)
    match item.type:
        case "multiple_choice_question" | "true_false_question" | "multiple_answers_question":
            _choices(item, question)
        case "short_answer_question":
            _short(item, question)
        case "fill_in_multiple_blanks_question" | "multiple_dropdowns_question":
            _blanks(item, question)
        case "matching_question":
            _matching(item, question)
        case "numerical_question":
            _numeric(item, question)
    texts = [question.stem, question.general_feedback, question.correct_feedback]
    texts += [question.incorrect_feedback, *(o.text + o.feedback for o in question.options)]
    for text in texts:
        take_files(package, text, question.files, question.notes)
    return question


def _points(raw: str | None) -> Fraction:
    if raw is None:
        return Fraction(1)
    found = re.match(r"\s*[-+]?\d*\.?\d+", raw)
    return max(Fraction(0), Fraction(found[0].strip())) if found else Fraction(0)


def _html(text: str, question: ClassicQuestion, *, keep_wrapper: bool = False) -> str:
    kept = sanitise(text, CLASSIC, question.notes)
    return kept if keep_wrapper else unwrap(kept)


def _general(item: Item, question: ClassicQuestion) -> None:
    """Feedback goes to the question by the pattern of its identifier, first fit."""
    for ident, text in item.feedback.items():
        place = _place(ident)
        if place:
            setattr(question, place, _html(text, question))


def _place(ident: str) -> str:
    if re.search(r"wrong|incorrect|_IC$", ident):
        return "incorrect_feedback"
    if re.search(r"correct|_C$", ident):
        return "correct_feedback"
    if "solution" in ident:
        return "lost"
    return "general_feedback" if re.search(r"general_|_all", ident) else ""


def _told(item: Item, conditions: list[Condition], question: ClassicQuestion) -> str:
    """The last feedback these conditions show that belongs to no general place."""
    found = ""
    for condition in conditions:
        for ident in condition.feedback:
            if not _place(ident) and item.feedback.get(ident):
                found = item.feedback[ident]
    return _html(found, question) if found else ""


def _naming(item: Item, respident: str, ident: str) -> list[Condition]:
    return [
        c
        for c in item.conditions
        if any(t.respident == respident and t.value == ident for t in c.named())
    ]


def _weight(conditions: list[Condition]) -> float:
    """An option's weight comes from the last condition naming it; any positive one is full."""
    return float(bool(conditions) and (conditions[-1].worth or 0) > 0)


def _own_feedback(conditions: list[Condition]) -> list[Condition]:
    """Conditions that speak of one option alone."""
    return [c for c in conditions if len({t.value for t in c.named()}) == 1]


def _choices(item: Item, question: ClassicQuestion) -> None:
    blank = item.blanks[0]
    seen: set[str] = set()
    for label in blank.labels:
        if label.ident in seen:
            question.notes.append(f"answers of one identifier {label.ident!r} are merged")
            continue
        seen.add(label.ident)
        naming = _naming(item, blank.ident, label.ident)
        text = _html(label.text, question)
        if not re.sub(r"<(?!img)[^>]*>", "", text).strip():
            question.notes.append(f"option {label.ident} has no text")
        told = _told(item, _own_feedback(naming), question)
        question.options.append(OracleOption(label.ident, text, told, _weight(naming)))
    keys = [o for o in question.options if o.fraction > 0]
    if question.kind == "choice-multiple" and not keys and question.options:
        question.options[0].fraction = 1.0
        question.notes.append("no key: the first option becomes the key")
    elif not keys:
        question.notes.append("no key: Canvas could not determine the correct answer")
    if question.kind == "true-false":
        words = [o.text for o in question.options]
        is_pair = len(words) == 2 and any(
            re.search("true", a, re.I) and re.search("false", b, re.I)
            for a, b in (words, words[::-1])
        )
        question.kind = "true-false" if is_pair else "choice-single"


def _short(item: Item, question: ClassicQuestion) -> None:
    """Every text named in any condition is accepted."""
    for condition in item.conditions:
        for test in condition.named():
            if test.value in [o.text for o in question.options]:
                continue
            naming = _own_feedback(_naming(item, test.respident, test.value))
            told = _told(item, naming, question)
            question.options.append(OracleOption(test.value, test.value, told, 1.0))


def _blanks(item: Item, question: ClassicQuestion) -> None:
    menu = item.type == "multiple_dropdowns_question"
    at = {b.ident: item.stem.find(f"[{b.ident.removeprefix('response_')}]") for b in item.blanks}
    for blank in sorted(item.blanks, key=lambda b: at[b.ident]):
        name = blank.ident.removeprefix("response_")
        if at[blank.ident] < 0 or " " in name:
            question.notes.append(f"blank {name!r} is not in the stem")
        gap = OracleGap(kind="choice-single" if menu else "short-text", name=name)
        for label in blank.labels:
            naming = _naming(item, blank.ident, label.ident)
            told = _told(item, _own_feedback(naming), question)
            if told and not label.ident.isdigit():
                question.notes.append(f"blank {name}: feedback of {label.ident!r} is lost")
                told = ""
            right = _weight(naming) if menu else 1.0
            gap.options.append(OracleOption(label.ident, label.text, told, right))
        question.gaps.append(gap)


def _matching(item: Item, question: ClassicQuestion) -> None:
    """Digits of a right side's identifier become its id: equal digits are one right side."""
    ids: list[str] = []
    for blank in item.blanks:
        for label in blank.labels:
            digits = re.sub(r"\D", "", label.ident)
            if not digits:
                question.notes.append(f"right side {label.ident!r} has no digits")
            key = digits.lstrip("0") or label.ident
            if key not in ids:
                ids.append(key)
                question.rights.append(label.text)
            elif question.rights[ids.index(key)] != label.text:
                question.notes.append(f"two right sides become number {key}")
    for blank in item.blanks:
        question.lefts.append(_html(blank.text, question))
        scoring = [
            t.value
            for c in item.conditions
            if (c.worth or 0) > 0
            for t in c.named()
            if t.respident == blank.ident
        ]
        text = next((x.text for x in blank.labels if scoring and x.ident == scoring[-1]), None)
        # A chosen right side of the same text is as good.
        right = question.rights.index(text) if text is not None else -1
        question.right_of.append(right)
        naming = [c for c in item.conditions if any(t.respident == blank.ident for t in c.tests)]
        question.left_feedback.append(_told(item, naming[-1:], question))
    if len(set(question.rights)) < len(question.rights):
        question.notes.append("equal right texts under several identifiers")


def _numeric(item: Item, question: ClassicQuestion) -> None:
    for condition in item.conditions:
        if condition.other or condition.worth is None or condition.worth <= 0:
            continue
        bounds = {t.op: t.value for t in condition.tests if not t.negated}
        try:
            numbers = {op: Decimal(value) for op, value in bounds.items()}
        except InvalidOperation:
            question.notes.append(f"{bounds} is not a number")
            continue
        found = _numeric_range(numbers)
        if found is None:
            question.notes.append("a bare varequal gives no answer at all")
            continue
        found.feedback = _told(item, [condition], question)
        question.ranges.append(found)
        if found.digits:
            question.notes.append("taken for a precision answer: digits are cut, not rounded")


def _numeric_range(numbers: dict[str, Decimal]) -> Range | None:
    value = numbers.get("varequal")
    high = numbers.get("varlte")
    if high is None:
        return None
    if value is not None and "vargte" in numbers:
        margin = high - value  # from the upper bound alone
        return Range(value - margin, value + margin)
    if "vargte" in numbers:
        ends = sorted((numbers["vargte"], high))
        return Range(ends[0], ends[1])
    low = numbers.get("vargt")
    if low is None or value is None:
        return None
    width = high - low
    if (
        high - value == value - low
        and width > 0
        and set(width.normalize().as_tuple().digits) == {1}
    ):
        return Range(low, high, digits=value.adjusted() - width.adjusted() + 1, value=value)
    return Range(low, high)


def read_items(document: bytes) -> dict[str, ClassicQuestion | ImportRefused]:
    """The items of one file, each by itself, by identifier; the last of several of one.

    For files that no package surrounds: nothing is asked of manifest, section or settings.
    """
    found: dict[str, ClassicQuestion | ImportRefused] = {}
    for element in descendants(parse(document, "items"), "item"):
        item = read_item(element)
        try:
            found[item.ident] = _question(Package({}), item)
        except ImportRefused as refused:
            found[item.ident] = refused
    return found
