"""Math between dollars: ``$x$`` in a line, ``$$x$$`` on display, and prices left alone.

Pandoc's rules: no white space inside a single pair, no digit right after it, and none right
before it either, so that "$5 and $6" and "5$-10$" stay text. The tokens are named as
mdit-py-plugins names them; its own rules look one character before the start of a text and
take the last one for it, so that "$x$ is 5" is no math there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_PAIR = re.compile(r"(?<!\\)(?:\\\\)*\$\$")
_DIGITS = frozenset("0123456789")


class _Formula(NamedTuple):
    tex: str
    end: int
    display: bool


def install_dollars(md: MarkdownIt) -> None:
    """Let a parser know math: tokens ``math_inline``, ``math_inline_double``, ``math_block``."""
    md.inline.ruler.before("escape", "math_inline", _inline)
    md.block.ruler.before("fence", "math_block", _block)


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    formula = _formula(state.src, state.pos, state.posMax)
    if formula is None:
        return False
    if not silent:
        kind = "math_inline_double" if formula.display else "math_inline"
        token = state.push(kind, "math", 0)
        token.content = formula.tex
        token.markup = "$$" if formula.display else "$"
    state.pos = formula.end
    return True


def _formula(text: str, start: int, limit: int) -> _Formula | None:
    """The formula whose first dollar stands at ``start``, if there is one."""
    if start and text[start - 1] in _DIGITS:
        return None
    mark = "$$" if text.startswith("$$", start) else "$"
    begin = start + len(mark)
    end = _closing(text, mark, begin, limit)
    if end < 0:
        return None
    tex, after = text[begin:end], end + len(mark)
    if not tex.strip() or (after < limit and text[after] in _DIGITS):
        return None
    if mark == "$" and (tex[0].isspace() or tex[-1].isspace()):
        return None
    if tex.count("`") % 2:  # the second dollar stands in code: "$HOME and `$PATH`"
        return None
    return _Formula(tex, after, mark == "$$")


def _closing(text: str, mark: str, begin: int, limit: int) -> int:
    """Where the next unescaped ``mark`` stands, or -1."""
    end = text.find(mark, begin, limit)
    while end >= 0 and _escaped(text, end, begin):
        end = text.find(mark, end + 1, limit)
    return end


def _escaped(text: str, position: int, begin: int) -> bool:
    slashes = 0
    while position > begin and text[position - 1] == "\\":
        slashes += 1
        position -= 1
    return slashes % 2 == 1


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A display formula on lines of its own; a blank line ends the search for its close."""
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", begin):
        return False
    rest = state.src[begin + 2 : state.eMarks[start]]
    found = _last_line(state, start, end, rest)
    if found is None:
        return False
    tex, line = found
    if not tex.strip():
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("math_block", "math", 0)
    token.block = True
    token.content = tex
    token.markup = "$$"
    token.map = [start, state.line]
    return True


def _last_line(state: StateBlock, start: int, end: int, rest: str) -> tuple[str, int] | None:
    """The formula's TeX and the line of its close, which must end that line."""
    lines: list[str] = []
    text, line = rest, start
    while True:
        pair = _PAIR.search(text)
        if pair is not None:
            if text[pair.end() :].strip():
                return None
            lines.append(text[: pair.end() - 2])
            return "\n".join(lines), line
        lines.append(text)
        line += 1
        if line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return None
        text = state.getLines(line, line + 1, state.blkIndent, False)
