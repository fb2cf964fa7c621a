"""What an item of QTI 2.x declares: responses with what is right, outcomes, feedback."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from quizkit.formats.safe_xml import Element, text_of
from quizkit.formats.weighing import decimal_number

Atom = str | Fraction | bool
Value = Atom | tuple[Atom, ...] | None
"""A single value, a container (multiple or ordered), or NULL."""
NUMBERS = frozenset({"float", "integer"})


@dataclass(frozen=True, slots=True)
class MapEntry:
    """What one value adds."""

    key: Atom
    value: Fraction
    case_sensitive: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """What values add, and the bounds of the sum."""

    entries: tuple[MapEntry, ...]
    default: Fraction
    lower: Fraction | None
    upper: Fraction | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """A response or outcome variable."""

    identifier: str
    cardinality: str
    base: str
    default: Value
    correct: Value
    mapping: Mapping | None
    maximum: Fraction | None

    @property
    def correct_values(self) -> tuple[Atom, ...]:
        """What is right, as a list whatever the cardinality."""
        if self.correct is None:
            return ()
        return self.correct if isinstance(self.correct, tuple) else (self.correct,)


@dataclass(frozen=True, slots=True)
class Told:
    """A feedback: which outcome shows it, and its content."""

    outcome: str
    identifier: str
    hides: bool
    element: Element


def read_declaration(element: Element) -> Declaration:
    """A ``responseDeclaration`` or ``outcomeDeclaration``."""
    base = element.get("baseType") or "identifier"
    cardinality = element.get("cardinality") or "single"
    return Declaration(
        identifier=element.get("identifier") or "",
        cardinality=cardinality,
        base=base,
        default=_values(element.find("defaultValue"), base, cardinality),
        correct=_values(element.find("correctResponse"), base, cardinality),
        mapping=_mapping(element.find("mapping"), base),
        maximum=decimal_number(element.get("normalMaximum") or ""),
    )


def _values(holder: Element | None, base: str, cardinality: str) -> Value:
    if holder is None:
        return None
    found = [parse_atom(text_of(value), base) for value in holder.iterfind("value")]
    atoms = tuple(atom for atom in found if atom is not None)
    if not atoms:
        return None
    return atoms[0] if cardinality == "single" else atoms


def parse_atom(text: str, base: str) -> Atom | None:
    """A value in the form of its type; None for what is none."""
    text = text.strip()
    if base in NUMBERS:
        return decimal_number(text)
    if base == "boolean":
        return text in ("true", "1")
    if base == "pair":
        return " ".join(sorted(text.split()))
    if base == "directedPair":
        return " ".join(text.split())
    return text


def _mapping(element: Element | None, base: str) -> Mapping | None:
    if element is None:
        return None
    entries = []
    for entry in element.iterfind("mapEntry"):
        key = parse_atom(entry.get("mapKey") or "", base)
        value = decimal_number(entry.get("mappedValue") or "")
        if key is not None and value is not None:
            # Left out in 2.1 it means true to engines; 2.2 has false for its default.
            case = (entry.get("caseSensitive") or "true") != "false"
            entries.append(MapEntry(key, value, case))
    return Mapping(
        entries=tuple(entries),
        default=decimal_number(element.get("defaultValue") or "") or Fraction(0),
        lower=decimal_number(element.get("lowerBound") or ""),
        upper=decimal_number(element.get("upperBound") or ""),
    )
