"""Runs an item's response processing, so that what a response earns is known and not guessed.

Numbers are exact. What is not understood (custom operators, random numbers, look-up tables)
raises Unreadable: a score is then declared lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from quizkit.formats.qti21.declared import NUMBERS, Atom, Declaration, Value, parse_atom
from quizkit.formats.qti21.patterns import literal
from quizkit.formats.safe_xml import Element, text_of
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import decimal_number

_MOST_STEPS = 200_000
"""Expressions that are evaluated for one item; an honest one with all its probes has fewer."""


class _Exit(Exception):
    """``exitResponse``: nothing more is processed."""


class Machine:
    """One item's rules. :meth:`run` gives the outcomes of a response."""

    def __init__(
        self,
        responses: Mapping[str, Declaration],
        outcomes: Mapping[str, Declaration],
        processing: Element | None,
    ) -> None:
        self._responses = responses
        self._outcomes = outcomes
        self._rules = list(processing) if processing is not None else []
        self._template = (processing.get("template") or "") if processing is not None else ""
        self._steps = 0
        self._given: dict[str, Value] = {}
        self._values: dict[str, Value] = {}

    @property
    def is_silent(self) -> bool:
        """Whether there are no rules at all."""
        return not self._rules and not self._template

    def mapped_value(self, name: str, value: Value) -> Fraction:
        """What a response earns by its mapping, whatever the rules say."""
        self._given = {name: value}
        return self._mapped(name)

    def run(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """The outcomes after a response; variables without one are NULL. Raises Unreadable."""
        self._given = dict(given)
        self._values = {
            name: declared.default
            if declared.default is not None
            else (Fraction(0) if declared.base in NUMBERS else None)
            for name, declared in self._outcomes.items()
        }
        if self._rules:
            try:
                for rule in self._rules:
                    self._rule(rule)
            except _Exit:
                pass
        elif self._template:
            self._by_template()
        return self._values

    def _by_template(self) -> None:
        name = self._template.rstrip("/").rpartition("/")[2].removesuffix(".xml").lower()
        response = "RESPONSE" if "RESPONSE" in self._responses else next(iter(self._responses), "")
        if name.endswith("match_correct"):
            declared = self._declared(response)
            right = declared.correct is not None and _same(
                self._given.get(response), declared.correct, declared
            )
            self._values["SCORE"] = Fraction(1 if right else 0)
        elif name == "map_response":
            self._values["SCORE"] = self._mapped(response)
        elif name.endswith("map_response"):
            # Tools' own templates of that name add up all responses.
            mapped = [found for found, d in self._responses.items() if d.mapping is not None]
            self._values["SCORE"] = sum(map(self._mapped, mapped), Fraction(0))
        else:
            raise Unreadable(f'the template "{name}" of its scoring is not known')

    # Rules

    def _rule(self, rule: Element) -> None:
        tag = str(rule.tag)
        if tag == "setOutcomeValue":
            name = rule.get("identifier") or ""
            self._values[name] = self._only(rule)
        elif tag == "responseCondition":
            for branch in rule:
                if branch.tag == "responseElse":
                    for inner in branch:
                        self._rule(inner)
                    return
                if len(branch) and self.evaluate(branch[0]) is True:
                    for inner in list(branch)[1:]:
                        self._rule(inner)
                    return
        elif tag == "responseProcessingFragment":
            for inner in rule:
                self._rule(inner)
        elif tag == "exitResponse":
            raise _Exit
        else:
            raise Unreadable(f"the rule {tag} of its scoring is not understood")

    def _only(self, element: Element) -> Value:
        if len(element) != 1:
            raise Unreadable(f"{element.tag} in its scoring is damaged")
        return self.evaluate(element[0])

    # Expressions

    def evaluate(self, element: Element) -> Value:
        """The value of an expression."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise Unreadable("its scoring is longer than anybody writes")
        operator = _OPERATORS.get(str(element.tag))
        if operator is None:
            raise Unreadable(f"{element.tag} in its scoring is not understood")
        return operator(self, element)

    def values(self, element: Element) -> list[Value]:
        """The values of an expression's operands."""
        return [self.evaluate(child) for child in element]

    def variable(self, element: Element) -> Value:
        name = element.get("identifier") or ""
        if name in self._values:
            return self._values[name]
        return self._given.get(name)

    def correct(self, element: Element) -> Value:
        return self._declared(element.get("identifier") or "").correct

    def default(self, element: Element) -> Value:
        name = element.get("identifier") or ""
        declared = self._outcomes.get(name) or self._responses.get(name)
        return declared.default if declared is not None else None

    def mapped(self, element: Element) -> Value:
        return self._mapped(element.get("identifier") or "")

    def declared_of(self, element: Element) -> Declaration | None:
        """The declaration of the first variable among an expression's operands."""
        for child in element.iter("variable", "correct"):
            found = self._responses.get(child.get("identifier") or "")
            if found is not None:
                return found
        return None

    def _declared(self, name: str) -> Declaration:
        declared = self._responses.get(name)
        if declared is None:
            raise Unreadable(f'its scoring asks for "{name}", which is not declared')
        return declared

    def _mapped(self, name: str) -> Fraction:
        declared = self._declared(name)
        mapping = declared.mapping
        if mapping is None:
            raise Unreadable("its scoring maps a response that has no mapping")
        given = self._given.get(name)
        if given is None:
            total = mapping.default
        else:
            atoms = dict.fromkeys(given if isinstance(given, tuple) else (given,))
            total = sum((_of_mapping(atom, declared) for atom in atoms), Fraction(0))
        if mapping.lower is not None:
            total = max(total, mapping.lower)
        return total if mapping.upper is None else min(total, mapping.upper)


def _of_mapping(atom: Atom, declared: Declaration) -> Fraction:
    mapping = declared.mapping
    assert mapping is not None
    for entry in mapping.entries:
        if entry.key == atom:
            return entry.value
        texts = isinstance(entry.key, str) and isinstance(atom, str)
        if texts and not entry.case_sensitive and str(entry.key).lower() == str(atom).lower():
            return entry.value
    return mapping.default


def _same(one: Value, other: Value, declared: Declaration | None) -> bool | None:
    if one is None or other is None:
        return None
    if isinstance(one, tuple) != isinstance(other, tuple):
        one = one if isinstance(one, tuple) else (one,)
        other = other if isinstance(other, tuple) else (other,)
    ordered = declared is not None and declared.cardinality == "ordered"
    if isinstance(one, tuple) and isinstance(other, tuple) and not ordered:
        return sorted(map(repr, one)) == sorted(map(repr, other))
    return one == other


def _match(machine: Machine, element: Element) -> Value:
    one, other = _two(machine, element)
    return _same(one, other, machine.declared_of(element))


def _two(machine: Machine, element: Element) -> tuple[Value, Value]:
    found = machine.values(element)
    if len(found) != 2:
        raise Unreadable(f"{element.tag} in its scoring is damaged")
    return found[0], found[1]


def _base_value(machine: Machine, element: Element) -> Value:
    return parse_atom(text_of(element), element.get("baseType") or "identifier")


def _member(machine: Machine, element: Element) -> Value:
    one, other = _two(machine, element)
    if one is None or other is None:
        return None
    return one in (other if isinstance(other, tuple) else (other,))


def _contains(machine: Machine, element: Element) -> Value:
    one, other = _two(machine, element)
    if one is None or other is None:
        return None
    whole = one if isinstance(one, tuple) else (one,)
    return set(other if isinstance(other, tuple) else (other,)) <= set(whole)


def _and(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    if any(value is False for value in found):
        return False
    return None if any(value is None for value in found) else True


def _or(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    if any(value is True for value in found):
        return True
    return None if any(value is None for value in found) else False


def _not(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    if not found or found[0] is None:
        return None
    return found[0] is not True


def _is_null(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    return not found or found[0] is None or found[0] == () or found[0] == ""


def _container(machine: Machine, element: Element) -> Value:
    atoms: list[Atom] = []
    for value in machine.values(element):
        if isinstance(value, tuple):
            atoms += value
        elif value is not None:
            atoms.append(value)
    return tuple(atoms) or None


def _numbers(machine: Machine, element: Element) -> Iterator[Fraction] | None:
    found: list[Fraction] = []
    for value in machine.values(element):
        for atom in value if isinstance(value, tuple) else (value,):
            if atom is None:
                return None
            if isinstance(atom, bool) or not isinstance(atom, Fraction):
                raise Unreadable(f"{element.tag} in its scoring counts what is no number")
            found.append(atom)
    return iter(found)


def _sum(machine: Machine, element: Element) -> Value:
    numbers = _numbers(machine, element)
    return None if numbers is None else sum(numbers, Fraction(0))


def _product(machine: Machine, element: Element) -> Value:
    numbers = _numbers(machine, element)
    if numbers is None:
        return None
    total = Fraction(1)
    for number in numbers:
        total *= number
    return total


def _pairwise(
    combine: Callable[[Fraction, Fraction], Value],
) -> Callable[[Machine, Element], Value]:
    def operator(machine: Machine, element: Element) -> Value:
        one, other = _two(machine, element)
        if one is None or other is None:
            return None
        if not isinstance(one, Fraction) or not isinstance(other, Fraction):
            raise Unreadable(f"{element.tag} in its scoring counts what is no number")
        return combine(one, other)

    return operator


def _quotient(one: Fraction, other: Fraction) -> Value:
    return one / other if other else None


def _equal(machine: Machine, element: Element) -> Value:
    """The tolerance lies round the first operand, in both engines."""
    one, other = _two(machine, element)
    if one is None or other is None:
        return None
    if not isinstance(one, Fraction) or not isinstance(other, Fraction):
        return one == other
    mode = element.get("toleranceMode") or "exact"
    if mode == "exact":
        return one == other
    bounds = [decimal_number(part) for part in (element.get("tolerance") or "").split()]
    if not bounds or any(bound is None for bound in bounds):
        raise Unreadable("a tolerance in its scoring is no number")
    down, up = abs(bounds[0] or Fraction(0)), abs(bounds[-1] or Fraction(0))
    if mode == "relative":
        down, up = abs(one) * down / 100, abs(one) * up / 100
    return one - down <= other <= one + up


def _string_match(machine: Machine, element: Element) -> Value:
    one, other = _two(machine, element)
    if not isinstance(one, str) or not isinstance(other, str):
        return None
    if (element.get("caseSensitive") or "true") == "false":
        one, other = one.lower(), other.lower()
    if (element.get("substring") or "false") == "true":
        return other in one
    return one == other


def _pattern_match(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    known = literal(element.get("pattern") or "")
    if known is None:
        raise Unreadable("a pattern in its scoring stands for more than one text")
    return known.accepts(found[0]) if found and isinstance(found[0], str) else None


def _index(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    number = decimal_number(element.get("n") or "")
    if not found or not isinstance(found[0], tuple) or number is None:
        return None
    place = int(number) - 1
    return found[0][place] if 0 <= place < len(found[0]) else None


def _size(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    value = found[0] if found else None
    return Fraction(0 if value is None else len(value) if isinstance(value, tuple) else 1)


def _any_n(machine: Machine, element: Element) -> Value:
    found = machine.values(element)
    low, high = (decimal_number(element.get(name) or "") for name in ("min", "max"))
    if low is None or high is None:
        raise Unreadable("anyN in its scoring is damaged")
    return low <= sum(value is True for value in found) <= high


def _extreme(choose: Callable[..., Fraction]) -> Callable[[Machine, Element], Value]:
    def operator(machine: Machine, element: Element) -> Value:
        numbers = _numbers(machine, element)
        found = list(numbers) if numbers is not None else []
        return choose(found) if found else None

    return operator


_OPERATORS: dict[str, Callable[[Machine, Element], Value]] = {
    "baseValue": _base_value,
    "variable": Machine.variable,
    "correct": Machine.correct,
    "default": Machine.default,
    "mapResponse": Machine.mapped,
    "null": lambda machine, element: None,
    "match": _match,
    "member": _member,
    "contains": _contains,
    "and": _and,
    "or": _or,
    "not": _not,
    "isNull": _is_null,
    "multiple": _container,
    "ordered": _container,
    "sum": _sum,
    "product": _product,
    "subtract": _pairwise(lambda one, other: one - other),
    "divide": _pairwise(_quotient),
    "gt": _pairwise(lambda one, other: one > other),
    "gte": _pairwise(lambda one, other: one >= other),
    "lt": _pairwise(lambda one, other: one < other),
    "lte": _pairwise(lambda one, other: one <= other),
    "equal": _equal,
    "stringMatch": _string_match,
    "patternMatch": _pattern_match,
    "index": _index,
    "containerSize": _size,
    "anyN": _any_n,
    "min": _extreme(min),
    "max": _extreme(max),
}
