"""The lines of a LiaScript course: which ones are quizzes, and what else they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*$")
HINT = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\[\[\?\]\][ \t]*(?P<text>.*)$")
SCRIPTED = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\[\[!\]\]")
SOLUTION = re.compile(r"[ \t]*\*{3,}[ \t]*$")
RULE = re.compile(r"[ \t]{0,3}(?:-[ \t]*){3,}$")
MACRO = re.compile(r"(?<![\w@./`])(?P<name>@[A-Za-z][\w.]*)(?=\(|[ \t]*$)")
"""``@Name.picture(15)``, or ``@name`` at the end of a line; no mail address."""
_CHOICE = re.compile(
    r"(?P<indent>[ \t]*)(?P<bullet>[-*+][ \t]+)?\[(?:\((?P<one>[xX ])\)|\[(?P<many>[xX ])\])\]"
    r"(?![\](])(?P<text>.*)$"
)
_BULLET = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?=\[)")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-{2,})[ \t]*$")
_NO_TITLE = re.compile(r"[ \t]*(?:[-*+>|<#]|\d+[.)]|$)")
_COMMENT = re.compile(r"<!--.*?-->")
_LAYOUT = re.compile(
    r"[ \t]*(?:</?(?:section|div|center|article|br|hr|details|summary)\b[^>]*>[ \t]*)+$"
    r"|[ \t]*(?:--)?\{\{[^{}\n]*\}\}(?:--)?[ \t]*$",
    re.IGNORECASE,
)
"""A line that only lays out a page, or says when something is shown."""
_OPENED = re.compile(r"<(?:section|div|center)\b[^>]*(?<!/)>", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:section|div|center)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: ``[(X)] text`` of which one is right, or ``[[X]] text`` of several."""

    sign: str
    many: bool
    text: str
    indent: int
    bullet: bool


def choice_line(line: str) -> Choice | None:
    """The option that a line holds."""
    found = _CHOICE.match(line)
    if found is None:
        return None
    many = found["many"] is not None
    sign = found["many"] if many else found["one"]
    bullet = found["bullet"] is not None
    return Choice(sign, many, found["text"].strip(), len(found["indent"]), bullet)


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A line of a matrix: its cells, and the text after them. The first line names columns."""

    cells: tuple[str, ...]
    text: str

    @property
    def is_head(self) -> bool:
        """Whether the cells are names, not boxes."""
        return not self.text and any(cell.strip() not in ("", "x", "X") for cell in self.cells)


def matrix_line(line: str) -> MatrixLine | None:
    """The cells of ``[ [one] (two) ]`` or ``[ [X] [ ] ] text``; two or more, else None."""
    begin = _BULLET.match(line)
    if begin is None:
        return None
    position = begin.end() + 1
    cells: list[str] = []
    while position < len(line):
        char = line[position]
        if char in " \t":
            position += 1
        elif char == "]":
            text = line[position + 1 :]
            if len(cells) < 2 or text[:1] == "(":
                return None
            return MatrixLine(tuple(cells), clean(text).strip())
        elif char in "[(":
            end = _closing(line, position, char)
            if end is None:
                return None
            cells.append(line[position + 1 : end].strip())
            position = end + 1
        else:
            return None
    return None


def _closing(line: str, start: int, sign: str) -> int | None:
    """Where the bracket that opens at ``start`` is closed."""
    close = "]" if sign == "[" else ")"
    depth = 0
    for position in range(start, len(line)):
        depth += (line[position] == sign) - (line[position] == close)
        if depth == 0:
            return position
    return None


def quiz_line(line: str) -> bool:
    """Whether a line is an option, a hint or a row of a matrix."""
    if "[" not in line:
        return False
    return (
        choice_line(line) is not None
        or HINT.match(line) is not None
        or SCRIPTED.match(line) is not None
        or matrix_line(line) is not None
    )


def setext(lines: list[str], number: int) -> str | None:
    """The heading that a line is, underlined by the next."""
    if number + 1 >= len(lines) or not _UNDERLINE.match(lines[number + 1]):
        return None
    line = lines[number]
    bare = _COMMENT.sub("", line)
    if not bare.strip() or _NO_TITLE.match(bare) or _UNDERLINE.match(bare) or quiz_line(bare):
        return None
    return bare.strip()


def clean(line: str) -> str:
    """A line without comments, or nothing where it only lays out a page."""
    if "<!--" in line:
        line = _COMMENT.sub("", line)
    if _LAYOUT.match(line) or RULE.match(line):
        return ""
    return line.rstrip()


def depth_change(line: str) -> int:
    """How many boxes a line opens, less those that it closes."""
    if "<" not in line:
        return 0
    return len(_OPENED.findall(line)) - len(_CLOSED.findall(line))
