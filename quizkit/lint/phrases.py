"""Whether a text is one of many known phrases, with a quick look for all the others."""

from __future__ import annotations

from collections.abc import Iterable

from quizkit.locale import normalize_phrase

_LEAD = 3
"""Letters that tell most texts from every phrase."""


class Phrases:
    """Phrases of a language, as :func:`quizkit.locale.normalize_phrase` makes them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.all = frozenset(phrases)
        self._leads = tuple({phrase[:_LEAD] for phrase in self.all})
        self._longest = 2 * max(map(len, self.all), default=0)

    def __bool__(self) -> bool:
        return bool(self.all)

    def __contains__(self, text: object) -> bool:
        """Whether a text says nothing but one of the phrases."""
        if not isinstance(text, str) or len(text) > self._longest:
            return False
        if not text.lower().lstrip(" \t\n*_\"'“„«(").startswith(self._leads):
            return False
        return normalize_phrase(text) in self.all
