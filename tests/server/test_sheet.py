"""A source under edit: what is taken in part is as if the whole were read."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from quizkit.check.settings import Settings
from quizkit.disk import SourceFile
from quizkit.lint.rule import rules_by_code
from quizkit.server.sheet import Sheet
from tests.benchmark.__main__ import quiz
from tests.shared import ROOT

SOURCES = sorted((ROOT / "sources").glob("*.md"))
PIECES = ("x", "", "\n", "- ✅ new", "- ❌ other", "```", "---", "### Explanation", "not ", "$x", "**",
          "{points=2}", "Choose one.", "## Q", "<b>", "1. ", "![](a.png)", "| a | b |")  # fmt: skip


def sheet(path: Path, text: str) -> Sheet:
    return Sheet(SourceFile(path, path.name, path.parent), Settings(), text)


def findings(of: Sheet) -> list[str]:
    """What rules of single questions find."""
    rules = rules_by_code()
    return sorted(
        f"{d.code} {d.span} {d.severity} {d.message} {d.fix}"
        for d in of.findings
        if not rules[d.code].whole
    )


def mutated(text: str, chance: random.Random) -> str:
    """A text with a change such as a keystroke or a paste."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    column = chance.randrange(len(lines[at]) + 1)
    match chance.randrange(4):
        case 0:
            lines[at] = lines[at][:column] + chance.choice(PIECES) + lines[at][column:]
        case 1:
            lines[at] = lines[at][:column] + lines[at][column + 2 :]
        case 2:
            lines.insert(at, chance.choice(PIECES))
        case _:
            del lines[at]
    return "\n".join(lines)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_part_is_as_the_whole(path: Path) -> None:
    chance = random.Random(path.name)
    text = path.read_text(encoding="utf-8")
    parts = 0
    for _ in range(12):
        edited = sheet(path, text)
        text = mutated(text, chance)
        edited.change(text)
        if edited.partial:
            parts += 1
            whole = sheet(path, text)
            assert findings(edited) == findings(whole)
            assert edited.reading.quiz.questions == whole.reading.quiz.questions
            assert [q.spans for q in edited.reading.questions] == [
                q.spans for q in whole.reading.questions
            ]
    assert parts


def test_keystroke_costs_a_tenth_of_the_whole() -> None:
    text = quiz(200)
    under_edit = sheet(Path("quiz.md"), text)
    start = time.process_time()
    under_edit.settle()
    whole = time.process_time() - start
    lines = text.split("\n")
    took = []
    for number in range(20):
        at = len(lines) * number // 20 + 8
        while "слой номер" not in lines[at]:
            at += 1
        lines[at] += "."
        start = time.process_time()
        under_edit.change("\n".join(lines))
        took.append(time.process_time() - start)
        assert under_edit.partial
    assert sorted(took)[len(took) // 2] < whole / 8, "a twentieth on an idle machine"
