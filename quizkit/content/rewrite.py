"""The normal form as one target wants it: a profile applied, assets and losses noted."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from html import unescape

from quizkit.content.addresses import local_path
from quizkit.content.elements import ADDRESSES, BLOCKS, CODE, MEDIA, PARTS, TEX, TEX_DISPLAY, VOID
from quizkit.content.markup import PIECE, attributes, escape, legal, quote
from quizkit.content.math import MathError
from quizkit.content.normal import Normal
from quizkit.content.profile import ContentFeature, ContentLoss, Profile, Rendered

_WORDS = {
    "a": "a link's address",
    "abbr": "an abbreviation's long form",
    "blockquote": "the look of a quotation",
    "code": "the look of code",
    "details": "a fold-out",
    "del": "the striking out of text",
    "em": "emphasis",
    "hr": "a dividing line",
    "ins": "the underlining of inserted text",
    "kbd": "the look of a key",
    "li": "a list's layout",
    "mark": "highlighting",
    "math": "a formula's layout",
    "ol": "a list's layout",
    "pre": "the layout of code",
    "q": "quotation marks",
    "rt": "the layout of a reading aid",
    "ruby": "the layout of a reading aid",
    "s": "the striking out of text",
    "samp": "the look of a program's output",
    "span": "styling",
    "strong": "emphasis",
    "sub": "a subscript",
    "summary": "a fold-out",
    "sup": "a superscript",
    "table": "a table's layout",
    "td": "a table's layout",
    "th": "a table's layout",
    "tr": "a table's layout",
    "u": "underlining",
    "ul": "a list's layout",
    "var": "the look of a variable",
}
_SILENT = frozenset({"source", "track", "col", "colgroup", "wbr", "br", "tbody", "thead", "tfoot"})
_MATHML = "http://www.w3.org/1998/Math/MathML"
_TRAILING = re.compile(r"(?:\s|<br(?: /)?>)+\Z")
_SITE = re.compile(r"\s*/(?!/)")


def rewrite(form: Normal, profile: Profile, assets: Collection[str]) -> Rendered:
    """Markup for a target. Formulas that ``profile.math`` refuses are shown as TeX."""
    return _Rewriter(profile, assets, form).rendered()


class _Rewriter:
    """One pass over a normal form."""

    def __init__(self, profile: Profile, assets: Collection[str], form: Normal) -> None:
        self.profile = profile
        self.drop = _whole(profile.drop)
        self.assets = assets
        self.form = form
        self.used: dict[str, None] = {}
        self.lost: dict[ContentLoss, None] = dict.fromkeys(form.lost)
        self.out: list[str] = []

    def rendered(self) -> Rendered:
        add = self.out.append
        text, code = self.profile.text, self.profile.code
        depth = 0
        tex: list[str] | None = None
        for slash, name, written, run in PIECE.findall(self.form.markup):
            if name in TEX:
                if not slash:
                    tex = []
                elif tex is not None:
                    add(self._formula(unescape("".join(tex)), name == TEX_DISPLAY))
                    tex = None
            elif tex is not None:
                tex.append(run)
            elif run:
                add(code(run) if depth else text(run) if run != "\n" else run)
            else:
                if name in CODE:
                    depth += -1 if slash else 1
                add(self._close(name) if slash else self._open(name, written))
        markup = "".join(self.out)
        if self.drop:
            markup = _TRAILING.sub("", markup).lstrip()
        return Rendered(legal(markup), tuple(self.used), tuple(self.lost))

    def _open(self, name: str, written: str) -> str:
        profile = self.profile
        if name in self.drop:
            return self._dropped(name, written)
        shown = profile.rename.get(name, name)
        if written and any(f" {address}=" in written for address in ADDRESSES):
            written = self._with_addresses(name, attributes(written))
        if profile.xhtml:
            if name == "math" and " xmlns=" not in written:
                written = f' xmlns="{_MATHML}"{written}'
            if name in VOID:
                return f"<{shown}{written} />"
        return f"<{shown}{written}>"

    def _close(self, name: str) -> str:
        if name in self.drop:
            return self._break() if name in BLOCKS else " " if name in ("td", "th") else ""
        return f"</{self.profile.rename.get(name, name)}>"

    def _break(self) -> str:
        """The end of a line where a block's tags are dropped; never two in a row."""
        written = next((piece for piece in reversed(self.out) if piece.strip()), "")
        if not written or written.startswith("<br"):
            return ""
        if "br" in self.drop:
            return "\n"
        return "<br />" if self.profile.xhtml else "<br>"

    def _with_addresses(self, name: str, named: dict[str, str]) -> str:
        return "".join(
            f' {key}="{quote(self._address(name, value) if key in ADDRESSES else value)}"'
            for key, value in named.items()
        )

    def _address(self, name: str, address: str) -> str:
        """Where a target finds a file; what is no asset stays as written."""
        path = local_path(address)
        if path is None or (name == "a" and _SITE.match(address)):
            return address
        if path in self.assets:
            self.used[path] = None
            return self.profile.address(path)
        what = "a link leads nowhere" if name == "a" else "it cannot be shown"
        self._lose(ContentFeature.FILE, f"the file {path} does not travel with the quiz; {what}")
        return address

    def _formula(self, tex: str, display: bool) -> str:
        try:
            return self.profile.math(tex, display)
        except MathError as error:
            self._lose(
                ContentFeature.MATH,
                f"the formula {_short(tex)} is shown as TeX, for it cannot be converted: {error}",
            )
            return self._plain(tex)

    def _plain(self, tex: str) -> str:
        shown = self.profile.rename.get("code", "code")
        run = self.profile.code(escape(tex))
        return run if "code" in self.drop else f"<{shown}>{run}</{shown}>"

    def _dropped(self, name: str, written: str) -> str:
        """What stands for an opening tag that the target has no place for."""
        if name == "img" or name in MEDIA:
            return self._dropped_media(name, attributes(written))
        if name not in _SILENT:
            words = _WORDS.get(name, f"the markup <{name}>")
            self._lose(ContentFeature.ELEMENT, f"{words} does not arrive; its text stays")
        if name == "br":
            return "\n"
        # Text right before a dropped block would run into it.
        return self._break() if name in BLOCKS else ""

    def _dropped_media(self, name: str, named: dict[str, str]) -> str:
        kind = {"img": "image", "audio": "sound", "video": "film"}[name]
        address = named.get("src", "")
        label = f" {local_path(address) or address}" if address and len(address) < 200 else ""
        alt = named.get("alt", "")
        instead = "its description stands there instead" if alt else "nothing stands there instead"
        if name != "img":
            instead = "only the text inside it stays"
        self._lose(ContentFeature.FILE, f"the {kind}{label} does not arrive; {instead}")
        return self.profile.text(escape(alt)) if alt else ""

    def _lose(self, feature: ContentFeature, instead: str) -> None:
        self.lost[ContentLoss(feature, instead)] = None


@cache
def _whole(drop: frozenset[str]) -> frozenset[str]:
    """The elements to drop, with the parts that go with them."""
    return drop.union(*(PARTS[name] for name in drop if name in PARTS))


def _short(tex: str) -> str:
    line = " ".join(tex.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
