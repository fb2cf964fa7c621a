"""How Moodle's question engine marks, shared by the two formats Moodle imports.

Stored fractions are floats of 7 decimals; states turn at 0.000001 and 0.999999.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from .base import (
    ImportRefused,
    OracleGap,
    OracleOption,
    OracleQuestion,
    Response,
    nfc,
    pairs_of,
    positions,
    shown,
)

PHP_SPACE = " \t\n\r\0\x0b"
_POSITIVE = {
    *(Fraction(n, 10) for n in range(1, 11)),
    *(Fraction(p, q) for q in range(2, 7) for p in range(1, q)),
    *(Fraction(1, q) for q in (7, 8, 9, 20)),
}
# Exact fraction -> what is stored.
LISTED = {f: round(float(f), 7) for g in _POSITIVE for f in (g, -g)} | {Fraction(0): 0.0}


def trim(text: str) -> str:
    """Moodle trims ASCII white space only; a no-break space stays."""
    return text.strip(PHP_SPACE)


def listed_fraction(percent: float) -> float:
    """The stored fraction for a percentage, which must lie within 0.001 points of a listed one."""
    for exact, stored in LISTED.items():
        if abs(percent / 100 - float(exact)) < 0.00001:
            return stored
    raise ImportRefused(f"fraction {percent} % is not in Moodle's list: the whole file is refused")


def php_number(text: str) -> float | None:
    """A PHP numeric string, or None (no comma, no fraction, no hexadecimal)."""
    if re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", text, re.ASCII):
        return float(text)
    return None


def stored_number(text: str) -> float | None:
    """A number in XML or cloze as English Moodle stores it: commas group thousands."""
    return php_number(text.replace(",", ""))


def clean_name(name: str) -> str:
    """Question names lose tags and are cut at 255 characters."""
    name = without_tags(name)
    return name if len(name) <= 255 else name[:248] + "..."


def without_tags(text: str) -> str:
    """Tags go, a lone `<` stays."""
    return re.sub(r"</?[A-Za-z!][^<>]*>", "", text)


def clean_tags(tags: list[str]) -> list[str]:
    """Tags are merged without regard to case, the first spelling wins; `<` and `>` go."""
    kept: dict[str, str] = {}
    for tag in tags:
        text = re.sub(r"\s+", " ", re.sub(r"[<>]", "", tag)).strip()
        if text:
            kept.setdefault(text.lower(), text)
    return list(kept.values())


def wildcard_match(pattern: str, response: str, *, case: bool) -> bool:
    """`*` stands for any run, `\\*` for a star; both sides NFC."""
    parts = re.split(r"(?<!\\)\*", nfc(pattern))
    body = ".*".join(re.escape(part.replace(r"\*", "*")) for part in parts)
    return re.fullmatch(body, nfc(response), 0 if case else re.IGNORECASE) is not None


def typed_number(text: str, units: dict[str, float] | None = None) -> float | None:
    """What a student typed, as a number; a unit that stands after it is read, else ignored."""
    found = re.fullmatch(
        r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([^\d\s.,/+-].*)?", trim(text), re.ASCII
    )
    if not found:
        return None
    number, unit = float(found[1]), found[2]
    if unit and re.match(r"[xX]", unit) and number == 0:
        return None
    if units and unit in units:
        return number / units[unit]
    return number


@dataclass(kw_only=True)
class NumberAnswer(OracleOption):
    """`value` None is the `*` answer: any number at all."""

    value: float | None = None
    tolerance: float = 0.0

    def fits(self, given: float) -> bool:
        if self.value is None:
            return True
        slack = 1e-14 * max(abs(self.value), abs(self.tolerance))
        low, high = self.value - abs(self.tolerance), self.value + abs(self.tolerance)
        return low - slack <= given <= high + slack


@dataclass(kw_only=True)
class MoodleGap(OracleGap):
    """A cloze gap; `weight` is its integer share of the mark."""

    case: bool = False
    weight: int = 1


@dataclass(kw_only=True)
class MoodleQuestion(OracleQuestion):
    """A question in Moodle's bank, marked by `fraction`, shown by `feedback`."""

    case: bool = False
    right_answers: list[int] = field(default_factory=list)
    grading: str = "ALL_OR_NOTHING"
    units: dict[str, float] = field(default_factory=dict)
    numbering: str = ""
    text_format: str = "html"

    def score(self, response: Response) -> float:
        """defaultgrade x fraction, in floats; single selection may go below 0."""
        return float(self.points) * self.fraction(response)

    def fraction(self, response: Response) -> float:
        match self.kind:
            case "choice-multiple":
                return clip(sum(self.options[n].fraction for n in self._chosen(response)))
            case "choice-single" | "true-false":
                return sum(self.options[n].fraction for n in self._chosen(response))
            case "short-text" | "numeric":
                hit = answer_hit(self.kind, self.options, response, self.case, self.units)
                return hit.fraction if hit else 0.0
            case "matching":
                return self._matched(response) / len(self.lefts)
            case "ordering":
                return self._ordered(response)
            case "cloze":
                return self._cloze(response)
        return 0.0

    def feedback(self, response: Response) -> list[str]:
        """Chosen options' or the answer's feedback, the combined one by state, the general one."""
        own: list[str] = []
        match self.kind:
            case "choice-multiple" | "choice-single" | "true-false":
                own = [self.options[n].feedback for n in self._chosen(response)]
            case "short-text" | "numeric":
                hit = answer_hit(self.kind, self.options, response, self.case, self.units)
                own = [hit.feedback] if hit else []
            case "cloze":
                for gap, given in zip(self.gaps, self.gap_responses(response), strict=True):
                    own += [hit.feedback for hit in gap_hits(gap, given)]
            case "essay":
                return shown(self.general_feedback)
        return shown(*own, self._combined(response), self.general_feedback)

    def _combined(self, response: Response) -> str:
        if self.kind not in ("choice-single", "choice-multiple", "matching", "ordering"):
            return ""
        fraction = self.fraction(response)
        if fraction > 0.999999:
            return self.correct_feedback
        return self.incorrect_feedback if fraction < 0.000001 else self.partial_feedback

    def _chosen(self, response: Response) -> list[int]:
        chosen = positions(response, self.options)
        if self.kind != "choice-multiple" and len(chosen) > 1:
            raise ValueError("a radio group takes one option")
        return chosen

    def _matched(self, response: Response) -> int:
        given = pairs_of(response)
        return sum(given.get(left) == right for left, right in enumerate(self.right_answers))

    def _ordered(self, response: Response) -> float:
        order = positions_in_order(response, len(self.items))
        if not order:
            # Really marked as it happens to stand, shuffled; nobody can rely on it.
            return 0.0
        # Items of equal text are one item to the marker, so the right order is never whole.
        texts = [trim(item) for item in self.items]
        return order_fraction(self.grading, [texts.index(texts[n]) for n in order])

    def _cloze(self, response: Response) -> float:
        total = sum(gap.weight for gap in self.gaps if isinstance(gap, MoodleGap))
        if not total:
            return 0.0
        given = self.gap_responses(response)
        earned = sum(
            gap.weight * gap_fraction(gap, one)
            for gap, one in zip(self.gaps, given, strict=True)
            if isinstance(gap, MoodleGap)
        )
        return earned / total


