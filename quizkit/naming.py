"""Names of parts of a quiz as an author would say them."""

from __future__ import annotations

import re
from functools import lru_cache

from quizkit.model import Choice, Question

_MARKUP = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)(?!`)|(?P<math>\$\$?[^$\n]+\$\$?|\\\(.+?\\\))"
    r"|\*{2,}|(?<!\w)(?:\*|_{1,3})(?=\S)|(?<=\S)(?:\*|_{1,3})(?!\w)|`+|~~+|!?\[|\]\([^)]*\)|<[^>]*>"
)
"""Markdown's signs; what stands in code and formulas is none."""
_LONGEST = 50


def excerpt(markup: str, limit: int = _LONGEST) -> str:
    """The first line of some Markdown or HTML without its markup, cut to ``limit`` characters."""
    text = " ".join(_MARKUP.sub(_unmarked, markup[: limit * 8]).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _unmarked(match: re.Match[str]) -> str:
    return match["code"] or match["math"] or ""


@lru_cache(maxsize=128)
def letter(index: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    name = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        name = chr(ord("a") + digit) + name
    return name


def place(question: Question, number: int, path: tuple[str | int, ...] = ()) -> str:
    """``Question 3 "Adam", option b "Dropout"`` for a path such as ``("options", 1)``."""
    title = excerpt(question.title or question.stem.source)
    where = f'Question {number} "{title}"' if title else f"Question {number}"
    if path[:1] == ("options",) and len(path) > 1 and isinstance(question, Choice):
        index = int(path[1])
        if index < len(question.options):
            text = excerpt(question.options[index].content.source)
            where += f", option {letter(index)}" + (f' "{text}"' if text else "")
    return where
