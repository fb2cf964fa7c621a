"""A file replaced whole: readers see the old one or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write beside the file, then take its name; its rights stay, a link stays a link.

    Raises OSError; the file is then as it was.
    """
    target = path.resolve()
    temporary = target.with_name(f".quizkit-{os.getpid()}-{target.name[:80]}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
