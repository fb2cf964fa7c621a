"""Options with letters that stand apart, a paragraph or list each: they are read as one paragraph."""

from __future__ import annotations

import re

from quizkit.markdown.blocks import Block
from quizkit.markdown.letters import split_label

_KINDS = ("paragraph", "bullets")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_MOST_BETWEEN = 3
"""Paragraphs and blocks of code that may go on with an option before the next one begins."""


def gathered(blocks: list[Block]) -> list[Block]:
    """The blocks, with paragraphs that go on with the next letter joined to the one before.

    The blank lines between them stay, so that each line keeps its number.
    """
    kinds = [block.kind for block in blocks]
    lists = kinds.count("bullets") > 1
    if not any(
        _first(block) > 0
        for block in blocks
        if block.kind == "paragraph" or (lists and block.kind == "bullets")
    ):
        return blocks
    joined: list[Block] | None = None
    index = 0
    while index < len(blocks):
        end = _run_end(blocks, index)
        if end > index + 1:
            joined = blocks[:index] if joined is None else joined
            joined.append(_one(blocks[index:end]))
        elif joined is not None:
            joined.append(blocks[index])
        index = end
    return blocks if joined is None else joined


def _run_end(blocks: list[Block], index: int) -> int:
    """Where a run of options that begins in a block ends; one further where there is none."""
    block = blocks[index]
    end = index + 1
    due = _count(block, 0) if block.kind in _KINDS else 0
    while due:
        following = _next_option(blocks, end, due)
        if following is None or blocks[following].lines is not block.lines:
            break
        due = _count(blocks[following], due)
        end = following + 1
    return end


def _next_option(blocks: list[Block], start: int, due: int) -> int | None:
    """The paragraph that begins with the letter that is due, below what its option goes on with."""
    for index in range(start, min(start + _MOST_BETWEEN + 1, len(blocks))):
        block = blocks[index]
        if block.kind in _KINDS and _first(block) == due:
            return index
        if block.kind not in ("paragraph", "fence"):
            return None
    return None


def _first(block: Block) -> int:
    """The place in the alphabet of the letter that a block begins with; -1 without one."""
    if block.kind == "bullets":
        label = split_label(_unlisted(block.lines[block.start]))
    else:
        label = split_label(block.inline)
    return label[0] if label is not None else -1


def _count(block: Block, due: int) -> int:
    """The letter that is due after a block, given the one that was due before it."""
    for line in _text(block).split("\n"):
        label = split_label(line)
        if label is not None and label[0] == due:
            due += 1
    return due


def _text(block: Block) -> str:
    if block.kind == "paragraph":
        return block.inline
    if block.kind == "bullets":
        lines = block.text.split("\n")
        return "\n".join(_unlisted(line) if _BULLET.match(line) else line for line in lines)
    return block.text


def _unlisted(line: str) -> str:
    """A line without the bullet that it begins with."""
    return _BULLET.sub("", line, count=1)


def _one(run: list[Block]) -> Block:
    """One paragraph from the first line of a run to its last."""
    first, last = run[0], run[-1]
    text, at = "", first.start
    for block in run:
        inner = _text(block)
        text += "\n" * (block.start - at) + inner
        at = block.start + inner.count("\n")
    return Block("paragraph", first.start, last.end, first.lines, inline=text)
