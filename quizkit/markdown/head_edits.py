"""Edits of what a source says of the whole quiz: its title, description, settings and pools.

Each gives texts that may say the new thing, the one that changes least first; whoever calls
takes the first that reads back as it should. Nothing but the place concerned is touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizkit.content.parser import markdown_it
from quizkit.markdown.attributes import split_attributes, write_attribute
from quizkit.markdown.blocks import Lines, iter_blocks
from quizkit.markdown.freeze import with_front_matter
from quizkit.markdown.frontmatter import read_front_matter
from quizkit.markdown.writer import yaml_block, yaml_text
from quizkit.token_merge import merge_texts

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

_ATX = re.compile(r"([ \t]{0,3}#{1,6}[ \t]+)(.*?)((?:[ \t]+#+)?[ \t]*)")
_BRACES = re.compile(r"[ \t]*\{[^{}]*\}$")
_COMMENT_AFTER = re.compile(r"[ \t]*(#[^\n]*)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's line, counted from 0, its level, and whether it opens a pool."""

    line: int
    level: int
    pool: bool


def headings(text: str) -> Iterator[Heading]:
    """The headings of a text, in their order."""
    lines = Lines(text)
    for block in iter_blocks(lines, markdown_it(), {}, read_front_matter(text).end_line):
        if block.kind == "heading":
            attributes = split_attributes(block.inline)[1]
            yield Heading(block.start, block.level, "group" in attributes.classes)


# -- title and description --------------------------------------------------------------------


def title_edits(text: str, old: str, new: str) -> Iterator[str]:
    """Texts with another title, where it stands; below the front matter where there is none."""
    if read_front_matter(text).title:
        yield from _front_edits(text, ("title",), yaml_text(new))
        return
    first = next(headings(text), None)
    if first is not None and first.level == 1 and not first.pool:
        yield from (_with_line(text, first.line, line) for line in _reworded(text, first, old, new))
    elif not old:
        yield _inserted(text, read_front_matter(text).end_line, f"# {new}")
    yield with_front_matter(text, "title", yaml_text(new))


def _reworded(text: str, heading: Heading, old: str, new: str) -> Iterator[str]:
    """A heading's line with another text, and its marks and attributes as they were."""
    line = text.split("\n")[heading.line]
    found = _ATX.fullmatch(line)
    head, body, tail = found.groups() if found else ("", line.rstrip(), "")
    braces = _BRACES.search(body)
    if braces is not None and split_attributes(body)[0] != body:
        body, tail = body[: braces.start()], braces[0] + tail
    changed = merge_texts(old, body, new)
    for words in dict.fromkeys((changed, new)):
        if words:
            yield f"{head}{words}{tail}"


def description_edits(text: str, old: str, new: str, end: int) -> Iterator[str]:
    """Texts with another description: under its key, or before line ``end``, counted from 0.

    ``old`` and ``new`` are Markdown, empty for none.
    """
    front = read_front_matter(text)
    if front.description:
        if new:
            yield from _front_edits(text, ("description",), yaml_block(new))
        else:
            yield from _front_removals(text, ("description",))
        return
    lines = text.split("\n")
    start = front.end_line
    title = next((h for h in headings(text) if h.line < end and h.level == 1 and not h.pool), None)
    if title is not None:
        start = title.line + 1
        if not _ATX.fullmatch(lines[title.line]):
            start += 1
    if not old:
        yield _inserted(text, start, new)
        yield with_front_matter(text, "description", yaml_block(new))
        return
    part = "\n".join(lines[start:end])
    changes = [merge_texts(old, part, new), _swapped(part, old, new)]
    for changed in changes if new else reversed(changes):
        if changed is not None:
            yield "\n".join([*lines[:start], *changed.split("\n"), *lines[end:]])


def _swapped(part: str, old: str, new: str) -> str | None:
    if part.count(old) != 1:
        return None
    if new:
        return part.replace(old, new)
    before, after = part.split(old)
    return f"{before.rstrip()}\n\n{after.lstrip()}" if before.strip() else f"\n{after.lstrip()}"


def _inserted(text: str, line: int, block: str) -> str:
    """A block of lines before a line, with blank lines around it."""
    lines = text.split("\n")
    before, after = lines[:line], lines[line:]
    while after and not after[0].strip():
        after.pop(0)
    gap = [""] if before and before[-1].strip() else []
    return "\n".join([*before, *gap, *block.split("\n"), "", *after])


def _with_line(text: str, number: int, line: str) -> str:
    lines = text.split("\n")
    lines[number] = line
    return "\n".join(lines)


# -- settings ---------------------------------------------------------------------------------


def setting_edits(text: str, key: str, value: str | None) -> Iterator[str]:
    """Texts with another value of a setting, in YAML; None removes it."""
    if value is None:
        yield from _front_removals(text, ("settings", key))
    else:
        yield from _front_edits(text, ("settings", key), value)
        yield from _front_additions(text, key, value)


def _front_edits(text: str, path: tuple[str, ...], value: str) -> Iterator[str]:
    """Texts with another value of a key that is there."""
    found = _found(text, path)
    if found is None:
        return
    _, node, offset = found[-1]
    start, end = offset + node.start_mark.index, offset + node.end_mark.index
    written = text[start:end]
    old = str(node.value)
    plain = getattr(node, "style", None) is not None and not value.startswith("|")
    if plain and written[:1] in "\"'" and value[:1] not in "\"'":
        value = f"{written[0]}{value}{written[0]}"
    elif written[:1] in "|>" and written[:1]:
        new = str(_loaded(value))
        merged = merge_texts(old, written, new)
        if merged is not None:
            yield text[:start] + merged + text[end:]
        value = value.rstrip("\n") + "\n"
    yield text[:start] + value + text[end:]


