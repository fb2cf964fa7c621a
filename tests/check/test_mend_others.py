"""Fixes on quizzes that others wrote: nothing changes but what was named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from quizkit.check.file import read_and_check
from quizkit.check.mend import mend
from quizkit.check.settings import Settings
from quizkit.disk import SourceFile
from quizkit.lint.alike import alike
from quizkit.lint.fingerprint import fingerprint
from tests.shared import shared_data

SETTINGS = Settings()
_LARGEST = 60_000
_SEED = 7
_SOME = 14


def sources() -> list[Path]:
    """Some of the Markdown files of others."""
    folder = shared_data("corpus", "markdown")
    paths = [p for p in sorted(folder.iterdir()) if p.stat().st_size < _LARGEST]
    return random.Random(_SEED).sample(paths, _SOME)


@pytest.mark.parametrize("number", range(_SOME))
def test_fixes_keep_quiz_and_line_ends_and_come_to_rest(number: int) -> None:
    path = sources()[number]
    data = path.read_bytes().replace(b"\r\n", b"\n")
    if number % 2:
        data = data.replace(b"\n", b"\r\n")
    source = SourceFile(path, path.name, path.parent)
    before, found, doc = read_and_check(source, data, SETTINGS)
    safe = mend(source, data, SETTINGS)
    assert alike(before, read_and_check(source, safe.data, SETTINGS)[0])
    assert mend(source, safe.data, SETTINGS).data == safe.data
    every = mend(source, data, SETTINGS, unsafe=True)
    assert mend(source, every.data, SETTINGS, unsafe=True).data == every.data
    for mended in (safe.data, every.data):
        ends = mended.count(b"\r\n"), mended.count(b"\n")
        assert ends[0] == (ends[1] if number % 2 else 0)
    known = {fingerprint(d, doc.lines) for d in found}
    applied = [d for d in safe.applied if fingerprint(d, doc.lines) in known]
    assert len(applied) == len(safe.applied)
