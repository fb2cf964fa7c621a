"""A stem with gaps becomes a cloze; its syntax is in :mod:`quizkit.markdown.types.cloze`."""

from __future__ import annotations

import re

from quizkit.diagnostics import Severity
from quizkit.markdown.draft import Common, Context, Draft, join
from quizkit.markdown.types.cloze import read_cloze
from quizkit.model import ZERO, Cloze, Content, Gap

_NAMES = {
    "QK103": "unmarked-option",
    "QK105": "empty-option",
    "QK107": "one-option",
    "QK111": "duplicate-id",
    "QK112": "unknown-attribute",
    "QK113": "unclosed",
    "QK201": "no-key",
    "QK208": "weights",
    "QK211": "numeric-overlap",
    "QK212": "number-format",
}


_GAP = re.compile(r"\{[^}\n]*\}?")
_ALTERNATIVE = re.compile(r"(?:\\.|[^|}\n\\])*")


def _written(text: str) -> str:
    """What stands where a problem was met: a gap as far as its line goes, or an alternative."""
    found = _GAP.match(text) or _ALTERNATIVE.match(text)
    return found[0].rstrip() if found else ""


def build_cloze(draft: Draft, common: Common, context: Context) -> Cloze:
    """Read the gaps of each block of the stem; worth the sum of its gaps by default."""
    gaps: list[Gap] = []
    pieces: list[str] = []
    for text, line in zip(draft.stem, draft.stem_lines, strict=True):
        found = read_cloze(
            text,
            decimal_comma=context.decimal_comma,
            first_id=len(gaps) + 1,
            markers=context.markers,
            case_sensitive=draft.flag("case", False),
        )
        pieces.append(found.stem)
        gaps += found.gaps
        for offset, code, message in found.problems:
            at = line + text.count("\n", 0, offset)
            name = _NAMES.get(code, "")
            draft.report(code, name, Severity.ERROR, message, at, at=_written(text[offset:]))
    common.stem = Content(markdown=join(pieces) or draft.title)
    total = sum((gap.points for gap in gaps), ZERO)
    return Cloze(**vars(common), points=draft.points(context, total), gaps=tuple(gaps))
