"""A line of source with a caret under the place, right under wide characters too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from quizkit.diagnostics import Diagnostic, Fix

_LONGEST_CHANGE = 5
_HIDDEN = {
    **dict.fromkeys((*range(32), *range(127, 160)), " "),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{MIDDLE DOT}"),
}
_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482]*")
"""Latin, Greek and Cyrillic: of most lines, and loading the tables of the rest takes long."""
_WIDEST = 100
"""Characters of a source line that are shown."""


def framer(lines: Sequence[str], *, fixes: bool = False) -> Callable[[Diagnostic], str]:
    """Draws frames for findings in one text; with ``fixes``, what a fix would change, too."""

    def draw(diagnostic: Diagnostic) -> str:
        drawn = frame(diagnostic, lines[min(diagnostic.span.line, len(lines)) - 1])
        if fixes and diagnostic.fix is not None and diagnostic.fix.edits:
            drawn = "\n".join([drawn, *_change(diagnostic.fix, lines)])
        return drawn

    return draw


def frame(diagnostic: Diagnostic, line: str) -> str:
    """Two lines: the source line with its number, and carets under the place."""
    span = diagnostic.span
    column = min(span.column - 1, len(line))
    shift = max(0, column - _WIDEST + 20)
    shown = _visible(line[shift : shift + _WIDEST])
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    before = _width(shown[: column - shift])
    carets = max(_width(shown[column - shift : max(end, column) - shift]), 1)
    number = f"{span.line} | "
    return f"  {number}{shown}\n  {' ' * (len(number) - 2)}| {' ' * before}{'^' * carets}"


def _change(fix: Fix, lines: Sequence[str]) -> Iterator[str]:
    """The first lines that a fix changes, before and after it."""
    edits = sorted(fix.edits, key=lambda edit: (edit.span.line, edit.span.column))
    first, last = edits[0].span.line, edits[0].span.end_line
    text = "\n".join(lines[first - 1 : last])
    for edit in reversed([edit for edit in edits if edit.span.line == edit.span.end_line == first]):
        text = text[: edit.span.column - 1] + edit.text + text[edit.span.end_column - 1 :]
    if edits[0].span.end_line > first:
        head, tail = lines[first - 1][: edits[0].span.column - 1], lines[last - 1]
        text = head + edits[0].text + tail[edits[0].span.end_column - 1 :]
    new = text.split("\n")
    old = list(lines[first - 1 : last])
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    for sign, changed in (("-", old), ("+", new)):
        for line in changed[:_LONGEST_CHANGE]:
            yield f"  {sign} {_visible(line[:_WIDEST])}"
    rest = len({edit.span.line for edit in edits}) - 1
    if rest:
        yield f"  and {rest} more line{'s' if rest > 1 else ''}"


def _visible(text: str) -> str:
    """Without what would move the caret, the terminal or other words: tabs, control characters
    and marks that turn the direction of writing round.
    """
    return text if text.isprintable() else text.translate(_HIDDEN)


def _width(text: str) -> int:
    """Terminal cells; a character of unknown width counts as one."""
    if text.isascii():
        return len(text)
    plain = text.replace("✅", "::").replace("❌", "::")
    if _NARROW.fullmatch(plain):
        return len(plain)
    from wcwidth import wcswidth

    width = wcswidth(text)
    return width if width >= 0 else len(text)
