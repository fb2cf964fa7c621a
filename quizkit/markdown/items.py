"""List items: their marker, attributes, content and feedback, as the author wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.token import Token

from quizkit.diagnostics import Span
from quizkit.markdown.attributes import Attributes, split_attributes
from quizkit.markdown.blocks import Block, Lines
from quizkit.markdown.first_line import as_text
from quizkit.model import Role

ACCEPTED, EXPECTED = "=", "≠"
"""Markers of typed answers: an accepted one, and an expected wrong one."""

STANDARD_MARKERS: dict[str, str] = {
    "✅": Role.KEY,
    "❌": Role.DISTRACTOR,
    "⚠️": Role.NEUTRAL,
    "⚠": Role.NEUTRAL,
    "[x]": Role.KEY,
    "[X]": Role.KEY,
    "[ ]": Role.DISTRACTOR,
    r"\[x\]": Role.KEY,
    r"\[X\]": Role.KEY,
    r"\[ \]": Role.DISTRACTOR,
    "[x\\]": Role.KEY,
    "[ \\]": Role.DISTRACTOR,
    "(x)": Role.KEY,
    "(X)": Role.KEY,
    "( )": Role.DISTRACTOR,
    ACCEPTED: ACCEPTED,
    "\\=": ACCEPTED,
    EXPECTED: EXPECTED,
}
_CHOSEN = frozenset({Role.KEY, Role.DISTRACTOR, Role.NEUTRAL})
_ROUND = frozenset({"(x)", "(X)", "( )"})
"""Round boxes, for one answer: what Markdown itself does not know, but many tools do."""
_TASK = frozenset({"[x]", "[X]", "[ ]", r"\[x\]", r"\[X\]", r"\[ \]", "[x\\]", "[ \\]", *_ROUND})
ALMOST_BOX = re.compile(
    r"\s*[-*+](?:\[[ xX]?\]|[ \t]+\[(?:\]|[ \t]*[xX][ \t]+\]|[ \t]+[xX][ \t]*\]|[ \t]{2,}\]))"
)
"""``-[x]``, ``- []``, ``- [X ]``: what an author meant as an option and Markdown does not read."""


def almost_box_hint(line: str) -> str:
    """How a line that is almost an option with a box should be written."""
    sign = "x" if "x" in line.split("]")[0].lower() else " "
    return f"- [{sign}] {ALMOST_BOX.sub('', line, count=1).strip()}"


class Markers:
    """The markers that options may begin with, the standard ones and an author's own."""

    def __init__(self, own: Mapping[Role, tuple[str, ...]] | None = None) -> None:
        self._roles = dict(STANDARD_MARKERS)
        for role, signs in (own or {}).items():
            self._roles.update(dict.fromkeys(signs, role))
        longest_first = sorted(self._roles, key=len, reverse=True)
        alternatives = "|".join(re.escape(sign) for sign in longest_first)
        self._pattern = re.compile(
            rf"(?:\*\*)?({alternatives})\ufe0f?(?:\*\*)?(?:[ \t\n]+|$|(?<=[^\x00-\x7f\ufe0f])|(?<=\ufe0f)|(?<=\])(?![(\[:]))"
        )

        label = r"(?:\*\*|__)?[(（]?[^\W\d_]ـ?(?:[.):：）、]|\*\*)|[①-⑩]"
        bullet = r"(?:[-+*]|\d{1,9}[.)])[ \t]*"
        self._option_line = re.compile(
            rf"\n[ \t>]*(?:(?:{bullet})?(?:{label})|{bullet}(?:\*\*)?[(（]?\d{{1,2}}[.):：）]|{bullet}(?:\*\*)?(?:{alternatives}))"
        )

    def may_hold_options(self, text: str) -> bool:
        """Whether some line looks like an option; cheap, and never wrong when it says no."""
        return self._option_line.search(f"\n{text}") is not None

    def split(self, text: str) -> tuple[str, str, int] | None:
        """The role, the marker as written, and where the text after it begins."""
        match = self._pattern.match(text)
        if match is None:
            return None
        return self._roles[match[1]], match[1], match.end()


