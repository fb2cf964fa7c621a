"""text2qti cut into marked pieces: what stands at the margin is the frame, the rest Markdown.

A mark (``1.``, ``*c)``, ``...``) begins a piece; lines indented below it, and blank lines
between them, belong to it. Comments and code to be run are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("question", re.compile(r"\d+\.[ \t]+")),
    ("key", re.compile(r"\*[a-zA-Z]\)[ \t]+")),
    ("option", re.compile(r"[a-zA-Z]\)[ \t]+")),
    ("checked", re.compile(r"\[\*\][ \t]+")),
    ("unchecked", re.compile(r"\[ ?\][ \t]+")),
    ("general", re.compile(r"\.\.\.[ \t]+")),
    ("correct", re.compile(r"\+[ \t]+")),
    ("incorrect", re.compile(r"-[ \t]+")),
    ("solution", re.compile(r"![ \t]+")),
    ("answer", re.compile(r"\*[ \t]+")),
    ("number", re.compile(r"=[ \t]+")),
    ("essay", re.compile(r"_{3,}[ \t]*$")),
    ("upload", re.compile(r"\^{3,}[ \t]*$")),
    ("group", re.compile(r"GROUP[ \t]*$")),
    ("end", re.compile(r"END_GROUP[ \t]*$")),
)
_SETTING = re.compile(
    r"(quiz title|quiz description|title|points|text title|text|pick|points per question"
    r"|shuffle answers|show correct answers|one question at a time|can't go back"
    r"|feedback is solution|solutions pick|solutions sample groups|solutions randomize groups)"
    r":[ \t]*",
    re.IGNORECASE,
)
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_TAB = 4


@dataclass
class Piece:
    """A mark with what stands behind and below it. ``line`` counts from 1.

    ``mark`` is one of the marks, the name of a setting in small letters, or nothing for a line
    that has neither.
    """

    mark: str
    line: int
    lines: list[str] = field(default_factory=list)
    column: int = 0

    @property
    def text(self) -> str:
        """The Markdown, without the indentation that all of it shares."""
        first, *rest = self.lines
        filled = [len(line) - len(line.lstrip(" ")) for line in rest if line.strip()]
        depth = min(filled, default=0)
        return "\n".join([first, *(line[depth:] for line in rest)]).strip()


def pieces(text: str, miss: Callable[[str, int], None]) -> Iterator[Piece]:
    """All pieces in order. ``miss`` is told of what is left out, with its line."""
    current: Piece | None = None
    blank = 0
    for number, line in _without_comments(text, miss):
        if not line.strip():
            blank += 1
            continue
        if line[0] == " " and current is not None:
            current.lines += [""] * blank + [line]
        else:
            if current is not None:
                yield current
            current = _marked(line, number)
        blank = 0
    if current is not None:
        yield current


def without_fences(text: str) -> str:
    """The text without its fenced code at the margin."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found is not None and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        elif not fence:
            kept.append(line)
    return "\n".join(kept)


def _without_comments(text: str, miss: Callable[[str, int], None]) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, tabs as blanks."""
    until: Callable[[str], bool] | None = None
    opened = 0
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip().expandtabs(_TAB)
        if until is not None:
            if until(line):
                until = None
            continue
        fence = _FENCE.match(line)
        if line == "COMMENT":
            until, opened = "END_COMMENT".__eq__, number
        elif fence is not None:
            run = ".run" in fence[2]
            miss("code to be run, which may write questions" if run else "a block of code", number)
            until, opened = _closes(fence[1]), number
        elif not line.startswith("%"):
            yield number, line
    if until is not None:
        miss("a comment or a block of code that does not end", opened)


def _closes(fence: str) -> Callable[[str], bool]:
    def closes(line: str) -> bool:
        return line.startswith(fence) and not line.strip(fence[0])

    return closes


def _marked(line: str, number: int) -> Piece:
    setting = _SETTING.match(line)
    if setting is not None:
        return Piece(setting[1].lower(), number, [line[setting.end() :]])
    for mark, pattern in _MARKS:
        found = pattern.match(line)
        if found is not None:
            return Piece(mark, number, [line[found.end() :]])
    return Piece("", number, [line])
