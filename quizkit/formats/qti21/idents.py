"""Identifiers of items: also names of files, and of references in the test."""

from __future__ import annotations

import re

from quizkit.formats.idents import digest
from quizkit.formats.qti21.package import MANIFEST, TEST

_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,31}")
_TELLING = re.compile(r"wrong|correct|solution", re.IGNORECASE)


class ItemIdents:
    """Gives each question an identifier that all engines take, its own id where possible.

    Engines differ on anything but ASCII letters, digits, hyphen and underline, and on more than
    32 characters. No two may differ by case alone, for they are file names.
    """

    def __init__(self) -> None:
        self._taken = {MANIFEST, TEST, "media", "section", "part"}

    def of(self, question_id: str) -> str:
        """The identifier for a question; each question is asked for once."""
        ident = question_id
        if not _SAFE.fullmatch(ident) or ident.lower() in self._taken or _TELLING.search(ident):
            ident = "q-" + digest("item", question_id)[:20]
        self._taken.add(ident.lower())
        return ident
