"""Rendered XHTML made to fit the content model of QTI 2.1 (a subset of XHTML 1.0).

The schema knows fewer elements and attributes than HTML, takes only inline content in
paragraphs and headings, and only blocks in quotations. What has another place there is moved to
it (alignment, spans with a class); what has none is named, in words for an instructor.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote as percent_encode

from lxml import etree

from quizkit.formats.qti21.mathml import mathml2
from quizkit.formats.xml_writer import EMPTY, Markup, element, join, text

_INLINE = frozenset(
    [
        "em",
        "strong",
        "b",
        "i",
        "code",
        "kbd",
        "samp",
        "var",
        "sub",
        "sup",
        "small",
        "big",
        "tt",
        "abbr",
        "acronym",
        "cite",
        "dfn",
        "q",
        "span",
        "a",
    ]
)
_INLINE_ONLY = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "dt", "caption"]
)
_FLOW = frozenset(["div", "li", "td", "th", "dd"])
_BLOCKS = _INLINE_ONLY | _FLOW | frozenset(["ul", "ol", "dl", "table", "blockquote", "hr"])
_MARKS = frozenset(["s", "del", "ins", "u", "strike", "mark", "font", "bdi", "bdo", "time"])
_SECTIONS = frozenset(
    [
        "details",
        "summary",
        "figure",
        "figcaption",
        "section",
        "nav",
        "article",
        "aside",
        "main",
        "header",
        "footer",
        "center",
    ]
)
_LOOKS = {
    "s": "struck-out text",
    "del": "struck-out text",
    "strike": "struck-out text",
    "ins": "underlined text",
    "u": "underlined text",
    "mark": "highlighted text",
    "font": "coloured text",
}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_LENGTH = re.compile(r"([0-9]+)(?:px)?|([0-9]+%)")
_ALIGN = re.compile(r"text-align:\s*(left|right|center|justify)")
_CELL_ALIGN = frozenset({"left", "right", "center", "justify", "char"})
_STYLING = frozenset({"align", "border", "cellpadding", "cellspacing", "color", "face", "size"})
_CELL_VALIGN = frozenset({"top", "middle", "bottom", "baseline"})
_URI_SAFE = "!#$%&'()*+,/:;=?@~"

_RUN = (
    r"(?:[^<]++|</?(?:em|strong|code|sub|sup|b|i)>|<br />|<img src=\"[\w./-]+\" alt=\"[^\"]*+\" />)"
)
_CODE = r"<pre><code(?: class=\"[\w#+.-]+\")?>[^<]*+</code></pre>"
_LIST = rf"<(ul|ol)>\s*+(?:<li>{_RUN}*+</li>\s*+)++</\1>"
_SIMPLE = re.compile(rf"(?:(?:<p>{_RUN}*+</p>|{_CODE}|{_LIST})\s*+)++|{_RUN}*+")
"""What the Markdown of most questions renders to; all of it is in the subset as it stands."""


class Subset(NamedTuple):
    """Markup that fits, and what did not."""

    markup: Markup
    lost: tuple[str, ...] = ()
    adapted: tuple[str, ...] = ()


def to_subset(markup: str, *, paragraphs: bool) -> Subset:
    """Markup for a place that takes blocks and inlines mixed, such as a ``div``.

    Without ``paragraphs`` every paragraph becomes a ``div``.
    """
    if _SIMPLE.fullmatch(markup):
        if not paragraphs and "<p>" in markup:
            markup = markup.replace("<p>", "<div>").replace("</p>", "</div>")
        return Subset(Markup(markup))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(f"<div>{markup}</div>", parser)
    writer = _Writer(paragraph="p" if paragraphs else "div")
    fitted = writer.flow(root)
    return Subset(fitted, tuple(writer.lost), tuple(writer.adapted))


class _Writer:
    """Writes a parsed tree again, element by element."""

    def __init__(self, paragraph: str) -> None:
        self.paragraph = paragraph
        self.lost: dict[str, None] = {}
        self.adapted: dict[str, None] = {}

    def flow(self, node: etree._Element) -> Markup:
        """The children of a node where text, inlines and blocks may stand side by side."""
        return join(piece for _, piece in self._pieces(node))

    def _pieces(self, node: etree._Element) -> Iterator[tuple[bool, Markup]]:
        """Each child as (is a block, its markup)."""
        if node.text:
            yield False, text(node.text)
        for child in node:
            if isinstance(child.tag, str):
                yield from self._child(child)
            if child.tail:
                yield False, text(child.tail)

    def _child(self, node: etree._Element) -> Iterator[tuple[bool, Markup]]:
        name = _name(node)
        if name == "math":
            yield False, Markup(mathml2(node))
        elif name == "br":
            yield False, element("br")
        elif name == "wbr":
            return
        elif name == "hr":
            yield True, element("hr", self._common(node))
        elif name == "img":
            yield False, self._image(node)
        elif name in ("audio", "video"):
            yield False, self._media(node)
        elif name == "ruby":
            yield False, element("span", {"class": "ruby"}, self._ruby(node))
        elif name == "table":
            yield from self._table(node)
        elif name in ("ul", "ol"):
            yield from self._list(node)
        elif name == "dl":
            yield from self._definitions(node)
        elif name == "blockquote":
            yield True, element("blockquote", self._common(node), self._blocks(node))
        elif name in _INLINE or name in _MARKS:
            yield self._inline(node, name)
        elif name in _INLINE_ONLY or name in _FLOW or name in _SECTIONS:
            yield True, self._block(node, name)
        else:
            # Tags without a meaning of their own here, such as picture: what is inside counts.
            yield from self._pieces(node)

    def _blocks(self, node: etree._Element) -> Markup:
        """The children of a node that takes blocks only: text runs become paragraphs."""
        out: list[Markup] = []
        run: list[Markup] = []
        for is_block, piece in self._pieces(node):
            if is_block:
                self._end_run(run, out)
                out.append(piece)
            else:
                run.append(piece)
        self._end_run(run, out)
        return join(out) if out else element(self.paragraph)

    def _end_run(self, run: list[Markup], out: list[Markup]) -> None:
        inner = join(run)
        run.clear()
        if inner.strip():
            out.append(element(self.paragraph, None, inner))

    def _inline(self, node: etree._Element, name: str) -> tuple[bool, Markup]:
        attributes = self._common(node)
        looks = _LOOKS.get(name)
        if looks:
            self.adapted[
                f"{looks} is marked for the LMS's own styles and may look like any other there"
            ] = None
        if _holds_blocks(node):
            attributes["class"] = _joined(name, attributes.get("class"))
            if name == "a":
                self.lost["a link around whole paragraphs is left out; its text stays"] = None
            return True, element("div", attributes, self.flow(node))
        inner = self.flow(node)
        if name in _MARKS:
            attributes["class"] = _joined(name, attributes.get("class"))
            return False, element("span", attributes, inner)
        if name == "a":
            return False, self._link(node, attributes, inner)
        long_form = node.get("title")
        if name in ("abbr", "acronym") and long_form:
            inner = Markup(f"{inner} ({text(long_form)})")
        return False, element(name, attributes, inner)

    def _link(self, node: etree._Element, attributes: dict[str, str], inner: Markup) -> Markup:
        target = node.get("href")
        if not target:
            return element("span", attributes, inner)
        if target.startswith("#"):
            self.lost["a link to another place in the text leads nowhere there"] = None
        return element("a", {"href": _uri(target), **attributes}, inner)

    def _block(self, node: etree._Element, name: str) -> Markup:
        attributes = self._common(node)
        if name == "p" and self.paragraph != "p":
            name = "div"
        if name in _SECTIONS or (name in _INLINE_ONLY and _holds_blocks(node)):
            attributes["class"] = _joined(name, attributes.get("class"))
            if name == "details":
                self.adapted["what can be folded out stands open there"] = None
            name = "div"
        elif name in ("li", "dd", "dt", "td", "th", "caption"):
            name = "div"  # one that strayed out of its list or table
        return element(name, attributes, self.flow(node))

    def _list(self, node: etree._Element) -> Iterator[tuple[bool, Markup]]:
        start = node.get("start", "1")
        if start != "1" or node.get("reversed") is not None:
            self.lost[f"a numbered list that starts at {start} is numbered from 1 there"] = None
        items: list[Markup] = []
        loose: list[Markup] = [text(node.text)] if node.text and node.text.strip() else []
        for child in node:
            if _name(child) == "li":
                if child.get("value") is not None:
                    self.lost["a list's own numbers are replaced by 1, 2, 3 …"] = None
                items.append(element("li", self._common(child), self.flow(child)))
            elif isinstance(child.tag, str):
                loose = [piece for _, piece in self._child(child)]
            if child.tail and child.tail.strip():
                loose.append(text(child.tail))
            if loose:
                items.append(element("li", None, *loose))
                loose = []
        if loose:
            items.append(element("li", None, *loose))
        if items:
            yield True, element(_name(node), self._common(node), join(items, "\n"))

    def _definitions(self, node: etree._Element) -> Iterator[tuple[bool, Markup]]:
        parts = [
            element(
                _name(child) if not (_name(child) == "dt" and _holds_blocks(child)) else "dd",
                self._common(child),
                self.flow(child),
            )
            for child in node.iter("dt", "dd")
            if not any(_name(up) in ("dt", "dd") for up in child.iterancestors() if up is not node)
            or child.getparent() is node
        ]
        if parts:
            yield True, element("dl", self._common(node), join(parts, "\n"))
        else:
            yield from self._pieces(node)

    def _table(self, node: etree._Element) -> Iterator[tuple[bool, Markup]]:
        sections: dict[str, list[Markup]] = {"thead": [], "tfoot": [], "tbody": []}
        caption = EMPTY
        for child in node:
            name = _name(child)
            if name == "caption":
                tag = "caption" if not _holds_blocks(child) else ""
                inner = self.flow(child)
                caption = element(tag, self._common(child), inner) if tag else text(_plain(child))
                caption = caption if tag else element("caption", None, caption)
            elif name in sections:
                sections[name] += [row for tr in child if (row := self._row(tr))]
            elif name == "tr" and (row := self._row(child)):
                sections["tbody"].append(row)
        if not sections["tbody"]:
            # The schema wants a body; a head alone is shown just as well as one.
            sections["tbody"] = sections["thead"] or sections["tfoot"]
            sections = {"thead": [], "tfoot": [], "tbody": sections["tbody"]}
        if not sections["tbody"]:
            if caption:
                yield True, element("div", None, text(_plain(node).strip()))
            return
        parts = [element(n, None, join(rows, "\n")) for n, rows in sections.items() if rows]
        attributes = self._common(node)
        if node.get("summary"):
            attributes["summary"] = node.get("summary", "")
        yield True, element("table", attributes, caption, join(parts, "\n"))

    def _row(self, node: etree._Element) -> Markup:
        if _name(node) != "tr":
            return EMPTY
        cells = [self._cell(cell) for cell in node if _name(cell) in ("td", "th")]
        return element("tr", self._common(node), join(cells)) if cells else EMPTY

    def _cell(self, node: etree._Element) -> Markup:
        styled = _ALIGN.search(node.get("style", ""))
        align = styled[1] if styled else node.get("align", "")
        attributes = self._common(node, ignore_style=styled is not None)
        if align in _CELL_ALIGN:
            attributes["align"] = align
        if node.get("valign", "") in _CELL_VALIGN:
            attributes["valign"] = node.get("valign", "")
        for name in ("colspan", "rowspan"):
            value = node.get(name, "")
            if value.isascii() and value.isdigit() and int(value) > 0:
                attributes[name] = value
        return element(_name(node), attributes, self.flow(node))

    def _image(self, node: etree._Element) -> Markup:
        attributes = {"src": _uri(node.get("src", "")), "alt": node.get("alt", "")}
        for name in ("width", "height"):
            length = _LENGTH.fullmatch(node.get(name, ""))
            if length:
                attributes[name] = length[1] or length[2]
        return element("img", attributes | self._common(node))

    def _media(self, node: etree._Element) -> Markup:
        sources = [node, *(child for child in node if _name(child) == "source")]
        source = next((s for s in sources if s.get("src")), None)
        if source is None:
            return element("span", self._common(node), _plain(node))
        address = source.get("src", "")
        kind = source.get("type") or mimetypes.guess_type(address)[0]
        attributes = {
            "data": _uri(address),
            "type": (kind or f"{_name(node)}/*").partition(";")[0].strip(),
        }
        for name in ("width", "height"):
            length = _LENGTH.fullmatch(node.get(name, ""))
            if length:
                attributes[name] = length[1] or length[2]
        return element("object", attributes | self._common(node), _plain(node))

    def _ruby(self, node: etree._Element) -> Markup:
        """A base with its reading in brackets after it."""
        pieces = [text(node.text or "")]
        for child in node:
            if _name(child) == "rt":
                reading = element("span", {"class": "rt"}, _plain(child))
                pieces.append(Markup(f"({reading})"))
            elif _name(child) != "rp":
                pieces.append(text(_plain(child)))
            pieces.append(text(child.tail or ""))
        return join(pieces)

    def _common(self, node: etree._Element, *, ignore_style: bool = False) -> dict[str, str]:
        """The attributes that every element may have; notes what is left out."""
        attributes: dict[str, str] = {}
        if not node.attrib:
            return attributes
        if node.get("class", "").strip():
            attributes["class"] = " ".join(node.get("class", "").split())
        language = node.get("lang", "")
        if _LANGUAGE.fullmatch(language):
            attributes["xml:lang"] = language
        if node.get("dir"):
            self.lost["the direction of writing of single parts is left to the LMS"] = None
        name = _name(node)
        if node.get("title") and name not in ("abbr", "acronym"):
            self.lost["a note that shows when the pointer rests on something is left out"] = None
        looks = _STYLING - {"align"} if name in ("td", "th") else _STYLING
        if (node.get("style") and not ignore_style) or not looks.isdisjoint(node.attrib):
            self.lost["colours, sizes and other styling are left out"] = None
        if name in ("ol", "ul", "li") and node.get("type", "1") != "1":
            self.lost["the letters or signs of a list are left to the LMS"] = None
        return attributes


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _holds_blocks(node: etree._Element) -> bool:
    return any(
        _name(inner) in _BLOCKS or _name(inner) in _SECTIONS
        for inner in node.iterdescendants()
        if isinstance(inner.tag, str)
    )


def _plain(node: etree._Element) -> str:
    return "".join(str(run) for run in node.itertext())


def _joined(*names: str | None) -> str:
    return " ".join(name for name in names if name)


def _uri(address: str) -> str:
    """An address as an xs:anyURI that strict readers take: spaces and brackets encoded."""
    return percent_encode(address.strip(), safe=_URI_SAFE)
