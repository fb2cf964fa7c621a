"""XML that comes from anywhere: no entity, no DTD, no network; broken places are mended.

A document's own document type is thrown away unread, and with it every entity that it defines.
In its place stand the named characters of HTML, for many writers use ``&nbsp;`` in XML, where
it means nothing. The text reaches the parser as UTF-8, whatever it was.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.entities import name2codepoint
from io import BytesIO
from typing import BinaryIO

from lxml import etree

from quizkit.errors import UnreadableSource

Element = etree._Element
DEEPEST = 200
"""Levels of nesting that are looked at; the deepest honest file has some thirty."""
_PIECE = 2**18
_LONGEST_PROLOG = 2**16
_HUGE = 8 * 2**20
"""Bytes from which on a text may be longer than libxml2 takes without being told."""
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_NAME = re.compile(r"[^\W\d][\w.-]*")
_WARNING = 1


@dataclass
class XmlReport:
    """What was wrong with a document: sentences, each said once."""

    problems: list[str] = field(default_factory=list)
    truncated: bool = False
    """Whether the last element given out had no end of its own."""

    def say(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def stream_elements(
    stream: BinaryIO, tags: Sequence[str], report: XmlReport, *, size: int
) -> Iterator[Element]:
    """The elements of these names that stand in none of their like, one at a time, in order.

    An element is whole when it comes, and gone when the next one is asked for. ``size`` is about
    how many bytes there are. Names lose their namespaces. What had to be mended is in ``report``
    afterwards. Raises UnreadableSource where the parser finds no XML at all.
    """
    clean = _Clean(stream, report, closing=[f"{tag}>".encode() for tag in tags])
    given = 0
    events = etree.iterparse(
        clean,
        events=("start", "end"),
        tag=[name for tag in tags for name in (tag, f"{{*}}{tag}")],
        no_network=True,
        load_dtd=False,
        resolve_entities=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        recover=True,
        huge_tree=size > _HUGE,
    )
    depth = 0
    try:
        for event, element in events:
            if event == "start":
                depth += 1
                continue
            depth -= 1
            if depth == 0:
                if clean.has_namespaces:
                    without_namespaces(element)
                given += 1
                yield element
                _forget(element)
    except etree.XMLSyntaxError as error:
        report.say(_described(error.msg, error.lineno or 0))
    _account(events.error_log, report)
    report.truncated = bool(report.problems) and clean.closed < given


def parse_xml(data: bytes, report: XmlReport) -> Element | None:
    """A whole document without namespaces, mended where it is broken; None for no XML at all."""
    parser = etree.XMLParser(
        no_network=True,
        load_dtd=False,
        resolve_entities=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        recover=True,
        huge_tree=len(data) > _HUGE,
    )
    clean = _Clean(BytesIO(data), report)
    try:
        while piece := clean.read(_PIECE):
            parser.feed(piece)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        report.say(_described(error.msg, error.lineno or 0))
        return None
    _account(parser.feed_error_log, report)
    if root is None:
        return None
    without_namespaces(root)
    etree.cleanup_namespaces(root)
    return root


def without_namespaces(root: Element) -> None:
    """Local names for all elements and attributes: dialects differ in nothing but prefixes."""
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        if tag[0] == "{" or ":" in tag:
            element.tag = _local(tag)
        for name, value in element.attrib.items() if element.attrib else ():
            if str(name)[0] == "{" or ":" in str(name):
                if name in element.attrib:  # a damaged name may not be found by itself
                    del element.attrib[name]
                element.attrib[_local(str(name))] = value


def _local(name: str) -> str:
    """A name without its namespace or prefix; damaged files have names that are none."""
    local = name.rpartition("}")[2].rpartition(":")[2]
    return local if _NAME.fullmatch(local) else "damaged"


def is_too_deep(element: Element) -> bool:
    """Whether elements are nested deeper than anybody writes."""
    depth = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def text_of(element: Element) -> str:
    """All text in an element, in order."""
    return "".join(str(piece) for piece in element.itertext())


def inner_markup(element: Element) -> str:
    """An element's content as markup."""
    parts = [escape_text(element.text or "")]
    parts += [
        etree.tostring(child, encoding="unicode", method="html", with_tail=True)
        for child in element
    ]
    return "".join(parts)


def escape_text(text: str) -> str:
    """Text as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def root_name(head: bytes) -> str:
    """The local name of a document's first element, from its first bytes; "" for no XML."""
    text = _decoded_head(head)
    found = re.match(
        r"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:[\w.-]+:)?([\w.-]+)",
        text.lstrip("\ufeff"),
        re.DOTALL,
    )
    return found[1] if found else ""


