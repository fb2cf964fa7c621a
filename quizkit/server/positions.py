"""Places as the protocol counts them: lines from 0, characters in the units agreed on."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from quizkit.diagnostics import Span

_UTF16 = types.PositionEncodingKind.Utf16
_UTF8 = types.PositionEncodingKind.Utf8


class Units:
    """Converts between our columns, in code points, and those of a client."""

    def __init__(self, encoding: str | None) -> None:
        """``encoding`` is what client and server agreed on; without one it is UTF-16."""
        self._encoding = encoding or _UTF16

    def position(self, line: int, column: int, lines: Sequence[str]) -> types.Position:
        """A position of ours (from 1) as the client counts."""
        if line > len(lines):
            return types.Position(len(lines), 0)
        before = lines[line - 1][: column - 1]
        return types.Position(line - 1, self._length(before))

    def range(self, span: Span, lines: Sequence[str]) -> types.Range:
        """A span as the client counts."""
        return types.Range(
            self.position(span.line, span.column, lines),
            self.position(span.end_line, span.end_column, lines),
        )

    def place(self, position: types.Position, lines: Sequence[str]) -> tuple[int, int]:
        """A client's position as a line and a column of ours, both from 1."""
        if position.line >= len(lines):
            return max(len(lines), 1), 1
        line = lines[position.line]
        if self._encoding == _UTF16:
            data = line.encode("utf-16-le", "surrogatepass")[: position.character * 2]
            return position.line + 1, len(data.decode("utf-16-le", "replace")) + 1
        if self._encoding == _UTF8:
            data = line.encode("utf-8", "surrogatepass")[: position.character]
            return position.line + 1, len(data.decode("utf-8", "ignore")) + 1
        return position.line + 1, min(position.character, len(line)) + 1

    def _length(self, text: str) -> int:
        if text.isascii():
            return len(text)
        if self._encoding == _UTF16:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        if self._encoding == _UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text)
