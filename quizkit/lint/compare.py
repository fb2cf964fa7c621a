"""When two pieces of content are the same: as students see them, not as they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from quizkit.model import Content

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PLACEHOLDER = re.compile(r"&(?:shy|nbsp|zwnj|zwj|#160|#173|#8203|#xa0|#xad);|[\u00ad\u200b\u00a0]")
_WHOLE_EMPHASIS = re.compile(r"(\*\*|__|\*|_)(?=\S)([^*_`]+)(?<=\S)\1")
_PUNCTUATION = re.compile(r"[.,:;?!…。，：；？！¿¡\"'“”„‘’«»()\[\]*_]+")
_SIGN, _STOP = r"`$<>=+×÷^\\/|&%#@~{}", r".,:;!?*_()\[\]"
_SIGNS = re.compile(
    # One class first, so that letters are passed over at once.
    rf"[{_SIGN}{_STOP}](?:(?<=[{_SIGN}])|(?<=!)\[|(?<=\w\()|(?<=\w[{_STOP}])[{_STOP}]*\w)"
)


def seen(content: Content) -> str:
    """Content in a form that is equal where students see the same.

    White space counts inside code only, emphasis of the whole not at all; case, punctuation,
    code and images count.
    """
    return _seen(content.source)


@lru_cache(maxsize=32768)
def _seen(text: str) -> str:
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split()) if "`" not in text else text.strip()
    whole = _WHOLE_EMPHASIS.fullmatch(text) if text[:1] in ("*", "_") else None
    return whole[2] if whole else text


def is_blank(content: Content) -> bool:
    """Whether nothing is left once comments and invisible placeholders are gone."""
    if content.source[:1].isalnum():
        return False
    return not _PLACEHOLDER.sub("", _COMMENT.sub("", content.source)).strip()


def gist(text: str, ignored: Collection[str]) -> str:
    """Prose without case, punctuation and the ``ignored`` words.

    Text with code, formulas, images or signs stays as it is: there each sign may matter.
    """
    if _SIGNS.search(text):
        return text
    words = _PUNCTUATION.sub(" ", text.lower()).split()
    telling = [word for word in words if word not in ignored]
    return " ".join(telling) if len(telling) > 2 else " ".join(words)
