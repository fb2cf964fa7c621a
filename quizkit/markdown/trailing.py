"""Right answers marked at the end of an option, or by setting the whole option in bold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quizkit.locale import Phrasebook

_RIGHT = r"✅|✔\ufe0f?|☑\ufe0f?"
_WRONG = r"❌|✗|✘|✖\ufe0f?"
_BOLD = re.compile(r"(\*\*\*?|___?)(?P<text>.+)\1", re.DOTALL)

_COLOURED = re.compile(
    r"<(?P<tag>(?:font|span)(?=\s[^<>]*\bcolor)|mark)\b[^<>]*>(?P<text>(?:(?!</?(?P=tag)\b).)+)</(?P=tag)>|==(?P<lit>[^=]+)==",
    re.DOTALL | re.IGNORECASE,
)
"""Colour, or a marker's, that an option is set in as a whole."""
_SLANTED = re.compile(r"^([*_])([^*_]+)\1$", re.DOTALL)
"""Emphasis within bold: "**_the answer_**"."""


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    said = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"[ \t]*(?:(?P<right>{_RIGHT})|(?P<wrong>{_WRONG})|[(\[*_]+(?:{said})[)\]*_]+)[ \t]*$",
        re.IGNORECASE,
    )


def marked_at_end(texts: Sequence[str], book: Phrasebook) -> tuple[tuple[int, ...], list[str]]:
    """Which options are marked as right, and all options without their marks.

    None are where no option has a mark at its end and not exactly one is wholly bold.
    """
    pattern = _pattern(tuple(book.fit_words))
    right: list[int] = []
    bare: list[str] = []
    for index, text in enumerate(texts):
        head, newline, rest = text.partition("\n")
        match = pattern.search(head)
        if match is not None and match.start() > 0:
            head = head[: match.start()].rstrip()
            if not match["wrong"]:
                right.append(index)
        bare.append(head + newline + rest)
    if right:
        return tuple(right), bare
    coloured = [_COLOURED.fullmatch(text.strip()) for text in texts]
    if any(coloured) and not all(coloured):
        right = [n for n, match in enumerate(coloured) if match is not None]
        return tuple(right), [
            (m["text"] or m["lit"]) if m else t for m, t in zip(coloured, texts, strict=True)
        ]
    bold = [(n, m) for n, text in enumerate(texts) if (m := _BOLD.fullmatch(text.strip()))]
    if len(bold) == 1 and len(texts) > 2 and bold[0][1][1] not in bold[0][1]["text"]:
        index, whole = bold[0]
        if any(text.startswith(whole[1][0] * 2) for n, text in enumerate(texts) if n != index):
            return (), list(texts)  # each begins with a name in bold
        bare_text = _SLANTED.sub(r"\2", whole["text"])
        return (index,), [bare_text if n == index else text for n, text in enumerate(texts)]
    return (), list(texts)
