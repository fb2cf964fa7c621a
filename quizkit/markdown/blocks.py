"""Markdown's top-level blocks, one at a time, so that memory stays small.

markdown-it's block rules are driven over a window of lines; a block that reaches the end of
its window is read again in a larger one, since only what follows tells where it ends. The
result equals that of parsing the text whole.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

WINDOW = 1_000
"""Lines that are looked at together, as a rule."""


class Lines:
    """A text by its lines, without copying it.

    Lines count from 0, or from ``first`` where the text was cut out of a larger one.
    """

    def __init__(self, text: str, first: int = 0) -> None:
        self.text = text
        self.first = first
        starts = array("q", [0])
        find = text.find
        position = find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = find("\n", position + 1)
        if starts[-1] != len(text):
            starts.append(len(text))
        elif len(starts) == 1:
            starts.append(0)
        self._starts = starts

    @property
    def end(self) -> int:
        """The number after the last line."""
        return self.first + len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        """A line without its line break."""
        number -= self.first
        return self.text[self._starts[number] : self._starts[number + 1]].rstrip("\n")

    def slice(self, start: int, end: int) -> str:
        """The lines from ``start`` up to but not including ``end``, with their breaks."""
        end = min(end, self.end)
        if start >= end:
            return ""
        return self.text[self._starts[start - self.first] : self._starts[end - self.first]]

    def blank(self, number: int) -> bool:
        """Whether a line holds nothing but white space."""
        return not self[number].strip()

    def skip_blank(self, number: int) -> int:
        """The first line from ``number`` on that is not blank, or :attr:`end`."""
        while number < self.end and self.blank(number):
            number += 1
        return number


@dataclass(slots=True)
class Block:
    """One top-level block: its tokens and its lines, from ``start`` up to ``end``."""

    kind: str
    tokens: list[Token]
    start: int
    end: int
    lines: Lines

    @property
    def text(self) -> str:
        """Its source, without what encloses it."""
        return self.lines.slice(self.start, self.end).rstrip()

    @property
    def inline(self) -> str:
        """The raw inline text of a heading or paragraph."""
        return self.tokens[1].content if len(self.tokens) > 1 else ""


_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "blockquote_open": "quote",
    "table_open": "table",
    "html_block": "html",
    "code_block": "code",
    "math_block": "math",
}


def iter_blocks(
    lines: Lines, md: MarkdownIt, env: EnvType, first: int | None = None
) -> Iterator[Block]:
    """All top-level blocks from line ``first`` on, each with line numbers of the whole text.

    Fills ``env["references"]`` as link definitions are met.
    """
    rules = md.block.ruler.getRules("")
    start, size = lines.skip_blank(lines.first if first is None else first), WINDOW
    while start < lines.end:
        stop = min(start + size, lines.end)
        source = lines.slice(start, stop).replace("\0", "\ufffd")
        state = StateBlock(source, md, env, [])
        line, grown = 0, False
        while line < state.lineMax:
            state.line = line = state.skipEmptyLines(line)
            if line >= state.lineMax:
                break
            for rule in rules:
                if rule(state, line, state.lineMax, False):
                    break
            after = state.skipEmptyLines(state.line)
            if after >= state.lineMax and stop < lines.end:
                grown = line == 0
                break
            if state.tokens:
                yield _block(state.tokens, line + start, state.line + start, start, lines)
                state.tokens = []
            state.tight = True
            line = state.line
        else:
            line = state.lineMax
        if line >= state.lineMax:
            start, size = lines.skip_blank(stop), WINDOW
        else:
            start = lines.skip_blank(start + line)
            size = size * 4 if grown else WINDOW


def _block(tokens: list[Token], start: int, end: int, offset: int, lines: Lines) -> Block:
    if offset:
        for token in tokens:
            if token.map:
                token.map[0] += offset
                token.map[1] += offset
    kind = tokens[0].type
    return Block(_KINDS.get(kind, kind), tokens, start, end, lines)


def collect_references(lines: Lines, md: MarkdownIt) -> EnvType:
    """The environment with the link definitions of the whole text.

    Costs a pass of its own, so only a text that seems to hold one takes it.
    """
    env: EnvType = {}
    if "]:" in lines.text:
        for _ in iter_blocks(lines, md, env):
            pass
    return env
