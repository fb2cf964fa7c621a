"""The local files that content refers to: which they are, and how their paths are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quizkit.content.addresses import local_path, media_kind
from quizkit.content.markup import PIECE, attributes
from quizkit.content.normal import normal
from quizkit.model import Content

_KINDS = {"img": "image", "audio": "audio", "video": "video", "source": "", "track": "track"}


class FileReference(NamedTuple):
    """One place where content refers to a file or a page.

    ``kind`` is image, audio, video, track or link; ``path`` is decoded and normalised, empty
    when remote; ``alt`` is an image's description, None where none is written; ``address`` is
    what the markup says.
    """

    path: str
    kind: str
    alt: str | None
    address: str

    @property
    def remote(self) -> bool:
        """Whether it lies on another server and does not travel with the quiz."""
        return not self.path


def references(content: Content) -> Iterator[FileReference]:
    """Every image, sound, film and link of some content, local or not, in order.

    Anchors within the page and addresses such as ``mailto:`` are no files.
    """
    source = content.source
    if not ("](" in source or "<" in source or "[" in source):
        return
    for slash, name, written, _ in PIECE.findall(normal(content).markup):
        if slash or not written:
            continue
        if name == "a":
            yield from _reference("link", attributes(written), "href")
        elif name in _KINDS:
            named = attributes(written)
            kind = _KINDS[name] or media_kind(named.get("src", ""))
            yield from _reference(kind, named, "src")
            if "poster" in named:
                yield from _reference("image", named, "poster")


def local_files(content: Content) -> list[FileReference]:
    """The images, sounds, films and links of some content that are files beside the quiz."""
    return [reference for reference in references(content) if not reference.remote]


def _reference(kind: str, named: dict[str, str], attribute: str) -> Iterator[FileReference]:
    address = named.get(attribute, "")
    path = local_path(address)
    alt = named.get("alt") if kind == "image" and attribute == "src" else None
    if kind == "link" and address.startswith("/") and not address.startswith("//"):
        return  # a page of the server that shows the quiz, not a file
    if path is not None or re.match(r"(?:https?:)?//", address, re.IGNORECASE):
        yield FileReference(path or "", kind, alt, address)
