"""Options written with the bullets and marks that an author uses."""

from __future__ import annotations

import re

_OPTION = re.compile(r"^([-*+][ \t]+)(✅|❌|⚠️?|\[[ xX]\]|=|≠)(?=\s)", re.MULTILINE)
_TASKS = {"✅": "[x]", "❌": "[ ]"}


def in_bullets_of(author: str, text: str) -> str:
    """A question's text with the bullets that the author's own text has throughout.

    ``text`` is as the writer makes it; where the author mixes bullets it stays.
    """
    found = _OPTION.findall(author)
    bullets = {bullet.replace("\t", "    ") for bullet, _ in found}
    marks = {mark for _, mark in found}
    bullet = bullets.pop() if len(bullets) == 1 else "- "
    tasks = bool(marks) and marks <= {"[x]", "[X]", "[ ]"}
    if bullet == "- " and not tasks:
        return text
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        option = _OPTION.match(line)
        if option is not None and option[1] == "- ":
            inside = True
            mark = _TASKS.get(option[2], option[2]) if tasks else option[2]
            line = bullet + mark + line[option.end() :]
        elif inside and line.startswith("  "):
            line = " " * len(bullet) + line[2:]
        elif line:
            inside = False
        lines.append(line)
    return "\n".join(lines)
