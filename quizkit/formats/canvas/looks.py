"""Old markup for looks, written as the styles that both of Canvas's sanitisers keep.

Classic lets no ``align`` pass and New Quizzes no ``font``; neither knows ``center`` and ``big``.
"""

from __future__ import annotations

import re

from quizkit.content.markup import attributes, quote

_OLD = re.compile(r'<(/?)(font|center|big)((?:\s+[\w-]+="[^"]*")*)>')
_ALIGNED = re.compile(
    r"<(p|div|h[1-6]|caption|thead|tbody|tfoot|tr|td|th)"
    r'((?:\s+[\w-]+="[^"]*")*?\s+align="(?:left|right|center|justify)"(?:\s+[\w-]+="[^"]*")*)>'
)
_NEW = {"font": "span", "center": "div", "big": "span"}
_SIZES = ("x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")
_COLOUR = re.compile(r"#?\w+")
_FACE = re.compile(r"[\w ,'-]+")


def styled(html: str) -> str:
    """Markup in normal form, its looks in ``style`` attributes."""
    if "<font" in html or "<center" in html or "<big" in html:
        html = _OLD.sub(_modern, html)
    if ' align="' in html:
        html = _ALIGNED.sub(_aligned, html)
    return html


def _modern(match: re.Match[str]) -> str:
    slash, name, written = match.groups()
    if slash:
        return f"</{_NEW[name]}>"
    named = attributes(written)
    return _tag(_NEW[name], named, _declarations(name, named))


def _declarations(name: str, named: dict[str, str]) -> list[str]:
    if name == "center":
        return ["text-align:center"]
    if name == "big":
        return ["font-size:larger"]
    colour, face, size = (named.pop(key, "").strip() for key in ("color", "face", "size"))
    found = []
    if _COLOUR.fullmatch(colour):
        found.append(f"color:{colour}")
    if _FACE.fullmatch(face):
        found.append(f"font-family:{face}")
    if size in ("1", "2", "3", "4", "5", "6", "7"):
        found.append(f"font-size:{_SIZES[int(size) - 1]}")
    elif size.startswith(("+", "-")):
        found.append(f"font-size:{'larger' if size[0] == '+' else 'smaller'}")
    return found


def _aligned(match: re.Match[str]) -> str:
    named = attributes(match[2])
    side = named.pop("align")
    return _tag(match[1], named, [f"text-align:{side}"])


def _tag(name: str, named: dict[str, str], declarations: list[str]) -> str:
    """A start tag; what a ``style`` of its own says goes before what is added."""
    style = ";".join(filter(None, [named.pop("style", "").strip("; "), *declarations]))
    if style:
        named["style"] = style
    written = "".join(f' {key}="{quote(value)}"' for key, value in named.items())
    return f"<{name}{written}>"
