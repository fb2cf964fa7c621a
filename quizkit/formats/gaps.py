"""Where the gaps of a cloze stand in its rendered stem."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizkit.content.markup import escape

_VERBATIM = re.compile(r"<(code|pre|kbd|samp)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL)


def split_at_gaps(markup: str, gap_ids: Sequence[str]) -> tuple[list[str], list[int]]:
    """Cut markup at its gaps: pieces around them, and the gaps' indices in order.

    There is always one piece more than gaps. A gap is found at the first place where its
    ``{{id}}`` stands outside code and tags, else in code; one that stands nowhere comes at the
    end, for a gap that is not shown cannot be answered.
    """
    found: list[tuple[int, int, int]] = []
    missing: list[int] = []
    hidden = [match.span() for match in _VERBATIM.finditer(markup)]
    tags = [match.span() for match in re.finditer(r"<[^>]*>", markup)]
    for index, gap_id in enumerate(gap_ids):
        place = "{{" + escape(gap_id) + "}}"
        start = _first_outside(markup, place, hidden)
        if start < 0:
            start = _first_outside(markup, place, tags)
        if start < 0:
            missing.append(index)
        else:
            found.append((start, start + len(place), index))
    found.sort()
    pieces, order, end = [], [], 0
    for start, stop, index in found:
        pieces.append(markup[end:start])
        order.append(index)
        end = stop
    pieces.append(markup[end:])
    for index in missing:
        pieces.append("")
        order.append(index)
    return pieces, order


def _first_outside(markup: str, place: str, spans: Sequence[tuple[int, int]]) -> int:
    start = markup.find(place)
    while start >= 0:
        if not any(begin <= start < end for begin, end in spans):
            return start
        start = markup.find(place, start + 1)
    return -1
