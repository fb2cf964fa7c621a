"""Characters that no reader of a quiz sees, and that make answers differ: QK004 to QK008.

One finding for each line and kind, at the first such character; its fix mends them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span

_NAMES = {
    "\u00ad": "soft hyphen",
    "\u061c": "Arabic letter mark",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]"
)
_OVERRIDES = frozenset("\u202d\u202e")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Scripts that join or part letters by ZWJ and ZWNJ: Arabic and its neighbours, Mongolian, and
# those of India and Southeast Asia.
_JOINING = (
    ("\u0600", "\u08ff"),
    ("\u0900", "\u0dff"),
    ("\u0e80", "\u109f"),
    ("\u1780", "\u18af"),
    ("\u1a20", "\u1bff"),
    ("\ua800", "\uabff"),
    ("\ufb50", "\ufeff"),
)
# Scripts written without spaces, where a zero-width space says where a line may break.
_SPACELESS = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u19e0", "\u19ff"),
    ("\u3040", "\u30ff"),
    ("\u4e00", "\u9fff"),
)
_COMBINED = re.compile(
    "[^\\W\\d_][\u0300-\u036f\u0591-\u07ff\u0900-\u109f\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a]+|[\u1100-\u115f][\u1160-\u11ff]+"
)
_MIXED_INDENT = re.compile(r"^(?: +\t|\t+ )[ \t]*(?=(?:[-*+]|\d{1,9}[.)])[ \t])", re.MULTILINE)
_TAB_ITEM = re.compile(r"^\t+(?=(?:[-*+]|\d{1,9}[.)])[ \t])", re.MULTILINE)
_SPACE_ITEM = re.compile(r"^ {2,}(?=(?:[-*+]|\d{1,9}[.)])[ \t])", re.MULTILINE)


def check_characters(text: str, *, path: str = "") -> Iterator[Diagnostic]:
    """Lost, hidden, invisible and decomposed characters of a text, and mixed indentation."""
    yield from _check_hidden(text, path)
    if not unicodedata.is_normalized("NFC", text):
        yield from _check_decomposed(text, path)
    if "\t" in text:
        yield from _check_indentation(text, path)


def _check_hidden(text: str, path: str) -> Iterator[Diagnostic]:
    match = _SUSPECT.search(text)
    if match is None:
        return
    # Marks of direction are proper where anything runs from right to left.
    right_to_left = _RIGHT_TO_LEFT.search(text) is not None
    number, counted = 1, 0
    while match is not None:
        number += text.count("\n", counted, match.start())
        counted = start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = end if end >= 0 else len(text)
        yield from _check_line(text[start:end], number, path, right_to_left)
        match = _SUSPECT.search(text, end)


def _check_line(line: str, number: int, path: str, right_to_left: bool) -> Iterator[Diagnostic]:
    lost, hidden, invisible = [], [], []
    overridden = any(char in line for char in _OVERRIDES)
    for match in _SUSPECT.finditer(line):
        at, char = match.start(), match.group()
        if char == "\ufffd":
            # Shown on purpose, as in a question about encodings.
            if line[at - 1 : at] != "`" or line[at + 1 : at + 2] != "`":
                lost.append(at)
        elif char in _OVERRIDES or (overridden and char in _BIDI) or char < "\xa0":
            hidden.append(at)
        elif char in _BIDI:
            if not right_to_left:
                invisible.append(at)
        elif not _belongs(line, at, char):
            invisible.append(at)
    if lost:
        yield _lost(line, number, path, lost)
    if hidden:
        yield _hidden(line, number, path, hidden)
    if invisible:
        yield _invisible(line, number, path, invisible)


def _belongs(line: str, at: int, char: str) -> bool:
    """Whether an invisible character does its work here, or stands for itself as a placeholder."""
    before, after = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
    if char not in "\u2028\u2029" and not before.strip() and not after.strip():
        return True
    if char in "\u200c\u200d":
        if _is_of(_JOINING, before):
            return True
        return char == "\u200d" and _is_emoji(before) and _is_emoji(after)
    return char == "\u200b" and (_is_of(_SPACELESS, before) or _is_of(_SPACELESS, after))


def _is_of(scripts: Sequence[tuple[str, str]], char: str) -> bool:
    """Whether a character, if there is one, lies in one of some ranges."""
    return bool(char) and any(first <= char <= last for first, last in scripts)


def _is_emoji(char: str) -> bool:
    """Part of an emoji sequence: a symbol, a variation selector, a skin tone, a tag."""
    return bool(char) and (
        char == "\ufe0f"
        or unicodedata.category(char) in ("So", "Sk")
        or 0x1F000 <= ord(char) < 0x20000
        or 0xE0020 <= ord(char) <= 0xE007F
        or char in "♀♂⚕⚖✈❤➡↔↕⬛"
    )


def _lost(line: str, number: int, path: str, places: list[int]) -> Diagnostic:
    return Diagnostic(
        code="QK004",
        severity=Severity.ERROR,
        path=path,
        span=_span(number, places[0]),
        message=_counted("A character was lost here", places),
        hint="type it again; the file no longer says what it was",
    )


def _hidden(line: str, number: int, path: str, places: list[int]) -> Diagnostic:
    name = _name(line[places[0]])
    return Diagnostic(
        code="QK005",
        severity=Severity.ERROR,
        path=path,
        span=_span(number, places[0]),
        message=_counted(
            f"Hidden character {name}: an LMS refuses it or reorders the text", places
        ),
        hint="remove it",
        fix=_removal("remove it", line, number, places),
    )


def _invisible(line: str, number: int, path: str, places: list[int]) -> Diagnostic:
    name = _name(line[places[0]])
    return Diagnostic(
        code="QK006",
        severity=Severity.WARNING,
        path=path,
        span=_span(number, places[0]),
        message=_counted(f"Invisible {name} in the text; answers would not match", places),
        hint="remove it",
        fix=_removal("remove it", line, number, places),
    )


def _counted(message: str, places: list[int]) -> str:
    return message if len(places) == 1 else f"{message} ({len(places)} in this line)"


def _name(char: str) -> str:
    known = _NAMES.get(char)
    if known is None:
        known = unicodedata.name(char, "").lower()
    point = f"U+{ord(char):04X}"
    return f"{known} ({point})" if known else point


def _span(number: int, at: int, length: int = 1) -> Span:
    return Span(number, at + 1, number, at + 1 + length)


def _removal(title: str, line: str, number: int, places: list[int]) -> Fix:
    edits = tuple(
        Edit(_span(number, at), " " if line[at] in "\u2028\u2029\x0b\x0c\x85" else "")
        for at in places
    )
    return Fix(title, edits, safe=True)


def _check_decomposed(text: str, path: str) -> Iterator[Diagnostic]:
    """Letters written as a letter and an accent where one character would do.

    Marks that are merely in another order than the canonical one (as Arabic and Hebrew are
    typed) look the same and have no shorter form; they are left alone.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() or unicodedata.is_normalized("NFC", line):
            continue
        edits = []
        first = None
        for match in _COMBINED.finditer(line):
            composed = unicodedata.normalize("NFC", match.group())
            if len(composed) < len(match.group()):
                first = first or composed
                edits.append(Edit(_span(number, match.start(), len(match.group())), composed))
        if edits:
            message = f'"{first}" is typed as two characters; answers would not match'
            yield Diagnostic(
                code="QK007",
                severity=Severity.WARNING,
                path=path,
                span=edits[0].span,
                message=_counted(message, [0] * len(edits)),
                hint="write it as one character",
                fix=Fix("compose the letters (NFC)", tuple(edits), safe=True),
            )


def _check_indentation(text: str, path: str) -> Iterator[Diagnostic]:
    """List items indented with tabs here and with spaces there."""
    found = _MIXED_INDENT.search(text)
    if found is None:
        found = _TAB_ITEM.search(text)
        if found is None or _SPACE_ITEM.search(text) is None:
            return
    number = text.count("\n", 0, found.start()) + 1
    yield Diagnostic(
        code="QK008",
        severity=Severity.INFO,
        path=path,
        span=_span(number, 0, len(found.group())),
        message="Tabs and spaces are mixed in lists; nesting may be read wrongly",
        hint="indent with spaces throughout",
    )
