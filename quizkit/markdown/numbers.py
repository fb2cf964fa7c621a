"""Numbers as authors write them: values, weights, tolerances and ranges, read exactly."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from quizkit.model import ZERO, NumericAnswer
from quizkit.numbers import number_text

_LONGEST = 200
"""Characters in an answer that is still looked at as a number."""
_LARGEST_EXPONENT = 400
"""As in scoring: what is beyond fits into no LMS's numbers."""

_THIN_SPACES = "\u00a0\u2007\u2009\u202f"
_DIGIT = re.compile("[0-9]")
_SIGNED = re.compile(r"([+-]?)\s?(.+)", re.DOTALL)
_FRACTION = re.compile(r"([0-9]+)\s?[/⁄]\s?([0-9]+)")
_SCALED = re.compile(r"([0-9.,]+)(?:[eE]([+-]?[0-9]+))?")
_SPACED = re.compile(rf"[0-9]{{1,3}}(?:[{_THIN_SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")
_DECIMAL = re.compile(r"[0-9]*([.,])[0-9]+")
_GROUP_OR_DECIMAL = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_GROUPS = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,})")
_CLEAR_POINT = re.compile(r"(?<![0-9.,])(?:0?\.[0-9]+|[0-9]+\.(?![0-9]{3}(?![0-9]))[0-9]+)")
"""A point that can only be a decimal one."""
_TOLERANCE = re.compile(r"(?P<value>.*?\S)\s*(?:±|\+\s?/?\s?-)\s*(?P<tolerance>.*)", re.DOTALL)
_RANGE = re.compile(r"(?P<low>.*?\S)\s*(?:\.{2,3}|…)\s*(?P<high>\S.*)", re.DOTALL)


class NumberProblem(NamedTuple):
    """Why something that looks like a number is none: a lint code and words for the author."""

    code: str
    message: str

    @property
    def name(self) -> str:
        """The name of the code's rule."""
        return "numeric-overlap" if self.code == "QK211" else "number-format"


_Read = Fraction | NumberProblem | None


def parse_number(text: str, *, decimal_comma: bool) -> Fraction | None:
    """The number that a text is: ``3``, ``-2.5``, ``1/3``, ``1e-3``; ``2,5`` with a comma.

    None for anything else, for a number with two readings and for one too large to use.
    """
    value = _number(_plain(text), decimal_comma, clear_point=False)
    return value if isinstance(value, Fraction) else None


def parse_weight(text: str) -> Fraction | None:
    """A weight as a share of 1: ``50%``, ``33,3 %``, ``0.5``, ``1/3``, ``-50%``."""
    plain = _plain(text)
    percent = plain.endswith("%")
    # A weight is never in the thousands, so that a comma can only be a decimal one.
    value = _number(plain.removesuffix("%").rstrip().replace(",", "."), False, clear_point=True)
    if not isinstance(value, Fraction):
        return None
    return value / 100 if percent else value


def parse_numeric_answer(text: str, *, decimal_comma: bool) -> NumericAnswer | NumberProblem | None:
    """The numbers that an answer accepts, with weight 1; None where it is plain text.

    Forms: ``3.14``, ``3.14 ± 0.01`` (or ``+-``, ``+/-``), ``100 ± 5%``, ``2..4``. A percentage
    is taken of the value; a tolerance that reads clearly settles how the value's point does.
    """
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST or _DIGIT.search(plain) is None:
        return None
    clear = _CLEAR_POINT.search(plain) is not None
    if found := _TOLERANCE.fullmatch(plain):
        value = _number(found["value"], decimal_comma, clear_point=clear)
        return _with_tolerance(value, found["tolerance"], decimal_comma, clear)
    if found := _RANGE.fullmatch(plain):
        low = _number(found["low"], decimal_comma, clear_point=clear)
        high = _number(found["high"], decimal_comma, clear_point=clear)
        return _range(low, high, plain)
    value = _number(plain, decimal_comma, clear_point=False)
    return NumericAnswer(value=value) if isinstance(value, Fraction) else value


_MOST_DECIMALS = 30
"""Computers' numbers, such as 3.141592653589793, are easier to read as they are than as fractions."""


def write_numeric_answer(answer: NumericAnswer, *, decimal_comma: bool) -> str:
    """The values of an answer in the form that :func:`parse_numeric_answer` reads back."""

    def written(number: Fraction) -> str:
        text = number_text(number, most_decimals=_MOST_DECIMALS)
        return text.replace(".", ",") if decimal_comma else text

    if answer.value is None:
        return f"{written(answer.low)}..{written(answer.high)}"
    if answer.tolerance == 0:
        return written(answer.value)
    return f"{written(answer.value)} ± {written(answer.tolerance)}"


