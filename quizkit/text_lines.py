"""A text by its lines, without a copy of each."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, count
from operator import add
from typing import overload

_STRETCH = 1 << 16
"""Characters that are split together: a text may be large, and its lines many."""


def line_starts(text: str) -> array[int]:
    """The offset of each line of a text, the first at 0; only ``\\n`` ends a line."""
    starts = array("q", [0])
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + _STRETCH) + 1 or len(text)
        # Nothing begins behind the last piece, or the next stretch does.
        lengths = map(len, text[begin:end].split("\n")[:-1])
        starts.extend(map(add, accumulate(lengths), count(begin + 1)))
        begin = end
    return starts


class TextLines(Sequence[str]):
    """A text by its lines, without a copy of each."""

    def __init__(self, text: str) -> None:
        self._text = text
        starts = line_starts(text)
        starts.append(len(text) + 1)
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        return self._text[self._starts[number] : self._starts[number + 1] - 1]
