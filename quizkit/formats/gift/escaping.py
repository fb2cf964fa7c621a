"""GIFT as it is really read: escapes, and what has to stay out of a line.

Lines are trimmed, blank ones part questions and ``//`` begins a comment, so whatever an author
wrote stands in one line, its line breaks written ``\\n``.
"""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[\\~=#{}:\n]")
_CODED = re.compile(r"&&(?:010|035|058|061|123|125|126);")
_UNDONE = re.compile(r"\\(?=[~=#{}:n\\])")


def escaped(text: str) -> str:
    """Any text on one line, outside ordering items.

    Moodle needs a colon escaped in titles alone, and undoes it everywhere; other readers of
    GIFT stumble over one that is bare.
    """
    return _SPECIAL.sub(lambda m: "\\n" if m[0] == "\n" else f"\\{m[0]}", text)


def title(text: str) -> str:
    """A title between ``::`` and ``::``."""
    return escaped(text)


def rich(markup: str) -> str:
    """HTML in a question whose format is HTML; a bracket in front would be read as a format."""
    line = escaped(markup.strip())
    return f"[html]{line}" if line.startswith("[") else line


def item(markup: str) -> str:
    """HTML as an item of an ordering: a line of its own, in which escapes are never undone."""
    line = markup.strip().replace("{", "&#123;").replace("}", "&#125;").replace("\n", "&#10;")
    line = _UNDONE.sub("&#92;", line).replace("####", "&#35;###")
    if line == "0" or line.startswith("//"):
        line = f"&#{ord(line[0])};{line[1:]}"
    return line


def comment(text: str) -> str:
    """A value in ``[id:...]`` or ``[tag:...]``."""
    return text.rstrip("\\").replace("]", "\\]")


def is_unsayable(text: str) -> bool:
    """Whether plain text holds a code that GIFT keeps for itself and would turn into a sign."""
    return bool(_CODED.search(text))


def category(path: str) -> str:
    """A category's path, in which a backslash before a special sign would not be undone."""
    return _UNDONE.sub("\N{SET MINUS}", path)
