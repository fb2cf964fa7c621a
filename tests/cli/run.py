"""Runs quizkit in a process of its own, as a shell does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.shared import ROOT


def quizkit(
    *arguments: str | Path,
    cwd: Path,
    data: bytes | str = b"",
    env: Mapping[str, str] | None = None,
    merged: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run the command line; ``merged`` puts standard error into the output, in its order."""
    names = ("PATH", "SYSTEMROOT", "HOME")
    inherited = {name: os.environ[name] for name in names if name in os.environ}
    path = os.pathsep.join([str(ROOT), *(env or {}).get("PYTHONPATH", "").split(os.pathsep)])
    variables = {**inherited, **(env or {}), "PYTHONPATH": path, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "quizkit", *map(str, arguments)],
        cwd=cwd,
        input=data.encode() if isinstance(data, str) else data,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), (done.stderr or b"").decode()
    )
