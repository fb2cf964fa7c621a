"""Numbers as targets read them and as people read them."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

_MANY_DIGITS = 17


def plain_decimal(number: Fraction) -> str:
    """The shortest decimal that reads back to the same double, never with an exponent."""
    try:
        shortest = Decimal(repr(float(number)))
    except OverflowError:
        return _quotient(number)
    return _tidy(format(shortest, "f"))


def exact_decimal(number: Fraction) -> str | None:
    """The number as a decimal that is exactly it, or None where no finite one is."""
    denominator, twos, fives = number.denominator, 0, 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    if denominator != 1:
        return None
    places = max(twos, fives)
    digits = number.numerator * 10**places // number.denominator
    sign, digits = ("-", -digits) if digits < 0 else ("", digits)
    whole = str(digits).rjust(places + 1, "0")
    return sign + (f"{whole[:-places]}.{whole[-places:]}" if places else whole)


def spoken(number: Fraction) -> str:
    """The number for a message: exact when it is short, else rounded."""
    exact = exact_decimal(number)
    if exact is not None and len(exact.rpartition(".")[2]) <= 4:
        return exact
    for places in (2, 4, 8):
        rounded = round(number, places)
        if rounded:
            return exact_decimal(rounded) or plain_decimal(rounded)
    return plain_decimal(number)


def spoken_points(number: Fraction) -> str:
    """``1 point``, ``0.5 points``."""
    return f"{spoken(number)} point{'' if number == 1 else 's'}"


def _quotient(number: Fraction) -> str:
    context = Context(prec=_MANY_DIGITS)
    value = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    return _tidy(format(value, "f"))


def _tidy(written: str) -> str:
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written
