"""A source's text as lines, each with the line end it was written with, and edits to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from quizkit.diagnostics import Diagnostic, Edit, Span

_END = re.compile(r"\r\n|\r|\n")


class Written:
    """Lines under edit. A line that an edit makes ends as most others do."""

    def __init__(self, text: str, ends: Sequence[str] = ()) -> None:
        """``text`` has ``\\n`` line ends; ``ends`` are those that it was written with."""
        self.lines = text.split("\n")
        if len(ends) != len(self.lines) - 1:
            # Where the text's repair joined or split lines, none can be told from another.
            ends = [_usual(ends)] * (len(self.lines) - 1)
        self.ends = list(ends)

    @property
    def raw(self) -> str:
        """The text with its own line ends."""
        return "".join(line + end for line, end in zip(self.lines, [*self.ends, ""], strict=True))

    def unify(self) -> None:
        """Give all lines one kind of end, the usual one."""
        self.ends = [_usual(self.ends)] * len(self.ends)

    def apply(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Apply the fixes of findings from the end backwards; those that were applied.

        A fix that overlaps one before it, or does not fit the text, is left for a later round.
        """
        chosen: list[Edit] = []
        applied: list[Diagnostic] = []
        for finding in findings:
            edits = finding.fix.edits if finding.fix else ()
            fresh = [edit for edit in edits if edit not in chosen]
            if all(self._fits(edit.span) for edit in fresh) and not any(
                _overlap(edit.span, other.span) for edit in fresh for other in chosen
            ):
                chosen += fresh
                applied.append(finding)
        for edit in sorted(chosen, key=lambda edit: _start(edit.span), reverse=True):
            self._replace(edit)
        return applied

    def _fits(self, span: Span) -> bool:
        if not 1 <= span.line <= span.end_line <= len(self.lines):
            return False
        return (
            0 < span.column <= len(self.lines[span.line - 1]) + 1
            and 0 < span.end_column <= len(self.lines[span.end_line - 1]) + 1
            and _start(span) <= _end(span)
        )

    def _replace(self, edit: Edit) -> None:
        span = edit.span
        first, last = span.line - 1, span.end_line - 1
        before = self.lines[first][: span.column - 1]
        after = self.lines[last][span.end_column - 1 :]
        fresh = (before + edit.text + after).split("\n")
        inner = self.ends[first:last]
        usual = _usual(self.ends)
        self.lines[first : last + 1] = fresh
        self.ends[first:last] = [*inner, *[usual] * (len(fresh) - 1)][: len(fresh) - 1]


def line_ends(raw: str) -> list[str]:
    """The ends of the lines of a text as it was written."""
    return _END.findall(raw)


def _usual(ends: Sequence[str]) -> str:
    return Counter(ends).most_common(1)[0][0] if ends else "\n"


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column


def _overlap(one: Span, other: Span) -> bool:
    """Whether two places share a character, or are insertions at one place."""
    if _start(one) == _start(other):
        return True
    first, second = sorted((one, other), key=_start)
    return _end(first) > _start(second)
