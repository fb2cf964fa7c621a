"""Sources on disk, and what checking says of them."""

from __future__ import annotations

from pathlib import Path

from quizkit.check.mend import Mended, mend
from quizkit.check.settings import Settings
from quizkit.disk import SourceFile

GOOD = "---\nlanguage: en\n---\n\n# Numbers\n\n## Even\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"


def source(path: Path) -> SourceFile:
    """A file as the command line takes it."""
    return SourceFile(path, path.name, path.parent)


def write(path: Path, content: str | bytes) -> SourceFile:
    """Make a source."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return source(path)


def mended(path: Path, content: str | bytes, *, unsafe: bool = False, **held: object) -> Mended:
    """What --fix makes of some content."""
    made = write(path, content)
    return mend(made, made.path.read_bytes(), Settings(**held), unsafe=unsafe)  # type: ignore[arg-type]  # settings by name
