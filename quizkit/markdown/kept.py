"""What a Markdown source holds outside its questions, and whether a rewriting keeps it."""

from __future__ import annotations

import re
from pathlib import Path

from quizkit.decode import decode
from quizkit.markdown.reader import read_markdown

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_STRAY = "QK114"


def lost_in_rewriting(source: Path, text: str) -> tuple[str, ...]:
    """Comments and stray text of a source that ``text`` does not hold, a line about each."""
    original = decode(source.read_bytes(), path=source.name).text
    found: list[tuple[int, str]] = []
    kept = {" ".join(comment.split()) for comment in _COMMENT.findall(text)}
    bare = _FENCED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), original)
    for match in _COMMENT.finditer(bare):
        words = " ".join(match[1].split())
        if words and words not in kept:
            found.append((bare.count("\n", 0, match.start()) + 1, "this comment"))
    found += ((line, "this comment of the front matter") for line in _yaml_comments(original))
    for diagnostic in read_markdown(original, path=source.name).diagnostics:
        if diagnostic.code == _STRAY:
            found.append((diagnostic.span.line, "what stands outside the questions"))
    return tuple(f"line {line}: {what} would be lost" for line, what in sorted(set(found)))


def _yaml_comments(text: str) -> list[int]:
    """The lines of comments in the front matter, from 1."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return []
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    return [n + 1 for n in range(1, end) if lines[n].lstrip().startswith("#")]
