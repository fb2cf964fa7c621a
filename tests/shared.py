"""Data that is not part of the repository: schemas, collected quizzes, facts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_data(*parts: str) -> Path:
    """A file or folder of the shared data; skips the test where there is none.

    The folder is named by QUIZKIT_SHARED, else it is ``shared`` beside the repository.
    """
    folder = Path(os.environ.get("QUIZKIT_SHARED") or ROOT.parent / "shared")
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no shared data at {Path(*parts)}; set QUIZKIT_SHARED to its folder")
    return path
