"""Content as plain text in reading order, for places where no markup may stand."""

from __future__ import annotations

import re
from html import unescape

from quizkit.content.elements import BLOCKS
from quizkit.content.markup import PIECE, attributes, legal_text
from quizkit.content.normal import Normal

_BLANK = re.compile(r"[ \t\n\r\f]+")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "ère", "ème"})
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_RAISABLE = frozenset("0123456789+-−=()ni")


def plain_text(form: Normal) -> str:
    """Text of a normal form.

    One line for each paragraph, list item and row of a table (cells split by a bar); code
    keeps its spaces; formulas are TeX, images their descriptions; ``10^3^`` is 10³.
    """
    writer = _Plain()
    for slash, name, written, run in PIECE.findall(form.markup):
        if run:
            writer.text(unescape(run) if "&" in run else run)
        elif slash:
            writer.close(name)
        else:
            writer.open(name, written)
    return legal_text(writer.finish())


class _Plain:
    """Lines under construction."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.mark = ""
        self.lists: list[int | None] = []
        """The number before each open list's next item; None for bullets."""
        self.verbatim = 0
        self.pre = 0
        self.cells: list[bool] = []
        """For each open row, whether a cell of it has begun."""
        self.raised: list[int] = []
        self.formula = 0

    def text(self, run: str) -> None:
        if self.pre:
            first, *rest = run.split("\n")
            self.line.append(first)
            for line in rest:
                self._end_line(keep=True)
                self.line.append(line)
        elif self.verbatim:
            self.line.append(run)
        else:
            run = _BLANK.sub(" ", run)
            if run[0] == " " and (not self.line or self.line[-1].endswith(" ")):
                run = run[1:]
            if run:
                self.line.append(run)

    def open(self, name: str, written: str) -> None:
        if name in BLOCKS:
            self._open_block(name, written)
        elif name in ("td", "th"):
            if self.cells and self.cells[-1]:
                self._trim()
                self.line.append(" | ")
            if self.cells:
                self.cells[-1] = True
        elif name == "br":
            self._break()
        elif name in ("code", "kbd", "samp"):
            self.verbatim += 1
        elif name == "img":
            self.text(attributes(written).get("alt", "") or " ")
        elif name in ("sup", "annotation"):
            self.raised.append(len(self.line))
        elif name == "math":
            self.formula = len(self.line)
        elif name == "q":
            self.line.append("“")

    def _open_block(self, name: str, written: str) -> None:
        self._break()
        if name in ("ul", "ol"):
            start = attributes(written).get("start", "1") if name == "ol" else ""
            number = int(start) if re.fullmatch(r"-?[0-9]{1,9}", start) else 1
            self.lists.append(number if name == "ol" else None)
        elif name == "li":
            self._open_item()
        elif name == "tr":
            self.cells.append(False)
        elif name == "pre":
            self.pre += 1

    def _open_item(self) -> None:
        indent = "  " * max(len(self.lists) - 1, 0)
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.mark = f"{indent}- "
        else:
            self.mark = f"{indent}{number}. "
            self.lists[-1] = number + 1

    def close(self, name: str) -> None:
        if name in BLOCKS:
            self._close_block(name)
        elif name in ("code", "kbd", "samp"):
            self.verbatim = max(self.verbatim - 1, 0)
        elif name == "sup" and self.raised:
            self._raise(self.raised.pop())
        elif name == "annotation" and self.raised:
            # A formula's own TeX, where it is given, instead of its symbols in a row.
            self.line[self.formula :] = self.line[self.raised.pop() :]
        elif name == "q":
            self.line.append("”")

    def _close_block(self, name: str) -> None:
        if name == "pre":
            self.pre = max(self.pre - 1, 0)
            self._end_line(keep=bool("".join(self.line).strip()))
            return
        if name == "tr" and self.cells:
            self.cells.pop()
        self._break()
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()

    def _raise(self, start: int) -> None:
        inner = "".join(self.line[start:])
        before = "".join(self.line[:start])[-1:]
        if not inner or (before.isdigit() and inner.lower() in _ORDINALS):
            return
        if all(char in _RAISABLE for char in inner):
            self.line[start:] = [inner.translate(_RAISED)]
        else:
            self.line[start:] = [f"^{inner}" if inner.isalnum() else f"^({inner})"]

    def _break(self) -> None:
        if self.cells and self.cells[-1]:
            self.text(" ")
        else:
            self._end_line(keep=False)

    def _trim(self) -> None:
        while self.line and not self.line[-1].strip():
            self.line.pop()
        if self.line:
            self.line[-1] = self.line[-1].rstrip(" ")

    def _end_line(self, *, keep: bool) -> None:
        """Finish a line; an empty one only counts with ``keep``."""
        if not keep:
            self._trim()
        line = "".join(self.line)
        self.line = []
        self.raised = []
        if line or keep:
            indent = self.mark or "  " * len(self.lists)
            self.lines.append(indent + line if line or self.mark else "")
            self.mark = ""

    def finish(self) -> str:
        self._end_line(keep=False)
        return "\n".join(self.lines)
