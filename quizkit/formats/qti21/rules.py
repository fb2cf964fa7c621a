"""The vocabulary of declarations and response processing: one small function an element.

Only what engines agree on is here: match, member, mapResponse, patternMatch, comparisons and
sums; no operator that small engines lack, no tolerance (binary fractions make it one-sided).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from quizkit.formats.numbers import plain_decimal
from quizkit.formats.xml_writer import EMPTY, Markup, block, element

RESPONSE = "RESPONSE"
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
MATCH_CORRECT = _TEMPLATES + "match_correct"
MAP_RESPONSE = _TEMPLATES + "map_response"


@lru_cache(maxsize=2048)
def outcome(
    name: str, base: str, *, default: str | None = None, maximum: str | None = None
) -> Markup:
    """A single outcome variable."""
    attributes = {"identifier": name, "cardinality": "single", "baseType": base}
    if maximum is not None:
        attributes["normalMaximum"] = maximum
    if default is None:
        return element("outcomeDeclaration", attributes)
    value = element("defaultValue", None, element("value", None, default))
    return element("outcomeDeclaration", attributes, value)


def response(
    name: str,
    cardinality: str,
    base: str,
    *,
    correct: Sequence[str] = (),
    mapping: Markup = EMPTY,
) -> Markup:
    """A response variable; neither part may be an empty element, so each is left out then."""
    values = [element("value", None, value) for value in correct]
    return block(
        "responseDeclaration",
        {"identifier": name, "cardinality": cardinality, "baseType": base},
        block("correctResponse", None, *values) if values else EMPTY,
        mapping,
    )


def mapping(
    entries: Iterable[tuple[str, Fraction]], most: Fraction, *, case_sensitive: bool | None = None
) -> Markup:
    """What each value adds, in points, cut to 0..``most``. ``case_sensitive`` is for text."""
    case = {} if case_sensitive is None else {"caseSensitive": str(case_sensitive).lower()}
    written = [
        element("mapEntry", {"mapKey": key, "mappedValue": plain_decimal(points), **case})
        for key, points in entries
    ]
    if not written:
        return EMPTY
    bounds = {"lowerBound": "0", "upperBound": plain_decimal(most), "defaultValue": "0"}
    return block("mapping", bounds, *written)


@lru_cache(maxsize=2048)
def value(base: str, written: str) -> Markup:
    """A constant."""
    return element("baseValue", {"baseType": base}, written)


def number(points: Fraction) -> Markup:
    """A constant of an outcome's own type: an integer there is a type error in one engine."""
    return value("float", plain_decimal(points))


@lru_cache(maxsize=2048)
def variable(name: str) -> Markup:
    """The value of a variable."""
    return element("variable", {"identifier": name})


@lru_cache(maxsize=2048)
def is_correct(name: str = RESPONSE) -> Markup:
    """Whether a response is exactly the declared correct one."""
    return element("match", None, variable(name), element("correct", {"identifier": name}))


@lru_cache(maxsize=2048)
def mapped(name: str = RESPONSE) -> Markup:
    """What a response earns by its mapping."""
    return element("mapResponse", {"identifier": name})


def all_of(*conditions: Markup) -> Markup:
    """All hold; one alone needs no operator."""
    return conditions[0] if len(conditions) == 1 else element("and", None, *conditions)


def any_of(*conditions: Markup) -> Markup:
    """At least one holds."""
    return conditions[0] if len(conditions) == 1 else element("or", None, *conditions)


def negated(condition: Markup) -> Markup:
    """Does not hold."""
    return element("not", None, condition)


@lru_cache(maxsize=2048)
def member(identifier: str, name: str = RESPONSE) -> Markup:
    """Whether a multiple response holds a choice."""
    return element("member", None, value("identifier", identifier), variable(name))


@lru_cache(maxsize=2048)
def matches(identifier: str, name: str = RESPONSE) -> Markup:
    """Whether a single response is a choice."""
    return element("match", None, variable(name), value("identifier", identifier))


