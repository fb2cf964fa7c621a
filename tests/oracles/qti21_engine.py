"""QTI 2.1 response processing, executed as the two reference engines agree on it.

A value is a Value (cardinality, base type, members) or None for NULL. Type errors raise
QtiTypeError; where the engines differ, Unverifiable says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from .base import Unverifiable

Element = etree._Element
Atom = str | float | int | bool
NUMERIC = ("integer", "float")
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"


class QtiTypeError(Exception):
    """An expression whose cardinality or base type an engine rejects."""


class _Exit(Exception):
    """exitResponse was reached."""


@dataclass(frozen=True)
class Value:
    """A value that is not NULL; `members` holds one atom for cardinality single."""

    cardinality: str
    base: str
    members: tuple[Atom, ...]


MaybeValue = Value | None


@dataclass
class Mapping:
    """A mapping: exact key, whether its case counts, what it is worth."""

    entries: list[tuple[str, bool, float]]
    default: float = 0.0
    lower: float | None = None
    upper: float | None = None

    def of(self, atom: Atom) -> float:
        """What one member is worth; white space and accents count, Unicode is not normalised."""
        for key, case, worth in self.entries:
            if key == atom or (not case and str(atom).lower() == key.lower()):
                return worth
        return self.default


@dataclass
class Declaration:
    """A response or outcome variable."""

    name: str
    cardinality: str
    base: str
    default: MaybeValue = None
    correct: MaybeValue = None
    mapping: Mapping | None = None


def parse_atom(text: str, base: str) -> Atom:
    """A literal of a base type, as the stricter of the engines takes it."""
    if base == "float":
        if not re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", text, re.ASCII):
            raise QtiTypeError(f"{text!r} is no float")
        return float(text)
    if base == "integer":
        if not re.fullmatch(r"\s*[-+]?\d+\s*", text, re.ASCII):
            raise QtiTypeError(f"{text!r} is no integer")
        return int(text)
    if base == "boolean":
        if text.strip() not in ("true", "false", "1", "0"):
            raise QtiTypeError(f"{text!r} is no boolean")
        return text.strip() in ("true", "1")
    if base in ("pair", "directedPair"):
        sides = text.split()
        if len(sides) != 2:
            raise QtiTypeError(f"{text!r} is no pair")
        return " ".join(sorted(sides) if base == "pair" else sides)
    return text.strip() if base == "identifier" else text


def make(cardinality: str, base: str, members: list[Atom]) -> MaybeValue:
    """An empty container and an empty string are NULL."""
    kept = tuple(m for m in members if m != "" or base != "string")
    return Value(cardinality, base, kept) if kept else None


def _flag(truth: bool) -> Value:
    return Value("single", "boolean", (truth,))


def _number(value: float, base: str = "float") -> Value:
    return Value("single", base, (value,))


class Machine:
    """The variables of one attempt and the rules that change them."""

    def __init__(self, responses: dict[str, Declaration], outcomes: dict[str, Declaration]) -> None:
        self.responses = responses
        self.outcomes = outcomes
        self.values: dict[str, MaybeValue] = {}

    def run(self, processing: Element | None, given: dict[str, MaybeValue]) -> None:
        """One attempt: outcomes at their defaults, then every rule in order."""
        self.values = {name: given.get(name, d.default) for name, d in self.responses.items()}
        for name, declared in self.outcomes.items():
            start = declared.default
            if start is None and declared.cardinality == "single" and declared.base in NUMERIC:
                start = _number(0, declared.base)
            self.values[name] = start
        if processing is None:
            return
        rules = [r for r in processing if isinstance(r.tag, str)]
        try:
            if rules:
                self._rules(rules)
            elif processing.get("template"):
                self._template(processing.get("template") or "")
        except _Exit:
            pass

    def number(self, name: str) -> float:
        """A numeric outcome; NULL counts 0."""
        value = self.values.get(name)
        return float(value.members[0]) if value else 0.0

    def _template(self, uri: str) -> None:
        if "RESPONSE" not in self.responses or "SCORE" not in self.outcomes:
            raise QtiTypeError("a template needs variables named RESPONSE and SCORE")
        uri = re.sub(r"qti_v2p[02]/", "qti_v2p1/", uri)  # the same rules in every version
        if uri == TEMPLATES + "match_correct":
            same = _same(self.values["RESPONSE"], self.responses["RESPONSE"].correct)
            self._set("SCORE", _number(1.0 if same else 0.0))
        elif uri == TEMPLATES + "map_response":
            empty = self.values["RESPONSE"] is None
            self._set("SCORE", _number(0.0) if empty else self._map("RESPONSE"))
        else:
            raise QtiTypeError(f"unknown template {uri}")

    def _rules(self, rules: list[Element]) -> None:
        for rule in rules:
            if not isinstance(rule.tag, str):
                continue
            if rule.tag == "responseCondition":
                self._condition(rule)
            elif rule.tag == "setOutcomeValue":
                children = _children(rule)
                if len(children) != 1:
                    raise QtiTypeError("setOutcomeValue takes one expression")
                self._set(rule.get("identifier") or "", self.evaluate(children[0]))
            elif rule.tag == "exitResponse":
                raise _Exit
            elif rule.tag == "responseProcessingFragment":
                self._rules(_children(rule))
            else:
                raise QtiTypeError(f"unknown rule {rule.tag}")

    def _condition(self, rule: Element) -> None:
        for branch in _children(rule):
            parts = _children(branch)
            if branch.tag == "responseElse":
                self._rules(parts)
                return
            if self._truth(parts[0]):
                self._rules(parts[1:])
                return

    def _set(self, name: str, value: MaybeValue) -> None:
        declared = self.outcomes.get(name)
        if declared is None:
            raise QtiTypeError(f"no outcome {name!r}")
        if value is not None:
            if value.base != declared.base:
                raise QtiTypeError(f"{value.base} into {declared.base} outcome {name}")
            if value.cardinality != declared.cardinality:
                raise QtiTypeError(f"{value.cardinality} into {declared.cardinality} {name}")
        self.values[name] = value

    def _truth(self, expression: Element) -> bool:
        """NULL counts as false."""
        return bool(self._boolean(expression))

    def _boolean(self, expression: Element) -> bool | None:
        value = self.evaluate(expression)
        if value is None:
            return None
        if value.base != "boolean" or value.cardinality != "single":
            raise QtiTypeError(f"{expression.tag} is no single boolean")
        return bool(value.members[0])

    def _declared(self, name: str) -> Declaration:
        found = self.responses.get(name) or self.outcomes.get(name)
        if found is None:
            raise QtiTypeError(f"no variable {name!r}")
        return found

    def _map(self, name: str) -> Value:
        mapping = self._declared(name).mapping
        if mapping is None:
            raise QtiTypeError(f"{name} has no mapping")
        value = self.values[name]
        # A value counts once; an empty response earns the default once.
        members = list(dict.fromkeys(value.members)) if value else []
        total = sum(mapping.of(m) for m in members) if members else mapping.default
        if mapping.lower is not None:
            total = max(total, mapping.lower)
        if mapping.upper is not None:
            total = min(total, mapping.upper)
        return _number(total)

    def evaluate(self, e: Element) -> MaybeValue:
        """The value of an expression; unknown ones raise QtiTypeError."""
        name = e.get("identifier") or ""
        match e.tag:
            case "baseValue":
                base = e.get("baseType") or ""
                return make("single", base, [parse_atom(e.text or "", base)])
            case "variable":
                self._declared(name)
                return self.values[name]
            case "correct":
                return self._declared(name).correct
            case "default":
                return self._declared(name).default
            case "null":
                return None
            case "mapResponse":
                return self._map(name)
        operator = _OPERATORS.get(str(e.tag))
        if operator is None:
            raise QtiTypeError(f"unknown expression {e.tag}")
        if e.tag in ("and", "or", "not"):
            return self._logic(str(e.tag), [self._boolean(c) for c in _children(e)])
        self._static_check(e)
        return operator(e, [self.evaluate(c) for c in _children(e)])

    def _static_check(self, e: Element) -> None:
        """member and contains over a bare single variable are errors even when it is NULL."""
        kinds = [
            self._declared(c.get("identifier") or "").cardinality
            if c.tag in ("variable", "correct")
            else {"baseValue": "single", "multiple": "multiple", "ordered": "ordered"}.get(
                str(c.tag), ""
            )
            for c in _children(e)
        ]
        if e.tag == "member" and (kinds[0] not in ("single", "") or kinds[1] == "single"):
            raise QtiTypeError("member takes a single and a container")
        if e.tag == "contains" and "single" in kinds:
            raise QtiTypeError("contains takes two containers")
        if e.tag == "match" and kinds[0] and kinds[1] and kinds[0] != kinds[1]:
            raise QtiTypeError(f"match of {kinds[0]} with {kinds[1]}")

    def _logic(self, tag: str, parts: list[bool | None]) -> MaybeValue:
        if tag == "not":
            return None if parts[0] is None else _flag(not parts[0])
        decisive = tag == "or"
        if decisive in parts:
            return _flag(decisive)
        return None if None in parts else _flag(not decisive)


def _children(element: Element) -> list[Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _same(first: MaybeValue, second: MaybeValue) -> bool | None:
    if first is None or second is None:
        return None
    if first.cardinality != second.cardinality or first.base != second.base:
        raise QtiTypeError(f"match of {first.cardinality} {first.base} with {second}")
    if first.cardinality == "multiple":
        return sorted(map(repr, first.members)) == sorted(map(repr, second.members))
    return first.members == second.members


def _maybe(truth: bool | None) -> MaybeValue:
    return None if truth is None else _flag(truth)


def _match(e: Element, args: list[MaybeValue]) -> MaybeValue:
    if args[0] and args[0].base == "float":
        raise Unverifiable("match on floats")
    return _maybe(_same(args[0], args[1]))


def _member(e: Element, args: list[MaybeValue]) -> MaybeValue:
    one, many = args
    if one is None or many is None:
        return None
    if one.cardinality != "single" or many.cardinality == "single" or one.base != many.base:
        raise QtiTypeError("member takes a single and a container of one base type")
    return _flag(one.members[0] in many.members)


def _contains(e: Element, args: list[MaybeValue]) -> MaybeValue:
    whole, part = args
    if whole is None or part is None:
        return None
    if "single" in (whole.cardinality, part.cardinality) or whole.base != part.base:
        raise QtiTypeError("contains takes two containers of one base type")
    if whole.cardinality == "ordered":
        size = len(part.members)
        starts = range(len(whole.members) - size + 1)
        return _flag(any(whole.members[s : s + size] == part.members for s in starts))
    rest = list(whole.members)
    for member in part.members:
        if member not in rest:
            return _flag(False)
        rest.remove(member)
    return _flag(True)


def _container(e: Element, args: list[MaybeValue]) -> MaybeValue:
    given = [a for a in args if a is not None]  # a NULL member just drops out
    if len({a.base for a in given}) > 1:
        raise QtiTypeError(f"{e.tag} of several base types")
    if any(a.cardinality not in ("single", e.tag) for a in given):
        raise QtiTypeError(f"{e.tag} of another cardinality")
    members = [m for a in given for m in a.members]
    return Value(str(e.tag), given[0].base, tuple(members)) if members else None


def _is_null(e: Element, args: list[MaybeValue]) -> MaybeValue:
    return _flag(args[0] is None)


def _size(e: Element, args: list[MaybeValue]) -> MaybeValue:
    return _number(len(args[0].members) if args[0] else 0, "integer")


def _index(e: Element, args: list[MaybeValue]) -> MaybeValue:
    if args[0] is None:
        return None
    if args[0].cardinality != "ordered":
        raise QtiTypeError("index takes an ordered container")
    n = int(e.get("n") or 0)
    if n < 1:
        raise QtiTypeError("index starts at 1")
    if n > len(args[0].members):
        return None
    return Value("single", args[0].base, (args[0].members[n - 1],))


def _delete(e: Element, args: list[MaybeValue]) -> MaybeValue:
    one, many = args
    if one is None or many is None:
        return None
    left = tuple(m for m in many.members if m != one.members[0])
    return Value(many.cardinality, many.base, left) if left else None


def _strings(args: list[MaybeValue]) -> list[str] | None:
    if None in args:
        return None
    for a in args:
        assert a is not None
        if a.cardinality != "single" or a.base != "string":
            raise QtiTypeError("string comparison of no single string")
    return [str(a.members[0]) for a in args if a is not None]


def _string_match(e: Element, args: list[MaybeValue]) -> MaybeValue:
    texts = _strings(args)
    if texts is None:
        return None
    if e.get("substring") == "true":
        raise Unverifiable("stringMatch with substring")
    first, second = texts
    if e.get("caseSensitive") is None:
        raise QtiTypeError("stringMatch needs caseSensitive")
    if e.get("caseSensitive") == "true" or first == second:
        return _flag(first == second)
    if first.lower() == second.lower() and not (first + second).isascii():
        raise Unverifiable("stringMatch without case: one engine folds ASCII only")
    return _flag(first.lower() == second.lower())


def _pattern_match(e: Element, args: list[MaybeValue]) -> MaybeValue:
    texts = _strings(args)
    pattern = e.get("pattern") or ""
    if re.search(r"(?<!\\)[\^$](?![^\[]*\])|\(\?|\\[pPiIcC]", pattern):
        raise Unverifiable(f"pattern {pattern!r} is not the same in both engines")
    if texts is None:
        return None
    blank = re.sub(r"(?<!\\)((?:\\\\)*)\\s", r"\1[ \\t\\n\\r]", pattern)
    return _flag(re.fullmatch(blank, texts[0]) is not None)


def _numbers(args: list[MaybeValue]) -> list[float] | None:
    if None in args:
        return None
    found: list[float] = []
    for a in args:
        assert a is not None
        if a.base not in NUMERIC:
            raise QtiTypeError(f"arithmetic on {a.base}")
        found += [m for m in a.members if isinstance(m, (int, float))]
    return found


def _base_of(args: list[MaybeValue]) -> str:
    return "integer" if all(a and a.base == "integer" for a in args) else "float"


def _arithmetic(e: Element, args: list[MaybeValue]) -> MaybeValue:
    numbers = _numbers(args)
    if numbers is None:
        return None
    match e.tag:
        case "sum":
            total = 0.0 if _base_of(args) == "float" else 0
            for n in numbers:
                total += n
            return _number(total, _base_of(args))
        case "product":
            return _number(math.prod(numbers), _base_of(args))
        case "max" | "min":
            return _number((max if e.tag == "max" else min)(numbers), _base_of(args))
        case "subtract":
            return _number(numbers[0] - numbers[1], _base_of(args))
        case "divide":
            return None if numbers[1] == 0 else _number(numbers[0] / numbers[1])
        case "power":
            return _number(numbers[0] ** numbers[1])
        case "round":
            return _number(math.floor(numbers[0] + 0.5), "integer")
        case "truncate":
            return _number(math.trunc(numbers[0]), "integer")
        case "integerToFloat":
            return _number(float(numbers[0]))
    raise QtiTypeError(f"unknown arithmetic {e.tag}")


def _compare(e: Element, args: list[MaybeValue]) -> MaybeValue:
    numbers = _numbers(args)
    if numbers is None:
        return None
    if len(numbers) != 2:
        raise QtiTypeError(f"{e.tag} takes two single numbers")
    a, b = numbers
    return _flag({"gt": a > b, "gte": a >= b, "lt": a < b, "lte": a <= b}[str(e.tag)])


def _equal(e: Element, args: list[MaybeValue]) -> MaybeValue:
    """The tolerance lies around the first operand; one number serves both sides."""
    numbers = _numbers(args)
    if numbers is None:
        return None
    first, second = numbers
    mode = e.get("toleranceMode") or "exact"
    if mode == "exact":
        return _flag(first == second)
    margins = [float(t) for t in (e.get("tolerance") or "").split()]
    if not margins:
        raise QtiTypeError("equal needs a tolerance")
    below, above = margins[0], margins[-1]
    if mode == "relative":
        below, above = first * below / 100, first * above / 100
    low, high = first - below, first + above
    with_low = e.get("includeLowerBound", "true") in ("true", "1")
    with_high = e.get("includeUpperBound", "true") in ("true", "1")
    return _flag(
        (second >= low if with_low else second > low)
        and (second <= high if with_high else second < high)
    )


def _logical(e: Element, args: list[MaybeValue]) -> MaybeValue:
    raise AssertionError("and, or, not are evaluated by the machine")


_Operator = Callable[[Element, list[MaybeValue]], MaybeValue]
_OPERATORS: dict[str, _Operator] = {
    "match": _match,
    "member": _member,
    "contains": _contains,
    "multiple": _container,
    "ordered": _container,
    "isNull": _is_null,
    "containerSize": _size,
    "index": _index,
    "delete": _delete,
    "stringMatch": _string_match,
    "patternMatch": _pattern_match,
    "equal": _equal,
    **dict.fromkeys(("gt", "gte", "lt", "lte"), _compare),
    **dict.fromkeys(("sum", "product", "subtract", "divide", "max", "min", "power"), _arithmetic),
    **dict.fromkeys(("round", "truncate", "integerToFloat"), _arithmetic),
    **dict.fromkeys(("and", "or", "not"), _logical),
}
