"""TeX to MathML, guarded: the converter is young, and its input is anybody's."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from math_core import LatexError, LatexToMathML

from quizkit.content.sanitize import sanitize

LONGEST = 10_000
"""Formulas longer than this many characters are refused."""
DEEPEST = 200
"""Formulas nested deeper than this are refused: the converter recurses, and may run out."""
_DEEPEST_WITH_MACROS = 20
_EXPANSIONS = 100

_PLACE = re.compile(r"^\d+: ")
_NESTING = re.compile(r"\\(left|right|begin|end)(?![A-Za-z])|\\[\s\S]|[{}]|%.*")
_ENVIRONMENT = re.compile(r"\s*\{([^{}]*)\}")
_CHAIN = re.compile(r"(?:\\(?!left|right|begin|end)[A-Za-z]+\s*|[\^_]\s*){200}")
_MACRO = re.compile(
    r"\\(?:re)?newcommand|\\providecommand|\\[egx]?def(?![A-Za-z])|\\let(?![A-Za-z])"
)


class MathError(ValueError):
    """A formula that cannot be converted; worded for its author."""


@lru_cache(maxsize=4096)
def to_mathml(tex: str, display: bool) -> str:
    """A ``math`` element in the MathML namespace, well-formed XML and free of scripts.

    Raises :class:`MathError` for what the converter does not know, for what is too long or
    nested too deep, and for TeX that is not balanced.
    """
    problem = _refused(tex)
    if problem:
        raise MathError(problem)
    try:
        markup = _converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise MathError(_message(error)) from None
    # It writes one entity of HTML's that XML does not know.
    clean, lost = sanitize(markup.replace("&ApplyFunction;", "\u2061"))
    if lost:
        raise MathError(lost[0].instead)
    _check_well_formed(clean)
    return clean


def math_problem(tex: str) -> str | None:
    """What is wrong with a formula, in its author's words; None when nothing is."""
    problem = unbalanced(tex)
    if problem:
        return problem
    try:
        to_mathml(tex, False)
    except MathError as error:
        return str(error)
    return None


def unbalanced(tex: str) -> str | None:
    r"""What was opened and not closed, or the reverse: braces, ``\begin``, ``\left``."""
    stack: list[str] = []
    position = 0
    while (match := _NESTING.search(tex, position)) is not None:
        position = match.end()
        word = match[1] or match[0]
        if word in ("begin", "end"):
            named = _ENVIRONMENT.match(tex, position)
            position = named.end() if named else position
            word += f"{{{named[1].strip() if named else ''}}}"
        problem = _step(stack, word)
        if problem:
            return problem
    return f"{_written(stack[-1])} is never closed" if stack else None


def _step(stack: list[str], word: str) -> str | None:
    """Open or close one level; what is wrong with that, if anything."""
    if word in ("{", "left") or word.startswith("begin{"):
        stack.append(word)
    elif word in ("}", "right") or word.startswith("end{"):
        opener = {"}": "{", "right": "left"}.get(word, f"begin{word[3:]}")
        if not stack:
            return f"{_written(word)} closes nothing"
        if stack[-1] != opener:
            return f"{_written(stack[-1])} is not closed before {_written(word)}"
        stack.pop()
    return None


def _written(word: str) -> str:
    return f'"{word}"' if word in "{}" else f'"\\{word}"'


def _refused(tex: str) -> str | None:
    """Why a formula is kept from the converter."""
    if len(tex) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    limit = _DEEPEST_WITH_MACROS if _MACRO.search(tex) else DEEPEST
    if _depth(tex) > limit or _CHAIN.search(tex):
        return "it is nested too deep"
    return None


def _depth(tex: str) -> int:
    """How deep braces, ``\\left`` and ``\\begin`` nest at most, closed or not."""
    depth = deepest = 0
    for match in _NESTING.finditer(tex):
        if match[0] == "{" or match[1] in ("left", "begin"):
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] == "}" or match[1] in ("right", "end"):
            depth -= 1
    return deepest


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False, xml_namespace=True, max_expansions=_EXPANSIONS)


def _message(error: LatexError) -> str:
    """The converter's words without the offset, as the end of a sentence."""
    words = _PLACE.sub("", str(error)).strip().rstrip(".")
    return words[:1].lower() + words[1:] if words else "it is not understood"


def _check_well_formed(markup: str) -> None:
    from lxml import etree

    try:
        etree.fromstring(markup, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise MathError("its conversion is not well-formed") from None
