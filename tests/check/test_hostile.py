"""Sources that are cut, shuffled and hurt: lint says what it finds, at places that exist."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizkit.check.file import check_data
from quizkit.check.settings import Settings
from quizkit.decode import decode
from quizkit.diagnostics import Span
from quizkit.disk import SourceFile
from quizkit.errors import QuizkitError
from tests.shared import ROOT, shared_data

SETTINGS = Settings(select=("all",))
SEED = 5
HARMS = 3
"""Harmed copies of each source in one run of the tests."""
_LARGEST = 40_000
"""Bytes of the largest source that is harmed in the tests, so that they stay quick."""


def harmed(data: bytes, chance: random.Random, number: int) -> Iterator[bytes]:
    """Copies of a source with one thing wrong each, in turn."""
    for index in range(number):
        kind = (index + chance.randrange(2)) % 5
        if kind == 0:
            yield data[: chance.randrange(len(data) + 1)]
        elif kind == 1:
            lines = data.splitlines(keepends=True)
            chance.shuffle(lines)
            yield b"".join(lines)
        elif kind == 2:
            lines = data.splitlines(keepends=True)
            start = chance.randrange(len(lines) + 1)
            del lines[start : start + chance.randrange(1, 12)]
            yield b"".join(lines)
        elif kind == 3:
            spot = chance.randrange(len(data) + 1)
            piece = chance.choice((b"```", b"<!--", b"$$", b"{", b"- ", b"\xff", b"---\n", b"#"))
            yield data[:spot] + piece + data[spot:]
        else:
            yield data[chance.randrange(len(data) + 1) :]


def check(path: Path, data: bytes) -> None:
    """Check a source; every place that is told must be there, in fixes too."""
    source = SourceFile(path, path.name, path.parent, data=data)
    try:
        checked = check_data(source, data, SETTINGS)
    except QuizkitError as error:
        assert str(error)
        return
    lines = decode(data, path=path.name).text.split("\n")
    for found in checked.findings:
        assert found.message
        assert_there(found.span, lines)
        for edit in found.fix.edits if found.fix else ():
            assert_there(edit.span, lines)


def assert_there(span: Span, lines: list[str]) -> None:
    assert 1 <= span.line <= span.end_line <= len(lines), span
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1, span
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1, span
    assert (span.line, span.column) <= (span.end_line, span.end_column), span


def attack(paths: list[Path], chance: random.Random, number: int) -> None:
    for path in paths:
        for data in harmed(path.read_bytes(), chance, number):
            check(path, data)


@pytest.mark.parametrize("path", sorted((ROOT / "sources").glob("*.md")), ids=lambda p: p.name)
def test_our_own_sources_harmed(path: Path) -> None:
    attack([path], random.Random(SEED), HARMS)


def test_sources_of_others_harmed() -> None:
    folder = shared_data("corpus", "markdown")
    chance = random.Random(SEED)
    paths = [p for p in sorted(folder.iterdir()) if p.stat().st_size < _LARGEST]
    assert len(paths) > 30
    attack(paths, chance, 1)


def test_files_that_are_no_quizzes() -> None:
    folder = shared_data("corpus")
    paths = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.stat().st_size < _LARGEST]
    for path in random.Random(SEED).sample(paths, 60):
        check(path, path.read_bytes())


if __name__ == "__main__":
    # python -m tests.check.test_hostile 200 SEED FILE...: as many harms as one likes.
    attack([Path(name) for name in sys.argv[3:]], random.Random(sys.argv[2]), int(sys.argv[1]))
