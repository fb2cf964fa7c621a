"""Numbers as Moodle stores them: decimals of 14 digits, with an absolute tolerance.

A decimal point is read right under every language of a site; a comma is not. Intervals are
closed, with an allowance of about 1e-14 of the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from quizkit.model import NumericAnswer

_DIGITS = 14
_ALLOWANCE = Fraction(1, 10**14)


@dataclass(frozen=True, slots=True)
class StoredNumber:
    """A value and its tolerance as written, and whether they accept just what they should."""

    value: str
    tolerance: str
    exact: bool


def stored_number(answer: NumericAnswer) -> StoredNumber:
    """An accepted number as middle and half width.

    Where 14 digits do not hold the middle, the tolerance grows until both ends are inside.
    """
    middle = (answer.low + answer.high) / 2
    value = _rounded(middle, ROUND_HALF_EVEN)
    slack = _ALLOWANCE * max(abs(value), abs(answer.high - answer.low) / 2)
    reach = max(answer.high - value, value - answer.low)
    half = (answer.high - answer.low) / 2
    needed = half if reach - half <= slack else reach
    tolerance = _rounded(needed, ROUND_CEILING)
    extra = max(value + tolerance - answer.high, answer.low - (value - tolerance))
    largest = max(abs(answer.low), abs(answer.high), tolerance)
    typeable = _is_decimal(answer.low) and _is_decimal(answer.high)
    exact = extra <= (2 if typeable else 10) * _ALLOWANCE * largest
    return StoredNumber(_written(value), _written(tolerance), exact)


def _rounded(number: Fraction, rounding: str) -> Fraction:
    context = Context(prec=_DIGITS, rounding=rounding, Emin=-999999, Emax=999999)
    quotient = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Fraction(quotient)


def _is_decimal(number: Fraction) -> bool:
    """Whether a student could type the number in full; 1/3 only ever comes rounded."""
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1


def _written(number: Fraction) -> str:
    """A decimal without an exponent; ``number`` has a finite one."""
    context = Context(prec=_DIGITS + 2, Emin=-999999, Emax=999999)
    decimal = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    text = f"{decimal:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
