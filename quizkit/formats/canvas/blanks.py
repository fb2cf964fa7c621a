"""How an answer to a blank is written, so that both engines take it for what it is.

Classic compares the text of a blank as it stands. New Quizzes reads the same text as HTML
first: of ``a<b`` it keeps ``a``, and it makes a copyright sign of ``&copy;``. A text that the
two do not read alike is written once for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from quizkit.content.markup import escape, legal_text
from quizkit.formats.canvas.body import without_tags
from quizkit.formats.canvas.engines import CLASSIC
from quizkit.locale import locale_for
from quizkit.scoring import normalize_answer

_TAG = re.compile(r"<[A-Za-z/!?][^>]*(?:>|$)")


def as_html(text: str) -> str:
    """What New Quizzes makes of a plain text."""
    return unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text


def written_for_both(text: str) -> tuple[str, ...]:
    """The texts that let ``text`` be typed; one alone where both engines read it alike.

    Where nothing would be left of it in New Quizzes, which would then take an empty blank for
    an answer, Classic gets a space behind the sign, and does not know the answer as it is.
    """
    text = legal_text(text)
    read = as_html(text)
    if read == text:
        return (text,)
    return (escape(text), text if read.strip() else without_tags(text))


def accepts(written: Iterable[str], given: str, engine: str) -> bool:
    """Whether an engine takes what was typed for one of the texts written."""
    typed = normalize_answer(given, case_sensitive=False)
    texts = written if engine == CLASSIC else map(as_html, written)
    return any(normalize_answer(text, case_sensitive=False) == typed for text in texts)


def has_decimal_comma(language: str | None) -> bool:
    """Whether students of this language write 0,5 for a half."""
    locale = locale_for(language)
    return locale is not None and locale.decimal_comma
