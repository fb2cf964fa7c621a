"""The hooks, run by pre-commit itself out of a clone of this repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check.support import GOOD
from tests.shared import ROOT

pytest.importorskip("pre_commit")


def run(*command: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
    names |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org"}
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **names, **more},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def commit(folder: Path) -> str:
    """Make a folder a repository, and its state a commit."""
    run("git", "init", "-q", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    assert run("git", "commit", "-qm", "state", cwd=folder).returncode == 0
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


def clone(folder: Path) -> str:
    """The files of this repository as they are now, committed."""
    listed = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).stdout.splitlines()
    wanted = ("quizkit/", "schemas/")
    for name in listed:
        if (name.startswith(wanted) or "/" not in name) and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return commit(folder)


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_hooks_check_and_mend(tmp_path: Path) -> None:
    tool, course = tmp_path / "quizkit", tmp_path / "course"
    tool.mkdir()
    course.mkdir()
    state = clone(tool)
    hooks = "".join(f"      - id: {name}\n" for name in ("quizkit-fix", "quizkit-lint"))
    (course / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {tool}\n    rev: {state}\n    hooks:\n{hooks}", "utf-8"
    )
    (course / "README.md").write_text("# A course\n\nNo quiz.\n", "utf-8")
    (course / "good.md").write_text(GOOD, "utf-8")
    commit(course)
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "QUIZKIT_CACHE": str(tmp_path / "cache")}
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    done = run(*command, cwd=course, **home)
    if "pip" in done.stdout and "install" in done.stdout and "ERROR" in done.stdout:
        pytest.skip("no package registry to build the hook's environment from")
    assert done.returncode == 0, done.stdout + done.stderr
    (course / "bad.md").write_text(GOOD.replace("✅", "❌").replace("even", "ev\u200ben"), "utf-8")
    run("git", "add", "-A", cwd=course)
    done = run(*command, cwd=course, **home)
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert "QK201" in done.stdout and "README" not in done.stdout
    assert "\u200b" not in (course / "bad.md").read_text("utf-8")
