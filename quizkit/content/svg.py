"""Drawings in SVG made safe: what runs or loads something is left out, the rest stays.

An LMS shows a picture in a page, where nothing in it runs; but it also serves the file by
itself, under its own name, and there a script in a drawing may do what the reader may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_SUSPICIOUS = re.compile(
    rb"<[\w:.-]*(?:script|handler|foreignObject|iframe|embed|object|listener)\b"
    rb"|[\s\"'/]on[a-z]+\s*=|script\s*:|data\s*:\s*text|<!|<\?xml-|&#|\x00",
    re.IGNORECASE,
)
"""What a harmless drawing rarely has; such a one is not touched, byte for byte."""
_ACTIVE = frozenset(
    {
        "script",
        "handler",
        "listener",
        "foreignobject",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
    }
)
_ANIMATIONS = frozenset({"animate", "set", "animatemotion", "animatetransform", "discard"})
_ADDRESS = re.compile(
    r"\s*(?:[a-z]*script|data\s*:\s*(?!image/(?:png|jpe?g|gif|webp)))", re.IGNORECASE
)
_BLANK = re.compile(r"[\x00-\x20]+")
_EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def safe_svg(data: bytes) -> tuple[bytes, bool]:
    """The drawing without scripts, handlers and foreign pages, and whether it had any.

    What is no well-formed XML becomes an empty drawing: browsers run it up to its mistake.
    """
    if not _SUSPICIOUS.search(data):
        return data, False
    # Embedded pictures are long; where entities may grow the parser keeps to its limits.
    long = b"base64" in data and b"ENTITY" not in data.replace(b"\x00", b"")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=long
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return _EMPTY, True
    if _local(root) in _ACTIVE or _hides_markup(root):
        return _EMPTY, True
    styled = any(isinstance(n, etree._ProcessingInstruction) for n in _before(root))
    if not _clean(root) and not styled:
        return data, False
    if _entities(root):
        return _EMPTY, True
    return etree.tostring(root, encoding="utf-8", xml_declaration=True), True


def _clean(root: etree._Element) -> bool:
    """Take out what is active; returns whether there was any."""
    found = False
    for node in list(root.iter()):
        if isinstance(node, etree._ProcessingInstruction):
            found |= _remove(node)
        if not isinstance(node.tag, str):
            continue
        name = _local(node)
        if name in _ACTIVE or (name in _ANIMATIONS and _animates_address(node)):
            found |= _remove(node)
            continue
        for key, value in list(node.attrib.items()):
            local = str(key).rpartition("}")[2].lower()
            address = _BLANK.sub("", str(value))
            if local.startswith("on") or (local in ("href", "src") and _ADDRESS.match(address)):
                del node.attrib[key]
                found = True
    return found


def _before(root: etree._Element) -> Iterator[etree._Element]:
    """What stands before the outermost element: comments, and instructions such as style sheets."""
    return root.itersiblings(preceding=True)


def _entities(root: etree._Element) -> list[str]:
    """What the entities that the file defines for itself stand for."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is None:
        return []
    # The stubs of lxml lack the method.
    return [entity.content or "" for entity in dtd.iterentities()]  # type: ignore[attr-defined]


def _hides_markup(root: etree._Element) -> bool:
    """Whether a browser, which puts in what entities stand for, would see more than we do."""
    return any("<" in text or "&" in text for text in _entities(root))


def _animates_address(node: etree._Element) -> bool:
    target = (node.get("attributeName") or "").rpartition(":")[2].lower()
    return target == "href" or target.startswith("on")


def _remove(node: etree._Element) -> bool:
    """Take a node out, not the text behind it."""
    parent = node.getparent()
    if parent is None:
        return False
    if node.tail:
        before = node.getprevious()
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)
    return True


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
