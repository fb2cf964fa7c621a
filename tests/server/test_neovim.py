"""The server in a real editor: Neovim without a screen, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import ROOT

pytest.importorskip("pygls")

QUIZ = """\
---
language: en
---

## Even numbers

👩‍🔬 Which is not odd?

- ❌ 2
- ❌ 3
"""


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_findings_fixes_and_typing_in_neovim(tmp_path: Path) -> None:
    quiz, result = tmp_path / "quiz.md", tmp_path / "seen.json"
    quiz.write_text(QUIZ, "utf-8")
    variables = {
        **os.environ,
        "QUIZ": str(quiz),
        "RESULT": str(result),
        "SERVER": json.dumps([sys.executable, "-m", "quizkit", "server"]),
        "PYTHONPATH": str(ROOT),
        "XDG_STATE_HOME": str(tmp_path),
    }
    script = Path(__file__).with_name("neovim.lua")
    command = ("nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(script))
    told = subprocess.run(command, env=variables, capture_output=True, timeout=90, check=False)
    assert result.exists(), told.stderr.decode("utf-8", "replace")
    seen = json.loads(result.read_text("utf-8"))
    # Neovim counts bytes, the server code units: the scientist takes eleven and five.
    assert seen["codes"] == ["QK201:9:3", "QK405:7:22"]
    assert seen["actions"] == ["QK405: write **NOT**", "QK405: say no here, with a reason"]
    assert seen["line"] == "👩‍🔬 Which is **NOT** odd?"
    assert seen["fixed"] and seen["typed"] and seen["left"] == []
    assert "b. 3: 1 point" in seen["hover"] or "b. 3: +1 point" in seen["hover"]
    assert seen["outline"] == ["1. Even numbers"]
    assert seen["folds"] == 2
