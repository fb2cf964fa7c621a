"""The closed list of fractions that Moodle accepts for an answer; anything else is refused.

One weight that is not on the list makes Moodle refuse the whole file. Cloze gaps are free of
the list: they take any percentage.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from quizkit.model import ONE, ZERO

_POSITIVE = {Fraction(p, q) for q in (1, 2, 3, 4, 5, 6, 10) for p in range(1, q + 1)} | {
    Fraction(1, q) for q in (7, 8, 9, 20)
}
LISTED = tuple(sorted({ZERO, *_POSITIVE, *(-share for share in _POSITIVE)}))
"""All shares that can be written, in ascending order."""
_KNOWN = frozenset(LISTED)


def is_listed(share: Fraction) -> bool:
    """Whether Moodle takes the share exactly."""
    return share in _KNOWN


def all_listed(shares: Iterable[Fraction]) -> bool:
    """Whether Moodle takes every one of the shares."""
    return all(share in _KNOWN for share in shares)


def nearest(share: Fraction) -> Fraction:
    """The listed share closest to the given one; of two equally close, the smaller."""
    return min(LISTED, key=lambda listed: (abs(listed - share), listed))


@lru_cache(maxsize=256)
def percent(share: Fraction) -> str:
    """A share as Moodle writes percentages: ``100``, ``12.5``, ``33.33333``, ``-50``."""
    return decimal_text(share * 100, places=5)


def decimal_text(number: Fraction, *, places: int) -> str:
    """A decimal with a point and at most ``places`` digits behind it, no zeros at the end."""
    scaled = round(number * 10**places)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    if not places:
        return sign + digits
    return (f"{sign}{digits[:-places]}.{digits[-places:]}").rstrip("0").rstrip(".")


def between_zero_and_one(share: Fraction) -> Fraction:
    """A share cut to 0..1, as quizkit scores what stands alone."""
    return min(max(share, ZERO), ONE)
