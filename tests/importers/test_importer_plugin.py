"""A third-party importer: the package of docs/writing-an-importer.md, really installed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import quizkit
from tests.shared import ROOT

PAGE = ROOT / "docs" / "writing-an-importer.md"


def page_files() -> dict[str, str]:
    """The files that the page shows, by name."""
    text = PAGE.read_text(encoding="utf-8")
    return dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that pip has installed the package into, with its entry point."""
    package = tmp_path_factory.mktemp("package")
    for name, text in page_files().items():
        (package / name).write_text(text, encoding="utf-8")
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
            *("--target", str(target), str(package)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("pip could not fetch hatchling to build the package")
    assert done.returncode == 0, done.stderr
    return target


def test_an_installed_importer_reads_what_it_recognises(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "cards.tsv").write_text("Capital of Chad?\tN'Djamena\nBroken\t\tx\n2 + 2\t4\n")
    done = quizkit("import", "cards.tsv", cwd=tmp_path, env={"PYTHONPATH": str(installed)})
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "cards.md").read_text(encoding="utf-8")
    assert "= N'Djamena" in text
    assert "cards.tsv: cards: 3 questions (3 short-text)" in done.stdout
