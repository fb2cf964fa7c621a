"""Markdown's top-level blocks, one at a time, so that memory stays small.

markdown-it's block rules are driven over a window of lines; a block that reaches the end of
its window is read again in a larger one, since only what follows tells where it ends. The
result equals that of parsing the text whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from quizkit.content.parser import markdown_it
from quizkit.text_lines import line_starts

WINDOW = 200
"""Lines that are looked at together, as a rule."""
_MOST_CELLS = 10_000
"""Larger tables are left to the rules, which limit what a short text may become."""


class Lines:
    """A text by its lines, without copying it.

    Lines count from 0, or from ``first`` where the text was cut out of a larger one.
    """

    def __init__(self, text: str, first: int = 0) -> None:
        self.text = text
        self.first = first
        starts = line_starts(text)
        if starts[-1] != len(text):
            starts.append(len(text))
        elif len(starts) == 1:
            starts.append(0)
        self._starts = starts
        self.end = first + len(starts) - 1
        """The number after the last line."""

    def __getitem__(self, number: int) -> str:
        """A line without its line break."""
        number -= self.first
        return self.text[self._starts[number] : self._starts[number + 1]].rstrip("\n")

    def offset(self, number: int) -> int:
        """Where a line begins in the text."""
        return self._starts[number - self.first]

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

    def skip_empty(self, number: int) -> int:
        """The first line from ``number`` on that Markdown does not take for blank, or :attr:`end`."""
        text, starts, end = self.text, self._starts, self.end
        while number < end:
            begin = starts[number - self.first]
            if text[begin : begin + 1] not in " \t\n" or self[number].strip(" \t"):
                break
            number += 1
        return number


class Block:
    """One top-level block: its lines, from ``start`` up to ``end``, and its tokens.

    A block that was recognised without the rules has its tokens made when they are asked for.
    """

    __slots__ = (
        "_inline", "_level", "_tokens", "columns", "end", "kind", "lines", "plain_items", "start",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        lines: Lines,
        tokens: list[Token] | None = None,
        *,
        inline: str | None = None,
        level: int = 0,
        plain_items: Sequence[int] = (),
        columns: int = 0,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.lines = lines
        self.plain_items = plain_items
        """Where the items of a list begin, if each is a line of text with at most a quote."""
        self.columns = columns
        """How many columns a table has whose lines all begin with a bar."""
        self._tokens = tokens
        self._inline = inline
        self._level = level

    @property
    def tokens(self) -> list[Token]:
        """The block's tokens, with line numbers of the whole text."""
        if self._tokens is None:
            state = StateBlock(self.lines.slice(self.start, self.end), markdown_it(), {}, [])
            _apply(state, 0)
            self._tokens = _moved(state.tokens, self.start)
        return self._tokens

    @property
    def text(self) -> str:
        """Its source, without what encloses it."""
        return self.lines.slice(self.start, self.end).rstrip()

    @property
    def inline(self) -> str:
        """The raw inline text of a heading or paragraph."""
        if self._inline is None:
            self._inline = self.tokens[1].content if len(self.tokens) > 1 else ""
        return self._inline

    @inline.setter
    def inline(self, text: str) -> None:
        self._inline = text

    @property
    def level(self) -> int:
        """The level of a heading, from 1."""
        return self._level or int(self.tokens[0].tag[1])

    @property
    def underlined(self) -> bool:
        """Whether a heading is one only for the ``---`` below it."""
        return not self._level and self.tokens[0].markup == "-"

    @property
    def first_number(self) -> int:
        """The number that a numbered list begins with."""
        return int(self.lines[self.start].strip(" ").partition(".")[0].partition(")")[0])

    def as_paragraph(self) -> Block:
        """An underlined heading without its underline."""
        return Block("paragraph", self.start, self.end - 1, self.lines, self.tokens)


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
    start, size = lines.skip_empty(lines.first if first is None else first), WINDOW
    state, base, stop = None, 0, 0
    simple = "\0" not in lines.text
    while start < lines.end:
        block = simple_block(lines, start) if simple else None
        if block is not None:
            yield block
            start = lines.skip_empty(block.end)
            continue
        if state is None or start >= stop:
            base, stop = start, _next_blank(lines, start + size)
            source = lines.slice(base, stop).replace("\0", "\ufffd")
            state = StateBlock(source, md, env, [])
        line = start - base
        _apply(state, line)
        if state.skipEmptyLines(state.line) >= state.lineMax and stop < lines.end:
            size = size * 4 if line == 0 else WINDOW
            state = None
            continue
        size = WINDOW
        if state.tokens:
            kind = state.tokens[0].type
            end = state.line + base
            yield Block(_KINDS.get(kind, kind), start, end, lines, _moved(state.tokens, base))
            state.tokens = []
        start = lines.skip_empty(state.line + base)


def _next_blank(lines: Lines, number: int) -> int:
    """The first blank line from ``number`` on: no formula reaches beyond one."""
    while number < lines.end and lines[number].strip(" \t"):
        number += 1
    return min(number, lines.end)


def _apply(state: StateBlock, line: int) -> None:
    """Let the first rule that fits take the block at a line."""
    state.line = line
    state.tight = True
    for rule in state.md.block.ruler.getRules(""):
        if rule(state, line, state.lineMax, False):
            return


