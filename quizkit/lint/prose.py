"""The words of content, apart from what is no prose: code, formulas, addresses, markup."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from quizkit.content.render import Renderer
from quizkit.model import Content

_BLOT = "\ufffc"
"""Stands for what is no prose: neither a letter nor a space (Unicode's object replacement)."""
_SPECIAL = re.compile(r"[`$<\\@]|\](?:\(|:)|:/|www\.|\w_\w|\{\{|\w\.\w|\w\(")
_NO_PROSE = re.compile(
    r"""
      ^(?P<indent>[ ]{0,12})(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^[ ]{0,12}(?P=fence)|.*\Z)
    | (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
    | <!--.*?(?:-->|\Z)
    | <(?:script|style|code|pre|math|svg)\b.*?</(?:script|style|code|pre|math|svg)\s*>
    | </?[a-zA-Z][^<>]*>
    | <[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*>
    | (?<![\\$\d])\$\$.+?\$\$
    | (?<![\\$\d])\$(?=[^\s$])(?:[^$\n`]|\n(?!\n))*?(?<=[^\s\\])\$(?!\d)
    | \\\(.+?\\\) | \\\[.+?\\\]
    | (?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)
    | ^\[[^\]]+\]:[ ].*$
    | (?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.)[^\s<>()]+
    | [\w.+-]+@[\w-]+\.[\w.-]+
    | \{\{[^{}]*\}\}
    | \w+(?:_\w+)+
    | [A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(\))?
    | \w+\([^()\s]*\)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


@lru_cache(maxsize=8192)
def prose(source: str) -> str:
    """A text of the same length in which code, math, tags, addresses and names are blotted out."""
    if _SPECIAL.search(source) is None:
        return source
    return _NO_PROSE.sub(_blot, source)


def _blot(match: re.Match[str]) -> str:
    return "\n".join(_BLOT * len(line) for line in match[0].split("\n"))


_VERBATIM = re.compile(
    r"""
      ^(?P<indent>[ ]{0,12})(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^[ ]{0,12}(?P=fence)|.*\Z)
    | (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
    | <!--.*?(?:-->|\Z)
    | <(?:script|style|code|pre|math|svg)\b.*?</(?:script|style|code|pre|math|svg)\s*>
    | (?<![\\$\d])\$\$.+?\$\$
    | (?<![\\$\d])\$(?=[^\s$])(?:[^$\n`]|\n(?!\n))*?(?<=[^\s\\])\$(?!\d)
    | \\\(.+?\\\) | \\\[.+?\\\]
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def markup(source: str) -> str:
    """A text of the same length in which code and math are blotted out, and markup is not."""
    if "`" not in source and "$" not in source and "<" not in source and "~~~" not in source:
        return source
    return _VERBATIM.sub(_blot, source)


@cache
def _renderer() -> Renderer:
    return Renderer()


@lru_cache(maxsize=8192)
def shown(content: Content) -> str:
    """Content as students read it: no markup, on one line."""
    return " ".join(_renderer().text(content).split())


_MARKUP_SIGN = re.compile(r"[*_`~$\[<]|\s\s")
_MARKUP = re.compile(r"[*_`~]|\$[^$]*\$|!?\[|\]\([^)]*\)|<[^>]*>|\s(?=\s)")


def rendered_length(content: Content) -> int:
    """About how many characters students see; :func:`shown` tells exactly, and takes longer."""
    source = content.source
    if _MARKUP_SIGN.search(source) is None:
        return len(source)
    return len(_MARKUP.sub("", source).strip())


@cache
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of some words or phrases, whole, in any case; "~" stands for any ending.

    Scripts without spaces have no whole words: there a part of the text is enough. None
    without words.
    """
    if not words:
        return None
    alternatives = []
    for word in sorted(words, key=len, reverse=True):
        escaped = re.escape(word.rstrip("~")).replace(r"\ ", r"\s+")
        before = r"\b" if word[0].isalnum() and not _is_spaceless(word[0]) else ""
        if word.endswith("~"):
            after = r"\w*"
        else:
            after = r"\b" if word[-1].isalnum() and not _is_spaceless(word[-1]) else ""
        alternatives.append(f"{before}{escaped}{after}")
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _is_spaceless(char: str) -> bool:
    """Whether a character is of a script that writes without spaces."""
    return "\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u30ff" or char >= "\u4e00"
