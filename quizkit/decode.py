"""Bytes to text: byte order marks, legacy encodings and the exact repair of mojibake.

What is certain is done (marks, strict UTF-8, the NULs of UTF-16, the exact inverse of
mojibake); what is a guess is said aloud in a diagnostic. ``encoding`` overrides all.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from quizkit.characters import check_characters
from quizkit.diagnostics import Diagnostic, Fix, Severity, Span
from quizkit.errors import UnreadableSource
from quizkit.legacy import candidates, spoken_name
from quizkit.mojibake import ENCODINGS, Damage, repair

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = "is not a text file; give a quiz in Markdown or in quizkit's JSON"
_NON_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\f\x1b")
_ALL_BUT_CONTROLS = bytes(b for b in range(256) if b not in _CONTROLS)
_REPLACED_ENOUGH = 4
"""Text is UTF-8 with damage where good sequences outnumber the bad so many times."""


class Decoded(NamedTuple):
    """A source's text with ``\\n`` line ends, the encoding it was in, and what was found.

    ``repaired`` says that mojibake was undone; the spans of ``diagnostics`` point into ``text``.
    """

    text: str
    encoding: str
    repaired: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, *, path: str = "", encoding: str | None = None) -> Decoded:
    """The text of a source, and all that is wrong with its bytes and characters.

    Raises UnreadableSource where the data is no text, or not in the ``encoding`` asked for.
    """
    found: list[Diagnostic] = []
    text, used = _to_text(data, path, encoding, found)
    if "\r" in text:
        found += _check_line_ends(text, path)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, damages = repair(text)
    text = text.removeprefix("\ufeff")
    found += (_damaged(damage, path) for damage in damages)
    found += _characters(text, path, found)
    return Decoded(
        text=text,
        encoding=used,
        repaired=any(damage.repaired for damage in damages),
        diagnostics=tuple(sorted(found, key=lambda d: d.sort_key)),
    )


def decode_text(data: bytes, *, path: str = "", encoding: str | None = None) -> str:
    """As :func:`decode`, for the text alone: nothing is looked for in it."""
    text, _ = _to_text(data, path, encoding, [])
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return repair(text)[0].removeprefix("\ufeff")


def _to_text(
    data: bytes, path: str, encoding: str | None, found: list[Diagnostic]
) -> tuple[str, str]:
    if encoding is not None:
        return _as_asked(data, path, encoding), encoding
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name, path, found), name
    if b"\0" in data:
        return _with_nuls(data, path, found)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data, error):
            return data.decode("utf-8", "replace"), "utf-8"
    return _guess(data, path, found)


def _as_asked(data: bytes, path: str, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise UnreadableSource(path, f'there is no encoding "{encoding}"') from None
    except (UnicodeError, ValueError):
        raise UnreadableSource(path, f"is not written in {encoding}") from None
    if not isinstance(text, str):
        raise UnreadableSource(path, f'"{encoding}" is no encoding of text')
    return text.removeprefix("\ufeff")


def _marked(data: bytes, encoding: str, path: str, found: list[Diagnostic]) -> str:
    """Text after a byte order mark: exact, whatever the encoding."""
    if encoding != "utf-8":
        found.append(_foreign(encoding, path, guessed=False))
    return data.decode(encoding, "replace")


def _with_nuls(data: bytes, path: str, found: list[Diagnostic]) -> tuple[str, str]:
    """UTF-16 without a mark has its NULs all on one side; a stray one is a control character."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    for here, there, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if there == 0 and here * 20 >= len(data) and len(data) % 2 == 0:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not text.encode("utf-8").translate(None, _ALL_BUT_CONTROLS):
                found.append(_foreign(encoding, path, guessed=False))
                return text, encoding
    controls = len(data.translate(None, _ALL_BUT_CONTROLS))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableSource(path, _NO_TEXT) from None
    if controls * 500 > len(data) + 500:
        raise UnreadableSource(path, _NO_TEXT)
    return text, "utf-8"


def _is_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether bytes are UTF-8 that was cut or hurt, rather than another encoding."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if bad == 1 and error.reason == "unexpected end of data":
        return True
    if len(data.translate(None, _ALL_BUT_CONTROLS)) * 100 > len(data):
        return False
    return len(_NON_ASCII.findall(text)) >= _REPLACED_ENOUGH * bad


def _guess(data: bytes, path: str, found: list[Diagnostic]) -> tuple[str, str]:
    """A legacy encoding, by the letters that come out; raises where none fits."""
    if data.translate(None, _ALL_BUT_CONTROLS):
        raise UnreadableSource(path, _NO_TEXT)
    for name in candidates(data):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        found.append(_foreign(name, path, guessed=True))
        return text, name
    raise UnreadableSource(path, _NO_TEXT)


def _foreign(encoding: str, path: str, *, guessed: bool) -> Diagnostic:
    name = spoken_name(encoding)
    how = f"read as {name}, by guess" if guessed else f"read as {name}"
    hint = "save it as UTF-8"
    if guessed:
        hint += "; if the text looks wrong, name its encoding with --encoding"
    return Diagnostic(
        code="QK003",
        severity=Severity.WARNING,
        path=path,
        span=Span.at(1),
        message=f"The file is not UTF-8; {how}",
        hint=hint,
        fix=Fix("write the file as UTF-8", (), safe=not guessed),
    )


def _damaged(damage: Damage, path: str) -> Diagnostic:
    name = ENCODINGS[damage.encoding]
    sample, meant = _cut(damage.sample), _cut(damage.repair)
    if damage.whole:
        code, message = "QK001", f"UTF-8 was read as {name} when this text was saved; repaired"
    elif damage.repaired:
        lines = damage.end_line - damage.line + 1
        where = "here" if lines == 1 else f"in {lines} lines"
        code, message = "QK002", f"UTF-8 was read as {name} {where}: {sample} is {meant}; repaired"
    else:
        code, message = "QK002", f"{sample} looks damaged; probably {meant}"
    # The text is read as repaired already, so the fix is to write it as it was read.
    fix = Fix("write the repaired text", (), safe=True) if damage.repaired else None
    length = len(damage.repair if damage.repaired else damage.sample)
    return Diagnostic(
        code=code,
        severity=Severity.WARNING,
        path=path,
        span=Span(damage.line, damage.column, damage.line, damage.column + length),
        message=message,
        hint="quizkit lint --fix writes it so; exports use the repaired text already"
        if damage.repaired
        else f"write {meant}",
        fix=fix,
    )


def _cut(text: str, limit: int = 30) -> str:
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'


def _characters(text: str, path: str, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """What the characters tell, unless the damage of the whole file explains it."""
    whole = any(d.code == "QK001" for d in found)
    for diagnostic in check_characters(text, path=path):
        if not (whole and diagnostic.code in ("QK006", "QK007")):
            yield diagnostic


def _check_line_ends(text: str, path: str) -> Iterator[Diagnostic]:
    """Windows' line ends beside others."""
    windows = text.count("\r\n")
    unix = text.count("\n") - windows
    if not windows or not unix:
        return
    other = re.search(r"\r\n" if windows < unix else r"(?<!\r)\n", text)
    assert other is not None
    before = text[: other.start()].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    yield Diagnostic(
        code="QK008",
        severity=Severity.INFO,
        path=path,
        span=Span.at(line, column),
        message=f"Line ends of two kinds are mixed: {windows} of Windows, {unix} of Unix",
        hint="let your editor save the file with one kind",
        fix=Fix("write one kind of line end", (), safe=True),
    )
