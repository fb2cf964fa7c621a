"""The files of an imported quiz: given names beside its Markdown that are safe and free."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TypeVar

from quizkit.content.files import references
from quizkit.content.markup import escape
from quizkit.content.profile import Profile
from quizkit.content.render import Renderer
from quizkit.contents import with_contents
from quizkit.model import Asset, Content, Question, Quiz

_BAD = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"[\s()<>%?#\"'\\]")
_Q = TypeVar("_Q", bound=Question)


@dataclass
class PlacedFiles:
    """Decides where each file goes and hands it on to be written, one at a time.

    A file that is there already with the same bytes is not written again; one with others
    keeps its name, and the new one gets another.
    """

    folder: Path
    write: Callable[[Path, bytes], None]
    reserved: Iterable[Path] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    """From the paths that content refers to, to those where the files stand."""
    _taken: dict[str, str] = field(default_factory=dict)

    def __call__(self, asset: Asset) -> None:
        """Place one file."""
        if asset.path in self.renamed:
            return
        digest = sha256(asset.data).hexdigest()
        wanted = PurePosixPath(safe_path(asset.path))
        place, number = wanted, 2
        while not self._free(place, digest):
            place = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
            number += 1
        path = place.as_posix()
        known = path.casefold() in self._taken
        self._taken[path.casefold()] = digest
        self.renamed[asset.path] = path
        target = self.folder / path
        if not known and not target.exists():
            self.write(target, asset.data)

    def _free(self, place: PurePosixPath, digest: str) -> bool:
        """Whether nothing else stands there; a file of the same bytes may."""
        key = place.as_posix().casefold()
        if key in self._taken:
            return self._taken[key] == digest
        target = self.folder / place
        if target in self.reserved or target.is_dir():
            return False
        try:
            return not target.exists() or sha256(target.read_bytes()).hexdigest() == digest
        except OSError:
            return False


def safe_path(path: str) -> str:
    """A path that stays in its folder, is not hidden, and that every system takes."""
    parts = [_BAD.sub("_", part).strip(" ") for part in path.replace("\\", "/").split("/")]
    kept = [part.lstrip(".") and re.sub(r"^\.", "_", part) for part in parts]
    named = [f"_{part}" if _RESERVED.match(part) else part.rstrip(".") for part in kept if part]
    return "/".join(part for part in named if part) or "file"


def with_files(quiz: Quiz, renamed: dict[str, str]) -> Quiz:
    """The quiz with its contents referring to the files where they stand now."""
    moved = {old: new for old, new in renamed.items() if old != new}
    if not moved:
        return quiz

    def change(content: Content) -> Content:
        return _readdressed(content, moved)

    return replace(
        quiz,
        questions=tuple(_changed(question, change) for question in quiz.questions),
        description=None if quiz.description is None else change(quiz.description),
        assets=tuple(
            replace(asset, path=moved.get(asset.path, asset.path)) for asset in quiz.assets
        ),
    )


def _changed(question: _Q, change: Callable[[Content], Content]) -> _Q:
    return with_contents(question, change)


def _readdressed(content: Content, moved: dict[str, str]) -> Content:
    found = [reference for reference in references(content) if reference.path in moved]
    if not found:
        return content
    if content.markdown is not None:
        text = content.markdown
        for reference in found:
            text = text.replace(reference.address, address(moved[reference.path]))
        changed = Content(markdown=text)
        if not any(reference.path in moved for reference in references(changed)):
            return changed
    profile = Profile(name="moved", address=lambda path: address(moved.get(path, path)), math=_tex)
    return Content(html=Renderer(list(moved)).html(content, profile).markup)


def _tex(tex: str, display: bool) -> str:
    return rf"\[{escape(tex)}\]" if display else rf"\({escape(tex)}\)"


def address(path: str) -> str:
    """A path as an address, with no more escapes than it needs."""
    return _IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), path)
