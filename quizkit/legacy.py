"""Which one-byte or East Asian encoding a text that is not UTF-8 may be in: a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.mojibake import ENCODINGS

_NAMES = {
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "utf-32-le": "UTF-32 (little-endian)",
    "utf-32-be": "UTF-32 (big-endian)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp932": "Shift-JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "cp949": "Windows-949 (Korean)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp874": "Windows-874 (Thai)",
    "cp1258": "Windows-1258 (Vietnamese)",
    "iso8859_2": "ISO 8859-2",
}
_GUESSES = ("utf-8", *ENCODINGS, *(name for name in _NAMES if not name.startswith("utf")))
_NON_ASCII = re.compile(r"[^\x00-\x7f]")


def spoken_name(encoding: str) -> str:
    """What people call an encoding: Windows-1252 for cp1252."""
    return _NAMES.get(encoding) or ENCODINGS.get(encoding) or encoding


def candidates(data: bytes) -> Iterator[str]:
    """Encodings to try, the likeliest first.

    charset-normalizer is right for long texts and most scripts, but takes short French for
    Baltic and Japanese for Korean; two plain tests stand before it.
    """
    data = _sample(data)
    if _is_western(data):
        yield "cp1252"
    for name in ("euc_jp", "cp932"):
        if _has_kana(data, name):
            yield name
    # Costs 30 ms to import, for a file in some hundred.
    from charset_normalizer import from_bytes

    declared = re.search(rb"^language:\s*[\"']?([a-z]{2})", data, re.MULTILINE)
    language = declared.group(1).decode() if declared else ""
    among = _BY_LANGUAGE.get(language, _GUESSES)
    best = from_bytes(data, cp_isolation=list(among)).best()
    if best is not None:
        yield best.encoding
    yield from (among[0], "cp1252", "latin_1")


_WESTERN = re.compile(
    r"(?:[\x00-\x7f\xa0«»‘’“”„–—…•°§€£×·²³º]|[àáâãäçèéêëìíîïñòóôõöùúûüßœÿÀÁÂÃÄÇÈÉÊËÍÎÏÑÓÔÕÖÙÚÛÜŒ]"
    r"|(?<!\w)[¿¡])*"
)


def _is_western(data: bytes) -> bool:
    """Whether the bytes are everyday Windows-1252: accents here and there among plain letters."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    if re.search(r"[À-ÿ]{3}|\w[²³º]\w", text):
        return False
    return bool(_WESTERN.fullmatch(text))


def _has_kana(data: bytes, encoding: str) -> bool:
    """Whether a fifth of the signs are Japanese syllables: chance gives far less."""
    try:
        signs = _NON_ASCII.findall(data.decode(encoding))
    except UnicodeDecodeError:
        return False
    kana = sum("\u3041" <= sign <= "\u30fe" for sign in signs)
    odd = sum("\uff61" <= sign <= "\uff9f" for sign in signs)
    return bool(kana * 5 >= len(signs) and odd * 20 <= len(signs))


_BY_LANGUAGE = {
    **dict.fromkeys(("ru", "be"), ("cp1251", "koi8_r", "cp866", "mac_cyrillic")),
    **dict.fromkeys(("uk", "bg", "sr", "mk"), ("cp1251", "mac_cyrillic")),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "hr", "sl", "ro", "bs"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257",)),
    **dict.fromkeys(("en", "fr", "de", "es", "it", "pt", "nl", "sv", "da"), ("cp1252", "cp850")),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "vi": ("cp1258",),
    "th": ("cp874",),
    "zh": ("gb18030", "big5"),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
}
"""Where the front matter names the language, what its texts are written in."""


_SAMPLE_BYTES = 100_000


def _sample(data: bytes) -> bytes:
    """The beginning, then lines that say something about the encoding."""
    if len(data) <= _SAMPLE_BYTES:
        return data
    telling = b"\n".join(line for line in data.split(b"\n") if not line.isascii())
    return telling[:_SAMPLE_BYTES]
