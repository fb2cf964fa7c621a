"""Regular expressions that stand for one text: those are understood, and no others are run.

A pattern comes from anywhere, and running it may take for ever; so it is only ever read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quizkit.scoring import normalize_answer

_BLANKS = re.compile(r"\((?:\\s|[\u00a0\u3000]|\|)+\)[*+]|\\s[*+]|\[\\s[^\]]*\][*+]|\s+\*")
_LETTERS = re.compile(r"\(([^()\\|*+?\[\]]{1,8}(?:\|[^()\\|*+?\[\]]{1,8})+)\)")
_CLASS = re.compile(r"\[(?:\\?([^\]\\^-])|\\(.))\]|\[([^\]\\^-]{2})\]")
_SPECIAL = frozenset(".|?*+(){}[]^$")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Literal:
    """The one text that a pattern accepts, and whether its case counts."""

    text: str
    case_sensitive: bool

    def accepts(self, given: str) -> bool:
        """Whether a typed text is this one."""
        case = self.case_sensitive
        return normalize_answer(given, case_sensitive=case) == normalize_answer(
            self.text, case_sensitive=case
        )


@lru_cache(maxsize=1024)
def literal(pattern: str) -> Literal | None:
    """The text that a pattern stands for; None for one that stands for several."""
    if len(pattern) > _LONGEST:
        return None
    start = _BLANKS.match(pattern)
    at = start.end() if start else 0
    out: list[str] = []
    folded = counted = False
    while at < len(pattern):
        blanks = _BLANKS.match(pattern, at)
        if blanks is not None and blanks.end() == len(pattern):
            break
        letters = _LETTERS.match(pattern, at) or _CLASS.match(pattern, at)
        if letters is not None:
            spellings = _spellings(letters)
            if len({spelling.lower() for spelling in map(_composed, spellings)}) > 1:
                return None
            out.append(spellings[0])
            folded = folded or len(set(map(_composed, spellings))) > 1
            at = letters.end()
        elif pattern[at] == "\\" and at + 1 < len(pattern):
            if pattern[at + 1].isalnum():
                return None
            out.append(pattern[at + 1])
            at += 2
        elif pattern[at] in _SPECIAL:
            return None
        else:
            counted = counted or pattern[at].lower() != pattern[at].upper()
            out.append(pattern[at])
            at += 1
    if folded and counted:
        return None
    return Literal("".join(out), not folded) if out else None


def _spellings(match: re.Match[str]) -> list[str]:
    if match.re is _LETTERS:
        return match[1].split("|")
    if match[3]:
        return list(match[3])
    return [match[1] or match[2]]


def _composed(text: str) -> str:
    return normalize_answer(text, case_sensitive=True)
