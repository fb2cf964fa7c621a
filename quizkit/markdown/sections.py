"""A source cut at its headings, and the questions without headings that a section holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.utils import EnvType

from quizkit.markdown.attributes import NO_ATTRIBUTES, split_attributes
from quizkit.markdown.blocks import Block, Lines, iter_blocks

_HEADING = re.compile(r"#{2,6}[ \t]+\S")
_CLOSING_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})\s*$")
_MOST_RECOVERIES = 20
_VERDICT = re.compile(r"\*\*[^*]+:\*\*|\*\*[^*]+\*\*\s*:")


class Section:
    """A heading (none for what stands before the first) and the blocks up to the next.

    ``number`` is set for a question without a heading that begins with a number. ``unclosed``
    holds the lines of fences that are never closed, ``rules`` those of lines that ``---``
    below them made headings.
    """

    __slots__ = (
        "attributes", "blocks", "bold_answer", "level", "line", "may_ask", "number", "rules", "text", "unclosed",
    )  # fmt: skip

    def __init__(self, heading: Block | None, *, line: int = 0, number: int | None = None) -> None:
        self.blocks: list[Block] = []
        self.line = heading.start if heading else line
        self.level = heading.level if heading else 0
        self.number = number
        text = heading.inline if heading else ""
        self.text, self.attributes = split_attributes(text) if text else ("", NO_ATTRIBUTES)
        self.unclosed: list[tuple[int, int]] = []
        self.rules: list[int] = []
        self.bold_answer = False
        """Whether it is taken to ask because one item of its list is bold."""
        self.may_ask: bool | None = None
        """Whether it may hold options, once that has been looked at."""

    @property
    def source(self) -> str:
        """The source of its blocks, from the first to the last."""
        first, last = self.blocks[0], self.blocks[-1]
        if first.lines is last.lines:
            return first.lines.slice(first.start, last.end)
        return "\n".join(block.text for block in self.blocks)


def iter_sections(lines: Lines, md: MarkdownIt, env: EnvType, first: int) -> Iterator[Section]:
    """The sections of a text, in order.

    A fence that is never closed would swallow every question after it; it is taken to end
    before the next heading that looks like one.
    """
    section = Section(None, line=first)
    start: int | None = first
    recoveries = 0
    while start is not None:
        blocks = iter_blocks(lines, md, env, start)
        start = None
        for block in blocks:
            if block.kind == "fence" and block.end >= lines.end and recoveries < _MOST_RECOVERIES:
                heading = _swallowed_heading(block)
                if heading is not None:
                    recoveries += 1
                    section.unclosed.append((block.start, _count_headings(block)))
                    block.end = heading
                    section.blocks.append(block)
                    start = heading
                    break
            if block.kind != "heading":
                section.blocks.append(block)
            elif _is_verdict(block):
                section.rules.append(block.end - 1)
                section.blocks.append(block.as_paragraph())
            else:
                yield section
                section = Section(block)
    yield section


def _swallowed_heading(fence: Block) -> int | None:
    """Where a heading stands in a fence without an end; None for a closed or harmless one."""
    if _CLOSING_FENCE.match(fence.lines[fence.end - 1]) and fence.end - fence.start > 1:
        return None
    for number in range(fence.start + 1, fence.end):
        if _HEADING.match(fence.lines[number]) and fence.lines.blank(number - 1):
            return number
    return None


def _count_headings(fence: Block) -> int:
    return sum(
        _HEADING.match(fence.lines[n]) is not None for n in range(fence.start + 1, fence.end)
    )


def _is_verdict(heading: Block) -> bool:
    """A paragraph directly above ``---`` is a heading to Markdown, seldom to its author."""
    if not heading.underlined:
        return False
    return "\n" in heading.inline or _VERDICT.match(heading.inline) is not None


_DIGIT_NEAR = re.compile(r"\D{0,40}+\d")
"""What every number at the beginning needs, cheaply seen."""
_NUMBER = re.compile(
    r"^(?P<bold>\*\*|__)?(?P<word>[^\W\d_](?:(?:[^\W\d_]|(?-i:[\u0300-\u036f\u064b-\u0652\u0900-\u0dff])){1,14}+\.?)?[ \t]*"
    r"(?:(?:no|nr|num|number|nº|n°|số|hỏi|question)\b\.?[ \t]*)?)?"
    r"(?:№|#)?[ \t]*(?:\d{1,2}\.){0,2}(?P<n>\d{1,4})"
    r"(?P<aside>(?:\*\*|__)?[ \t]*[*_]{0,2}[(（\[][^()（）\[\]\n]{1,40}[)）\]](?!\()[*_]{0,2}(?<!\*\*)(?<!__)[ \t★☆⭐]*)?"
    r"(?:[.):：、](?![/\d])(?:[-–—](?=\s))?|題|题|(?(word)(?=(?:\*\*|__)?[ \t]*(?:\n|$))|(?!)))"
    r"[ \t]*(?P<after>\*\*|__)?[ \t]*"
    r"|^第(?P<cn>\d{1,4})[题題問问][.:：]?[ \t]*",
    re.IGNORECASE,
)
"""``7.``, ``**Q7.**``, ``**Q7 (easy).**``; without a stop only on a line of its own."""


def take_number(text: str) -> tuple[int | None, str]:
    """The number that a paragraph begins with (``7.``, ``**Q7.**``, ``第7题``), and the rest.

    What stands in brackets beside the number belongs to the rest.
    """
    match = _NUMBER.match(text) if _DIGIT_NEAR.match(text) else None
    if match is None:
        return None, text
    bold = match["bold"] or ""
    rest = text[match.end() :]
    aside = (match["aside"] or "").strip(" \t*_★☆⭐")
    closed = match["after"] or (match["aside"] or "").startswith(("**", "__"))
    if bold and not closed:
        rest = bold + rest
    elif match["after"] and not bold:
        rest = text[match.start("after") :]
    if aside:
        rest = f"{aside} {rest}".rstrip()
    return int(match["n"] or match["cn"]), rest


def nested(text: str, line: int, md: MarkdownIt, env: EnvType) -> list[Block]:
    """The blocks of a list item's dedented text, whose first line is ``line`` of the source."""
    return list(iter_blocks(Lines(text, line), md, env))
