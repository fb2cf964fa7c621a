"""The exact inverse of mojibake: UTF-8 bytes that were once read in a one-byte encoding.

Every byte stood for one character, so encoding the text again and decoding it as UTF-8 gives
the original back, or fails. Failing is what makes it safe: healthy text practically never
survives the round trip. Nothing is guessed from how odd a text looks.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

ENCODINGS = {
    "cp1252": "Windows-1252",
    "latin_1": "Latin-1",
    "mac_roman": "Mac Roman",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp866": "DOS 866",
    "cp437": "DOS 437",
    "cp850": "DOS 850",
    "mac_cyrillic": "Mac Cyrillic",
    "cp1250": "Windows-1250",
}
"""The encodings that text is damaged by, and the names people know them by."""

_ROUNDS = 3
_ENOUGH = 3
"""How many repaired characters a line needs to be beyond doubt: "l’équipe" alone is valid as
Mac Roman and "дії" as Windows-1251, but each gives one character."""
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_STRETCH = 1 << 16
"""Characters that are looked at together."""
_LEADS = bytes(2 if byte >= 0xC0 else byte >= 0x80 for byte in range(256))
"""What each byte of UTF-8 is: 2 begins a character of several bytes, 1 goes on with it."""


class Damage(NamedTuple):
    """Some lines (from 1) that were read in ``encoding``, once or several times over.

    ``sample`` is the first damaged piece and ``repair`` what it means. ``repaired`` says
    whether the text was mended; a piece too short to be certain is only reported.
    """

    encoding: str
    line: int
    end_line: int
    column: int
    sample: str
    repair: str
    whole: bool
    repaired: bool


def repair(text: str) -> tuple[str, list[Damage]]:
    """Text without its mojibake, and what was damaged. Costs one scan of a healthy text."""
    if not _has_neighbours(text):
        return text, []
    found: list[Damage] = []
    for _ in range(_ROUNDS):
        whole = _repair_whole(text)
        if whole is None:
            break
        text, damage = whole
        found = found or [damage]
    for _ in range(_ROUNDS):
        mended, damages = _repair_lines(text)
        found += [d for d in damages if not _overlaps(d, found)]
        if mended == text:
            break
        text = mended
    return text, found


def _has_neighbours(text: str) -> bool:
    """Whether two characters beyond ASCII follow each other, as in all damage.

    A character that takes several bytes became as many. Bytes are looked at, for in a text
    with an emoji each character takes four times as long to search.
    """
    stretches = (text[at : at + _STRETCH + 1] for at in range(0, len(text), _STRETCH))
    return any(
        b"\x01\x02" in stretch.encode("utf-8", "surrogatepass").translate(_LEADS)
        for stretch in stretches
    )


def _overlaps(damage: Damage, others: list[Damage]) -> bool:
    return any(o.whole or o.line <= damage.line <= o.end_line for o in others)


@cache
def _table(encoding: str) -> str:
    """What each byte was read as; bytes without a character became C1 controls, as in browsers."""
    chars = []
    for byte in range(256):
        try:
            chars.append(bytes([byte]).decode(encoding))
        except UnicodeDecodeError:
            chars.append(chr(byte))
    return "".join(chars)


@cache
def _encoding_map(encoding: str) -> object:
    return codecs.charmap_build(_table(encoding))


def invert(text: str, encoding: str) -> str | None:
    """The text before its UTF-8 was read in ``encoding``; None where that is impossible."""
    try:
        data, _ = codecs.charmap_encode(text, "strict", _encoding_map(encoding))  # type: ignore[arg-type]
        result = data.decode("utf-8")
    except UnicodeError:
        return None
    return result if result != text else None


def _repair_whole(text: str) -> tuple[str, Damage] | None:
    first = _NON_ASCII.search(text)
    if first is None:
        return None
    start = text.rfind("\n", 0, first.start()) + 1
    end = text.find("\n", first.start())
    line = text[start : end if end >= 0 else len(text)]
    candidates = []
    for encoding in ENCODINGS:
        if invert(line, encoding) is None:
            continue
        mended = invert(text, encoding)
        if mended is None:
            continue
        # One letter damaged twice over becomes two letters of a strange alphabet on the way.
        again = invert(mended, encoding)
        if _certain(mended) or (again is not None and _certain(again)):
            candidates.append((_oddity(mended), encoding, mended))
    if not candidates:
        return None
    _, encoding, mended = min(candidates, key=lambda c: c[0])
    number = text.count("\n", 0, start) + 1
    sample = _damaged_word(line, first.start() - start)
    return mended, Damage(
        encoding=encoding,
        line=number,
        end_line=number,
        column=first.start() - start + 1,
        sample=sample,
        repair=invert(sample, encoding) or sample,
        whole=True,
        repaired=True,
    )


def _damaged_word(line: str, at: int) -> str:
    """The run of characters without ASCII white space around a place."""
    start = at
    while start > 0 and line[start - 1] not in " \t":
        start -= 1
    end = at
    while end < len(line) and line[end] not in " \t":
        end += 1
    return line[start:end]


def _certain(mended: str) -> bool:
    """Whether a repair stands above chance: enough characters, or ones that texts have."""
    chars = [m.group() for m, _ in zip(_NON_ASCII.finditer(mended), range(_ENOUGH), strict=False)]
    return len(chars) >= _ENOUGH or all(_plain(char) for char in chars)


def _plain(char: str) -> bool:
    """Latin letters, punctuation, symbols and emoji: what a text in ASCII may hold besides."""
    point = ord(char)
    return (
        0xA0 <= point < 0x180
        or 0x2010 <= point < 0x2060
        or 0x2070 <= point < 0x2C00
        or 0xFE00 <= point < 0xFE10
        or 0x1F000 <= point < 0x20000
    )


def _oddity(text: str) -> int:
    """How many of the first characters no text has: controls, private and unassigned ones."""
    sample = _NON_ASCII.findall(text[:20_000])
    return sum(unicodedata.category(char)[0] == "C" for char in sample)


# Lines of a text that is not damaged as a whole.


@cache
def _pairs() -> re.Pattern[str]:
    """The second character of anything that could be two bytes of UTF-8 in some encoding.

    Anchored on the second one: the first are everyday letters in many a language, while
    those that stand for 80 to BF are rare in most.
    """
    seconds: set[str] = set()
    behinds = []
    for encoding in ENCODINGS:
        chars = _table(encoding)
        first, second = chars[0xC2:0xF5], chars[0x80:0xC0]
        if encoding == "cp866":
            # There the whole lower half of the Russian alphabet stands for 80 to BF. What
            # gives it away is a capital or a frame inside a word.
            second = chars[0x80:0xA0] + chars[0xB0:0xC0]
        seconds.update(second)
        behinds.append(f"(?<=[{re.escape(first)}][{re.escape(second)}])")
    members = re.escape("".join(sorted(seconds)))
    return re.compile(f"[{members}](?:{'|'.join(behinds)})")


def _repair_lines(text: str) -> tuple[str, list[Damage]]:
    suspects = _suspect_lines(text)
    first = next(suspects, None)
    if first is None:
        return text, []
    lines = text.split("\n")
    found: list[Damage] = []
    done = -1
    doubtful: list[int] = []
    for index in _chain(first, suspects):
        if index <= done:
            continue
        encoding = _line_encoding(lines[index])
        if encoding is None:
            doubtful.append(index)
            continue
        damage, done = _mend_around(lines, index, encoding)
        doubtful = [i for i in doubtful if i < damage.line - 1]
        found.append(damage)
    for index in doubtful:
        found += _doubt(lines[index], index, text)
    found.sort(key=lambda d: (d.line, d.column))
    return ("\n".join(lines) if any(d.repaired for d in found) else text), found


def _chain(first: int, rest: Iterator[int]) -> Iterator[int]:
    yield first
    yield from rest


def _suspect_lines(text: str) -> Iterator[int]:
    """The indices of lines in which some two characters could be two bytes of UTF-8."""
    number = 0
    counted = 0
    pattern = _pairs()
    match = pattern.search(text)
    while match is not None:
        number += text.count("\n", counted, match.start())
        counted = match.start()
        yield number
        end = text.find("\n", counted)
        if end < 0:
            return
        match = pattern.search(text, end)


def _line_encoding(line: str) -> str | None:
    """The encoding in which a line is damaged beyond doubt."""
    first = _NON_ASCII.search(line)
    if first is None:
        return None
    pair = line[first.start() : first.start() + 2]
    for encoding in ENCODINGS:
        if not _opens(pair, encoding):
            continue
        mended = invert(line, encoding)
        if mended is not None and len(_NON_ASCII.findall(mended)) >= _ENOUGH:
            return encoding
    return None


@cache
def _members(encoding: str) -> tuple[frozenset[str], frozenset[str]]:
    """The characters that stand for the first and for the later bytes of a sequence."""
    chars = _table(encoding)
    return frozenset(chars[0xC2:0xF5]), frozenset(chars[0x80:0xC0])


def _opens(pair: str, encoding: str) -> bool:
    """Whether two characters could be the first bytes of a sequence; cheap, to try no more."""
    first, later = _members(encoding)
    return pair[:1] in first and pair[1:] in later


def _mend_around(lines: list[str], index: int, encoding: str) -> tuple[Damage, int]:
    """Repair a line and its neighbours that were damaged likewise; where it was, and the last."""
    sure = lines[index]
    match = _NON_ASCII.search(sure)
    at = match.start() if match else 0
    sample = _damaged_word(sure, at)
    lines[index] = invert(sure, encoding) or sure
    scripts = {_script(char) for char in _NON_ASCII.findall(lines[index])}
    ends = []
    for step in (-1, 1):
        last = here = index
        while 0 <= here + step < len(lines):
            here += step
            line = lines[here]
            if line.isascii():
                if abs(here - last) > 20:
                    break
                continue
            mended = invert(line, encoding)
            if mended is None or not _follows(mended, scripts):
                break
            lines[here] = mended
            last = here
        ends.append(last)
    return Damage(
        encoding=encoding,
        line=ends[0] + 1,
        end_line=ends[1] + 1,
        column=at + 1 if ends[0] == index else 1,
        sample=sample,
        repair=invert(sample, encoding) or sample,
        whole=False,
        repaired=True,
    ), ends[1]


def _follows(mended: str, scripts: set[str]) -> bool:
    return all(_plain(char) or _script(char) in scripts for char in _NON_ASCII.findall(mended))


def _script(char: str) -> str:
    """The script of a character, by the first word of its name: LATIN, CYRILLIC, CJK."""
    return unicodedata.name(char, "?").split(" ", 1)[0]


_FRAMES = re.compile("[\u2500-\u259f]+")
"""Drawings made of lines and blocks."""
_UNLIKELY = frozenset({"Sm", "Sc", "Sk", "So", "Cc", "Co"})


@cache
def _unlikely() -> re.Pattern[str]:
    """A character of some encoding's upper half that no word has."""
    chars = {char for encoding in ENCODINGS for char in _table(encoding)[0x80:]}
    odd = "".join(sorted(char for char in chars if unicodedata.category(char) in _UNLIKELY))
    return re.compile(f"[{re.escape(odd)}]")