def _decoded_head(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if head[:4].count(0) >= 2:
        return head.decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be", "replace")
    return head.decode("utf-8", "replace")


def _forget(element: Element) -> None:
    """Free an element and what stands before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _account(log: etree._ListErrorLog, report: XmlReport) -> None:
    """The first thing that the parser had to mend."""
    for entry in log:
        if entry.level > _WARNING:
            report.say(_described(entry.message, entry.line))
            return


def _described(message: str | None, line: int) -> str:
    text = (message or "").split(", line", 1)[0].strip().rstrip(".")
    where = f"line {line}: " if line > 0 else ""
    return f"{where}the XML is damaged ({text[:120]}); what could be read was read"


class _Clean:
    """The document as UTF-8 without control characters and without its own prolog."""

    def __init__(self, stream: BinaryIO, report: XmlReport, closing: Sequence[bytes] = ()) -> None:
        self._stream = stream
        self._report = report
        self._closing = [b"</" + name for name in closing]
        self._overlap = b""
        self.closed = 0
        """How many of the closing tags asked for have gone by."""
        self.has_namespaces = False
        """Whether any namespace has been spoken of so far."""
        head = stream.read(_LONGEST_PROLOG + _PIECE)
        encoding, head = self._encoding(head)
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._ready = self._without_prolog(self._decoded(head))

    def read(self, size: int) -> bytes:
        """The next bytes; empty at the end. ``size`` is a wish."""
        if self._ready:
            ready, self._ready = self._ready, b""
            return ready
        while piece := self._stream.read(max(size, _PIECE)):
            if text := self._decoded(piece):
                return text
        return b""

    def _encoding(self, head: bytes) -> tuple[str, bytes]:
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name, head[len(mark) :]
        if head[:4].count(0) >= 2:
            return ("utf-16-le" if head[1:2] == b"\0" else "utf-16-be"), head
        declared = _ENCODING.match(head.lstrip())
        if declared:
            try:
                name = codecs.lookup(declared[1].decode("ascii")).name
                if codecs.lookup(name)._is_text_encoding and not name.startswith("utf-16"):
                    return ("utf-8" if name == "ascii" else name), head
            except LookupError:
                self._report.say(
                    f"there is no encoding {declared[1].decode('ascii')}; it was read as UTF-8"
                )
        return "utf-8", head

    def _decoded(self, piece: bytes) -> bytes:
        """A piece as UTF-8. Bytes that are none are taken for Windows-1252, and said to be."""
        try:
            text = self._decoder.decode(piece)
        except UnicodeDecodeError:
            self._report.say(
                "it holds bytes that are not in the encoding it states; they were read as "
                "Windows-1252"
            )
            text = piece.decode("utf-8", "quizkit-windows-1252")
            self._decoder = codecs.getincrementaldecoder("utf-8")("quizkit-windows-1252")
        data = text.encode("utf-8", "replace")
        kept = data.translate(None, _CONTROLS)
        if len(kept) < len(data):
            self._report.say("control characters were taken out")
        for tag in self._closing:
            beginning = self._overlap[1 - len(tag) :] + kept[: len(tag) - 1]
            self.closed += kept.count(tag) + beginning.count(tag)
        if not self.has_namespaces:
            self.has_namespaces = b"xmlns" in kept or b"xmlns" in self._overlap[-4:] + kept[:4]
        self._overlap = kept[-64:]
        return kept

    def _without_prolog(self, head: bytes) -> bytes:
        """Our own prolog instead of the document's; line numbers stay as they were."""
        end = _prolog_end(head)
        if end < 0:
            raise UnreadableSource("", "begins like XML, but no element follows")
        return _prolog() + b"\n" * head.count(b"\n", 0, end) + head[end:]


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """An error handler: a byte that is no UTF-8 is a character of Windows-1252."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error("quizkit-windows-1252", _windows_1252)


def _prolog_end(head: bytes) -> int:
    """Where the first element begins, past declaration, comments and document type; -1 for none."""
    at = 0
    while 0 <= (at := head.find(b"<", at)) < len(head):
        if head.startswith(b"<?", at):
            end = head.find(b"?>", at)
            at = end + 2 if end >= 0 else -1
        elif head.startswith(b"<!--", at):
            end = head.find(b"-->", at)
            at = end + 3 if end >= 0 else -1
        elif head.startswith(b"<!", at):
            at = _doctype_end(head, at)
        else:
            return at
        if at < 0:
            return -1
    return -1


_IN_DOCTYPE = re.compile(rb"""<!--.*?-->|"[^"]*"|'[^']*'|[\[\]>]""", re.DOTALL)


def _doctype_end(head: bytes, start: int) -> int:
    """Past a document type with all that it defines."""
    inside = False
    for match in _IN_DOCTYPE.finditer(head, start):
        if match[0] == b"[":
            inside = True
        elif match[0] == b"]":
            inside = False
        elif match[0] == b">" and not inside:
            return match.end()
    return -1


@cache
def _prolog() -> bytes:
    """A declaration and the named characters of HTML but XML's own five, all on one line."""
    own = {"amp", "lt", "gt", "quot", "apos"}
    entities = "".join(
        f'<!ENTITY {name} "&#{code};">' for name, code in name2codepoint.items() if name not in own
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [{entities}]>'.encode()
