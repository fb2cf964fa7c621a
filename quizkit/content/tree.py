"""Content as a tidy tree: what two pieces of content must have in common to read the same.

The tree is made from the normal form. What has no effect on a reader is evened out: ``b`` and
``strong``, a ``div`` around paragraphs, a paragraph's tags inside a list item, a line break
before a paragraph's end, the attributes that editors leave behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from quizkit.content.elements import ADDRESSES, BLOCKS, TEX, VOID
from quizkit.content.markup import PIECE, attributes, escape, quote
from quizkit.content.normal import normal
from quizkit.content.render import plain_paragraph
from quizkit.model import Content

DEEPEST = 60
"""Elements that may nest and still be looked into; what is deeper is left as it is."""

_SAME = {"b": "strong", "i": "em", "del": "s", "strike": "s"}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_EDITORS = re.compile(r"Mso\w*|atto_\w+|editor-\w+|img-(?:fluid|responsive)|clearfix|yui_\w+")
_FORMULA_CLASSES = ("math inline", "math display")
"""What Pandoc and R/exams put around a formula that says itself what it is."""
_BLANK = re.compile(r"[ \t\n\r\f]+")
_PLAIN_TEXT = r"[^<>&\\$\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+"
_PLAIN_HTML = re.compile(f"<p>({_PLAIN_TEXT})</p>|({_PLAIN_TEXT})")
"""Text that no parser of HTML would change, in a paragraph or by itself."""
_CONTAINERS = frozenset({"li", "blockquote", "td", "th", "dd", "dt", "div", "details", "figure"})
_PURE = frozenset({"strong", "em", "s", "span", "sub", "sup", "u", "small", "big"})
"""Inline elements that are nothing without text in them."""
_ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "colgroup"})
"""Elements whose white space between children means nothing."""


@dataclass(slots=True)
class Element:
    """An element; text among its children is unescaped."""

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)


Node = Element | str


def parse_tree(markup: str) -> list[Node]:
    """The nodes of a normal form."""
    root = Element("")
    stack = [root]
    for slash, name, written, run in PIECE.findall(markup):
        if run:
            stack[-1].children.append(unescape(run) if "&" in run else run)
        elif slash:
            if len(stack) > 1 and stack[-1].name == name:
                stack.pop()
        else:
            element = Element(name, attributes(written) if written else {})
            stack[-1].children.append(element)
            if name not in VOID:
                stack.append(element)
    return root.children


def markup_of(nodes: Iterable[Node]) -> str:
    """Markup on one line; line breaks inside ``pre`` are references."""
    return "".join(_markup(nodes, verbatim=False))


def _markup(nodes: Iterable[Node], *, verbatim: bool) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            text = escape(node).replace("\xa0", "&nbsp;")
            yield text.replace("\n", "&#10;") if verbatim else _BLANK.sub(" ", text)
            continue
        written = "".join(
            f' {name}="{_BLANK.sub(" ", quote(value))}"' for name, value in node.attrs.items()
        )
        yield f"<{node.name}{written}>"
        if node.name not in VOID:
            inside = verbatim or node.name in ("pre", "textarea")
            yield from _markup(node.children, verbatim=inside)
            yield f"</{node.name}>"


def is_block(node: Node) -> bool:
    """Whether a node is a block, or running text with a block inside."""
    if isinstance(node, str):
        return False
    return node.name in BLOCKS or any(is_block(child) for child in node.children)


def text_of(node: Node) -> str:
    """All text inside a node, as it stands."""
    return node if isinstance(node, str) else "".join(text_of(child) for child in node.children)


def tidy_tree(markup: str) -> list[Element]:
    """The blocks of a normal form, tidied; running text outside a block is a paragraph."""
    nodes = parse_tree(markup)
    if _depth(nodes) > DEEPEST:
        return [Element("div", {}, nodes)]
    return _Tidier(right_to_left=_RIGHT_TO_LEFT.search(markup) is not None).blocks(nodes)


def _depth(nodes: Iterable[Node]) -> int:
    deepest, level = 0, [node for node in nodes if isinstance(node, Element)]
    while level:
        deepest += 1
        level = [child for node in level for child in node.children if isinstance(child, Element)]
    return deepest


class _Tidier:
    def __init__(self, *, right_to_left: bool) -> None:
        self.right_to_left = right_to_left

    def blocks(self, nodes: Iterable[Node]) -> list[Element]:
        """Children of a container as blocks."""
        found: list[Element] = []
        run: list[Node] = []
        for node in nodes:
            if not isinstance(node, Element) or not is_block(node):
                run.append(node)
                continue
            self._end_run(run, found)
            run = []
            found += self._block(node) if node.name in BLOCKS else [node]
        self._end_run(run, found)
        return found

    def _end_run(self, run: list[Node], found: list[Element]) -> None:
        inside = self.inlines(run)
        if inside:
            found.append(Element("p", {}, inside))

    def _block(self, node: Element) -> list[Element]:
        attrs = self._attributes(node)
        if node.name == "pre":
            return [Element("pre", attrs, _code(node.children))]
        if node.name == "div" and not attrs:
            return self.blocks(node.children)
        if node.name == "p" or re.fullmatch(r"h[1-6]|summary|caption|figcaption", node.name):
            inside = self.inlines(node.children)
            return [Element(node.name, attrs, inside)] if inside or attrs else []
        if node.name in _ROWS:
            parts = [child for child in node.children if isinstance(child, Element)]
            return [Element(node.name, attrs, [self._part(child) for child in parts])]
        return [Element(node.name, attrs, [*self.blocks(node.children)])]

    def _part(self, node: Element) -> Element:
        """A row, an item or a cell."""
        if node.name in ("colgroup", "col"):
            return node
        if node.name in BLOCKS and node.name not in _CONTAINERS:
            found = self._block(node)
            return found[0] if len(found) == 1 else Element(node.name, {}, [*found])
        attrs = self._attributes(node)
        blocks = self.blocks(node.children)
        if node.name in ("td", "th") and len(blocks) == 1 and not blocks[0].attrs:
            return Element(
                node.name, attrs, blocks[0].children if blocks[0].name == "p" else [*blocks]
            )
        return Element(node.name, attrs, [*blocks])

    def inlines(self, nodes: Iterable[Node]) -> list[Node]:
        """Running text: white space collapsed, none at its ends, no break before its end."""
        found = self._merge(self._inline(nodes))
        while found:
            last = found[-1]
            if (isinstance(last, str) and not last.strip(" ")) or (
                isinstance(last, Element) and last.name == "br"
            ):
                found.pop()
            else:
                break
        while found and isinstance(found[0], str) and not found[0].strip(" "):
            found.pop(0)
        if found and isinstance(found[0], str):
            found[0] = found[0].lstrip(" ")
        if found and isinstance(found[-1], str):
            found[-1] = found[-1].rstrip(" ")
        return found

    def _inline(self, nodes: Iterable[Node]) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, str):
                yield _BLANK.sub(" ", node)
                continue
            if node.name in TEX:
                yield Element(node.name, {}, [_BLANK.sub(" ", text_of(node)).strip()])
                continue
            name, attrs = _SAME.get(node.name, node.name), self._attributes(node)
            inside = self._merge(self._inline(node.children))
            if name == "code" and not attrs and all(isinstance(child, str) for child in inside):
                text = text_of(node).replace("\n", " ")
                inside = [text]
            if (name in _PURE and not attrs and not any(_shows(child) for child in inside)) or (
                name == "span" and not attrs
            ):
                yield from inside
            else:
                yield Element(name, attrs, inside)

    def _merge(self, nodes: Iterable[Node]) -> list[Node]:
        """Neighbouring runs as one, neighbouring equal emphasis as one."""
        found: list[Node] = []
        for node in nodes:
            last = found[-1] if found else None
            if isinstance(node, str) and isinstance(last, str):
                found[-1] = _BLANK.sub(" ", last + node)
            elif (
                isinstance(node, Element)
                and isinstance(last, Element)
                and node.name == last.name
                and node.name in _PURE
                and node.attrs == last.attrs
            ):
                last.children = self._merge([*last.children, *node.children])
            elif node != "":
                found.append(node)
        return found

    def _attributes(self, node: Element) -> dict[str, str]:
        """The attributes that a reader could notice, in a fixed order."""
        kept: dict[str, str] = {}
        for name, value in sorted(node.attrs.items()):
            cleaned = self._attribute(node.name, name, _BLANK.sub(" ", value))
            if cleaned is not None:
                kept[name] = cleaned
        if node.name == "img":
            kept = {"src": kept.pop("src", ""), "alt": kept.pop("alt", ""), **kept}
        return kept

    def _attribute(self, element: str, name: str, value: str) -> str | None:
        if name in ADDRESSES:
            return value
        if name == "class":
            if value in _FORMULA_CLASSES:
                return None
            words = [word for word in value.split() if not _EDITORS.fullmatch(word)]
            return " ".join(words) or None
        if name == "style":
            kept = [part for part in value.split(";") if part.strip() and not self._idle(part)]
            return ";".join(part.strip() for part in kept) or None
        if name == "dir" and value == "ltr" and not self.right_to_left:
            return None
        if (name, value) in (("role", "presentation"), ("start", "1")) and element != "table":
            return None
        return value if value or name not in ("title", "lang", "id", "dir") else None

    def _idle(self, declaration: str) -> bool:
        """Whether a declaration says what is so anyway."""
        plain = re.sub(r"\s+", "", declaration).lower()
        return plain == "text-align:left" and not self.right_to_left


def _shows(node: Node) -> bool:
    if isinstance(node, str):
        return bool(node.strip(" "))
    return node.name in VOID or node.name in TEX or any(_shows(child) for child in node.children)


def _code(children: list[Node]) -> list[Node]:
    """What a ``pre`` holds: plain text as code, with one line break at its end."""
    inside, attrs = children, {}
    if len(children) == 1 and isinstance(children[0], Element) and children[0].name == "code":
        inside, attrs = children[0].children, children[0].attrs
    if all(isinstance(child, str) for child in inside):
        text = "".join(text_of(child) for child in inside)
        return [Element("code", attrs, [text.rstrip("\n") + "\n"])]
    return children


@lru_cache(maxsize=4096)
def comparable(content: Content) -> str:
    """A text that two contents share exactly when they read the same."""
    text = plain_paragraph(content)
    if text is None and content.html is not None:
        plain = _PLAIN_HTML.fullmatch(content.html)
        text = None if plain is None else plain[1] or plain[2]
    if text is not None:
        return _plain_fingerprint(text)
    return fingerprint(tidied(content))


@lru_cache(maxsize=64)
def tidied(content: Content) -> tuple[Element, ...]:
    """The blocks of a content, which nobody may change.

    The contents of one question are asked for several times in a row when it is written.
    """
    return tuple(tidy_tree(normal(content).markup))


def _plain_fingerprint(text: str) -> str:
    """What :func:`fingerprint` gives for a paragraph without any markup."""
    shown = _BLANK.sub(" ", text).strip(" ")
    return f"<p>{escape(shown)}</p>\x00{' '.join(shown.split())}" if shown else "\x00"


def fingerprint(blocks: Sequence[Element]) -> str:
    """The shape and the words of a tidy tree."""
    words = " ".join("".join(_words(blocks)).split())
    return "".join(_shape(blocks)) + "\x00" + words


def same_content(one: Content | None, other: Content | None) -> bool:
    """Whether a student who reads one could not tell that it is not the other."""
    if one is None or other is None:
        return one is other
    return one == other or comparable(one) == comparable(other)


def _words(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.name in BLOCKS or node.name in ("br", "td", "th"):
            yield " "
            yield from _words(node.children)
            yield " "
        else:
            yield from _words(node.children)


def _shape(nodes: Iterable[Node], *, verbatim: bool = False) -> Iterator[str]:
    """Markup without white space beside tags, so that ``<b> x</b>`` equals `` <b>x</b>``."""
    for node in nodes:
        if isinstance(node, str):
            yield escape(node) if verbatim else escape(node.strip(" \n"))
            continue
        yield f"<{node.name}"
        for name, value in node.attrs.items():
            shown = unquote(value) if name in ADDRESSES else value
            yield f' {name}="{quote(shown)}"'
        yield ">"
        yield from _shape(node.children, verbatim=verbatim or node.name in ("pre", "code"))
        if node.name not in VOID:
            yield f"</{node.name}>"
