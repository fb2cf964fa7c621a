"""What would change in a file, as the unified diff that ``patch`` and code hosts know."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff


def file_diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """The lines of the difference, without line breaks."""
    old = before.decode("utf-8", "replace").splitlines()
    new = after.decode("utf-8", "replace").splitlines()
    return unified_diff(old, new, name, name, lineterm="")