def clip(fraction: float) -> float:
    return min(max(fraction, 0.0), 1.0)


def answer_hit(
    kind: str,
    answers: list[OracleOption],
    response: Response,
    case: bool,
    units: dict[str, float] | None = None,
) -> OracleOption | None:
    """The first answer, in file order, that fits what was typed."""
    if response is None or response == "":
        return None
    typed = str(response)
    if kind == "short-text":
        typed = trim(typed)
        return next((a for a in answers if wildcard_match(a.text, typed, case=case)), None)
    number = typed_number(typed, units)
    if number is None or not math.isfinite(number):
        return None
    return next((a for a in answers if isinstance(a, NumberAnswer) and a.fits(number)), None)


def gap_hits(gap: OracleGap, response: Response) -> list[OracleOption]:
    """The alternatives a response touches: several in tick boxes, else one or none."""
    assert isinstance(gap, MoodleGap)
    if gap.kind in ("short-text", "numeric"):
        hit = answer_hit(gap.kind, gap.options, response, gap.case)
        return [hit] if hit else []
    chosen = positions(response, gap.options)
    if gap.kind == "choice-single" and len(chosen) > 1:
        raise ValueError("a menu takes one alternative")
    return [gap.options[n] for n in chosen]


def gap_fraction(gap: OracleGap, response: Response) -> float:
    total = sum(hit.fraction for hit in gap_hits(gap, response))
    return clip(total) if gap.kind == "choice-multiple" else total


