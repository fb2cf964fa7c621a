"""GIFT cut into blocks as Moodle cuts it: by blank lines, comments taken out, escapes set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SPACE = " \t\n\r\0\x0b"
"""What Moodle trims; a no-break space stays."""
_LINE = re.compile(r"\r\n|\n|\r")
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_LABEL = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")
_LEFT_OUT = re.compile(r"//\s*question:\s*[0-9]+\s+name:\s*(?!Switch category)(.*)")
_SIGNS = "\\:#={}~"
_ASIDE = {sign: chr(0xE100 + n) for n, sign in enumerate(_SIGNS)} | {"n": "\ue110"}
"""Escaped signs are these characters while the structure is looked for."""
_BACK = {ord(mark): "\n" if sign == "n" else sign for sign, mark in _ASIDE.items()}


@dataclass
class Block:
    """The text between two blank lines. ``line`` is where it begins, from 1."""

    line: int
    text: str = ""
    ident: str = ""
    tags: list[str] = field(default_factory=list)
    announced: str = ""
    """The name that a comment of Moodle's own gives the question that should follow."""


def blocks(text: str) -> Iterator[Block]:
    """All blocks, those of comments alone too."""
    lines: list[str] = []
    first = 1
    for number, line in enumerate([*_LINE.split(text), ""], start=1):
        line = line.strip(SPACE)
        if line not in ("", "0"):  # a line that holds 0 alone is blank to PHP
            if not lines:
                first = number
            lines.append(line)
        elif lines:
            yield _block(first, lines)
            lines = []


def _block(first: int, lines: list[str]) -> Block:
    block = Block(first)
    kept: list[str] = []
    for line in lines:
        if not line.startswith("//"):
            kept.append(line)
            continue
        kept.append(" ")
        if found := _LEFT_OUT.match(line):
            block.announced = found[1].strip()
        for name, value in _LABEL.findall(line):
            value = value.replace("\\]", "]").strip(SPACE)
            if name == "tag":
                block.tags.append(value)
            elif not block.ident:
                block.ident = value
    block.text = "\n".join(kept).strip(SPACE)
    block.line += next((n for n, line in enumerate(kept) if line.strip()), 0)
    return block


def set_aside(text: str) -> str:
    """Escaped signs as characters that mean nothing."""
    return _ESCAPE.sub(lambda match: _ASIDE[match[1]], text)


def restored(text: str) -> str:
    """The signs that were escaped, and line breaks for ``\\n``."""
    return text.translate(_BACK)
