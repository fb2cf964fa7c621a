"""What is told of one source: its findings by line, with its text where they quote it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

from quizkit.check.run import Result
from quizkit.cli.frame import framer
from quizkit.decode import decode_text
from quizkit.diagnostics import Diagnostic
from quizkit.disk import STDIN, read_data
from quizkit.errors import UnreadableSource
from quizkit.text_lines import TextLines


class Told:
    """A source that is checked, held until all are: findings across files come among its own.

    Its text is not held, but read again where findings quote it.
    """

    def __init__(self, result: Result) -> None:
        assert result.checked is not None
        self.path = result.source.shown
        self.settings = result.settings
        self.findings: Sequence[Diagnostic] = result.checked.findings
        self.suppressed = result.checked.suppressed
        self._on_disk = self.path != STDIN and result.source.data is None
        self._print = crc32(result.data)
        self.result = result._replace(data=b"") if self._on_disk else result
        self._lines: Sequence[str] | None = None
        self._frame: Callable[[Diagnostic], str] | None = None

    def add(self, across: Sequence[Diagnostic]) -> None:
        """Take findings across files in, each at its line."""
        if across:
            self.findings = sorted([*self.findings, *across], key=lambda d: d.sort_key)

    def data(self) -> bytes | None:
        """The bytes that were checked; None where the file has changed since."""
        data = self.result.data
        if self._on_disk:
            try:
                data = read_data(self.result.source)
            except UnreadableSource:
                return None
        return data if crc32(data) == self._print else None

    @property
    def lines(self) -> Sequence[str]:
        """The lines of the source, as its findings count them; none where it has changed since."""
        if self._lines is None:
            data = self.data()
            self._lines = []
            if data is not None:
                text = decode_text(data, path=self.path, encoding=self.settings.encoding)
                self._lines = TextLines(text)
        return self._lines

    def frame(self, diagnostic: Diagnostic) -> str:
        """A finding's lines with a caret, and what its fix would make of them."""
        if not self.lines:
            return f"  {diagnostic.span.line} | (the file has changed since it was checked)"
        if self._frame is None:
            self._frame = framer(self.lines, fixes=True)
        return self._frame(diagnostic)

    def forget(self) -> None:
        """Let the text go."""
        self._lines = self._frame = None
