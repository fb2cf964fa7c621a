"""How Moodle wants its HTML: kept from its filters, which rewrite what a student sees.

Filters work on the text as a string, code included: MathJax looks for ``\\(``, ``\\[`` and
``$$``, the emoticon filter for ``(n)`` or ``:-)``, the link filter for bare addresses. A
numeric entity hides a character from the latter two; MathJax needs an element between.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from quizkit.content.math import MathError
from quizkit.content.profile import Profile

_FACES = (
    r":-?[()] :-[DPp/XxI] ;-\) V-\. B-\) \^-\) 8-[)oO.\[] (?:<|&lt;)o\) :o\) \|-\. \}-\] P-\| xx-P "
    r"\(grr\) \(h\) \(heart\) \(y\) \(n\) \(martin\) \([ ]\)"
)
_EMOTICON = re.compile(_FACES.replace("[ ]", "\\x20").replace(" ", "|"))
_WINKS = re.compile(r"(?<=;)(?:-\))+")
"""An entity before ``-)`` reads as the emoticon ``;-)``."""
_MATH_START = re.compile(r"\\(?=[(\[])|\$(?=\$)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FILES = "@@PLUGINFILE@@"
"""What Moodle takes for the address of a question's own files, wherever it stands."""
_BOX = re.compile("_{5,}")
"""A run that a typed answer's box would replace."""


def _hide(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found[:-1]}&#{ord(found[-1])};"


def without_emoticons(markup: str) -> str:
    """The same text with nothing in it that the emoticon filter knows."""
    if ")" in markup or "-" in markup or ":(" in markup:
        markup = _EMOTICON.sub(_hide, markup)
        if ";-)" in markup:
            markup = _WINKS.sub(lambda match: match[0].replace(")", "&#41;"), markup)
    return markup


def _without_math(markup: str) -> str:
    """Delimiters of MathJax broken by an empty element after their first character."""
    if "\\" in markup or "$$" in markup:
        return _MATH_START.sub(lambda match: f"{match[0]}<span></span>", markup)
    return markup


def prose(markup: str) -> str:
    """A run of prose, escaped for HTML, as it can stand in Moodle."""
    if _FILES in markup:
        markup = markup.replace(_FILES, "@&#64;PLUGINFILE@@")
    return _without_math(without_emoticons(markup))


def code(markup: str) -> str:
    """A run of code: as prose, and its addresses stay no links."""
    if "____" in markup:
        markup = _BOX.sub(lambda match: "____" + "&#95;" * (len(match[0]) - 4), markup)
    if "://" not in markup and "www." not in markup.lower():
        return prose(markup)
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(markup):
        address = without_emoticons(match[0])
        parts += [prose(markup[end : match.start()]), _unlinked(address)]
        end = match.end()
    parts.append(prose(markup[end:]))
    return "".join(parts)


def _unlinked(address: str) -> str:
    return f'<span class="nolink">{address.replace("$$", "$&#36;")}</span>'


def math(tex: str, display: bool) -> str:
    """TeX between ``\\( \\)`` or ``\\[ \\]``.

    Raises MathError where the formula holds its own closing delimiter, which would end it.
    """
    closer = "]" if display else ")"
    if f"\\{closer}" in re.sub(r"\\\\", "", tex):
        raise MathError(f"it holds \\{closer}, which ends a formula in Moodle")
    body = escape(tex, quote=False)
    return without_emoticons(rf"\[{body}\]" if display else rf"\({body}\)")


def moodle_profile(address: Callable[[str], str]) -> Profile:
    """The profile for Moodle, with the way in which local files are addressed."""
    return Profile(name="moodle", text=prose, code=code, math=math, address=address)
