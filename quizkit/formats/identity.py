"""Ids of imported questions: those of the source, else ones that follow from what is asked."""

from __future__ import annotations

import re
from hashlib import sha256

_SPACE = re.compile(r"\s+")
_LONGEST = 480


class Identities:
    """Gives each question an id of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str, *basis: str) -> str:
        """The id that a source gives, with a number where it is taken; else one from ``basis``."""
        name = _SPACE.sub("-", wanted.strip())[:_LONGEST]
        if not name:
            text = "\x1f".join(" ".join(part.split()) for part in basis)
            name = "q-" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        unique, number = name, 2
        while unique in self._taken:
            unique, number = f"{name}-{number}", number + 1
        self._taken.add(unique)
        return unique
