r"""Text that follows a marker in its line: no list, heading or quote can begin there.

In ``- ✅ 2. Person`` the ``2.`` is text, for the paragraph began with the marker. Once the
marker is taken off, Markdown would make a list of it; so what would begin a block is escaped.
"""

from __future__ import annotations

import re

_STARTS = re.compile(
    r"(?P<number>[0-9]{1,9})(?=[.)](?:[ \t]|$))"
    r"|(?=[-+*](?:[ \t]|$))"
    r"|(?=\#{1,6}(?:[ \t]|$))"
    r"|(?=>)"
    r"|(?=(?P<rule>[-_*])(?:[ \t]*(?P=rule)){2,}[ \t]*$)"
    r"|(?=\[[^\]]+\]:)"
)
_ESCAPED = re.compile(r"(?:[0-9]{1,9}(?=\\[.)](?:[ \t]|$))|(?=\\(?:[-+]|\#{1,6})[ \t]))\\")


def as_text(line: str) -> str:
    """The Markdown that reads as the line does behind a marker."""
    found = _STARTS.match(line)
    return f"{line[: found.end()]}\\{line[found.end() :]}" if found else line


def behind_marker(line: str) -> str:
    """The inverse, where it is plain: a first line as it may be written behind a marker."""
    found = _ESCAPED.match(line)
    return line[: found.end() - 1] + line[found.end() :] if found else line
