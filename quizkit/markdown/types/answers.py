"""Typed answers: ``= accepted`` and ``≠ expected wrong``, reduced from markup to their text."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from quizkit.content.render import Renderer
from quizkit.markdown.items import EXPECTED
from quizkit.markdown.numbers import NumberProblem, parse_numeric_answer
from quizkit.model import ONE, ZERO, Content, NumericAnswer

_WORD = "x"
_BLANK = re.compile(r"[ \t\n\r]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&$~^{}]")
_TAG = re.compile(r"(\\.)|<(?=[A-Za-z/!?])")
_TAGGED = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\b[^<>]*>[^<>]*\S[^<>]*</\1>|<!--.*?-->|<\w+:\S*>")
"""Words between a tag and its end, a comment, or an address in angle brackets."""
_TRAILING_PERCENT = re.compile(r"(?<=\s)([-+−]?[0-9.,/]+\s?)%$")


class TypedAnswer(NamedTuple):
    """What one answer says. ``number`` is set where it is one, ``problem`` where it nearly is.

    ``weight`` is what the marker alone implies: 1 for ``=``, 0 for ``≠``.
    """

    text: str
    weight: Fraction
    number: NumericAnswer | None = None
    problem: NumberProblem | None = None


def read_answer(marker: str, text: str, *, decimal_comma: bool) -> TypedAnswer:
    """An answer from the Markdown that stands after its marker, ``=`` or ``≠``."""
    plain = answer_text(text)
    found = parse_numeric_answer(plain, decimal_comma=decimal_comma)
    return TypedAnswer(
        text=plain,
        weight=ZERO if marker == EXPECTED else ONE,
        number=found if isinstance(found, NumericAnswer) else None,
        problem=found if isinstance(found, NumberProblem) else None,
    )


def answer_text(markdown: str) -> str:
    """The text of an answer as a student would type it: one line, no markup, escapes undone.

    What would begin a block elsewhere (``# x``, ``- x``, ``2. x``) is text in an answer, and so
    is a tag that marks up nothing in it (``<p>``): it is what the student is to type.
    """
    line = _BLANK.sub(" ", markdown)
    if "<" in line and "`" not in line and not _TAGGED.search(line):
        line = _TAG.sub(lambda found: found[1] or "&lt;", line)
    # A word before it keeps "#", "2." and the like from opening a block.
    text = Renderer().text(Content(markdown=f"{_WORD} {line}"))
    return _BLANK.sub(" ", text.removeprefix(_WORD)).strip()


def write_answer_text(text: str) -> str:
    r"""Markdown that :func:`answer_text` reads back as ``text``.

    A bar becomes an entity, since ``\|`` splits alternatives; a percentage at the end is
    escaped, since it would be a weight in a gap.
    """
    line = _SPECIAL.sub(r"\\\g<0>", _BLANK.sub(" ", text).strip()).replace("|", "&#124;")
    line = _TRAILING_PERCENT.sub(r"\1\\%", line)
    return _TRAILING_PERCENT.sub(r"\1\\%", line)
