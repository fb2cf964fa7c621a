"""Tables of contents: links to anchors, which are no content of a quiz."""

from __future__ import annotations

import re
from urllib.parse import unquote

from quizkit.diagnostics import Severity
from quizkit.markdown.blocks import Block
from quizkit.markdown.explanation import plain
from quizkit.markdown.state import State

_ANCHOR = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(#([^)\s]*)\)")


class ContentsList:
    """The entries met, and the headings that they may mean."""

    def __init__(self) -> None:
        self.headings: list[str] = []
        self._entries: list[tuple[str, str, int]] = []

    def take(self, block: Block) -> bool:
        """Whether a block is a table of contents: a list or table of little but anchors."""
        if block.kind not in ("bullets", "numbers", "table"):
            return False
        inlines = [t for t in block.tokens if t.type == "inline" and t.content.strip()]
        links = [(t, m) for t in inlines if (m := _ANCHOR.search(t.content))]
        if not links or len(links) * 2 < len(inlines):
            return False
        for token, match in links:
            line = token.map[0] if token.map else block.start
            self._entries.append((match[1], match[2], line))
        return True

    def check(self, state: State) -> None:
        """Report entries that lead nowhere."""
        if not self._entries:
            return
        known = {slug(h) for h in self.headings} | {plain(h) for h in self.headings}
        known |= {slug(h).strip("-") for h in self.headings}
        for text, anchor, line in self._entries:
            if slug(anchor) not in known and plain(text) not in known:
                message = f'the contents list "{text}", which does not exist'
                hint = "remove the entry, or write the question"
                state.note("QK108", "toc-mismatch", Severity.WARNING, message, line, hint)


def slug(text: str) -> str:
    """The anchor that code hosts make of a heading; a sign that goes leaves its space."""
    return re.sub(r"[^\w\- ]", "", unquote(text).lower()).replace(" ", "-")
