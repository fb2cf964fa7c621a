"""Quizzes in which every piece of content holds a word of its own, to be found again anywhere."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast
from unicodedata import normalize

from hypothesis import strategies as st

from quizkit.model import Content, Matching, Ordering, Pair, Quiz, TextAnswer

from .strategies import quizzes

_MARK = re.compile(r"mk[0-9]+x")
_FORMS = (
    *("{}", "{}", "{} and **bold**", "{}, $x^2$", "{} `code()`", "- {}\n- more", "> {}"),
    *("{}\n\n```python\nx = 1\n```", "{} H~2~O", "{}\n\nSecond paragraph.", "[{}](a/b)"),
)
T = TypeVar("T")


def marked_quizzes(*, most: int) -> st.SearchStrategy[Quiz]:
    """Whole quizzes, each content in one of several forms around its mark."""
    return quizzes(st.sampled_from(_FORMS), least=1, most=most).map(
        lambda quiz: _Marker().walk(quiz)
    )


def mark(content: Content) -> str:
    """The word that tells this content from all others."""
    found = _MARK.search(content.source)
    assert found is not None
    return found[0]


def marks(text: str) -> set[str]:
    """All such words in a text."""
    return set(_MARK.findall(text))


def _telling(parts: tuple[object, ...]) -> list[object]:
    """Without typed answers that an earlier one says already: nobody can give them."""
    kept: dict[Hashable, object] = {}
    for number, part in enumerate(parts):
        is_text = isinstance(part, TextAnswer)
        key = normalize("NFC", part.text.strip().lower()) if is_text else number
        kept.setdefault(key, part)
    return list(kept.values())


class _Marker:
    """Right sides, and items of an order, that are equal stay so; all else becomes unique."""

    def __init__(self) -> None:
        self._count = 0
        self._shared: dict[Hashable, Content] = {}

    def walk(self, value: T, group: str = "") -> T:
        """The same with its contents marked."""
        return cast(T, self._walk(value, group))

    def _walk(self, value: object, group: str) -> object:
        if isinstance(value, Content):
            return self._content(value, group)
        if isinstance(value, tuple):
            return tuple(self._walk(part, group) for part in _telling(value))
        if isinstance(value, Pair):
            return Pair(self.walk(value.left), self.walk(value.right, group))
        if not is_dataclass(value) or isinstance(value, type):
            return value
        if isinstance(value, (Matching, Ordering)):
            group = value.id
        changed = {
            field.name: self._walk(
                getattr(value, field.name),
                group if field.name in ("pairs", "distractors", "items") else "",
            )
            for field in fields(value)
            if not isinstance(value, TextAnswer) or field.name == "feedback"
        }
        return replace(value, **changed)

    def _content(self, content: Content, group: str) -> Content:
        key = (group, content)
        if group and key in self._shared:
            return self._shared[key]
        self._count += 1
        word = f"mk{self._count}x"
        text = content.source
        text = text.replace("{}", word) if "{}" in text else f"{word} {text}"
        made = Content(markdown=text) if content.markdown is not None else Content(html=text)
        self._shared[key] = made
        return made
