"""MathML 3, as converters write it, cut to the MathML 2 that QTI 2.1 is checked against."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

_COLOUR = re.compile(r"(?:^|;)\s*color:\s*(#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?)\s*(?:;|$)")
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms", "annotation"})
_LOOKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "code": "monospace"}
_ARITY = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
_PARENTS = {
    "mtr": {"mtable"},
    "mtd": {"mtr"},
    "mprescripts": {"mmultiscripts"},
    "none": {"mmultiscripts"},
    "annotation": {"semantics"},
}
_CHILDREN = {"mtable": {"mtr"}, "mtr": {"mtd"}}
_TOKEN = frozenset({"mathvariant", "mathsize", "mathcolor", "mathbackground"})
_SCRIPT = frozenset({"subscriptshift", "superscriptshift"})
_CELL = frozenset({"rowspan", "columnspan", "rowalign", "columnalign", "groupalign"})
_STYLE = frozenset(
    [
        "scriptlevel",
        "displaystyle",
        "scriptsizemultiplier",
        "scriptminsize",
        "mathcolor",
        "mathbackground",
        "mathvariant",
        "mathsize",
        "linethickness",
    ]
)
_ALLOWED: dict[str, frozenset[str]] = {
    "math": frozenset({"display", "alttext", "overflow"}),
    "mi": _TOKEN,
    "mn": _TOKEN,
    "mo": _TOKEN
    | frozenset(
        [
            "form",
            "fence",
            "separator",
            "lspace",
            "rspace",
            "stretchy",
            "symmetric",
            "maxsize",
            "minsize",
            "largeop",
            "movablelimits",
            "accent",
        ]
    ),
    "mtext": _TOKEN,
    "ms": _TOKEN | {"lquote", "rquote"},
    "mspace": frozenset({"width", "height", "depth", "linebreak"}),
    "mrow": frozenset(),
    "mfrac": frozenset({"linethickness", "numalign", "denomalign", "bevelled"}),
    "msqrt": frozenset(),
    "mroot": frozenset(),
    "mstyle": _STYLE,
    "merror": frozenset(),
    "mpadded": frozenset({"width", "lspace", "height", "depth"}),
    "mphantom": frozenset(),
    "mfenced": frozenset({"open", "close", "separators"}),
    "menclose": frozenset({"notation"}),
    "msub": _SCRIPT,
    "msup": _SCRIPT,
    "msubsup": _SCRIPT,
    "munder": frozenset({"accentunder"}),
    "mover": frozenset({"accent"}),
    "munderover": frozenset({"accent", "accentunder"}),
    "mmultiscripts": _SCRIPT,
    "mprescripts": frozenset(),
    "none": frozenset(),
    "mtable": frozenset(
        [
            "align",
            "rowalign",
            "columnalign",
            "rowspacing",
            "columnspacing",
            "rowlines",
            "columnlines",
            "frame",
            "framespacing",
            "equalrows",
            "equalcolumns",
            "displaystyle",
            "side",
            "minlabelspacing",
            "width",
        ]
    ),
    "mtr": frozenset({"rowalign", "columnalign", "groupalign"}),
    "mtd": _CELL,
    "maction": frozenset({"actiontype", "selection"}),
    "semantics": frozenset(),
    "annotation": frozenset({"encoding"}),
}
_VARIANTS = frozenset(
    [
        "normal",
        "bold",
        "italic",
        "bold-italic",
        "double-struck",
        "bold-fraktur",
        "script",
        "bold-script",
        "fraktur",
        "sans-serif",
        "bold-sans-serif",
        "sans-serif-italic",
        "sans-serif-bold-italic",
        "monospace",
    ]
)


@lru_cache(maxsize=2048)
def mathml2_text(markup: str) -> str:
    """A ``math`` element, given and returned as text, with its namespace on itself."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return mathml2(etree.fromstring(markup, parser))


def mathml2(math: etree._Element) -> str:
    """A ``math`` element, whose names may lack their namespace, as valid MathML 2."""
    fitted = _fitted(math)
    fitted.set("xmlns", NAMESPACE)
    return etree.tostring(fitted, encoding="unicode")


def _fitted(node: etree._Element, parent: str = "") -> etree._Element:
    name = _known_name(node, parent)
    fitted = etree.Element(name)
    for key, value in node.attrib.items():
        if key in _ALLOWED[name] and value and (key != "mathvariant" or value in _VARIANTS):
            fitted.set(key, value)
    colour = _COLOUR.search(node.get("style", ""))
    if colour and "mathcolor" in _ALLOWED[name]:
        fitted.set("mathcolor", colour[1])
    aligned = _ALIGN.search(node.get("style", "")) if name == "mtd" else None
    if aligned:
        fitted.set("columnalign", aligned[1])
    if name in _TOKENS:
        _fill_token(fitted, node)
        return fitted
    _add_text(fitted, node.text)
    for child in node:
        if isinstance(child.tag, str):
            fitted.append(_fitted(child, name))
        _add_text(fitted, child.tail)
    return fitted


def _known_name(node: etree._Element, parent: str) -> str:
    """The element's own name where MathML 2 takes it, else that of a row of its parts."""
    name = _local(node)
    if name == "mrow" and _COLOUR.search(node.get("style", "")):
        return "mstyle"
    if name not in _ALLOWED or (name == "math") != (parent == ""):
        return "mrow"
    if name in _PARENTS and parent not in _PARENTS[name]:
        return "mrow"
    children = [_local(child) for child in node if isinstance(child.tag, str)]
    if name in _ARITY and len(children) != _ARITY[name]:
        return "mrow"
    if name in _CHILDREN and not all(child in _CHILDREN[name] for child in children):
        return "mrow"
    return name


def _fill_token(fitted: etree._Element, node: etree._Element) -> None:
    """Leaves hold text only; bold and italic inside them have an attribute instead."""
    children = [_local(child) for child in node]
    if len(children) == 1 and children[0] in _LOOKS and not (node.text or "").strip():
        fitted.set("mathvariant", _LOOKS[children[0]])
    fitted.text = "".join(str(run) for run in node.itertext())


def _add_text(fitted: etree._Element, text: str | None) -> None:
    """Text where MathML takes elements only becomes one."""
    if text and text.strip():
        etree.SubElement(fitted, "mtext").text = text.strip()


def _local(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
