"""Accepted numbers as a person would write them: a value, a value with a tolerance, a range.

LMSs know one of the three forms or another, and decimals alone; what they accept is the same
whichever form says it.
"""

from __future__ import annotations

from fractions import Fraction

from quizkit.model import Content, NumericAnswer

_NEAR = Fraction(1, 10**11)
_SIMPLE = 10_000
_ENDLESS = 99
_MOST_DECIMALS = 9


def numeric_answer(
    low: Fraction, high: Fraction, weight: Fraction, feedback: Content | None
) -> NumericAnswer:
    """The numbers from ``low`` to ``high`` in their plainest form.

    A tolerance is written where it is small beside the middle, or where the middle takes no more
    digits than the ends: 17.9 to 18.1 is 18 ± 0.1, while 35 to 38 and 0 to 1023 are ranges.
    """
    low, high = exact_number(low), exact_number(high)
    middle, half = exact_number((low + high) / 2), exact_number((high - low) / 2)
    longest = max(_decimals(low), _decimals(high))
    is_wide = middle != 0 and half * 2 > abs(middle)
    is_narrow = half * 100 <= abs(middle)
    if low != high and (is_wide or (_decimals(middle) > longest and not is_narrow)):
        return NumericAnswer(min=low, max=high, weight=weight, feedback=feedback)
    return NumericAnswer(value=middle, tolerance=half, weight=weight, feedback=feedback)


def exact_number(number: Fraction) -> Fraction:
    """The number that was meant by a long decimal: 0.33333333333333 is 1/3."""
    if _decimals(number) <= _MOST_DECIMALS:
        return number
    simple = number.limit_denominator(_SIMPLE)
    return simple if abs(simple - number) <= _NEAR * max(abs(number), Fraction(1, 1000)) else number


def _decimals(number: Fraction) -> int:
    """How many digits stand behind the decimal point."""
    scale, count = number.denominator, 0
    while scale > 1 and count < _ENDLESS:
        number *= 10
        scale, count = number.denominator, count + 1
    return count if number.denominator == 1 else _ENDLESS
