"""Identifiers and orders that follow from a quiz's own ids, and tell a student nothing.

Numbers given in the order of writing would show which option an author wrote first, often the
key; so they follow from hashes, which are the same on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def digest(*parts: str) -> str:
    """64 hexadecimal digits for a path of names."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def ranks(keys: Sequence[str], salt: str) -> list[int]:
    """A number from 0 for each key, in an order that only the hashes know."""
    order = sorted(range(len(keys)), key=lambda n: (digest(salt, keys[n], str(n)), n))
    places = [0] * len(keys)
    for place, index in enumerate(order):
        places[index] = place
    return places


def mixed(count: int, salt: str) -> list[int]:
    """The indices 0 to ``count - 1`` in another order than their own (if there are two)."""
    order = sorted(range(count), key=lambda n: digest(salt, str(n)))
    if order == list(range(count)):
        return order[1:] + order[:1]
    return order