def _moved(tokens: list[Token], lines: int) -> list[Token]:
    if lines:
        for token in tokens:
            if token.map:
                token.map[0] += lines
                token.map[1] += lines
    return tokens


_TEXT = (
    r"""(?:[^\W\d_]|[^\x00-\x7f\s]|["'({&%/.,;?@^]|`(?!``)|!(?=\[)|\$(?!\$)|\\(?=\S)"""
    r"""|\d+(?![\d.)])|\d+[.)](?=[^\s.)])|\*{1,2}(?=[^\W_`])|_{1,2}(?=[^\W_]))"""
)
"""How text begins that cannot be anything else at the start of a block."""
_PARAGRAPH = re.compile(rf"(?>(?:{_TEXT}.*\n?)+)(?=[ \t]*(?:\n|\Z))")
_HEADING_LINE = re.compile(r"(#{1,6})[ ]+(?=[^\s#])")
_ITEM_LINE = re.compile(rf"([-*+]|\d{{1,9}}[.)]) (?:{_TEXT}|\[[ xX]\] |= )")
_QUOTE_LINE = re.compile(r" *> ?(?!\s*>)")
_RULES = ("---", "***", "___")
_DELIMITERS = re.compile(r"(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*")
_CELL_END = re.compile(r"(?<!\\)\|")


def simple_block(lines: Lines, number: int) -> Block | None:
    """The block at a line where it is of the plainest kind, else None.

    Most blocks of most quizzes are: headings with ``#``, rules, paragraphs whose lines all
    begin with text, lists of single lines, and tables whose lines all begin with a bar. The
    rules would say the same, at many times the cost.
    """
    text, start = lines.text, lines.offset(number)
    first = text[start]
    if first == "#":
        return _simple_heading(lines, number)
    paragraph = _PARAGRAPH.match(text, start)
    if paragraph is not None:
        stop = paragraph.end()
        end = number + text.count("\n", start, stop) + (text[stop - 1] != "\n")
        return Block("paragraph", number, end, lines, inline=paragraph[0].strip())
    if first == "|":
        return _simple_table(lines, number)
    item = _ITEM_LINE.match(text, start)
    if item is not None:
        return _simple_list(lines, number, item[1])
    if first in "-*_" and lines[number].rstrip(" \t") in _RULES:
        return Block("hr", number, number + 1, lines, inline="")
    return None


def _simple_heading(lines: Lines, number: int) -> Block | None:
    line = lines[number]
    heading = _HEADING_LINE.match(line)
    if heading is None or line.rstrip(" \t")[-1:] == "#":
        return None
    text = line[heading.end() :].strip()
    return Block("heading", number, number + 1, lines, inline=text, level=len(heading[1]))


def _simple_table(lines: Lines, number: int) -> Block | None:
    """A table whose lines begin with a bar."""
    end = number
    while end < lines.end and (line := lines[end]).strip(" \t"):
        if line[0] != "|" or line.rstrip() != line.rstrip(" \t"):
            return None
        end += 1
    if end < number + 2 or not _DELIMITERS.fullmatch(lines[number + 1]):
        return None
    width = len(cells(lines[number]))
    if not width or width != len(cells(lines[number + 1])) or width * (end - number) > _MOST_CELLS:
        return None
    return Block("table", number, end, lines, inline="", columns=width)


def cells(line: str) -> list[str]:
    r"""The cells of a table's line, without white space around them; ``\|`` is a bar."""
    pieces = _CELL_END.split(line.strip())
    if pieces and not pieces[0]:
        del pieces[0]
    if pieces and not pieces[-1]:
        del pieces[-1]
    return [piece.replace("\\|", "|").strip() for piece in pieces]


def _simple_list(lines: Lines, number: int, marker: str) -> Block | None:
    """A list of plain items: one line each, and perhaps a quote below it."""
    starts = [number]
    end = number + 1
    while end < lines.end:
        line = lines[end]
        item = _ITEM_LINE.match(line)
        if item is not None and item[1][-1] == marker[-1]:
            starts.append(end)
            marker = item[1]
        elif line.startswith(">", len(marker) + 1) and not line[: len(marker) + 1].strip(" "):
            if not _QUOTE_LINE.match(line) or "]:" in line:
                return None
        else:
            break
        end += 1
    after = lines.skip_empty(end)
    if after < lines.end and (after == end or _goes_on(lines[after], marker)):
        return None
    kind = "numbers" if marker[-1] in ".)" else "bullets"
    return Block(kind, number, after, lines, plain_items=starts)


def _goes_on(line: str, marker: str) -> bool:
    """Whether a line below a list and an empty line may still belong to the list."""
    return line[0] in " \t" or (line[0].isdecimal() if marker[-1] in ".)" else line[0] == marker)


def collect_references(lines: Lines, md: MarkdownIt) -> EnvType:
    """The environment with the link definitions of the whole text.

    Costs a pass of its own, so only a text that seems to hold one takes it.
    """
    env: EnvType = {}
    if "]:" in lines.text:
        for _ in iter_blocks(lines, md, env):
            pass
    return env
