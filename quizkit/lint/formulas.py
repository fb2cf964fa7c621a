"""The formulas of content, and the commands that MathJax knows, which every LMS shows them by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

from quizkit.content.elements import TEX
from quizkit.content.markup import PIECE
from quizkit.content.normal import normal
from quizkit.lint.document import Document
from quizkit.lint.parts import Part

COMMAND = re.compile(r"\\([A-Za-z]+)")
ENVIRONMENT = re.compile(r"\\begin\s*\{([^{}]*)\}")
_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|[egx]?def|let)\*?\s*\{?\\([A-Za-z]+)"
)


class Formula(NamedTuple):
    """TeX in a piece of content; ``start`` is its offset in the source, -1 where that is lost."""

    part: Part
    tex: str
    start: int


def formulas(doc: Document) -> list[Formula]:
    """Every formula of a quiz."""
    return doc.once(_formulas)


def _formulas(doc: Document) -> list[Formula]:
    return list(_iter_formulas(doc))


def _iter_formulas(doc: Document) -> Iterator[Formula]:
    if not doc.has("$", "\\(", "\\["):
        return
    for part in doc.parts:
        source = part.content.source
        if "$" not in source and (part.content.markdown is not None or "\\" not in source):
            continue
        at = 0
        for tex in _in(normal(part.content).markup):
            start = source.find(tex, at)
            yield Formula(part, tex, start)
            at = max(start + len(tex), at)


def _in(markup: str) -> Iterator[str]:
    tex: list[str] | None = None
    for slash, name, _, run in PIECE.findall(markup):
        if name in TEX:
            if slash and tex is not None:
                yield unescape("".join(tex))
            tex = None if slash else []
        elif tex is not None:
            tex.append(run)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    text = Path(__file__).with_name("mathjax.txt").read_text(encoding="utf-8")
    commands, environments = (
        frozenset(line for line in block.split("\n", 1)[1].split()) for block in text.split("\n\n")
    )
    return commands, environments


def commands() -> frozenset[str]:
    """The commands that MathJax knows, without their backslashes."""
    return _known()[0]


def environments() -> frozenset[str]:
    r"""What MathJax knows to follow ``\begin``."""
    return _known()[1]


def defined(tex: str) -> set[str]:
    """The commands that a formula defines itself."""
    return set(_DEFINITION.findall(tex))
