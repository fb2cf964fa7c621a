"""LiaScript's drag and drop macros: things to put in order, or to pick from a pool.

They come from the template that courses import for them,
https://github.com/wenik35/LiaScript_DragAndDrop_Template.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MACRO = re.compile(r"[ \t]*@dragdrop(?P<kind>order|multiple)\((?P<inside>.*)\)[ \t]*$")


class DragAndDrop(NamedTuple):
    """The items in their right order, or those that are right and those that are wrong."""

    ordered: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def drag_and_drop(line: str) -> DragAndDrop | None:
    """The quiz that a macro on a line of its own asks.

    ``@dragdroporder(@uid,<right order>)``, in older courses with the order at the start before
    it; ``@dragdropmultiple(@uid,<right>,<wrong>)``. Items are separated by bars.
    """
    found = _MACRO.match(line)
    if found is None:
        return None
    given = [_items(part) for part in found["inside"].split(",")[1:]]
    if found["kind"] == "multiple":
        if len(given) < 2 or not given[0]:
            return None
        return DragAndDrop(right=given[0], wrong=given[1])
    orders = [items for items in given if len(items) > 1]
    if not orders:
        return None
    first, *others = orders
    again = bool(others) and sorted(others[0]) == sorted(first)
    return DragAndDrop(ordered=others[0] if again else first)


def _items(text: str) -> tuple[str, ...]:
    return tuple(item for part in text.split("|") if (item := part.strip(" \t`")))
