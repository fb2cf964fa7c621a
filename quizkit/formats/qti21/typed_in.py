"""Typed answers of QTI 2.x: texts and numbers that the rules or a mapping accept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from quizkit.formats.base import Feature
from quizkit.formats.intervals import numeric_answer
from quizkit.formats.qti21.body_in import without_holes
from quizkit.formats.qti21.declared import NUMBERS, Declaration, Value, parse_atom
from quizkit.formats.qti21.item_in import Item
from quizkit.formats.qti21.patterns import literal
from quizkit.formats.qti21.remarks import Probe, sort_remarks
from quizkit.formats.safe_xml import Element, text_of
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import decimal_number
from quizkit.model import (
    ONE,
    ZERO,
    Content,
    Numeric,
    NumericAnswer,
    Question,
    ShortText,
    TextAnswer,
)

OTHER = "\ue0ff quizkit looks what any other answer earns"
_FAR = Fraction(987_654_321)
_BOUNDS = {"gte": 1, "gt": 1, "lte": -1, "lt": -1}
Given = Callable[[Value], dict[str, Value]]
"""Makes a whole response of what stands in one field."""
Earns = Callable[[dict[str, Value]], Fraction]
"""What a response earns, as a share."""


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers that are accepted: from low to high, with the value that is named, if any."""

    low: Fraction
    high: Fraction
    value: Fraction | None = None

    @property
    def middle(self) -> Fraction:
        """A number in it."""
        return self.value if self.value is not None else (self.low + self.high) / 2


def read_typed(item: Item, interaction: Element, unit: str = "") -> Question:
    """One field to type in: a number or a text. Raises Unreadable where nothing is accepted."""
    declared = item.declared(interaction)
    item.body.markup = without_holes(item.body.markup)

    def given(value: Value) -> dict[str, Value]:
        return {declared.identifier: value}

    if declared.base in NUMBERS:
        spans = number_spans(item, declared)
        if not spans:
            raise Unreadable("no number is given as its answer")
        points = telling_numbers(spans)
        probes = [Probe(given(points[span]), span) for span in spans]
        remarks = sort_remarks(item, [*probes, Probe(given(_FAR)), Probe(given(None))])
        numbers = number_answers(item.share, spans, given, remarks.by_choice)
        shared = item.shared() | {"feedback": remarks.whole}
        return Numeric(answers=numbers, unit=unit, **shared)
    texts = accepted_texts(item, declared)
    if not texts:
        raise Unreadable("no answer is given")
    probes = [Probe(given(text), text) for text in texts]
    remarks = sort_remarks(item, [*probes, Probe(given(OTHER)), Probe(given(None))])
    answers = text_answers(item.share, texts, given, remarks.by_choice)
    shared = item.shared() | {"feedback": remarks.whole}
    return ShortText(
        answers=answers, case_sensitive=is_case_sensitive(item, declared, texts), **shared
    )


# Texts


def accepted_texts(item: Item, declared: Declaration) -> list[str]:
    """All texts that a declaration or a rule names, each once, the declared ones first."""
    found: dict[str, None] = {}
    for atom in declared.correct_values:
        found[str(atom)] = None
    if declared.mapping is not None:
        found |= {str(entry.key): None for entry in declared.mapping.entries}
    for element in _rules_about(item, declared):
        if element.tag == "patternMatch":
            known = literal(element.get("pattern") or "")
            if known is not None:
                found.setdefault(known.text)
            else:
                item.lose(
                    Feature.SCORE,
                    f'the pattern "{(element.get("pattern") or "")[:60]}" accepted many texts; '
                    "it is left out",
                )
        elif element.tag in ("stringMatch", "match", "member", "equal"):
            for value in element.iter("baseValue"):
                found.setdefault(text_of(value).strip())
    return _distinct(text.strip() for text in found)


