"""Judges that run under Node.js: where they are, and how they are called."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
_SECONDS = 120


def run_judge(package: str, script: str, *arguments: str, allowed: tuple[int, ...] = (0,)) -> str:
    """The standard output of ``node script arguments...``; the script lies in this folder.

    Skips the test where Node.js or the npm package is missing, and fails it where the exit code
    is not one of those ``allowed``. In CI, where QUIZKIT_JUDGES is set, a missing judge fails.
    """
    node = shutil.which("node")
    if node is None:
        _missing("Node.js is not installed")
    if not (HERE / "node_modules" / package).is_dir():
        _missing(f"{package} is not installed: run npm ci in tests/judges")
    done = subprocess.run(
        [node or "node", str(HERE / script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode in allowed, f"{script}: {done.stderr or done.stdout}"
    return done.stdout


def _missing(reason: str) -> None:
    if os.environ.get("QUIZKIT_JUDGES"):
        pytest.fail(reason)
    pytest.skip(reason)
