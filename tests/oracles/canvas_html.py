"""What Canvas's two sanitisers leave of a text, as far as the measured lists go."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_BOTH = tuple(
    re.findall(
        r"\w+",
        "a b blockquote br caption cite code col colgroup dd del div dl dt em embed figure "
        "figcaption h1 h2 h3 h4 h5 h6 hr i iframe img ins li object ol p param pre q small source "
        "span strike strong sub sup table tbody td tfoot th thead tr u ul video track audio abbr "
        "math mi mn mo mrow msup msub msubsup mfrac msqrt mroot mtext mspace mtable mtr mtd mover "
        "munder munderover mstyle mpadded mphantom menclose mfenced semantics annotation",
    )
)
CLASSIC = frozenset([*_BOTH, "dir", "font", "h7", "h8"])
NEW = frozenset([*_BOTH, "s", "kbd", "mark", "samp", "var", "ruby", "rt", "rp", "summary", "style"])
_GONE_WHOLE = ("script", "style")


class _Sanitiser(HTMLParser):
    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.allowed = allowed
        self.out: list[str] = []
        self.lost: list[str] = []
        self.hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _GONE_WHOLE and tag not in self.allowed:
            self.hidden = tag
        if self.hidden or tag not in self.allowed:
            self.lost.append(f"<{tag}> is dropped")
            return
        kept = ""
        for name, value in attrs:
            text = value or ""
            if name.startswith("on") or re.match(r"\s*(javascript|vbscript):", text, re.I):
                self.lost.append(f"{name} of <{tag}> is dropped")
            elif name == "src" and text.startswith("data:"):
                self.lost.append("a data: image loses its src")
            else:
                kept += f' {name}="{escape(text)}"'
        self.out.append(f"<{tag}{kept}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.hidden:
            self.hidden = ""
        elif tag in self.allowed and not self.hidden:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def sanitise(html: str, allowed: frozenset[str], notes: list[str]) -> str:
    """The text as kept; what was lost goes to `notes`."""
    parser = _Sanitiser(allowed)
    parser.feed(html)
    parser.close()
    notes += parser.lost
    return "".join(parser.out)


def unwrap(html: str) -> str:
    """Canvas removes one outer div or p without attributes."""
    found = re.fullmatch(r"\s*<(div|p)>(.*)</\1>\s*", html, re.DOTALL)
    if found and not re.search(rf"</?{found[1]}\b", found[2]):
        return found[2].strip()
    return html.strip()
