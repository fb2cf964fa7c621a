"""Raw HTML made safe: scripts, handlers, script addresses and foreign pages are left out.

nh3 parses as a browser does and writes the tree anew, so what comes out is balanced whatever
came in. What was left out is found by letting a second cleaner pass it and comparing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import nh3

from quizkit.content.elements import (
    ACTIVE,
    ADDRESSES,
    ALLOWED,
    ATTRIBUTES,
    GONE,
    KNOWN,
    PASSIVE,
    SCHEMES,
    STYLES,
    VOID,
    words,
)
from quizkit.content.markup import PIECE, attributes, escape, legal_text
from quizkit.content.profile import ContentFeature, ContentLoss

DEEPEST = 400
"""Elements nested deeper than this are shown as text: parsing them takes quadratic time."""

_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]")
_BLANK = re.compile(r"[\x00-\x20\xa0]+")
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_UNSAFE_STYLE = re.compile(r"url\s*\(|image-set|expression|script|[\\@<>]|/\*", re.IGNORECASE)
_SCRIPTS = ("javascript:", "vbscript:", "livescript:")
_FOREIGN = re.compile(r"<!--.*?(?:-->|\Z)|</?(?P<name>[A-Za-z][^\s/>]*)", re.DOTALL)
_EDITORS_NAME = re.compile(r"[A-Za-z0-9]+[:-][\w:-]*\Z")
_RAW_TEXT = re.compile(r"<(script|style|iframe|noscript)\b([^>]*)>.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^<>]*>")
_UNCLOSED = VOID | words("p li dt dd td th tr tbody thead tfoot option colgroup")

_TOO_DEEP = ContentLoss(
    ContentFeature.ELEMENT, "markup nested too deep was left out; its text is kept"
)
_HANDLER = ContentLoss(ContentFeature.ACTIVE, "an event handler was left out")
_SCRIPT_ADDRESS = ContentLoss(
    ContentFeature.ACTIVE, "an address that runs a script was left out; its text is kept"
)
_DATA = ContentLoss(
    ContentFeature.ACTIVE, "an address that holds data other than a picture was left out"
)
_FILE_ADDRESS = ContentLoss(
    ContentFeature.FILE, "an address of a file on the author's computer was left out"
)


def sanitize(html: str) -> tuple[str, tuple[ContentLoss, ...]]:
    """Safe, balanced HTML in normal form, and what was left out. Comments vanish unmentioned."""
    html = legal_text(html)
    if "<" in html:
        html = _FOREIGN.sub(_as_text, html)
    if _too_deep(html):
        return escape(_TAG.sub(" ", html)), (_TOO_DEEP,)
    clean = _cleaner().clean(html)
    seen = _observer().clean(html)
    lost = tuple(dict.fromkeys(_left_out(seen))) if seen != clean else ()
    return clean.replace("&nbsp;", "\xa0"), lost


def _as_text(match: re.Match[str]) -> str:
    """A tag that no HTML has ever had is something an author wrote: ``List<T>``, ``x<y``.

    A browser would swallow it, with all that follows up to the next ``>``. Names with a colon
    or a hyphen are what editors leave behind, and pass to be dropped.
    """
    name = match["name"]
    if name is None or name.lower() in KNOWN or _EDITORS_NAME.match(name):
        return match.group()
    return "&lt;" + match.group()[1:]


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(ALLOWED),
        clean_content_tags=set(GONE),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


@cache
def _observer() -> nh3.Cleaner:
    """Passes what :func:`_cleaner` does and what a loss is declared for. Never for output."""
    own = {"script": {"src"}, "iframe": {"src"}}
    return nh3.Cleaner(
        tags=set(ALLOWED | set(ACTIVE) | set(PASSIVE)),
        clean_content_tags=set(),
        attributes={**ATTRIBUTES, **own},
        attribute_filter=_observed_attribute,
        generic_attribute_prefixes={"aria-", "on"},
        url_schemes={*SCHEMES, "javascript", "vbscript", "livescript", "file", *"cdefgh"},
        link_rel=None,
    )


def _attribute(element: str, name: str, value: str) -> str | None:
    """What nh3 keeps of an attribute that its lists let pass; None removes it."""
    if name == "style":
        return _style(value)
    if name in ADDRESSES or name == "cite":
        address = _BLANK.sub("", value).lower()
        if address.startswith("data:") and not (
            element == "img" and name == "src" and _PICTURE.match(address)
        ):
            return None
        return None if address.startswith(_SCRIPTS) else value
    return value if _NAME.match(name) else None


def _observed_attribute(element: str, name: str, value: str) -> str | None:
    if name in ADDRESSES or name.startswith("on"):
        return value
    return _attribute(element, name, value)


def _style(value: str) -> str | None:
    """The declarations that are safe; None when none is. A quoted semicolon splits one, too."""
    kept = [part.strip() for part in value.split(";") if _safe_declaration(part)]
    return ";".join(kept) or None


def _safe_declaration(declaration: str) -> bool:
    name, colon, _ = declaration.partition(":")
    known = name.strip().lower() in STYLES
    return bool(colon) and known and not _UNSAFE_STYLE.search(declaration)


def _left_out(seen: str) -> Iterator[ContentLoss]:
    """What stands in the observer's output and never passes."""
    for piece in PIECE.finditer(_RAW_TEXT.sub(r"<\1\2></\1>", seen)):
        slash, name, written = piece.group(1, 2, 3)
        if name is None or slash:
            continue
        if name in ACTIVE:
            yield ContentLoss(ContentFeature.ACTIVE, ACTIVE[name])
        elif name in PASSIVE:
            yield ContentLoss(ContentFeature.ELEMENT, PASSIVE[name])
        elif written:
            yield from _left_out_attributes(name, written)


def _left_out_attributes(element: str, written: str) -> Iterator[ContentLoss]:
    for name, value in attributes(written).items():
        if name.startswith("on"):
            yield _HANDLER
        elif name in ADDRESSES and _attribute(element, name, value) is None:
            data = _BLANK.sub("", value).lower().startswith("data:")
            yield _DATA if data else _SCRIPT_ADDRESS
        elif name in ADDRESSES and re.match(r"\s*(?:file|[c-h]):", value, re.IGNORECASE):
            yield _FILE_ADDRESS


def _too_deep(html: str) -> bool:
    """Whether elements nest deeper than :data:`DEEPEST`, roughly and in one pass."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for slash, name in _TAG.findall(html):
        if name.lower() in _UNCLOSED:
            continue
        depth = max(depth - 1, 0) if slash else depth + 1
        if depth > DEEPEST:
            return True
    return False
