"""MathML back to TeX, for what schools write: only where the TeX says all that the MathML says.

Whatever is not known, or reads differently when converted forth again, stays MathML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from lxml import etree

from quizkit.content.math import MathError, to_mathml

_Element = etree._Element


def _words_of(text: str) -> list[str]:
    return text.split()


def _pairs_of(text: str) -> dict[str, str]:
    """A table written as words: a sign, then how TeX says it."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_SIGNS = _pairs_of(r"""
    − -  ⋅ \cdot  × \times  ÷ \div  ± \pm  ∓ \mp  ∗ *  ⋆ \star  ∘ \circ  ⊕ \oplus  ⊗ \otimes
    ≤ \le  ≥ \ge  ≠ \ne  ≈ \approx  ≡ \equiv  ∼ \sim  ∝ \propto  ≪ \ll  ≫ \gg
    → \to  ← \leftarrow  ↔ \leftrightarrow  ⟶ \longrightarrow  ⟵ \longleftarrow  ↦ \mapsto
    ⇒ \Rightarrow  ⇐ \Leftarrow  ⇔ \Leftrightarrow  ⇌ \rightleftharpoons
    ∑ \sum  ∏ \prod  ∫ \int  ∬ \iint  ∮ \oint  ∞ \infty  ∂ \partial  ∇ \nabla
    ∈ \in  ∉ \notin  ∋ \ni  ⊂ \subset  ⊆ \subseteq  ⊃ \supset  ⊇ \supseteq
    ∪ \cup  ∩ \cap  ∖ \setminus  ∅ \emptyset  ∀ \forall  ∃ \exists  ¬ \neg  ∧ \land  ∨ \lor
    ⊥ \perp  ⊤ \top  ∥ \parallel  ∠ \angle  △ \triangle  … \dots  ⋯ \cdots  ⋮ \vdots  ⋱ \ddots
    ⌊ \lfloor  ⌋ \rfloor  ⌈ \lceil  ⌉ \rceil  ‖ \|  ⟨ \langle  ⟩ \rangle
    { \{  } \}  % \%  & \&  # \#  _ \_  $ \$  ℓ \ell  ℏ \hbar  ′ '  ″ ''
""") | {"\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u00a0": r"\ "}
_GREEK = _pairs_of(r"""
    α \alpha  β \beta  γ \gamma  δ \delta  ε \varepsilon  ϵ \epsilon  ζ \zeta  η \eta  θ \theta
    ϑ \vartheta  ι \iota  κ \kappa  λ \lambda  μ \mu  ν \nu  ξ \xi  π \pi  ϖ \varpi  ρ \rho
    ϱ \varrho  σ \sigma  ς \varsigma  τ \tau  υ \upsilon  φ \varphi  ϕ \phi  χ \chi  ψ \psi
    ω \omega  Γ \Gamma  Δ \Delta  Θ \Theta  Λ \Lambda  Ξ \Xi  Π \Pi  Σ \Sigma  Υ \Upsilon
    Φ \Phi  Ψ \Psi  Ω \Omega
""")
_FUNCTIONS = frozenset(
    _words_of("""
    sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf
    det dim ker gcd deg arg Pr
