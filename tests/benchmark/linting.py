"""How long lint takes where authors and course teams meet it: one file, many, and a keystroke."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from quizkit.check.settings import Settings
from quizkit.disk import SourceFile
from quizkit.server.sheet import Sheet

ROOT = Path(__file__).resolve().parents[2]
TOKENISE = (
    "import sys, pathlib\nfrom markdown_it import MarkdownIt\n"
    "parser = MarkdownIt('commonmark').enable('table')\n"
    "for path in sys.argv[1:]: parser.parse(pathlib.Path(path).read_text('utf-8'))"
)
FILES, QUESTIONS = 200, 100
KEYSTROKES = 40


def linting(folder: Path, quiz: Callable[[int], str]) -> str:
    """A table of the times of lint, each against its measure, with the bound that is held.

    Files are checked in processes of their own and with a cache of their own.
    """
    one = folder / "one.md"
    one.write_text(quiz(2_000), encoding="utf-8")
    bank = folder / "bank"
    bank.mkdir()
    for number in range(FILES):
        text = quiz(QUESTIONS).replace("слой номер", f"слой {number} номер")
        (bank / f"{number:03}.md").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as cache:
        bare = _timed("-c", TOKENISE, str(one))
        single = _timed(*_lint(one), "--no-cache")
        every = [str(path) for path in sorted(bank.iterdir())]
        bare_bank = _timed("-c", TOKENISE, *every, runs=2)
        cold = min(_cold(bank, Path(cache)) for _ in range(2))
        warm = _timed(*_lint(bank), cache=cache)
    whole, keystroke = _typing(one, quiz(200))
    rows = [
        ("one file of 2,000 questions", single, "bare tokenising", bare, 1.3),
        (f"{FILES} files of {QUESTIONS}, for the first time", cold, "the same", bare_bank, 0.8),
        (f"{FILES} files of {QUESTIONS}, unchanged", warm, "the same", bare_bank, 0.1),
        ("a keystroke in a file of 200", keystroke, "a check of the whole", whole, 0.1),
    ]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    lines = [
        f"| lint ({cores} cores) | takes | against | ratio | wanted |",
        "| --- | --- | --- | --- | --- |",
    ]
    for what, took, measure, against, bound in rows:
        ratio = took / against
        lines.append(f"| {what} | {_shown(took)} | {measure} | {ratio:.2f} | {bound} |")
    return "\n".join(lines) + "\n"


def _lint(path: Path) -> tuple[str, ...]:
    return "-m", "quizkit", "lint", "--exit-zero", str(path)


def _cold(bank: Path, cache: Path) -> float:
    shutil.rmtree(cache, ignore_errors=True)
    return _timed(*_lint(bank), cache=str(cache), runs=1)


def _timed(*arguments: str, cache: str = "", runs: int = 3) -> float:
    """The least wall time in seconds of a Python process: what others do at once only adds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(
            (sys.executable, *arguments),
            cwd=ROOT,
            env={**os.environ, "QUIZKIT_CACHE": cache} if cache else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        times.append(time.perf_counter() - begun)
    return min(times)


def _typing(path: Path, text: str) -> tuple[float, float]:
    """Seconds that a check of the whole takes in an editor, and one after a keystroke."""
    sheet = Sheet(SourceFile(path, path.name, path.parent), Settings(), text)
    whole = min(_took(sheet.settle) for _ in range(3))
    lines = text.split("\n")
    options = [number for number, line in enumerate(lines) if line.startswith("* ❌ Он не хранит")]
    strokes = []
    for number in options[:: len(options) // KEYSTROKES]:
        lines[number] += "а"
        strokes.append(_took(partial(sheet.change, "\n".join(lines))))
        sheet.settle()
    return whole, median(strokes)


def _took(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms"
