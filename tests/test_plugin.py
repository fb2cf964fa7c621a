"""A third-party exporter: the package of docs/writing-an-exporter.md, really installed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import quizkit
from tests.shared import ROOT

PAGE = ROOT / "docs" / "writing-an-exporter.md"
QUIZ = """\
# Quiz

## Even

Which are even? Choose all that apply.

- ✅ two
- ✅ **four**
- ❌ three
  > It is odd.

## Zero

Zero is even.

- ✅ True
- ❌ False
"""


def page_files() -> dict[str, str]:
    """The files that the page shows, by name."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return dict(blocks)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that pip has installed the package into, with its entry point."""
    package = tmp_path_factory.mktemp("package")
    for name, text in page_files().items():
        (package / name).write_text(text, encoding="utf-8")
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    done = subprocess.run(
        [*command, "--target", str(target), str(package)], capture_output=True, text=True
    )
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("pip could not fetch hatchling to build the package")
    assert done.returncode == 0, done.stderr
    return target


def test_page_shows_a_whole_package() -> None:
    assert set(page_files()) == {"pyproject.toml", "quizkit_flashcards.py"}


def test_installed_exporter_is_a_target_like_any_other(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(QUIZ, encoding="utf-8")
    env = {"PYTHONPATH": str(installed)}
    done = quizkit("export", "quiz.md", "--to", "flashcards", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    cards = (tmp_path / "quiz.cards.tsv").read_text(encoding="utf-8")
    assert cards == "Which are even?\ttwo; four\nZero is even.\ttrue\n"
    assert "score: cards are not scored" in done.stdout
    strict = quizkit(
        *("export", "quiz.md", "--to", "flashcards", "--strict", "-o", "s"), cwd=tmp_path, env=env
    )
    assert strict.returncode == 1
    assert not (tmp_path / "s").exists()


def test_installed_exporter_is_listed_and_part_of_all(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(QUIZ, encoding="utf-8")
    env = {"PYTHONPATH": str(installed)}
    listed = json.loads(quizkit("formats", "--format", "json", cwd=tmp_path, env=env).stdout)
    assert "flashcards" in [target["name"] for target in listed]
    done = quizkit("export", "quiz.md", "--to", "all", "-o", "out", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert {"quiz.cards.tsv", "quiz.gift"} <= {path.name for path in (tmp_path / "out").iterdir()}


@pytest.fixture
def broken(installed: Path, tmp_path: Path) -> Path:
    """The same package, whose code cannot be imported."""
    copy = tmp_path / "broken"
    shutil.copytree(installed, copy)
    (copy / "quizkit_flashcards.py").write_text("import no_such_module\n", encoding="utf-8")
    shutil.rmtree(copy / "__pycache__", ignore_errors=True)
    return copy


def test_broken_exporter_costs_one_message_and_no_other_target(
    broken: Path, tmp_path: Path
) -> None:
    (tmp_path / "quiz.md").write_text(QUIZ, encoding="utf-8")
    env = {"PYTHONPATH": str(broken)}
    assert quizkit("--help", cwd=tmp_path, env=env).stderr == ""
    assert quizkit("export", "quiz.md", "--to", "gift", cwd=tmp_path, env=env).returncode == 0
    listed = quizkit("formats", cwd=tmp_path, env=env)
    assert listed.returncode == 0
    assert "moodle-xml" in listed.stdout
    done = quizkit("export", "quiz.md", "--to", "flashcards", cwd=tmp_path, env=env)
    assert done.returncode == 2
    assert done.stderr == (
        'quizkit: the exporter plug-in "flashcards" cannot be loaded: '
        "No module named 'no_such_module'\n"
    )


def test_exporter_that_fails_half_way_leaves_nothing(installed: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(installed, site)
    shutil.rmtree(site / "__pycache__", ignore_errors=True)
    code = (site / "quizkit_flashcards.py").read_text(encoding="utf-8")
    code = code.replace('return "true" if', 'raise KeyError("oops")\n    return "true" if')
    (site / "quizkit_flashcards.py").write_text(code, encoding="utf-8")
    (tmp_path / "quiz.md").write_text(QUIZ, encoding="utf-8")
    arguments = ("export", "quiz.md", "--to", "gift", "--to", "flashcards", "-o", "out")
    done = quizkit(*arguments, cwd=tmp_path, env={"PYTHONPATH": str(site)})
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert 'the exporter "flashcards" failed on quiz.md' in done.stderr
    assert not (tmp_path / "out").exists()