def at_place(place: int, identifier: str, name: str = RESPONSE) -> Markup:
    """Whether an ordered response has a choice at a place, counted from 1."""
    found = element("index", {"n": str(place)}, variable(name))
    return element("match", None, found, value("identifier", identifier))


def within(low: Fraction, high: Fraction, name: str = RESPONSE) -> Markup:
    """Whether a numeric response lies in a closed interval."""
    return all_of(
        element("gte", None, variable(name), number(low)),
        element("lte", None, variable(name), number(high)),
    )


@lru_cache(maxsize=2048)
def at_least(points: Fraction, name: str) -> Markup:
    """Whether an outcome reaches a number of points."""
    return element("gte", None, variable(name), number(points))


@lru_cache(maxsize=2048)
def above(points: Fraction, name: str) -> Markup:
    """Whether an outcome exceeds a number of points."""
    return element("gt", None, variable(name), number(points))


def plus(name: str, term: Markup) -> Markup:
    """An outcome and something more."""
    return element("sum", None, variable(name), term)


def assign(name: str, expression: Markup) -> Markup:
    """Sets an outcome."""
    return element("setOutcomeValue", {"identifier": name}, expression)


@lru_cache(maxsize=2048)
def when(*branches: tuple[Markup, Markup]) -> Markup:
    """The first branch whose condition holds: pairs of condition and rule."""
    parts = [
        block("responseIf" if index == 0 else "responseElseIf", None, condition, rule)
        for index, (condition, rule) in enumerate(branches)
    ]
    return block("responseCondition", None, *parts)


def types_as(text: str, *, case_sensitive: bool, name: str = RESPONSE) -> Markup:
    """Whether a typed response is this text, white space around it ignored.

    A pattern, for ``stringMatch`` trims nothing and one engine folds ASCII alone. That engine
    matches bytes: letters that differ by case are alternatives, never a character class.
    """
    letters = unicodedata.normalize("NFC", text)
    body = "".join(_letter(letter, case_sensitive) for letter in letters)
    return element("patternMatch", {"pattern": f"{_BLANKS}{body}{_BLANKS}"}, variable(name))


_BLANKS = "(\\s|\N{NO-BREAK SPACE}|\N{IDEOGRAPHIC SPACE})*"
_SPECIAL = frozenset("\\|.?*+(){}[]-")


def _letter(letter: str, case_sensitive: bool) -> str:
    """One character as a regular expression of XML Schema (part 2, appendix F)."""
    if letter in _SPECIAL:
        return f"\\{letter}"
    if letter == "$":
        return "[$]"
    if letter == "^":
        return "[\\^]"
    if letter.isascii() and not letter.isalpha():
        return letter
    spellings = _spellings(letter) if not case_sensitive else [letter]
    composed = [unicodedata.normalize("NFD", spelling) for spelling in spellings]
    found = list(dict.fromkeys(spellings + composed))
    return found[0] if len(found) == 1 else f"({'|'.join(found)})"


def _spellings(letter: str) -> list[str]:
    """The characters that become the same when they are lowered."""
    lower = letter.lower()
    candidates = [letter, lower, letter.upper(), letter.title(), _ODD_CAPITALS.get(lower, letter)]
    return list(dict.fromkeys(c for c in candidates if len(c) == 1 and _folds_to(c, lower)))


def _folds_to(candidate: str, lower: str) -> bool:
    # A capital sigma is lowered to either small one, by its place in the word.
    return candidate.lower() == lower or (candidate == "Σ" and lower == "ς")


_ODD_CAPITALS = {"ß": "ẞ", "ς": "Σ"}


@lru_cache(maxsize=2048)
def show_feedback(ident: str) -> Markup:
    """Adds a feedback to those that are shown."""
    shown = element("multiple", None, variable("FEEDBACK"), value("identifier", ident))
    return assign("FEEDBACK", shown)
