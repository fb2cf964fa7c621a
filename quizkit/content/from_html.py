"""HTML as Markdown, as a person would write it, where nothing is lost by that.

Each block is converted, read back and compared; what Markdown cannot say stays HTML. That
costs a second reading, and makes any slip of the conversion harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from quizkit.content.addresses import media_kind
from quizkit.content.elements import BLOCKS, MEDIA, TEX_DISPLAY, TEX_INLINE, VOID
from quizkit.content.markup import quote
from quizkit.content.render import plain_paragraph
from quizkit.content.tree import (
    Element,
    Node,
    comparable,
    fingerprint,
    is_block,
    markup_of,
    text_of,
    tidied,
)
from quizkit.model import Content

_PLAIN = re.compile(r"\s*<p>([^<>&\n]+)</p>\s*|([^<>&\n]+)")
_LINE_START = re.compile(
    r"(?P<marks>#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|=+\s*$|-+\s*$|[-*_](?:[ ]*[-*_]){2,}\s*$|\||~{3}|:)"
    r"|(?P<number>[0-9]{1,9})(?P<after>[.)])(?=\s|$)"
)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINKED = re.compile(r"\]\s*[(\[:]")
_ACTIVE = re.compile(r"[\\`*_\[\]<>&$~^|!#]")
_SPECIAL = re.compile(r"[\\`*_\[\]<&$~^]")
_AUTOLINK = re.compile(r"(?:https?|mailto|ftp):[^\s<>\x00-\x20]+")
_BARE_ADDRESS = re.compile(r"[^\s<>()\\\x00-\x1f]+")
_LANGUAGE = re.compile(r"language-([^\s`{}.,]+)")
_ALIGNED = {"text-align:left": ":---", "text-align:center": ":---:", "text-align:right": "---:"}
_COMMENT = "<!-- -->"
_EMPHASIS = {"strong": "**", "em": "*", "s": "~~"}


def to_markdown(content: Content) -> str:
    """Markdown that reads as the content does; Markdown itself comes back as it was written."""
    if content.markdown is not None:
        return content.markdown.strip("\n")
    plain = _PLAIN.fullmatch(content.html or "")
    if plain is not None:
        text = " ".join((plain[1] or plain[2]).split(" ")).strip()
        if plain_paragraph(Content(markdown=text)) is not None:
            return text
    return rewritten(content)


def rewritten(content: Content) -> str:
    """The content said anew in Markdown: its normal form, with nothing but what that needs."""
    blocks = tidied(content)
    plain = _plainly(blocks)
    if plain is not None and _reads_as(plain) == fingerprint(blocks):
        return plain
    texts = [_checked(block) for block in blocks]
    text = "\n\n".join(texts)
    if len(texts) > 1 and _reads_as(text) != fingerprint(blocks):
        # Two lists that follow each other would be one.
        text = f"\n\n{_COMMENT}\n\n".join(texts)
        if _reads_as(text) != fingerprint(blocks):
            return as_html(content)
    return text


def _plainly(blocks: Sequence[Element]) -> str | None:
    """Blocks in their plainest form, right or not; None where one has no form in Markdown."""
    writer = _Writer(careful=False)
    texts: list[str] = []
    for block in blocks:
        text = writer.block(block)
        if text is None:
            return None
        texts.append(text)
    return "\n\n".join(texts)


def as_html(content: Content) -> str:
    """The content as raw HTML on one line, which Markdown passes through whatever it says."""
    blocks = tidied(content)
    return "".join(_raw(block).replace("\n", "") for block in blocks) or _COMMENT


def _reads_as(markdown: str) -> str:
    return comparable(Content(markdown=markdown))


def _checked(block: Element) -> str:
    """A block in the plainest form that reads back as it."""
    wanted = fingerprint([block])
    for careful in (False, True):
        text = _Writer(careful=careful).block(block)
        if text is not None and _reads_as(text) == wanted:
            return text
    return _raw(block)


def _raw(block: Element) -> str:
    """A block as HTML; a table with a line for each row."""
    text = markup_of([block])
    if block.name not in BLOCKS:
        return f"<div>{text}</div>"
    if block.name == "table" and "<pre" not in text:
        return re.sub(
            r"(?<=>)(?=<(?:tr|thead|tbody|tfoot|caption)\b|</(?:table|thead|tbody|tfoot)>)",
            "\n",
            text,
        )
    return text


class _Writer:
    """Writes blocks; ``careful`` escapes whatever might mean something."""

    def __init__(self, *, careful: bool) -> None:
        self.careful = careful
        self.escape: Callable[[str], str] = _escape_all if careful else str

    def block(self, block: Element) -> str | None:
        """Markdown for a block; None where Markdown has no form for it."""
        if block.name == "p" and not block.attrs:
            return self.paragraph(block.children)
        if block.name in ("ul", "ol"):
            return self._list(block)
        if block.name == "blockquote" and not block.attrs:
            inside = self._blocks(block.children)
            return None if inside is None else _prefixed(inside, "> ", ">")
        if block.name == "pre" and not block.attrs:
            return _fence(block)
        if block.name == "table" and not block.attrs:
            return self._table(block)
        return None

    def _blocks(self, children: Sequence[Node]) -> str | None:
        texts: list[str] = []
        for child in children:
            assert isinstance(child, Element)
            text = self.block(child)
            texts.append(_raw(child) if text is None else text)
        return "\n\n".join(texts)

    def paragraph(self, nodes: Sequence[Node]) -> str | None:
        """Running text, a line for each part between breaks."""
        if any(is_block(node) for node in nodes):
            return None
        text = self._inline(nodes, line_break="\\\n")
        return "\n".join(_guard(_edged(line.strip(" "))) for line in text.split("\n"))

    def _list(self, block: Element) -> str | None:
        start = block.attrs.get("start", "1")
        if set(block.attrs) - {"start"} or not re.fullmatch(r"[0-9]{1,9}", start):
            return None
        if block.name == "ul" and block.attrs:
            return None
        items: list[str] = []
        loose = False
        for number, item in enumerate(block.children, int(start)):
            assert isinstance(item, Element)
            if item.name != "li" or item.attrs:
                return None
            mark = "- " if block.name == "ul" else f"{number}. "
            text = ""
            for child in item.children:
                assert isinstance(child, Element)
                nested = child.name in ("ul", "ol") and text
                loose = loose or (bool(text) and not nested)
                written = self.block(child)
                written = _raw(child) if written is None else written
                text += ("\n" if nested else "\n\n" if text else "") + written
            items.append((mark + _indented(text, " " * len(mark))).rstrip(" "))
        return ("\n\n" if loose else "\n").join(items)

    def _table(self, table: Element) -> str | None:
        rows = [
            (part.name, row)
            for part in table.children
            if isinstance(part, Element) and part.name in ("thead", "tbody") and not part.attrs
            for row in part.children
        ]
        parts = [part.name for part in table.children if isinstance(part, Element)]
        if parts not in (["thead", "tbody"], ["thead"]) or not rows:
            return None
        if [name for name, _ in rows].count("thead") != 1:
            return None
        lines: list[list[str]] = []
        for name, row in rows:
            cells = self._cells(row, "th" if name == "thead" else "td")
            if cells is None or (lines and len(cells) != len(lines[0])):
                return None
            lines.append(cells)
        head = rows[0][1]
        assert isinstance(head, Element)
        rule = [
            _ALIGNED.get(cell.attrs.get("style", ""), "---")
            for cell in head.children
            if isinstance(cell, Element)
        ]
        return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rule, *lines[1:]])

    def _cells(self, row: Node, name: str) -> list[str] | None:
        cells: list[str] = []
        assert isinstance(row, Element)
        for cell in row.children:
            if not isinstance(cell, Element) or cell.name != name or row.attrs:
                return None
            if cell.attrs and (set(cell.attrs) != {"style"} or cell.attrs["style"] not in _ALIGNED):
                return None
            if any(is_block(child) for child in cell.children):
                return None
            cells.append(self._inline(cell.children, line_break="<br>").replace("|", "\\|"))
        return cells

    # -- running text -----------------------------------------------------------------------

    def _inline(self, nodes: Iterable[Node], *, line_break: str) -> str:
        nodes = list(nodes)
        escape = self.escape if self.careful else _escaper(nodes)
        return _Inline(escape, line_break, careful=self.careful).write(nodes)


class _Inline:
    """Writes one run of text, all of whose parts are escaped alike."""

    def __init__(self, escape: Callable[[str], str], line_break: str, *, careful: bool) -> None:
        self.escape = escape
        self.line_break = line_break
        self.careful = careful

    def write(self, nodes: Sequence[Node]) -> str:
        pieces: list[str] = []
        for index, node in enumerate(nodes):
            if isinstance(node, str):
                pieces.append(self.escape(node))
                continue
            written = self._element(node)
            if node.name in (TEX_INLINE, TEX_DISPLAY):
                following = nodes[index + 1] if index + 1 < len(nodes) else ""
                if "".join(pieces)[-1:].isdigit():
                    written = _COMMENT + written
                if isinstance(following, str) and following[:1].isdigit():
                    written += _COMMENT
            pieces.append(written)
        return "".join(pieces)

    def _element(self, node: Element) -> str:
        name, attrs = node.name, node.attrs
        if name == "br" and not attrs:
            return self.line_break
        if name in _EMPHASIS and not attrs and not (self.careful and name == "s"):
            return self._emphasis(node)
        if name == "code" and not attrs and all(isinstance(child, str) for child in node.children):
            return _code_span(text_of(node)) or self._tagged(node)
        if name in (TEX_INLINE, TEX_DISPLAY):
            return self._formula(node)
        if name == "a" and "href" in attrs and not set(attrs) - {"href", "title"}:
            return self._link(node)
        if name == "img" and not set(attrs) - {"src", "alt", "title"} and attrs.get("src"):
            return f"!{self._target(_escape_all(attrs['alt']), attrs['src'], attrs.get('title'))}"
        if name in MEDIA and set(attrs) == {"controls", "src"} and _plays(node):
            return f"!{self._target(_escape_all(text_of(node)), attrs['src'], None)}"
        return self._tagged(node)

    def _emphasis(self, node: Element) -> str:
        mark = _EMPHASIS[node.name]
        inside = self.write(node.children)
        before = inside[: len(inside) - len(inside.lstrip(" "))]
        after = inside[len(inside.rstrip(" ")) :]
        body = inside.strip(" ")
        if self.careful or not body or body[0] == "*" or body[-1] == "*":
            return self._tagged(node)
        return f"{before}{mark}{body}{mark}{after}"

    def _formula(self, node: Element) -> str:
        tex = text_of(node)
        mark = "$$" if node.name == TEX_DISPLAY else "$"
        if not tex or "$" in tex or tex.count("`") % 2 or tex.endswith("\\"):
            return self._tagged(node)
        return f"{mark}{tex}{mark}"

    def _link(self, node: Element) -> str:
        address, title = node.attrs["href"], node.attrs.get("title")
        if title is None and text_of(node) == address and _AUTOLINK.fullmatch(address):
            return f"<{address}>"
        return self._target(self.write(node.children), address, title)

    def _target(self, text: str, address: str, title: str | None) -> str:
        shown = _ENTITY.sub("&amp;", address)
        if not _BARE_ADDRESS.fullmatch(shown):
            shown = "<" + re.sub(r"[<>\\]", r"\\\g<0>", shown.replace("\n", "%0A")) + ">"
        if title is None:
            return f"[{text}]({shown})"
        words = re.sub(r'[\\"&]', r"\\\g<0>", " ".join(title.split()))
        return f'[{text}]({shown} "{words}")'

    def _tagged(self, node: Element) -> str:
        """A tag as it is, with Markdown inside."""
        written = "".join(f' {name}="{quote(value)}"' for name, value in node.attrs.items())
        opening = f"<{node.name}{written}>".replace("\n", "&#10;")
        if node.name in VOID:
            return opening
        if any(is_block(child) for child in node.children):
            return markup_of([node])
        return f"{opening}{self.write(node.children)}</{node.name}>"


def _plays(node: Element) -> bool:
    """Whether a sound or film is what an image of its name would be read as."""
    plain = all(isinstance(child, str) for child in node.children)
    return plain and media_kind(node.attrs["src"]) == node.name


def _code_span(text: str) -> str | None:
    """Code between backticks; None where they cannot hold it."""
    if not text.strip(" ") or "\n" in text:
        return None
    runs = {len(run) for run in re.findall("`+", text)}
    mark = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    padded = (text[0] in "` " and text[-1] in "` ") or text[0] == "`" or text[-1] == "`"
    return f"{mark} {text} {mark}" if padded else mark + text + mark


def _fence(block: Element) -> str | None:
    """A code block, its fence longer than any inside."""
    code = block.children[0] if len(block.children) == 1 else None
    if not isinstance(code, Element) or code.name != "code" or set(code.attrs) - {"class"}:
        return None
    language = _LANGUAGE.fullmatch(code.attrs.get("class", ""))
    if code.attrs and language is None:
        return None
    text = text_of(code).rstrip("\n")
    mark = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{mark}{language[1] if language else ''}\n{text}\n{mark}"


def _escaper(nodes: Iterable[Node]) -> Callable[[str], str]:
    """Escapes what could mean something in this run, and no more: ``2 * 3`` and ``$5`` stay."""
    text = "".join(text_of(node) for node in nodes)
    single = {char for char in "$~^" if text.count(char) == 1}
    plain_brackets = _LINKED.search(text) is None and not any(
        isinstance(node, Element) for node in nodes
    )

    def one(match: re.Match[str]) -> str:
        char, start = match[0], match.start()
        before, after = match.string[start - 1 : start], match.string[start + 1 : start + 2]
        if char in single or (char in "[]" and (plain_brackets or char == "]")):
            return char
        if char == "\\" and after.isalnum():
            return char
        if char == "_" and before.isalnum() and after.isalnum():
            return char
        if char in "*_" and _stands_alone(match.string, start):
            return char
        if char == "<" and not re.match(r"[A-Za-z/!?]", after):
            return char
        if char == "&" and not _ENTITY.match(match.string, start):
            return char
        return "\\" + char

    return lambda run: _SPECIAL.sub(one, run)


def _stands_alone(text: str, at: int) -> bool:
    """Whether a run of one sign, such as a line to write on, has blanks around it."""
    first = at
    while first and text[first - 1] == text[at]:
        first -= 1
    end = at
    while end < len(text) and text[end] == text[at]:
        end += 1
    return text[first - 1 : first] in (" ", "") and text[end : end + 1] in (" ", "")


def _escape_all(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", text)


def _edged(line: str) -> str:
    """A line whose outer no-break spaces are entities: as characters they would be dropped."""
    inner = line.strip("\xa0")
    before = len(line) - len(line.lstrip("\xa0")) if inner else 0
    after = len(line) - len(inner) - before
    return "&nbsp;" * before + inner + "&nbsp;" * after


def _guard(line: str) -> str:
    """A line of text that begins no other block."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end('number') :]}"
    return "\\" + line


def _indented(text: str, indent: str) -> str:
    return (
        text.replace("\n", "\n" + indent).replace("\n" + indent + "\n", "\n\n") if indent else text
    )


def _prefixed(text: str, prefix: str, blank: str) -> str:
    return "\n".join(prefix + line if line else blank for line in text.split("\n"))
