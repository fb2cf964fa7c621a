"""A line of source with a caret under the place, right under wide characters too."""

from __future__ import annotations

from collections.abc import Callable

from quizkit.diagnostics import Diagnostic

_WIDEST = 100
"""Characters of a source line that are shown."""


def framer(text: str) -> Callable[[Diagnostic], str]:
    """Draws frames for findings in one text."""
    lines = text.split("\n")

    def draw(diagnostic: Diagnostic) -> str:
        return frame(diagnostic, lines[min(diagnostic.span.line, len(lines)) - 1])

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


def _visible(text: str) -> str:
    """Without what would move the caret or the terminal: tabs, control characters."""
    return "".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)


def _width(text: str) -> int:
    """Terminal cells; a character of unknown width counts as one."""
    from wcwidth import wcswidth

    width = wcswidth(text)
    return width if width >= 0 else len(text)
