"""Whether two readings of a source mean the same quiz: the proof that a safe fix is safe."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass

from quizkit.reading import Reading

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_COMMENT = re.compile(r"<!--\s*quizkit:.*?-->", re.DOTALL)
_LEFT_OUT = frozenset({"source", "identifier", "assets"})


def alike(one: Reading, other: Reading, *, ignoring_case: bool = False) -> bool:
    """Whether students see the same and earn the same.

    What nobody sees does not count: invisible characters, the form in which accents are
    written, suppressing comments, places, and ids made from the text. ``ignoring_case`` is
    for fixes that spell the name of a file as the disk does.
    """
    return _plain(one, ignoring_case) == _plain(other, ignoring_case)


def _plain(reading: Reading, ignoring_case: bool) -> object:
    names = {
        read.question.id: f"question {read.number}"
        for read in reading.questions
        if not read.explicit_id
    }
    return _value(reading.quiz, names, ignoring_case)


def _value(value: object, names: dict[str, str], ignoring_case: bool) -> object:
    if isinstance(value, str):
        return names.get(value) or _text(value, ignoring_case)
    if isinstance(value, tuple):
        return tuple(_value(item, names, ignoring_case) for item in value)
    if is_dataclass(value):
        return (
            type(value).__name__,
            *(
                _value(getattr(value, field.name), names, ignoring_case)
                for field in fields(value)
                if field.name not in _LEFT_OUT
            ),
        )
    return value


def _text(text: str, ignoring_case: bool) -> str:
    seen = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", _COMMENT.sub("", text))).split())
    return seen.casefold() if ignoring_case else seen