def _distinct(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _rules_about(item: Item, declared: Declaration) -> Iterator[Element]:
    """The comparisons that look at a response."""
    processing = item.root.find("responseProcessing")
    if processing is None:
        return
    for element in processing.iter(
        "patternMatch", "stringMatch", "match", "member", "equal", "and", *_BOUNDS
    ):
        names = {v.get("identifier") for v in element.iter("variable", "correct", "mapResponse")}
        if declared.identifier in names:
            yield element


def text_answers(
    earns: Earns, texts: Iterable[str], given: Given, told: Mapping[Hashable, Content]
) -> tuple[TextAnswer, ...]:
    """What each text earns; wrong ones that nothing is said to go."""
    answers = []
    for text in texts:
        share = min(max(earns(given(text)), ZERO), ONE)
        feedback = told.get(text)
        if share or feedback is not None:
            answers.append(TextAnswer(text=text, weight=share, feedback=feedback))
    if not answers:
        raise Unreadable("none of its answers earns anything")
    return tuple(answers)


def is_case_sensitive(item: Item, declared: Declaration, texts: Iterable[str]) -> bool:
    """Whether an answer in other letters earns less."""
    for text in texts:
        swapped = "".join(map(_swapped, text))
        if swapped == text:
            continue
        earned = item.earned({declared.identifier: text})
        if earned > 0:
            return item.earned({declared.identifier: swapped}) < earned
    return False


def _swapped(letter: str) -> str:
    """A letter in its other case; itself where that is several letters, as that of ``ß``."""
    other = letter.swapcase()
    return other if len(other) == 1 and other.lower() == letter.lower() else letter


# Numbers


def number_spans(item: Item, declared: Declaration) -> list[Span]:
    """All intervals that a declaration or a rule names, in their order, each once."""
    found: dict[Span, None] = {}
    for element in _rules_about(item, declared):
        found |= dict.fromkeys(_spans(item, element, declared))
    values = [atom for atom in declared.correct_values if isinstance(atom, Fraction)]
    if declared.mapping is not None:
        values += [e.key for e in declared.mapping.entries if isinstance(e.key, Fraction)]
    for value in values:
        if any(span.low <= value <= span.high for span in found):
            found = {_naming(span, value): None for span in found}
        else:
            found[Span(value, value, value)] = None
    return list(found)


def telling_numbers(spans: Sequence[Span]) -> dict[Span, Fraction]:
    """For each interval a number in it that no earlier one holds, if there is any."""
    bounds = sorted({bound for span in spans for bound in (span.low, span.high)})
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    found: dict[Span, Fraction] = {}
    for index, span in enumerate(spans):
        candidates = [span.middle, span.low, span.high, *between]
        found[span] = next(
            (
                number
                for number in candidates
                if span.low <= number <= span.high
                and not any(other.low <= number <= other.high for other in spans[:index])
            ),
            span.middle,
        )
    return found


def _naming(span: Span, value: Fraction) -> Span:
    """The span with its value, where that is its middle."""
    is_middle = span.low + span.high == 2 * value
    return Span(span.low, span.high, value) if is_middle and span.value is None else span


def _spans(item: Item, element: Element, declared: Declaration) -> Iterator[Span]:
    tag = str(element.tag)
    if tag == "and":
        bounds = [child for child in element if child.tag in _BOUNDS]
        lows = [n for b in bounds for n, side in _bound(b, declared) if side > 0]
        highs = [n for b in bounds for n, side in _bound(b, declared) if side < 0]
        if lows and highs and max(lows) <= min(highs):
            yield Span(max(lows), min(highs))
            if any(bound.tag in ("gt", "lt") for bound in bounds):
                item.lose(Feature.SCORE, "an end of a range was not accepted itself; here it is")
    elif tag == "equal":
        yield from _equal(element, declared)
    elif tag in ("match", "member"):
        for value in element.iter("baseValue"):
            number = decimal_number(text_of(value))
            if number is not None:
                yield Span(number, number, number)


def _bound(element: Element, declared: Declaration) -> Iterator[tuple[Fraction, int]]:
    """A bound and its side: 1 for the lower one."""
    if len(element) != 2:
        return
    first = element[0].tag == "variable" and element[0].get("identifier") == declared.identifier
    number = _constant(element[1] if first else element[0], declared)
    if number is not None:
        side = _BOUNDS[str(element.tag)]
        yield number, side if first else -side


def _equal(element: Element, declared: Declaration) -> Iterator[Span]:
    if len(element) != 2:
        return
    first = element[0].tag == "variable"
    number = _constant(element[1] if first else element[0], declared)
    if number is None:
        return
    bounds = [decimal_number(part) or ZERO for part in (element.get("tolerance") or "0").split()]
    down, up = abs(bounds[0]), abs(bounds[-1])
    mode = element.get("toleranceMode") or "exact"
    if mode == "exact":
        down = up = ZERO
    elif mode == "relative":
        down, up = abs(number) * down / 100, abs(number) * up / 100
    if first:  # the tolerance lies round the first operand, which is what the student typed
        down, up = up, down
    yield Span(number - down, number + up, number if down == up else None)


def _constant(element: Element, declared: Declaration) -> Fraction | None:
    if element.tag == "correct":
        return next((a for a in declared.correct_values if isinstance(a, Fraction)), None)
    if element.tag == "baseValue":
        atom = parse_atom(text_of(element), "float")
        return atom if isinstance(atom, Fraction) else None
    return None


def number_answers(
    earns: Earns, spans: Sequence[Span], given: Given, told: Mapping[Hashable, Content]
) -> tuple[NumericAnswer, ...]:
    """What each interval earns."""
    answers = []
    points = telling_numbers(spans)
    for span in spans:
        share = min(max(earns(given(points[span])), ZERO), ONE)
        feedback = told.get(span)
        if not share and feedback is None:
            continue
        answers.append(numeric_answer(span.low, span.high, share, feedback))
    if not answers:
        raise Unreadable("none of its numbers earns anything")
    return tuple(answers)
