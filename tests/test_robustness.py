"""Sources cut and shuffled at random: read, checked and exported without an exception."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from quizkit.content.render import Renderer
from quizkit.decode import decode
from quizkit.errors import UnreadableSource
from quizkit.formats.base import Job
from quizkit.formats.registry import load_exporter
from quizkit.lint.engine import check
from quizkit.lint.sound import sound_quiz
from quizkit.markdown.reader import read_markdown

from .shared import ROOT

SOURCES = sorted((ROOT / "sources").glob("*.md"))
TARGETS = ("json", "moodle-xml", "gift", "qti21", "canvas", "html")
LINES = [
    "```", "$$", "{.matching}", "- = 1", "|a|b|\n|-|-|\n|c|d|", "<div>", "<!--", "- ✅ x",
    "{= a | = b}", "#### Hint", "1. x", "---", "> q", "[a]: b", "A. x", "Answer: B", "- [ ] y",
]  # fmt: skip


def damaged(path: Path, chance: random.Random) -> bytes:
    """A piece of a source: cut anywhere, or with its lines shuffled and some replaced."""
    data = path.read_bytes()
    if chance.random() < 0.4:
        start = chance.randrange(len(data))
        return data[start : start + chance.randrange(100, 6000)]
    lines = data.decode().split("\n")
    start = chance.randrange(len(lines))
    lines = lines[start : start + 120]
    if chance.random() < 0.5:
        chance.shuffle(lines)
    for _ in range(5):
        lines[chance.randrange(len(lines))] = chance.choice(LINES)
    return "\n".join(lines).encode()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_damaged_sources_never_raise(path: Path) -> None:
    chance = random.Random(path.name)
    for _ in range(60):
        try:
            text = decode(damaged(path, chance), path=path.name).text
        except UnreadableSource:
            continue
        reading = read_markdown(text, path=path.name)
        last = text.count("\n") + 1
        assert all(1 <= found.span.line <= last for found in check(reading))
        quiz = sound_quiz(reading).quiz
        for target in TARGETS if quiz.questions else ():
            job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
            for file in load_exporter(target).files(job):
                assert b"".join(file.chunks)