def positions_in_order(response: Response, count: int) -> list[int]:
    if not response:
        return []
    if not isinstance(response, (list, tuple)) or sorted(response) != list(range(count)):
        raise ValueError(f"not an order of {count} items: {response!r}")
    return [int(n) for n in response]


def order_fraction(grading: str, order: list[int]) -> float:
    """An ordering's fraction; `order` holds the right place of each item as it was put."""
    n = len(order)
    after = dict(zip(order, [*order[1:], None], strict=True))
    before = dict(zip(order, [None, *order[:-1]], strict=True))
    if grading == "ALL_OR_NOTHING":
        return float(order == list(range(n)))
    if grading == "ABSOLUTE_POSITION":
        return sum(place == item for place, item in enumerate(order)) / n
    if grading == "RELATIVE_NEXT_INCLUDE_LAST":
        return sum(after.get(i, -1) == (i + 1 if i + 1 < n else None) for i in range(n)) / n
    if grading == "RELATIVE_ONE_PREVIOUS_AND_NEXT":
        hits = sum(after.get(i, -1) == (i + 1 if i + 1 < n else None) for i in range(n))
        hits += sum(before.get(i, -1) == (i - 1 if i else None) for i in range(n))
        return hits / (2 * n)
    if grading == "RELATIVE_ALL_PREVIOUS_AND_NEXT":
        good = sum(order[a] < order[b] for a in range(n) for b in range(a + 1, n))
        return good / (n * (n - 1) / 2)
    if grading == "RELATIVE_TO_CORRECT":
        return sum(1 - abs(place - item) / (n - 1) for place, item in enumerate(order)) / n
    if grading in ("LONGEST_ORDERED_SUBSET", "LONGEST_CONTIGUOUS_SUBSET"):
        best = _longest_rise(order, contiguous=grading.endswith("CONTIGUOUS_SUBSET"))
        return best / n if best > 1 else 0.0
    return sum(after.get(i, -1) == i + 1 for i in range(n - 1)) / (n - 1)


def _longest_rise(order: list[int], *, contiguous: bool) -> int:
    best = [1] * len(order)
    for end in range(len(order)):
        for start in range(end - 1 if contiguous else 0, end):
            if start >= 0 and order[start] < order[end]:
                best[end] = max(best[end], best[start] + 1)
    return max(best)


def all_shown(select: str, count: int, items: int) -> str:
    """A note when only some of the items reach the student, else nothing."""
    if select == "ALL" or count >= items:
        return ""
    return f"only {max(count, 2)} of {items} items are shown"


def broken_links(html: str, files: set[str]) -> list[str]:
    """File links that no file of the same field answers."""
    links = re.findall(r"@@PLUGINFILE@@/([^\"'\s<>?#]+)", html)
    return [link for link in links if unquote(link) not in files]
