"""What each example quiz gives in every target: exports/ holds the bytes that are expected."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from quizkit.content.render import Renderer
from quizkit.disk import find_sources, load
from quizkit.formats.base import Job
from quizkit.formats.registry import exporter_names, load_exporter
from quizkit.model import Quiz

from .shared import ROOT

EXPORTS = ROOT / "exports"
SOURCES = sorted(path.name for path in (ROOT / "sources").glob("*.md"))
BUILT_IN = ("canvas", "gift", "html", "json", "moodle-xml", "qti21")


def read(name: str) -> Quiz:
    """A source as the command line reads it: named from the root, its images with it."""
    (source,) = find_sources([f"sources/{name}"])
    reading = load(source)
    errors = [d.message for d in reading.all_diagnostics if d.severity == "error"]
    assert not errors, f"{name}: {errors}"
    return reading.quiz


def exported(quiz: Quiz, target: str) -> dict[str, bytes]:
    """The files of one export by suffix."""
    exporter = load_exporter(target)
    render = Renderer([asset.path for asset in quiz.assets])
    job = Job(quiz, render)
    return {file.suffix: b"".join(file.chunks) for file in exporter.files(job)}


def members(data: bytes) -> list[tuple[str, bytes]]:
    """A zip's members in their order: how they were packed depends on the zlib at hand."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(info.filename, package.read(info)) for info in package.infolist()]


def assert_same(path: Path, data: bytes) -> None:
    assert path.exists(), f"{path.name} is missing: run pytest --update-exports"
    golden = path.read_bytes()
    if path.suffix != ".zip":
        assert data.decode() == golden.decode(), f"{path.name} differs"
        return
    new, old = members(data), members(golden)
    assert [name for name, _ in new] == [name for name, _ in old], f"{path.name}: members"
    for (name, content), (_, expected) in zip(new, old, strict=True):
        assert content == expected, f"{path.name}: {name} differs"


@pytest.mark.parametrize("target", BUILT_IN)
@pytest.mark.parametrize("name", SOURCES)
def test_export_is_what_the_golden_file_holds(
    name: str, target: str, update_exports: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    files = exported(read(name), target)
    assert files
    for suffix, data in files.items():
        path = EXPORTS / (Path(name).stem + suffix)
        if not update_exports:
            assert_same(path, data)
        elif not (path.exists() and _is_same(path, data)):
            EXPORTS.mkdir(exist_ok=True)
            path.write_bytes(data)


def _is_same(path: Path, data: bytes) -> bool:
    try:
        assert_same(path, data)
    except (AssertionError, UnicodeDecodeError, zipfile.BadZipFile):
        return False
    return True


def test_every_built_in_target_is_registered() -> None:
    assert set(BUILT_IN) <= set(exporter_names())


def test_exports_hold_nothing_without_a_source() -> None:
    stems = {Path(name).stem for name in SOURCES}
    suffixes = [load_exporter(target).suffix for target in BUILT_IN]
    wanted = {stem + suffix for stem in stems for suffix in suffixes}
    found = {path.name for path in EXPORTS.iterdir() if not path.name.startswith(".")}
    assert found <= wanted, f"no source gives {sorted(found - wanted)}"
