"""The command line as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import ROOT

GOOD = "# T\n\n## Which is even?\n\n- ✅ 2\n- ❌ 3\n"


def run(*arguments: object, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "quizkit.cli.__main__", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, text=True, encoding="utf-8"
    )


def test_export_writes_each_target_and_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(GOOD, "utf-8")
    done = run("export", "quiz.md", "--to", "json", "--to", "moodle-xml", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "quiz.moodle.xml",
        "quiz.quiz.json",
    ]
    document = json.loads((tmp_path / "out/quiz.quiz.json").read_text("utf-8"))
    assert document["format"] == "quizkit/1"


def test_canonical_json_is_taken_in_place_of_markdown(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(GOOD, "utf-8")
    run("export", "quiz.md", "--to", "json", "--to", "gift", "-o", "a", cwd=tmp_path)
    done = run("export", "a/quiz.quiz.json", "--to", "gift", "-o", "b", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a/quiz.gift").read_bytes() == (tmp_path / "b/quiz.gift").read_bytes()


def test_question_with_an_error_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(GOOD + "\n## Which is odd?\n\n- ❌ 2\n- ❌ 4\n", "utf-8")
    done = run("export", "quiz.md", "--to", "gift", cwd=tmp_path)
    assert done.returncode == 1
    assert "QK201" in done.stderr
    assert "odd" not in (tmp_path / "quiz.gift").read_text("utf-8")


def test_strict_writes_nothing_when_something_is_lost(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(GOOD.replace("?", "? {points=2}"), "utf-8")
    done = run("export", "quiz.md", "--to", "gift", "--strict", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert not (tmp_path / "out").exists()
    accepted = run(
        "export",
        "quiz.md",
        "--to",
        "gift",
        "--strict",
        "--accept",
        "points",
        "-o",
        "out",
        cwd=tmp_path,
    )
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lint", "missing.md"], "missing.md: no such file or folder"),
        (["lint", "empty"], "empty: no quiz in this folder"),
        (["lint", "binary.md"], "is not a text file"),
        (["export", "quiz.md", "--to", "moodel-xml"], 'did you mean "moodle-xml"?'),
        (["export", "quiz.md", "--to", "gift", "-o", "quiz.md/out"], "cannot write"),
        (["explain", "QK999"], 'unknown rule "QK999"'),
        (["lnt"], 'did you mean "lint"?'),
        (["new", "quiz.md"], "is there already"),
    ],
)
def test_wrong_use_is_one_message_and_exit_2(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "quiz.md").write_text(GOOD, "utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.md").write_bytes(b"\x00\x01\x02")
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_image_is_an_error_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(GOOD.replace("- ✅ 2", "- ✅ ![a](no.png)"), "utf-8")
    done = run("lint", "quiz.md", "--format", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("quiz.md:5:10: QK501")


def test_standard_input_and_starter_quiz(tmp_path: Path) -> None:
    assert run("lint", "-", cwd=tmp_path, stdin=GOOD).returncode == 0
    assert run("new", "mine.md", cwd=tmp_path).returncode == 0
    assert run("lint", "mine.md", cwd=tmp_path).returncode == 0


def test_help_and_version_load_no_command() -> None:
    code = (
        "import sys\n"
        "from quizkit.cli.__main__ import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'lxml', 'markdown_it', 'jsonschema', 'importlib.metadata', 'nh3', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


def test_lint_of_the_examples_is_clean() -> None:
    done = run("lint", "sources", cwd=ROOT)
    assert done.returncode == 0, done.stdout