def _with_tolerance(
    value: _Read, text: str, decimal_comma: bool, clear: bool
) -> NumericAnswer | NumberProblem | None:
    if not isinstance(value, Fraction):
        return value
    percent = text.endswith("%")
    tolerance = _number(text.removesuffix("%").rstrip(), decimal_comma, clear_point=clear)
    if isinstance(tolerance, NumberProblem):
        return tolerance
    if tolerance is None:
        return NumberProblem(
            "QK212", f'the tolerance "{text}" is not a number; write ± 0.01 or ± 5%'
        )
    if tolerance < ZERO:
        return NumberProblem("QK212", f'the tolerance "{text}" is below zero; leave out its minus')
    if percent and tolerance > 100:
        return NumberProblem("QK212", f'a tolerance of "{text}" is over 100%; write a smaller one')
    return NumericAnswer(
        value=value, tolerance=abs(value) * tolerance / 100 if percent else tolerance
    )


def _range(low: _Read, high: _Read, text: str) -> NumericAnswer | NumberProblem | None:
    if low is None or high is None:
        return None
    if isinstance(low, NumberProblem):
        return low
    if isinstance(high, NumberProblem):
        return high
    if low > high:
        message = f'the range "{text}" is upside down; write the smaller number first'
        return NumberProblem("QK211", message)
    return NumericAnswer(min=low, max=high)


def _plain(text: str) -> str:
    """Text with ASCII digits, signs and separators, whatever script they were typed in."""
    stripped = text.strip().replace("\N{MINUS SIGN}", "-").replace("\u066b", ".")
    if stripped.isascii():
        return stripped
    return "".join(str(int(char)) if char.isdecimal() else char for char in stripped)


def _number(text: str, decimal_comma: bool, *, clear_point: bool) -> _Read:
    """One number. ``clear_point``: elsewhere in the answer a point is a decimal one for sure."""
    signed = _SIGNED.fullmatch(text) if len(text) <= _LONGEST else None
    if signed is None:
        return None
    sign, body = signed[1], signed[2]
    value = _unsigned(body, decimal_comma, clear_point)
    return -value if sign == "-" and isinstance(value, Fraction) else value


def _unsigned(body: str, decimal_comma: bool, clear_point: bool) -> _Read:
    if ratio := _FRACTION.fullmatch(body):
        if int(ratio[2]) == 0:
            return NumberProblem("QK212", f'"{body}" divides by zero; write another number below')
        return Fraction(int(ratio[1]), int(ratio[2]))
    if _SPACED.fullmatch(body):
        # Groups set off by spaces: what point or comma there is can only be the decimal one.
        return Fraction(re.sub(f"[{_THIN_SPACES}]", "", body).replace(",", "."))
    scaled = _SCALED.fullmatch(body)
    if scaled is None:
        return None
    mantissa = _mantissa(scaled[1], decimal_comma, clear_point)
    if scaled[2] is None or not isinstance(mantissa, Fraction):
        return mantissa
    exponent = int(scaled[2])
    if abs(exponent) > _LARGEST_EXPONENT:
        return NumberProblem("QK212", f'"{body}" is too large or too small a number to compare')
    return mantissa * Fraction(10) ** exponent


def _mantissa(digits: str, decimal_comma: bool, clear_point: bool) -> _Read:
    if digits.isdigit():
        return Fraction(int(digits))
    if _GROUPED.fullmatch(digits) and "." in digits and "," in digits:
        decimal = max(digits.rfind("."), digits.rfind(","))
        whole = digits[:decimal].replace(",", "").replace(".", "")
        return Fraction(f"{whole}.{digits[decimal + 1 :]}")
    mark = "." if decimal_comma else ","
    if _GROUPS.fullmatch(digits) and mark in digits:
        return NumberProblem("QK212", f'write "{digits}" as {digits.replace(mark, "")}')
    found = _DECIMAL.fullmatch(digits)
    if found is None:
        return None
    mark, point = found[1], digits.replace(",", ".")
    if mark == "." and (clear_point or not decimal_comma):
        return Fraction(point)
    if mark == "," and decimal_comma and not clear_point:
        return Fraction(point)
    if _GROUP_OR_DECIMAL.fullmatch(digits):
        return _grouped(digits, mark, clear_point)
    if mark == ".":
        return Fraction(point)
    return NumberProblem(
        "QK212", f'"{digits}" has a decimal comma; write {point}, or set the language'
    )


def _grouped(digits: str, mark: str, clear_point: bool) -> Fraction | NumberProblem:
    """Three digits after a mark that may set off thousands."""
    whole = digits.replace(mark, "")
    if clear_point:
        return Fraction(whole)
    one = str(digits.replace(mark, ".")).rstrip("0").rstrip(".")
    if mark == ".":
        one = one.replace(".", ",")
    message = f'"{digits}" reads as {one} and as {whole}; write {one} or {whole}'
    return NumberProblem("QK212", message)
