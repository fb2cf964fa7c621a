"""Exact numbers as the canonical format writes them."""

from __future__ import annotations

from fractions import Fraction

_MOST_DECIMALS = 12


def number_text(number: Fraction, *, most_decimals: int = _MOST_DECIMALS) -> str:
    """The shortest exact form: an integer, a decimal of at most so many places, else a fraction."""
    if number.denominator == 1:
        return str(number.numerator)
    rest, places = number.denominator, 0
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > most_decimals:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * 10**places // number.denominator).zfill(places + 1)
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def parse_number(text: str) -> Fraction:
    """The number that such a string holds.

    Raises ValueError for any other string, ZeroDivisionError for a zero denominator.
    """
    return Fraction(text)