def _loaded(value: str) -> object:
    import yaml

    return yaml.safe_load(f"x: {value}\n")["x"]


def _front_additions(text: str, key: str, value: str) -> Iterator[str]:
    """Texts with a setting that is not there yet."""
    from yaml.nodes import MappingNode, ScalarNode

    found = _found(text, ("settings",))
    if found is None:
        yield with_front_matter(text, "settings", f"\n  {key}: {value}").replace(
            "settings: \n", "settings:\n", 1
        )
        return
    name, node, offset = found[-1]
    if isinstance(node, ScalarNode) and not node.value:
        line = text.count("\n", 0, offset + name.start_mark.index)
        lines = text.split("\n")
        lines.insert(line + 1, f"  {key}: {value}")
        yield "\n".join(lines)
    elif isinstance(node, MappingNode) and node.flow_style:
        end = offset + node.end_mark.index - 1
        inside = text[:end].rstrip()
        comma = ", " if node.value else ""
        yield f"{inside}{comma}{key}: {value}{text[len(inside) : end]}{text[end:]}"
    elif isinstance(node, MappingNode) and node.value:
        last_key, last = node.value[-1]
        lines = text.split("\n")
        line = text.count("\n", 0, offset + last.start_mark.index)
        lines.insert(line + 1, f"{' ' * last_key.start_mark.column}{key}: {value}")
        yield "\n".join(lines)


def _front_removals(text: str, path: tuple[str, ...]) -> Iterator[str]:
    """Texts without a key. A comment behind it stays; so does one above it."""
    found = _found(text, path)
    if found is None:
        return
    name, node, offset = found[-1]
    if len(found) > 1 and getattr(found[-2][1], "flow_style", False):
        yield from _flow_removal(text, found[-2][1], name, offset)
        return
    lines = text.split("\n")
    first = text.count("\n", 0, offset + name.start_mark.index)
    end = offset + node.end_mark.index
    last = text.count("\n", 0, end)
    rest = _COMMENT_AFTER.match(text, end)
    comment = rest[1] if rest is not None and text[end - 1 : end] != "\n" else None
    kept = [lines[first][: name.start_mark.column] + comment] if comment else []
    stop = last if text[end - 1 : end] == "\n" else last + 1
    siblings = len(found[-2][1].value) if len(found) > 1 else 2
    if siblings == 1 and not kept and first and lines[first - 1].rstrip() == "settings:":
        first -= 1
    without = [*lines[:first], *kept, *lines[stop:]]
    if without[:2] in (["---", "---"], ["---", "..."]):
        bare = without[2:]
        while bare and not bare[0].strip():
            bare.pop(0)
        yield "\n".join(bare)
    yield "\n".join(without)


def _flow_removal(text: str, mapping: Node, name: Node, offset: int) -> Iterator[str]:
    """A mapping in braces without one of its keys."""
    pairs = list(mapping.value)
    at = next(n for n, (key, _) in enumerate(pairs) if key is name)
    if at + 1 < len(pairs):
        start, end = name.start_mark.index, pairs[at + 1][0].start_mark.index
    else:
        start = pairs[at - 1][1].end_mark.index if at else name.start_mark.index
        end = pairs[at][1].end_mark.index
    yield text[: offset + start] + text[offset + end :]


_Found = tuple["Node", "Node", int]


def _found(text: str, path: tuple[str, ...]) -> list[_Found] | None:
    """The keys and values along a path in the front matter, and where that begins in the text."""
    import yaml

    front = read_front_matter(text)
    if not front.end_line:
        return None
    lines = text.split("\n")
    offset = len(lines[0]) + 1
    try:
        node = yaml.compose("\n".join([*lines[1 : front.end_line - 1], ""]), yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    steps: list[_Found] = []
    for key in path:
        pair = _pair(node, key)
        if pair is None:
            return None
        steps.append((*pair, offset))
        node = pair[1]
    return steps


def _pair(node: Node | MappingNode | None, key: str) -> tuple[Node, Node] | None:
    from yaml.nodes import MappingNode

    if not isinstance(node, MappingNode):
        return None
    return next((pair for pair in node.value if pair[0].value == key), None)


# -- pools ------------------------------------------------------------------------------------


def pool_edits(text: str, place: int, change: Callable[[str], Iterator[str]]) -> Iterator[str]:
    """Texts with another heading of a pool; ``place`` counts the pools from 0."""
    pools = [heading for heading in headings(text) if heading.pool]
    if place < len(pools):
        line = pools[place].line
        for changed in change(text.split("\n")[line]):
            yield _with_line(text, line, changed)


def with_pool_title(old: str, new: str) -> Callable[[str], Iterator[str]]:
    """How a pool's heading gets another title."""

    def change(line: str) -> Iterator[str]:
        if re.search(r"\btitle=", line):
            yield from with_attribute("title", new)(line)
            return
        yield from _reworded(line, Heading(0, 1, pool=True), old, new)
        yield from with_attribute("title", new)(line)

    return change


def with_attribute(key: str, value: str | None) -> Callable[[str], Iterator[str]]:
    """How a heading gets another value of an attribute; None removes it."""

    def change(line: str) -> Iterator[str]:
        written = "" if value is None else write_attribute(key, value)
        found = re.compile(rf"""([ \t]*)\b{key}=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s{{}}]+)""")
        if found.search(line):
            yield found.sub(lambda m: m[1] + written if written else "", line, count=1)
        elif written:
            end = line.rfind("}")
            inside = line[:end].rstrip()
            yield f"{inside} {written}{line[len(inside) :]}"

    return change
