"""What the functions that write one question of a page are given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from quizkit.formats.base import Job
from quizkit.formats.html.content import Pen
from quizkit.formats.html.labels import Labels
from quizkit.formats.xml_writer import Markup, block, element
from quizkit.model import Choice, ChoiceGap, Content, Numbering, Option
from quizkit.naming import letter

_UNLABELLED = re.compile(
    r"<(?:p|div|ul|ol|dl|pre|table|blockquote|h[1-6]|hr|address|aside|article|center|details|"
    r"figure|footer|header|main|nav|section|a|audio|video|math\b[^>]* display=\"block\")\b"
)
"""Blocks, and what can be clicked itself."""
_ROMAN = (
    *(("c", 100), ("xc", 90), ("l", 50), ("xl", 40)),
    *(("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question's place in the page: ``name`` begins the ids of everything in it.

    ``as_written`` keeps options where their author put them.
    """

    job: Job
    pen: Pen
    labels: Labels
    name: str
    as_written: bool = False


def fits_label(markup: str) -> bool:
    """Whether markup may stand in a ``label``."""
    return _UNLABELLED.search(markup) is None


def scattered(question_id: str, contents: Iterable[Content]) -> list[Content]:
    """Contents, each once, in an order that tells nothing about the one they came in."""
    return sorted(dict.fromkeys(contents), key=lambda content: _chance(question_id, content))


def in_order(sheet: Sheet, asked: Choice | ChoiceGap, name: str) -> list[Option]:
    """Options as they are shown: scattered, for authors tend to write the key first.

    What the author fixed keeps its place; without shuffling all of them do. ``name`` is one that
    no other question and gap of the quiz has.
    """
    options = list(asked.options)
    if sheet.as_written or (isinstance(asked, Choice) and not asked.shuffle):
        return options
    loose = (option for option in options if not option.fixed)
    turned = iter(sorted(loose, key=lambda option: _chance(name, option.content)))
    return [option if option.fixed else next(turned) for option in options]


def _chance(name: str, content: Content) -> bytes:
    """A place among others that depends on a content and on where it is asked, alone."""
    kind = "m" if content.markdown is not None else "h"
    source = f"{name}\n{kind}{content.source}"
    return sha256(source.encode("utf-8", "surrogatepass")).digest()


def marker(numbering: Numbering, index: int) -> str:
    """What stands before an option: ``a.`` for the first of a list in letters."""
    match numbering:
        case Numbering.NONE:
            return ""
        case Numbering.DECIMAL:
            return f"{index + 1}."
        case Numbering.LOWER:
            return f"{letter(index)}."
        case Numbering.UPPER:
            return f"{letter(index).upper()}."
        case Numbering.ROMAN:
            return f"{_roman(index + 1)}."
        case Numbering.ROMAN_UPPER:
            return f"{_roman(index + 1).upper()}."


def _roman(number: int) -> str:
    written = ""
    for sign, worth in _ROMAN:
        times, number = divmod(number, worth)
        written += sign * times
    return written


def table(heads: Sequence[Markup], rows: Iterable[Sequence[Markup]]) -> Markup:
    """A table whose columns have headers. Columns in which nothing stands are left out."""
    filled = list(rows)
    used = [n for n in range(len(heads)) if any(row[n] for row in filled)]
    head = [element("th", {"scope": "col"}, heads[n]) for n in used]
    lines = [element("tr", None, *(element("td", None, row[n]) for n in used)) for row in filled]
    shown = block(
        "table",
        {"class": "qk-table"},
        element("thead", None, element("tr", None, *head)),
        block("tbody", None, *lines),
    )
    return element("div", {"class": "qk-wide"}, shown)
