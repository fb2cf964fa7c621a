r"""Formulas as Canvas's equation images, the one spelling that both engines show."""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encode

from quizkit.content.markup import escape, quote

_ROOT = re.compile(r"\\sqrt\s*\[([^\[\]{}]*)\]\s*(?=\{)")
_OPTIONAL = re.compile(
    r"\\(?!left|right|big|Big|bigg|Bigg|middle|[lr]brack)[A-Za-z]+\s*\[|\\\\\s*\["
)
_BRACKETS = {"[": r"\lbrack ", "]": r"\rbrack "}


def equation_image(tex: str, display: bool) -> str:
    """An image whose address the LMS draws and whose ``title`` is the formula's source."""
    source = " ".join(tex.split())
    if display and not source.startswith(r"\displaystyle"):
        source = rf"\displaystyle {source}"
    # Canvas encodes twice; its server decodes the path once before the formula is read.
    address = percent_encode(percent_encode(source, safe=""), safe="")
    shown = quote(source)
    return (
        f'<img class="equation_image" title="{shown}" alt="LaTeX: {shown}" '
        f'src="/equation_images/{address}" data-equation-content="{shown}">'
    )


def without_brackets(tex: str) -> str | None:
    r"""The same formula without ``[`` and ``]``, or None where it needs them.

    New Quizzes mangles a word in square brackets in any attribute of a stem.
    """
    if "[" not in tex and "]" not in tex:
        return tex
    tex = _ROOT.sub(r"\\root{\1}\\of", tex)
    if _OPTIONAL.search(tex):
        return None
    return re.sub(r"[\[\]]", lambda match: _BRACKETS[match[0]], tex)


def delimited(tex: str, display: bool) -> str:
    """TeX in the text, for MathJax to find."""
    body = escape(tex)
    return rf"\[{body}\]" if display else rf"\({body}\)"
