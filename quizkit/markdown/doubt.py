"""Lists that look like options in a text that is no quiz: advice, plans, outlines.

Signs such as ✅ and boxes such as ``[x]`` adorn the documents of many a project. What a single
list cannot tell the whole text does: a quiz asks somewhere, and most of what it says belongs to
its questions.
"""

from __future__ import annotations

import re

from quizkit.markdown.draft import Draft
from quizkit.markdown.items import marker_style

_COUNTS = ("one", "all", "count")
_NO_PROSE = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|```|~~~|\||<)")
_QUESTION = re.compile(
    r"[?؟](?![\w\"'’”»/&=])|？|（\s*）|(?<!\])\([ \u3000]+\)|_{3,}|(?:\.{3}|…)[ \t*_]*$"
)
"""A question mark at the end of a sentence that is not quoted, and of no address; what is left open."""
_LABEL = re.compile(
    r"(?:\*\*|__)[^\W\d_]+(?:[ &/-]+[^\W\d_]+){0,2}(?:(?:\*\*|__)[:：]|[:：](?:\*\*|__))"
)
_MOST_PARTS = 6
"""Blocks of a stem; a longer one above empty boxes is a form."""
_LISTS = ("choice", "answers", "matching", "ordering", "letters")


class Doubts:
    """Which questions might be none, and how much of the text belongs to no question.

    ``sure`` tells that there are none such: the front matter is a quiz's.
    """

    def __init__(self, *, sure: bool) -> None:
        self._sure = sure
        self._bare: list[bool] = []
        self._asking: list[bool] = []
        """Whether something asks above the list, though it is not sure to be a question."""
        self._passages = 0
        self._template = False
        """Whether the last one ends a form of many parts."""

    def passage(self) -> None:
        """Count a passage that belongs to no question."""
        self._passages += 1

    def note(self, draft: Draft) -> None:
        """Note the next question. One that is sure makes all so."""
        self._sure = self._sure or _is_sure(draft)
        if not self._sure:
            outline = draft.form == "letters" and draft.keys is None and not _asks(draft)
            bare = outline or _is_tick(draft) or _is_plan(draft) or _is_balance(draft)
            bare = bare or _is_emphasis(draft)
            self._template = _is_template(draft)
            self._bare.append(bare)
            self._asking.append(_asks(draft))

    def answered(self) -> None:
        """Note that an answer key at the end has an answer to a question."""
        self._sure = True

    @property
    def unsure(self) -> bool:
        """Whether no question shows that it is one."""
        return not self._sure and len(self._bare) > 1

    def unasked(self) -> dict[int, bool]:
        """The places of the questions that are none, once the whole text has been read.

        Letters without an answer make an outline, a single box is one to tick, and boxes inside
        boxes make a plan; other lists are no questions where twice as many passages belong to
        none, nor is a single list among other text. The value says whether
        something asks above the list.
        """
        if self._sure:
            return {}
        alone = len(self._bare) == 1 and (self._passages > 0 or self._template)
        outvoted = self._passages > 2 * len(self._bare) or alone
        return {n: self._asking[n] for n, bare in enumerate(self._bare) if bare or outvoted}


def _is_sure(draft: Draft) -> bool:
    """Whether a question shows that it is one by more than its list."""
    attributes = draft.attributes
    return bool(
        draft.form not in _LISTS
        or attributes.id
        or attributes.classes
        or attributes.pairs
        or (draft.keys is not None and not draft.marked_at_end)
        or (draft.title_number is not None and draft.title[:1].isalpha())
        or (draft.instruction is not None and draft.instruction.kind in _COUNTS)
        or draft.hints
        or draft.part_level
        or any(item.feedback or _is_custom(item.marker) for item in draft.items)
        or (_asks(draft) and not (_is_form(draft) or _is_emphasis(draft) or _is_warning(draft)))
    )


def _is_form(draft: Draft) -> bool:
    """Whether nothing is right among boxes, or among letters before more than a line each.

    Forms ask too ("What does your change do?"), and so do texts whose parts have letters.
    """
    items = draft.items
    if not draft.lacks_key or len(items) < 2:
        return False
    lines = items[-1].start - items[0].start + 1
    apart = draft.form == "letters" and lines > len(items)
    return apart or marker_style(items[0].marker) == "task"


def _is_template(draft: Draft) -> bool:
    """Whether empty boxes end a form of many parts, as templates for issues have."""
    return len(draft.stem) > _MOST_PARTS and _is_form(draft)


def _is_plan(draft: Draft) -> bool:
    """Whether boxes stand inside boxes, and nothing asks: steps and what they consist of."""
    return any(item.nested_markers for item in draft.items)


def _is_warning(draft: Draft) -> bool:
    """Whether all items bear ❌: what not to do, below a heading that asks why and its answer."""
    if not draft.lacks_key or marker_style(draft.items[0].marker) != "emoji":
        return False
    return not _asks_right_above(draft)


def _is_emphasis(draft: Draft) -> bool:
    """Whether a mark at its end, or bold, tells one of some bullets, and nothing right above asks.

    Notes under a heading that asks set words in bold too.
    """
    return draft.plain and draft.marked_at_end and not _asks_right_above(draft)


def _asks_right_above(draft: Draft) -> bool:
    """Whether what stands right above the answers asks, or is code, say, below what asks."""
    last = draft.stem[-1] if draft.stem else draft.title
    return _QUESTION.search(last) is not None or _NO_PROSE.match(last) is not None


def _is_balance(draft: Draft) -> bool:
    """Whether signs such as ✅ tell what speaks for and against: below "**Tradeoffs:**", say."""
    if len(draft.stem) < 2 or marker_style(draft.items[0].marker if draft.items else "") != "emoji":
        return False
    return _LABEL.fullmatch(draft.stem[-1].strip()) is not None


def _is_tick(draft: Draft) -> bool:
    """Whether there is one box to tick, as in a form that is to be filled in."""
    items = draft.items
    return draft.form == "choice" and len(items) == 1 and marker_style(items[0].marker) == "task"


def _is_custom(marker: str) -> bool:
    return bool(marker) and marker_style(marker) == "custom"


def _asks(draft: Draft) -> bool:
    """Whether the title has a question mark, or a paragraph right above the answers."""
    last = draft.stem[-1] if draft.stem and not _NO_PROSE.match(draft.stem[-1]) else ""
    return not _is_tick(draft) and any(_QUESTION.search(text) for text in (draft.title, last))