@cache
def _runs(encoding: str) -> re.Pattern[str]:
    """What may be whole sequences of bytes."""
    chars = _table(encoding)
    first, later = re.escape(chars[0xC2:0xF5]), re.escape(chars[0x80:0xC0])
    return re.compile(f"(?:[{first}][{later}]{{1,3}})+")


def _doubt(line: str, index: int, text: str) -> list[Damage]:
    """A damaged piece too short to repair, where it can hardly be anything else.

    It must turn into a sign or into letters of the text's own script, and hold a character
    that no word has, such as © in "Ã©".
    """
    if _unlikely().search(line) is None:
        return []
    for encoding in ENCODINGS:
        for match in _runs(encoding).finditer(line):
            mended = invert(match.group(), encoding)
            if mended is None or not all(_belongs(char, text) for char in mended):
                continue
            if _unlikely().search(match.group()) and not _FRAMES.fullmatch(match.group()):
                return [
                    Damage(
                        encoding=encoding,
                        line=index + 1,
                        end_line=index + 1,
                        column=match.start() + 1,
                        sample=match.group(),
                        repair=mended,
                        whole=False,
                        repaired=False,
                    )
                ]
    return []


def _belongs(char: str, text: str) -> bool:
    if not char.isalpha():
        return _plain(char) and unicodedata.category(char) != "Cc" and ord(char) >= 0x2010
    if ord(char) < 0x180:
        return True
    return _script(char) == _main_script(text[:20_000])


@cache
def _main_script(sample: str) -> str:
    """The script that most letters outside ASCII belong to."""
    counts: dict[str, int] = {}
    for char in _NON_ASCII.findall(sample):
        if char.isalpha():
            script = _script(char)
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else "LATIN"
