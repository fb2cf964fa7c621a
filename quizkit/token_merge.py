"""Two people's edits of one text brought together, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_MOST = 20_000
"""Tokens of a text beyond which its comparison would take too long."""


def merge_texts(base: str, ours: str, theirs: str) -> str | None:
    """``ours`` with the changes that lead from ``base`` to ``theirs``.

    None where a change has no clear place in ``ours``. Whoever calls checks that the result
    means what it should.
    """
    if base == ours:
        return theirs
    if not base.strip():
        return None
    old, mine, new = (_TOKEN.findall(text) for text in (base, ours, theirs))
    if max(len(old), len(mine), len(new)) > _MOST:
        return None
    place = _places(old, mine)
    edits: list[tuple[int, int, list[str]]] = []
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, first, end, new_first, new_end in changes:
        if kind == "equal":
            continue
        found = _place(place, old, mine, first, end)
        if found is None:
            return None
        edits.append((*found, new[new_first:new_end]))
    merged, last = list(mine), len(mine) + 1
    for start, stop, tokens in reversed(edits):
        if stop > last:
            return None
        merged[start:stop] = tokens
        last = start
    return "".join(merged)


def _places(old: Sequence[str], mine: Sequence[str]) -> dict[int, int]:
    """Where each token of the base stands in ours."""
    matcher = SequenceMatcher(None, old, mine, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _place(
    place: dict[int, int], old: Sequence[str], mine: Sequence[str], first: int, end: int
) -> tuple[int, int] | None:
    """The tokens of ours that stand for those of the base from ``first`` to ``end``."""
    if first < end:
        inside = [place.get(index) for index in range(first, end) if not old[index].isspace()]
        known = [index for index in inside if index is not None]
        if len(known) < len(inside):
            return None
        if known:
            start = place.get(first, known[0])
            stop = place.get(end - 1, known[-1]) + 1
            kept = sum(not token.isspace() for token in mine[start:stop])
            return (start, stop) if kept == len(known) else None
    before = place.get(first - 1)
    after = place.get(end)
    if before is not None:
        return before + 1, before + 1 if after is None else max(before + 1, min(after, before + 2))
    if after is not None:
        return after, after
    if not first:
        return 0, 0
    return None
