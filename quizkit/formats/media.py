"""What local files are called inside a package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from quizkit.formats.idents import digest
from quizkit.model import Asset

FOLDER = "media"
_SAFE = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}/){0,8}[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def package_names(assets: Iterable[Asset]) -> Mapping[str, str]:
    """A name in the package for each asset's path: ASCII, below one folder, each once.

    Names that are plain already are kept; zip tools and importers disagree on all others. Names
    that differ only by case are told apart, for some file systems do not.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(asset.path for asset in assets):
        name = f"{FOLDER}/{path}" if _SAFE.fullmatch(path) else f"{FOLDER}/{_renamed(path)}"
        if name.lower() in taken:
            name = f"{FOLDER}/{_renamed(path)}"
        taken.add(name.lower())
        names[path] = name
    return names


def _renamed(path: str) -> str:
    file = PurePosixPath(path)
    stem = _UNSAFE.sub("-", file.stem).strip("-")[:40]
    suffix = file.suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", file.suffix) else ""
    return f"{stem}{'-' if stem else ''}{digest('file', path)[:10]}{suffix.lower()}"
