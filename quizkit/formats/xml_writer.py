"""XML as text, escaped by type: a plain string is text, :class:`Markup` is already XML.

Exporters that write thousands of small elements with rendered rich text inside need no tree;
they need that nothing is ever put in unescaped. ``element`` is the only place where tags are
made, and it escapes whatever is not Markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from quizkit.content.markup import escape, legal_text, quote

_SPECIAL = re.compile('[\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]')
"""What text or an attribute may need changed; most holds none of it."""
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Markup(str):
    """A piece of well-formed XML."""

    __slots__ = ()


EMPTY = Markup("")


def text(value: str) -> Markup:
    """Plain text as XML."""
    if _SPECIAL.search(value) is None:
        return Markup(value)
    return Markup(escape(legal_text(value)))


def join(pieces: Iterable[Markup], separator: str = "") -> Markup:
    """Pieces of XML side by side; ``separator`` is white space."""
    return Markup(separator.join(pieces))


def element(name: str, attributes: Mapping[str, str] | None = None, *children: str) -> Markup:
    """One element on one line: for mixed content, and for leaves."""
    start = _start(name, attributes) if attributes else name
    if len(children) == 1:
        child = children[0]
        inner: str = child if type(child) is Markup else text(child)
    elif children:
        inner = "".join([c if type(c) is Markup else text(c) for c in children])
    else:
        return Markup(f"<{start}/>")
    return Markup(f"<{start}>{inner}</{name}>")


def block(name: str, attributes: Mapping[str, str] | None, *children: Markup) -> Markup:
    """One element with its children on lines of their own: where white space means nothing."""
    start = _start(name, attributes) if attributes else name
    inner = "\n".join([child for child in children if child])
    if not inner:
        return Markup(f"<{start}/>")
    return Markup(f"<{start}>\n{inner}\n</{name}>")


def tags(name: str, attributes: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The start tag and the end tag, for what is written in pieces between them."""
    return f"<{_start(name, attributes) if attributes else name}>", f"</{name}>"


def _start(name: str, attributes: Mapping[str, str]) -> str:
    for key, value in attributes.items():
        # Most values are identifiers and numbers, which hold nothing to escape.
        name += f' {key}="{value if value.isalnum() else _attribute(value)}"'
    return name


def _attribute(value: str) -> str:
    if _SPECIAL.search(value) is None:
        return value
    # An XML parser makes spaces of line feeds and tabs in an attribute unless they are references.
    quoted = quote(legal_text(value))
    if "\n" in quoted or "\t" in quoted:
        return quoted.replace("\n", "&#10;").replace("\t", "&#9;")
    return quoted