def is_round(marker: str) -> bool:
    """Whether a marker is a round box such as ``(x)``."""
    return marker in _ROUND


def marker_style(marker: str) -> str:
    """Which family a marker belongs to: emoji, task, answer or custom."""
    if marker in _TASK:
        return "task"
    if marker in (ACCEPTED, "\\=", EXPECTED):
        return "answer"
    return "emoji" if marker in STANDARD_MARKERS else "custom"


@dataclass(slots=True)
class Item:
    """One list item. ``start`` and ``end`` are lines; ``role`` is None without a marker."""

    start: int
    end: int
    role: str | None
    marker: str
    text: str
    """All its blocks but the quotes, dedented, the marker and attributes taken off."""
    feedback: str
    attributes: Attributes
    column: int
    feedback_line: int | None = None
    nested_markers: list[int] = field(default_factory=list)
    raw_first: str = ""

    @classmethod
    def plain(cls, start: int, end: int, text: str, line: str) -> Item:
        """An item without a marker, such as a lettered line."""
        head, newline, rest = text.partition("\n")
        head, attributes = split_attributes(head)
        first, head = head, as_text(head)
        column = max(line.find(text.split("\n")[0]), 0) + 1
        return cls(
            start=start, end=end, role=None, marker="", text=head + newline + rest, feedback="",
            attributes=attributes, column=column, raw_first=first,
        )  # fmt: skip

    @property
    def span(self) -> Span:
        """From the text after the bullet to the end of its first line."""
        return Span(self.start + 1, self.column, self.start + 1, self.column + len(self.raw_first))


_BULLET = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)")
_PLACEHOLDER = re.compile(r"(?:&shy;|&nbsp;|\u00ad|\u00a0|\u200b|\s)*")


def is_placeholder(text: str) -> bool:
    """Whether an option's text is only something invisible, its content standing below."""
    return _PLACEHOLDER.fullmatch(text) is not None


def iter_items(block: Block, markers: Markers) -> Iterator[Item]:
    """The items of a list block, in order."""
    if block.plain_items:
        yield from _plain_items(block, markers)
        return
    level = block.tokens[0].level + 1
    opened: int | None = None
    for index, token in enumerate(block.tokens):
        if token.level != level:
            continue
        if token.type == "list_item_open":
            opened = index
        elif token.type == "list_item_close" and opened is not None:
            yield _item(block.tokens[opened : index + 1], block.lines, markers)
            opened = None


def _plain_items(block: Block, markers: Markers) -> Iterator[Item]:
    """Items that are one line of text each, with at most a quote below it."""
    lines = block.lines
    last = block.end
    while lines.blank(last - 1):
        last -= 1
    for start, end in pairwise((*block.plain_items, last)):
        bullet, _, inline = lines[start].partition(" ")
        inline = inline.strip()
        role, marker, skip = markers.split(inline) or (None, "", 0)
        text, attributes = split_attributes(inline[skip:])
        text = as_text(text) if role in _CHOSEN else text
        item = Item(
            start=start, end=end, role=role, marker=marker, text=text, feedback="",
            attributes=attributes, column=len(bullet) + 2, raw_first=inline,
        )  # fmt: skip
        if end > start + 1:
            item.feedback_line = start + 1
            item.feedback = unquote(dedent(lines, start + 1, end, len(bullet) + 1))
        yield item


