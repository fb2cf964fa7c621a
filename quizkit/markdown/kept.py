"""What a Markdown source holds outside its questions, and whether a rewriting keeps it."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path

from quizkit.decode import decode
from quizkit.markdown.dialects import own_syntax
from quizkit.markdown.frontmatter import read_front_matter
from quizkit.markdown.reader import read_markdown

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_STRAY = "QK114"


def lost_in_rewriting(source: Path, text: str) -> tuple[str, ...]:
    """Comments and stray text of a source that ``text`` does not hold, a line about each."""
    original = decode(source.read_bytes(), path=source.name).text
    reading = read_markdown(original, path=source.name)
    keys, marks = own_syntax(reading.dialect) if reading.dialect else ((), re.compile(r"(?!)"))
    found: list[tuple[int, str]] = []
    kept = {" ".join(comment.split()) for comment in _COMMENT.findall(text)}
    bare = _FENCED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), original)
    for match in _COMMENT.finditer(bare):
        words = " ".join(match[1].split())
        if words and words not in kept and not marks.fullmatch(words):
            found.append((bare.count("\n", 0, match.start()) + 1, "this comment"))
    if reading.dialect:
        found = _spoken_to_tool(found, reading.dialect)
    found += _foreign_keys(original, keys)
    found += ((line, "this comment of the front matter") for line in _yaml_comments(original))
    for diagnostic in reading.diagnostics:
        if diagnostic.code == _STRAY:
            found.append((diagnostic.span.line, "what stands outside the questions"))
    found += ((line, "this heading") for line in _lost_headings(bare, text, marks))
    return tuple(f"line {line}: {what} would be lost" for line, what in sorted(set(found)))


def _spoken_to_tool(comments: list[tuple[int, str]], dialect: str) -> list[tuple[int, str]]:
    """Comments as one finding: in another tool's syntax most of them lay out its pages."""
    if not comments:
        return []
    more = f" and {len(comments) - 1} more" if len(comments) > 1 else ""
    return [(comments[0][0], f"this comment{more} (mostly for {dialect})")]


def _foreign_keys(text: str, known: Container[str]) -> list[tuple[int, str]]:
    """Keys of the front matter that only another tool knows, beside those that were read."""
    lost = ", ".join(k for k in read_front_matter(text, foreign=True).other if k not in known)
    return [(1, f"what the front matter says of {lost}")] if lost else []


def _lost_headings(original: str, text: str, marks: re.Pattern[str]) -> list[int]:
    """The lines of headings, from 1, of whose words the new text does not have one."""
    there = {word.casefold() for word in _WORD.findall(text)}
    first = read_front_matter(original, foreign=True).end_line
    return [
        number
        for number, line in enumerate(original.split("\n"), 1)
        if number > first
        and line.startswith("#")
        and not marks.fullmatch(line)
        and (words := {word.casefold() for word in _WORD.findall(line)})
        and not words & there
    ]


def _yaml_comments(text: str) -> list[int]:
    """The lines of comments in the front matter, from 1."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return []
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    return [n + 1 for n in range(1, end) if lines[n].lstrip().startswith("#")]
