"""Compare whole commands with bare tokenising, each in a fresh process.

``python -m tests.benchmark`` prints a Markdown table of ratios for a quiz of 2,000 questions,
and time and peak memory for 20,000. ``--write`` puts it into docs/performance.md.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmark.importing import importing
from tests.benchmark.linting import linting
from tests.benchmark.mixed import mixed

ROOT = Path(__file__).resolve().parents[2]
TOKENISE = (
    "import sys, pathlib\nfrom markdown_it import MarkdownIt\n"
    "MarkdownIt('commonmark').enable('table').parse(pathlib.Path(sys.argv[1]).read_text('utf-8'))"
)
TARGETS = ("json", "moodle-xml", "gift", "qti21", "canvas", "html")
QUESTION = """\
## Задание {n}

**Какое утверждение про слой номер {n} верное?**

{instruction} из списка:

* ✅ Он обновляет веса `w{n}` при обучении
* {second} Он не требует learning rate {n}
* ❌ Он не хранит градиенты {n}
* ⚠️ Он зависит от реализации {n}

---

### Объяснение

Обновляются **только те компоненты**, у которых есть обучаемые параметры; их здесь {n}.

#### ✅ **1. Он обновляет веса `w{n}` при обучении**

- Операция: выбирает максимальное значение в окне.
- При backprop градиент проходит через позицию {n}.

**Вывод:** Подходит.

#### ❌ **3. Он не хранит градиенты {n}** — не подходит

Хранит, хотя и в сжатом виде: см. раздел {n}.

---
"""


def quiz(questions: int) -> str:
    """A quiz in the project's first dialect, single and multiple selection by turns."""
    parts = ["# Тестовые задания\n"]
    for n in range(1, questions + 1):
        many = n % 2 == 0
        parts.append(
            QUESTION.format(
                n=n,
                instruction="Выберите все подходящие ответы" if many else "Выберите один вариант",
                second="✅" if many else "❌",
            )
        )
    return "\n".join(parts)


def measure(*command: str, runs: int = 3) -> tuple[float, float]:
    """The median wall time in seconds and the peak memory in MB of a process."""
    times, peak = [], 0
    for _ in range(runs):
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - begun)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"{' '.join(command)} failed")
        peak = max(peak, usage.ru_maxrss)
    return statistics.median(times), peak / 1024


def table(folder: Path, make: Callable[[int], str]) -> str:
    """The figures of one kind of quiz, in one run."""
    small, large = folder / "small.md", folder / "large.md"
    small.write_text(make(2_000), encoding="utf-8")
    large.write_text(make(20_000), encoding="utf-8")
    python, out = sys.executable, str(folder / "out")
    quizkit = (python, "-m", "quizkit")
    base, memory = measure(python, "-c", TOKENISE, str(small))
    rows = [
        "| command | 2,000 questions | against bare tokenising | peak | 20,000 against 2,000 | peak |",
        "| --- | --- | --- | --- | --- | --- |",
        f"| markdown-it-py, whole file | {base:.2f} s | 1 | {memory:.0f} MB | | |",
    ]
    commands = {"lint": ("lint", "--exit-zero", "--no-cache")}
    commands |= {f"export --to {t}": ("export", "--to", t, "-o", out) for t in TARGETS}
    for name, (verb, *options) in commands.items():
        took, memory = measure(*quizkit, verb, str(small), *options)
        longer, most = measure(*quizkit, verb, str(large), *options, runs=1)
        rows.append(
            f"| {name} | {took:.2f} s | {took / base:.2f} | {memory:.0f} MB "
            f"| {longer / took:.1f} | {most:.0f} MB |"
        )
    return "\n".join(rows) + "\n"


def start() -> str:
    """What the bare start of the program costs."""
    version, _ = measure(sys.executable, "-m", "quizkit", "--version", runs=9)
    click, _ = measure(sys.executable, "-c", "import click", runs=9)
    return f"`quizkit --version` takes {version / click:.2f} times `import click`.\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = "\n".join(
            [
                "Single and multiple selection, in the dialect that the project began with:\n",
                table(Path(folder), quiz),
                "All answer forms by turns:\n",
                table(Path(folder), mixed),
                start(),
                linting(Path(folder), quiz),
                importing(Path(folder), quiz, measure),
            ]
        )
    print(figures)
    if "--write" in sys.argv:
        page = ROOT / "docs" / "performance.md"
        page.write_text(
            "# Performance\n\nMade by `python -m tests.benchmark --write`. Each command runs in a "
            "fresh process; ratios\nare of one run on one machine, and count more than seconds.\n\n"
            + figures,
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