def _item(tokens: list[Token], lines: Lines, markers: Markers) -> Item:
    """One item from its tokens; only an item with several blocks is cut from the source."""
    start, end = tokens[0].map or (0, 0)
    while end > start + 1 and lines.blank(end - 1):
        end -= 1
    first = lines[start]
    indent = item_indent(first)
    has_text = len(tokens) > 2 and tokens[1].type == "paragraph_open"
    inline = tokens[2].content if has_text else ""
    found = markers.split(inline) if has_text else None
    role, marker, skip = found or (None, "", 0)
    head, newline, rest = inline[skip:].partition("\n")
    head, attributes = split_attributes(head)
    text = (as_text(head) if role in _CHOSEN else head) + newline + rest
    item = Item(
        start=start, end=end, role=role, marker=marker, text=text, feedback="",
        attributes=attributes, column=_column(first, inline, indent), raw_first=inline.split("\n")[0],
    )  # fmt: skip
    if len(tokens) > (5 if has_text else 2):
        body = 4 if has_text else 1
        _add_blocks(item, tokens[body:-1], lines, indent, tokens[0].level + 1, markers)
    return item


def _column(first: str, inline: str, indent: int) -> int:
    found = first.find(inline.split("\n")[0]) if inline else -1
    return (found if found >= 0 else indent) + 1


def _add_blocks(
    item: Item, tokens: list[Token], lines: Lines, indent: int, level: int, markers: Markers
) -> None:
    """Add the item's further blocks: quotes are feedback, the rest is content."""
    parts = [item.text] if item.text.strip() else []
    quotes: list[str] = []
    tight_list = False
    for token in tokens:
        if token.level != level or token.map is None or token.nesting < 0:
            if token.type == "inline" and token.level == level + 3 and token.map:
                found = markers.split(token.content)
                if found and found[0] in (Role.KEY, Role.DISTRACTOR, Role.NEUTRAL):
                    item.nested_markers.append(token.map[0])
            continue
        start, end = token.map
        text = dedent(lines, start, end, indent, first_cut=start == item.start)
        if token.type == "blockquote_open":
            if item.feedback_line is None:
                item.feedback_line = start
            quotes.append(unquote(text))
        else:
            tight_list = token.type.endswith("list_open") and start == item.start + 1
            parts.append(("\x00" if tight_list else "") + text)
    item.text = "\n\n".join(parts).replace("\n\n\x00", "\n").lstrip("\x00")
    item.feedback = "\n\n".join(quotes)


_ITEM_NUMBER = re.compile(r"[ \t]*(\d{1,9})[.)]")


def written_numbers(block: Block, items: Sequence[Item]) -> list[int]:
    """The numbers of a numbered list as written; counted on where all are the same.

    Markdown itself counts on from the first, whatever the others are.
    """
    matches = [_ITEM_NUMBER.match(block.lines[item.start]) for item in items]
    numbers = [int(match[1]) for match in matches if match is not None]
    if len(numbers) < len(items) or len(set(numbers)) == 1:
        return [block.first_number + place for place in range(len(items))]
    return numbers


def item_indent(first: str) -> int:
    """Where the content of a list item begins in its first line."""
    bullet = _BULLET.match(first)
    return bullet.end() if bullet else 0


def dedent(lines: Lines, start: int, end: int, indent: int, *, first_cut: bool = False) -> str:
    """Lines without up to ``indent`` columns of white space each, and no blank end.

    ``first_cut`` takes whatever stands in those columns of the first line, such as a bullet.
    """
    cut = [_cut(lines[n], indent) for n in range(start, end)]
    if first_cut and cut:
        cut[0] = lines[start][indent:]
    return "\n".join(cut).rstrip()


def _cut(line: str, indent: int) -> str:
    column = position = 0
    while position < len(line) and column < indent and line[position] in " \t":
        column += 1 if line[position] == " " else 4 - column % 4
        position += 1
    return " " * (column - indent) + line[position:] if column > indent else line[position:]


_QUOTE = re.compile(r" {0,3}> ?")


def unquote(text: str) -> str:
    """A block quote's content: one ``>`` taken from each line."""
    return "\n".join(_QUOTE.sub("", line, count=1) for line in text.split("\n")).strip("\n")
