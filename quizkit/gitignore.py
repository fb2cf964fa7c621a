"""What git leaves alone in a folder: the .gitignore files from the repository's root down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_NAME = ".gitignore"


class GitIgnored:
    """Which files and folders under a folder git ignores.

    A file's own folder decides before those above it, as in git. Outside a repository the
    files count that lie in the folder itself and below.
    """

    def __init__(self, folder: Path) -> None:
        folder = folder.resolve()
        above = [folder, *folder.parents]
        root = next((place for place in above if (place / ".git").exists()), folder)
        self._root = root
        self._specs: dict[Path, GitIgnoreSpec | None] = {}

    def __contains__(self, path: Path) -> bool:
        """Whether a path is ignored; its folders were asked for before."""
        is_folder = path.is_dir()
        place = path.parent
        while place.is_relative_to(self._root):
            spec = self._spec(place)
            if spec is not None:
                name = path.relative_to(place).as_posix() + ("/" if is_folder else "")
                verdict = spec.check_file(name).include
                if verdict is not None:
                    return verdict
            if place == self._root:
                break
            place = place.parent
        return False

    def _spec(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            self._specs[folder] = _load(folder / _NAME)
        return self._specs[folder]


def _load(path: Path) -> GitIgnoreSpec | None:
    if not path.is_file():
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return None  # git says so itself; here it hides nothing