""")
)
_OVER = _pairs_of(
    r"→ \vec  ˆ \hat  ^ \hat  ¯ \bar  ‾ \bar  ˙ \dot  ¨ \ddot  ˜ \tilde  ~ \tilde"
) | {
    "\u20d7": r"\vec",
    "\u0332": r"\overline",
}
_FONTS = {
    "bold": r"\mathbf",
    "double-struck": r"\mathbb",
    "script": r"\mathcal",
    "normal": r"\mathrm",
}
_STYLES = {
    "MATHEMATICAL BOLD CAPITAL": r"\mathbf",
    "MATHEMATICAL BOLD SMALL": r"\mathbf",
    "MATHEMATICAL SCRIPT CAPITAL": r"\mathcal",
    "MATHEMATICAL FRAKTUR CAPITAL": r"\mathfrak",
    "MATHEMATICAL DOUBLE-STRUCK CAPITAL": r"\mathbb",
    "DOUBLE-STRUCK CAPITAL": r"\mathbb",
}
_STYLED = re.compile(f"({'|'.join(_STYLES)}) ([A-Z])")
_SPACES = ((1.5, r"\qquad "), (0.75, r"\quad "), (0.25, r"\;"), (0.2, r"\:"), (0.1, r"\,"))
_TEXT = {
    "\\": r"\backslash ",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "%": r"\%",
    "#": r"\#",
    "&": r"\&",
}
_OPEN_END = re.compile(r"(?:\\[A-Za-z]+|[_^][A-Za-z0-9])$")
_UNSEEN = re.compile("[\\s\u2061-\u2064\u00a0]+")
_FENCES = {"(": "pmatrix", "[": "bmatrix", "|": "vmatrix", "‖": "Vmatrix"}
_ACCENTS = str.maketrans({"→": "⃗", "^": "ˆ", "‾": "¯", "~": "˜"})
_DEEPEST = 60


class _Unknown(Exception):
    """Something that TeX would not say, or that is not known here."""


def tex_of_mathml(element: _Element) -> str | None:
    """The TeX of a ``math`` element, in or out of its namespace; None where it is not sure."""
    try:
        tex = _row(element, 0)
        shown = to_mathml(tex, False)
    except (_Unknown, MathError):
        return None
    same = _read_aloud(_said(etree.fromstring(shown))) == _read_aloud(_said(element))
    return tex if same else None


def _said(element: _Element) -> str:
    """All text but that of annotations, which say the same in another way."""
    return "".join(
        found.text or ""
        for found in element.iter(etree.Element)
        if not etree.QName(found).localname.startswith("annotation")
    )


def _read_aloud(text: str) -> str:
    """What is read, whichever of two like characters says it."""
    text = _UNSEEN.sub("", text).translate(_ACCENTS).replace("-", "−").replace("*", "∗")
    return unicodedata.normalize("NFKD", text)


def _row(element: _Element, depth: int) -> str:
    return _joined(_tex(child, depth + 1) for child in _children(element))


def _children(element: _Element) -> list[_Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _joined(parts: Iterable[str]) -> str:
    """Parts behind each other; a command, and a bare index, ends before what could be its own."""
    text = ""
    for part in parts:
        if part[:1].isalnum() and _OPEN_END.search(text):
            text += " "
        text += part
    return text


def _tex(element: _Element, depth: int) -> str:
    if depth > _DEEPEST:
        raise _Unknown
    name = etree.QName(element).localname
    known = _ELEMENTS.get(name)
    if known is None:
        raise _Unknown
    return known(element, depth)


def _group(element: _Element, depth: int) -> str:
    return "{" + _tex(element, depth + 1) + "}"


def _script(element: _Element, depth: int) -> str:
    """An index or exponent: without braces where it is one letter or digit."""
    tex = _tex(element, depth + 1)
    return tex if len(tex) == 1 and tex.isalnum() else "{" + tex + "}"


def _parts(element: _Element, count: int) -> Sequence[_Element]:
    found = _children(element)
    if len(found) != count:
        raise _Unknown
    return found


def _base(element: _Element, depth: int) -> str:
    """What carries an index: in braces where it is more than one sign."""
    tex = _tex(element, depth + 1)
    alone = len(tex) == 1 or re.fullmatch(r"[0-9]+|\\[A-Za-z]+|\\[^A-Za-z]|\\[a-z]+\{[^{}]*\}", tex)
    return tex if alone else "{" + tex + "}"


# The elements


def _letter(element: _Element, depth: int) -> str:
    text = (element.text or "").strip()
    if text in _FUNCTIONS:
        return f"\\{text}"
    font = _FONTS.get(element.get("mathvariant") or "")
    if len(text) == 1:
        styled = _STYLED.fullmatch(unicodedata.name(text, ""))
        if styled is not None:
            small = "SMALL" in styled[1]
            return f"{_STYLES[styled[1]]}{{{styled[2].lower() if small else styled[2]}}}"
        tex = _sign(text)
        return f"{font}{{{tex}}}" if font and text.isascii() and text.isalpha() else tex
    if text.isalpha() and text.isascii():
        return f"{font or chr(92) + 'mathrm'}{{{text}}}"
    return _joined(map(_sign, text))


def _sign(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    if char in _GREEK:
        return _GREEK[char]
    if char in "\\^~":
        raise _Unknown
    return char


def _signs(element: _Element, depth: int) -> str:
    if element.text == "," and element.get("rspace") == "0" and _is_number(element.getnext()):
        return "{,}"  # a decimal comma
    return _joined(map(_sign, (element.text or "").strip(" \n\t")))


def _is_number(element: _Element | None) -> bool:
    return element is not None and etree.QName(element).localname == "mn"


def _text(element: _Element, depth: int) -> str:
    text = element.text or ""
    if not text.strip(" \u00a0\n\t"):
        return r"\ " if text else ""
    return r"\text{" + "".join(_TEXT.get(char, char) for char in text) + "}"


def _space(element: _Element, depth: int) -> str:
    width = element.get("width") or "0"
    found = re.fullmatch(r"([0-9.]+)em", width)
    after = element.getnext()
    if found is None or (after is not None and _names_function(after)):
        return ""  # TeX leaves that space by itself
    return next((tex for least, tex in _SPACES if float(found[1]) >= least), "")


def _names_function(element: _Element) -> bool:
    text = "".join(map(str, element.itertext())).partition("\u2061")[0].strip()
    return text in _FUNCTIONS


def _fraction(element: _Element, depth: int) -> str:
    above, below = _parts(element, 2)
    if element.get("linethickness") not in (None, "", "medium"):
        raise _Unknown
    return r"\frac" + _group(above, depth) + _group(below, depth)


def _power(element: _Element, depth: int) -> str:
    base, above = _parts(element, 2)
    raised = _tex(above, depth + 1)
    if set(raised) == {"'"}:
        return _base(base, depth) + raised
    return f"{_base(base, depth)}^{_script(above, depth)}"


def _index(element: _Element, depth: int) -> str:
    base, below = _parts(element, 2)
    return f"{_base(base, depth)}_{_script(below, depth)}"


def _both(element: _Element, depth: int) -> str:
    base, below, above = _parts(element, 3)
    return f"{_base(base, depth)}_{_script(below, depth)}^{_script(above, depth)}"


def _over(element: _Element, depth: int) -> str:
    base, above = _parts(element, 2)
    mark = (above.text or "").strip() if not len(above) else ""
    if mark in _OVER:
        return _OVER[mark] + _group(base, depth)
    if _is_large(base):
        return f"{_tex(base, depth + 1)}^{_script(above, depth)}"
    return r"\overset" + _group(above, depth) + _group(base, depth)


def _under(element: _Element, depth: int) -> str:
    base, below = _parts(element, 2)
    if _is_large(base):
        return f"{_tex(base, depth + 1)}_{_script(below, depth)}"
    return r"\underset" + _group(below, depth) + _group(base, depth)


def _is_large(element: _Element) -> bool:
    text = "".join(map(str, element.itertext())).strip()
    return text in ("∑", "∏", "∫", "⋃", "⋂", "lim", "max", "min", "sup", "inf")


def _root(element: _Element, depth: int) -> str:
    base, degree = _parts(element, 2)
    return rf"\sqrt[{_tex(degree, depth + 1)}]{_group(base, depth)}"


def _square_root(element: _Element, depth: int) -> str:
    return r"\sqrt{" + _row(element, depth) + "}"


def _rows(element: _Element, depth: int) -> str:
    """Elements in a row; brackets round a table are its own."""
    found = _children(element)
    if len(found) == 3 and etree.QName(found[1]).localname == "mtable":
        left, right = ((found[n].text or "").strip() for n in (0, 2))
        if left == "{" and right in ("", "\u2063"):
            return _table(found[1], depth, "cases")
        if left in _FENCES:
            return _table(found[1], depth, _FENCES[left])
    return _row(element, depth)


def _bare_table(element: _Element, depth: int) -> str:
    return _table(element, depth, "matrix")


def _table(element: _Element, depth: int, environment: str) -> str:
    lines = []
    for row in _children(element):
        if etree.QName(row).localname != "mtr":
            raise _Unknown
        lines.append(" & ".join(_row(cell, depth + 2) for cell in _children(row)))
    return rf"\begin{{{environment}}}{(' ' + chr(92) * 2 + ' ').join(lines)}\end{{{environment}}}"


def _annotated(element: _Element, depth: int) -> str:
    """The TeX that stands beside it, else the first thing said."""
    for child in _children(element):
        if "tex" in (child.get("encoding") or "").lower() and child.text:
            return child.text.strip()
    found = _children(element)
    if not found:
        raise _Unknown
    return _tex(found[0], depth + 1)


_ELEMENTS: dict[str, Callable[[_Element, int], str]] = {
    "math": _row,
    "mrow": _rows,
    "mstyle": _rows,
    "mpadded": _row,
    "mi": _letter,
    "mn": _signs,
    "mo": _signs,
    "mtext": _text,
    "mspace": _space,
    "mfrac": _fraction,
    "msup": _power,
    "msub": _index,
    "msubsup": _both,
    "munderover": _both,
    "mover": _over,
    "munder": _under,
    "msqrt": _square_root,
    "mroot": _root,
    "mtable": _bare_table,
    "semantics": _annotated,
}
