"""Labels of options: letters of several alphabets in their order, and numbers."""

from __future__ import annotations

import re

_ALPHABETS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "أبجدهوزحطيكلمنسعفصقرشت",
)
_PLACES = {letter: n for alphabet in _ALPHABETS for n, letter in enumerate(alphabet)}
_PLACES["ا"] = 0
_SEVERAL = re.compile(r"\s*(?:[,;&/+]|\s)\s*")
_MOST = 30


def place(label: str) -> int | None:
    """The place that a label names, from 0: B, b, 2 and Б are 1. None for what is no label."""
    if label.isdecimal():
        number = int(label) if len(label) <= 2 else 0
        return number - 1 if 0 < number <= _MOST else None
    return _PLACES.get(label.upper())


def places(answer: str) -> tuple[int, ...]:
    """The places that an answer names: ``B``, ``A, C``, ``AC``; empty where it names none."""
    answer = answer.strip().rstrip(".)")
    parts = _SEVERAL.split(answer)
    if len(parts) == 1 and len(answer) > 1 and not answer.isdecimal():
        parts = list(answer)
    found = [place(part.rstrip(".)")) for part in parts]
    if not found or None in found:
        return ()
    return tuple(dict.fromkeys(n for n in found if n is not None))
