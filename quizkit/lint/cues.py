"""Cues to the key that only many questions together show: its length and its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quizkit.lint.document import Document
from quizkit.lint.significance import at_least, chi_square_tail
from quizkit.model import Choice, Role, Selection

LONGER = 1.1
"""How many times the next one an option must measure to be clearly the longest."""
_LEAST_LENGTHS = 15
_LEAST_PLACES = 20
_SURE = 0.001


class LengthCue(NamedTuple):
    """One question with a clearly longest option: whether that is a key, and the chance of it."""

    number: int
    ratio: float
    hit: bool
    chance: float


class PlaceCue(NamedTuple):
    """One question in a fixed order: at which of how many places its key stands."""

    place: int
    places: int


class Bias(NamedTuple):
    """A cue that works too often: in ``hits`` of ``total``, where chance gives ``expected``."""

    hits: int
    total: int
    expected: float
    place: int = 0

    @property
    def percent(self) -> int:
        """How often the cue works."""
        return round(100 * self.hits / self.total)


def length_cues(doc: Document) -> list[LengthCue]:
    """Every question in which one option is clearly the longest."""
    cues = []
    for question in doc.questions:
        asked = question.question
        lengths = doc.lengths(question)
        if not lengths:
            continue
        assert isinstance(asked, Choice)
        following, longest = sorted(lengths)[-2:]
        if following and longest >= following * LONGER and longest - following >= 3:
            keys = sum(option.role is Role.KEY for option in asked.options)
            chance = keys / len(asked.options)
            if 0 < chance < 1:
                hit = asked.options[lengths.index(longest)].role is Role.KEY
                cues.append(LengthCue(question.number, longest / following, hit, chance))
    return cues


def length_bias(cues: Iterable[LengthCue]) -> Bias | None:
    """Whether the key is the longest option far more often than chance has it."""
    found = list(cues)
    hits = sum(cue.hit for cue in found)
    if len(found) < _LEAST_LENGTHS or hits * 2 < len(found):
        return None
    chances = [cue.chance for cue in found]
    if at_least(chances, hits) >= _SURE:
        return None
    return Bias(hits, len(found), sum(chances))


def length_bias_in(doc: Document) -> Bias | None:
    """As :func:`length_bias`, of one file."""
    return length_bias(doc.once(length_cues))


def place_bias_in(doc: Document) -> Bias | None:
    """As :func:`place_bias`, of one file."""
    return place_bias(doc.once(place_cues))


def place_cues(doc: Document) -> list[PlaceCue]:
    """Where the one key stands, of every question whose options keep their order."""
    cues = []
    for question in doc.questions:
        asked = question.question
        if not isinstance(asked, Choice) or asked.shuffle:
            continue
        if asked.selection is not Selection.SINGLE:
            continue
        keys = [i for i, option in enumerate(asked.options) if option.role is Role.KEY]
        if len(keys) == 1 and len(asked.options) > 1:
            cues.append(PlaceCue(keys[0], len(asked.options)))
    return cues


def place_bias(cues: Iterable[PlaceCue]) -> Bias | None:
    """Whether the keys stand at one place far more often than chance has it."""
    found = list(cues)
    if len(found) < _LEAST_PLACES:
        return None
    size = max(cue.places for cue in found)
    observed = [sum(cue.place == place for cue in found) for place in range(size)]
    expected = [sum(1 / cue.places for cue in found if cue.places > p) for p in range(size)]
    if chi_square_tail(observed, expected) >= _SURE:
        return None
    place = max(range(size), key=lambda p: observed[p] - expected[p])
    return Bias(observed[place], len(found), expected[place], place)
