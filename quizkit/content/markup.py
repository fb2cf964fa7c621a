"""Small facts of markup in its normal form: escaping, and cutting it into pieces.

The normal form is what :mod:`quizkit.content.normal` makes of any content: balanced HTML,
attributes in double quotes, ``& < >`` escaped everywhere, no other entity, void elements
unclosed. So one expression is enough to cut it.
"""

from __future__ import annotations

import re
from html import unescape

PIECE = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*/?>|([^<]+)""")
"""A tag (slash, name, attributes) or a run of text."""

_ATTRIBUTE = re.compile(r"""([^\s=>"]+)(?:="([^"]*)")?""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """Text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(text: str) -> str:
    """Text as it stands in an attribute, between double quotes."""
    return escape(text).replace('"', "&quot;")


def attributes(written: str) -> dict[str, str]:
    """The attributes of a tag, decoded, in order."""
    return {
        name: unescape(value) if "&" in value else value
        for name, value in _ATTRIBUTE.findall(written)
    }


def legal(markup: str) -> str:
    """The same without characters that XML cannot hold (production Char): U+FFFD instead.

    A carriage return is written as a reference, or an XML parser would make a line feed of it.
    """
    if "\r" in markup:
        markup = markup.replace("\r", "&#13;")
    return _ILLEGAL.sub("\ufffd", markup)


def legal_text(text: str) -> str:
    """Plain text without characters that XML cannot hold; carriage returns are line feeds."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
