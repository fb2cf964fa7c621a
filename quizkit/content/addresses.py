"""Addresses in markup: which name a local file, and what kind of file it is."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_SOUND = frozenset({".mp3", ".m4a", ".aac", ".oga", ".ogg", ".opus", ".wav", ".flac"})
_FILM = frozenset({".mp4", ".m4v", ".webm", ".ogv", ".mov"})


def local_path(address: str) -> str | None:
    """The path of a local file: ``./img/a%20b.png?x#y`` is ``img/a b.png``.

    None for what lies elsewhere (``https:``, ``//host``, ``mailto:``, ``data:``), for an
    anchor and for nothing. A path that leaves the quiz's folder begins with ``../`` or ``/``.
    """
    address = address.strip()
    if not address or address.startswith(("#", "?", "//")) or _SCHEME.match(address):
        return None
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).replace("\\", "/")
    if not path or "\x00" in path:
        return None
    return posixpath.normpath(path)


def media_kind(address: str) -> str:
    """``audio``, ``video`` or ``image``, by the ending of the file's name."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    ending = posixpath.splitext(path)[1].lower()
    return "audio" if ending in _SOUND else "video" if ending in _FILM else "image"
