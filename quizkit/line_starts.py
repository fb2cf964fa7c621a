"""Where the lines of a text begin."""

from __future__ import annotations

from array import array
from itertools import accumulate, islice

_STRETCH = 1 << 16
"""Characters that are split together: a text may be large, and its lines many."""


def line_starts(text: str) -> array[int]:
    """The offset of each line of a text, the first at 0; only ``\\n`` ends a line."""
    starts = array("q", [0])
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + _STRETCH) + 1 or len(text)
        # Nothing begins behind the last piece, or the next stretch does.
        lengths = (len(line) + 1 for line in text[begin:end].split("\n")[:-1])
        starts.extend(islice(accumulate(lengths, initial=begin), 1, None))
        begin = end
    return starts
