"""Where the gaps of a cloze stand in raw Markdown: ``{= Paris | = Lutetia 50%}``.

Only running text holds gaps; code, math and HTML tags do not, nor does ``\\{``. Braces inside
a gap may nest as long as they pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from quizkit.content.parser import markdown_it
from quizkit.markdown.attributes import NO_ATTRIBUTES, Attributes, split_attributes
from quizkit.markdown.blocks import Lines, simple_block
from quizkit.markdown.items import ACCEPTED, Markers

STANDARD = Markers()
KEYS = ("weight", "fixed", "points", "case", "gap", "id")
"""Attributes of an alternative, or of its gap."""
_LONGEST_MARKER = 40
_NO_BLANK = re.compile(r"\S")
_OPAQUE_HTML = re.compile(r"<(?:script|pre|style|textarea)\b|<!|<\?", re.IGNORECASE)
_CODE_TAG = re.compile(r"<(code|pre|kbd|samp|script|style)\b", re.IGNORECASE)
_CELL_BAR = re.compile(r"(?<!\\)\|")
_LINE_BREAK = re.compile(r"[ \t]*\n(?:[ \t]*>)*[ \t]*")
_PERCENT = re.compile(r"\s([-+−]?[0-9]+(?:[.,][0-9]+)?\s?%)$")
_TOLERANCE_SIGN = re.compile(r"[±/+-]$")
_BARE_ESCAPES = re.compile(r"(?<=[\s])\\(>)(?=\s)|\\([{}%])|(`+).*?\3", re.DOTALL)


class RawAlternative(NamedTuple):
    """One alternative as written. ``role`` is a Role's value, ``=`` or ``≠``, or None.

    ``percent`` is what stands at the end of the text and may be its weight; ``offset`` counts
    from the start of the Markdown.
    """

    offset: int
    role: str | None
    text: str
    percent: str = ""
    feedback: str = ""
    attributes: Attributes = NO_ATTRIBUTES


class RawGap(NamedTuple):
    """Braces that begin like a gap, from ``start`` up to ``end``; unclosed ones have no end."""

    start: int
    end: int
    alternatives: tuple[RawAlternative, ...] = ()
    closed: bool = True


@dataclass(slots=True)
class Region:
    """A stretch of running text, such as a paragraph or a row of a table."""

    start: int
    end: int
    table: bool = False


@dataclass(slots=True)
class _Opened:
    start: int
    depth: int = 1
    bars: list[tuple[int, int]] = field(default_factory=list)
    feedbacks: list[int] = field(default_factory=list)


@lru_cache(maxsize=16)
def find_gaps(markdown: str, markers: Markers = STANDARD) -> tuple[RawGap, ...]:
    """The gaps of a text in order, the unclosed ones too.

    Asked twice about a text: whether it has any, then for them.
    """
    if not any(
        opens_gap(markdown, found.start(), markers) for found in re.finditer(r"\{", markdown)
    ):
        return ()
    gaps = [gap for region in regions(markdown) for gap in _gaps_in(markdown, region, markers)]
    return tuple(sorted(gaps, key=lambda gap: gap.start))


def opens_gap(text: str, brace: int, markers: Markers) -> bool:
    """Whether a brace begins a gap: a marker follows, and it is neither doubled nor escaped.

    A brace right after code is Pandoc's raw attribute, as in ```<br>`{=html}``.
    """
    before = brace
    while before and text[before - 1] == "\\":
        before -= 1
    if (brace - before) % 2 or (brace and text[brace - 1] in "{`"):
        return False
    after = text[brace + 1 : brace + 1 + _LONGEST_MARKER].lstrip()
    return split_marker(after, markers) is not None


def split_marker(text: str, markers: Markers) -> tuple[str, int] | None:
    """The role that a text begins with, and where what follows begins.

    Inside braces ``=`` needs no space after it: nothing else in Markdown looks like that.
    """
    found = markers.split(text)
    if found is not None:
        return found[0], found[2]
    if text.startswith(ACCEPTED) and text[1:2] not in ("=", ">"):
        return ACCEPTED, 1
    return ("≠", 1) if text.startswith("≠") else None


def regions(markdown: str) -> list[Region]:
    """The stretches of a text where gaps may stand, as the block rules see them."""
    lines = Lines(markdown)
    block = simple_block(lines, 0) if markdown[:1] not in ("", "\n") else None
    if block is not None and block.kind == "paragraph" and block.end == lines.end:
        return [Region(0, len(markdown))]
    md = markdown_it()
    tokens: list[Token] = []
    md.block.parse(markdown, md, {}, tokens)
    starts = [0, *(found.end() for found in re.finditer("\n", markdown)), len(markdown)]
    found: list[Region] = []
    in_table = False
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            in_table = token.nesting > 0
        row = token.type == "tr_open"
        text = token.type == "inline" and not in_table
        html = token.type == "html_block" and not _OPAQUE_HTML.match(token.content.lstrip())
        if token.map and (row or text or html):
            first, last = token.map
            end = starts[min(last, len(starts) - 1)]
            found.append(Region(starts[first], end, table=row))
    return found


def plain_positions(text: str, region: Region, chars: str) -> Iterator[int]:
    r"""Positions of the characters that stand in running text, outside code, math and tags.

    Escaped ones are left out, but ``\|`` is where its backslash stands. Code ends with its
    cell in a table, and the bars between cells are given too.
    """
    start = region.start
    while True:
        bar = _CELL_BAR.search(text, start, region.end) if region.table else None
        end = bar.start() if bar else region.end
        for position in _plain_in(text[start:end], chars):
            yield start + position
        if bar is None:
            return
        if "|" in chars:
            yield end
        start = end + 1


def _plain_in(text: str, chars: str) -> Iterator[int]:
    md = markdown_it()
    state = StateInline(text, md, {}, [])
    stop = re.compile(rf"[\\`$<{re.escape(chars)}]")
    position = 0
    while found := stop.search(text, position):
        here = found.start()
        char = text[here]
        if char == "\\":
            if text[here + 1 : here + 2] == "|" and "|" in chars:
                yield here
            position = here + 2
        elif char in "`$<":
            state.pos = here
            md.inline.skipToken(state)
            position = _after_code_tag(text, here, state.pos)
        else:
            yield here
            position = here + 1


def _after_code_tag(text: str, start: int, end: int) -> int:
    """Past the closing tag of raw HTML that holds code; ``end`` for anything else."""
    tag = _CODE_TAG.match(text, start) if end > start + 1 else None
    if tag is None:
        return end
    close = re.compile(rf"</{tag[1]}\s*>", re.IGNORECASE).search(text, end)
    return close.end() if close else end


def _gaps_in(text: str, region: Region, markers: Markers) -> Iterator[RawGap]:
    """The gaps of one region. None holds another: where one begins, the last is unclosed."""
    opened: _Opened | None = None
    for position in plain_positions(text, region, "{}|>"):
        char = text[position]
        if char == "{":
            if opens_gap(text, position, markers):
                if opened is not None:
                    yield RawGap(opened.start, opened.start + 1, closed=False)
                opened = _Opened(position)
            elif opened is not None:
                opened.depth += 1
        elif opened is None:
            continue
        elif char == "}":
            opened.depth -= 1
            if opened.depth == 0:
                yield _close(text, opened, position, region, markers)
                opened = None
        elif opened.depth == 1:
            _note(text, opened, position)
    if opened is not None:
        yield RawGap(opened.start, opened.start + 1, closed=False)


def _note(text: str, opened: _Opened, position: int) -> None:
    """Keep a bar or ``>`` that has white space on both sides."""
    after = position + 2 if text[position] == "\\" else position + 1
    if not text[position - 1].isspace() or text[after : after + 1].strip(" \t\n}"):
        return
    if text[position] != ">":
        opened.bars.append((position, after))
    elif text[text.rfind("\n", 0, position) + 1 : position].strip(" \t>"):
        # At the start of a line it is the block quote's that the gap stands in.
        opened.feedbacks.append(position)


def _close(text: str, opened: _Opened, end: int, region: Region, markers: Markers) -> RawGap:
    starts = [opened.start + 1, *(after for _, after in opened.bars)]
    stops = [*(before for before, _ in opened.bars), end]
    alternatives = []
    for start, stop in zip(starts, stops, strict=True):
        found = _NO_BLANK.search(text, start, stop)
        begin = found.start() if found else start
        marker = split_marker(text[begin:stop], markers)
        role, skip = marker or (None, 0)
        split = next((n for n in opened.feedbacks if begin + skip < n < stop), stop)
        body = _one_line(text[begin + skip : split], region)
        feedback = _one_line(text[split + 1 : stop], region)
        body, attributes = split_attributes(body)
        if not attributes:
            feedback, attributes = _late_attributes(feedback)
        body, percent = _split_percent(body)
        alternatives.append(
            RawAlternative(begin, role, bare(body), percent, bare(feedback), attributes)
        )
    return RawGap(opened.start, end + 1, tuple(alternatives))


def _late_attributes(feedback: str) -> tuple[str, Attributes]:
    """Attributes that were written behind the feedback; braces with anything else are text."""
    text, attributes = split_attributes(feedback)
    known = all(key in KEYS for key, _ in attributes.pairs) and set(attributes.classes) <= {"text"}
    if attributes.pairs and known and not attributes.unread:
        return text, attributes
    return feedback, NO_ATTRIBUTES


def _split_percent(body: str) -> tuple[str, str]:
    """Text and the percentage at its end, unless that is a tolerance or stands alone."""
    found = _PERCENT.search(body) if body.endswith("%") else None
    text = body[: found.start()].rstrip() if found else ""
    if found is None or not text or _TOLERANCE_SIGN.search(text):
        return body, ""
    return text, found[1]


def _one_line(text: str, region: Region) -> str:
    line = _LINE_BREAK.sub(" ", text).strip()
    return line.replace("\\|", "|") if region.table else line


def bare(text: str) -> str:
    r"""Text without the escapes that only a gap needs: ``\{``, ``\}``, ``\%``, `` \> ``."""
    return _BARE_ESCAPES.sub(lambda found: found[1] or found[2] or found[0], text)
