"""Identifiers written into a source once, so that they survive rewording and renaming."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.content.parser import markdown_it
from quizkit.markdown.attributes import split_attributes, write_id
from quizkit.markdown.blocks import Lines, iter_blocks
from quizkit.markdown.formatting import reads_alike
from quizkit.markdown.frontmatter import read_front_matter
from quizkit.markdown.writer import yaml_text
from quizkit.reading import Reading

_HINT = "quizkit import rewrites the file with headings"
_CLOSING = re.compile(r"(?:[ \t]+#+)?[ \t]*$")
_BRACES = re.compile(r"\{[^{}]*\}$")
_FENCE = re.compile(r"---[ \t]*$")


@dataclass(frozen=True, slots=True)
class Frozen:
    """The text with the identifiers, how many were written, and what could take none."""

    text: str
    written: int = 0
    without: tuple[str, ...] = ()


def freeze(reading: Reading) -> Frozen:
    """Write the identifiers of the quiz, its pools and its questions where none is written.

    They are those that the quiz has anyway, so that nothing changes in any target. Nothing else
    in the text is touched.
    """
    lines = reading.text.split("\n")
    written = 0
    nameless: list[int] = []
    without: list[str] = []
    for question in reading.questions:
        if question.explicit_id:
            continue
        number = question.span.line - 1
        heading = _named(lines[number], question.question.id) if question.level else None
        if heading is None:
            nameless.append(number + 1)
            continue
        lines[number] = heading
        written += 1
    written += _freeze_pools(reading, lines)
    text = "\n".join(lines)
    front = read_front_matter(text)
    if front.identifier is None and len(nameless) < len(reading.questions):
        named = with_front_matter(text, "identifier", yaml_text(reading.quiz.identifier))
        if read_front_matter(named).identifier is not None:
            text = named
            written += 1
        else:
            without.append("the front matter cannot be read, so the quiz gets no name there")
    if not reads_alike(reading, text):
        return Frozen(reading.text, 0, (f"with names it would read differently; {_HINT}",))
    return Frozen(text, written, (*_without(nameless), *without))


def _without(lines: list[int]) -> Iterator[str]:
    """What to say of questions that have no heading."""
    if len(lines) == 1:
        yield f"the question in line {lines[0]} has no heading that could hold its name; {_HINT}"
    elif lines:
        shown = ", ".join(map(str, lines[:5])) + (" ..." if len(lines) > 5 else "")
        yield (
            f"{len(lines)} questions have no heading that could hold a name (lines {shown}); {_HINT}"
        )


def with_front_matter(text: str, key: str, value: str) -> str:
    """A text whose front matter also says this; one is begun where there is none."""
    lines = text.split("\n")
    end = read_front_matter(text).end_line
    if end and _FENCE.fullmatch(lines[end - 1]):
        lines.insert(end - 1, f"{key}: {value}")
        return "\n".join(lines)
    return "\n".join(["---", f"{key}: {value}", "---", "", *lines])


def _named(line: str, name: str) -> str | None:
    """A heading's line with an identifier; None for a line that is no heading's text."""
    closing = _CLOSING.search(line) if line.lstrip().startswith("#") else None
    tail = line[closing.start() :] if closing else line[len(line.rstrip()) :]
    head = line[: len(line) - len(tail)]
    braces = _BRACES.search(head)
    if braces is not None and split_attributes(head)[0] != head:
        return f"{head[: braces.start()]}{{{write_id(name)} {braces[0][1:].lstrip()}{tail}"
    return f"{head} {{{write_id(name)}}}{tail}" if head.strip(" #") else None


def _freeze_pools(reading: Reading, lines: list[str]) -> int:
    """Name the pools, which otherwise go by their place."""
    groups = reading.quiz.groups
    if not groups:
        return 0
    headings: list[tuple[int, bool]] = []
    for block in iter_blocks(Lines(reading.text), markdown_it(), {}):
        if block.kind == "heading":
            attributes = split_attributes(block.inline)[1]
            if "group" in attributes.classes:
                headings.append((block.start, bool(attributes.id or attributes.get("id"))))
    if len(headings) != len(groups):
        return 0
    written = 0
    for group, (line, has_name) in zip(groups, headings, strict=True):
        named = None if has_name else _named(lines[line], group.id)
        if named is not None:
            lines[line] = named
            written += 1
    return written
