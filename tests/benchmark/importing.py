"""Import against what lxml needs for the same bytes, and the memory of files with images.

Reading and writing are timed in one process each, without its start, as processor time.
"""

from __future__ import annotations

import base64
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Measure = Callable[..., tuple[float, float]]
"""Runs a command in a process of its own: its seconds, and its peak in MB."""
_TIMED = """\
import sys, time
from lxml import etree
from quizkit.importing import import_
from quizkit.markdown.writer import write_markdown

def best(act):
    times = []
    for _ in range(3):
        begun = time.process_time()
        act()
        times.append(time.process_time() - begun)
    return min(times)

path = sys.argv[1]
quiz = import_(path).quiz
write_markdown(quiz, name="x")
print(best(lambda: etree.parse(path)))
print(best(lambda: import_(path)))
print(best(lambda: write_markdown(quiz, name="x")))
"""
_IMAGE_QUESTION = """\
<question type="truefalse"><name><text>{n}</text></name>
<questiontext format="html"><text>&lt;img src="@@PLUGINFILE@@/{n}.png"&gt; Is it {n}?</text>
<file name="{n}.png" path="/" encoding="base64">{data}</file></questiontext>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>
</question>
"""
_IMAGE = 3 * 2**20
"""Bytes of each image."""


def importing(folder: Path, make: Callable[[int], str], measure: Measure) -> str:
    """The figures of Moodle XML: time for 2,000 questions, memory for few and many images."""
    python = sys.executable
    source = folder / "course.md"
    source.write_text(make(2_000), encoding="utf-8")
    export = (python, "-m", "quizkit", "export", str(source), "--to", "moodle-xml")
    subprocess.run([*export, "-o", str(folder)], check=True, cwd=ROOT, capture_output=True)
    made = folder / "course.moodle.xml"
    done = subprocess.run(
        [python, "-c", _TIMED, str(made)], check=True, cwd=ROOT, capture_output=True, text=True
    )
    parse, read, write = map(float, done.stdout.split())
    rows = [
        f"Moodle XML of 2,000 questions ({made.stat().st_size / 2**20:.1f} MB):\n",
        "| step | processor time | against lxml |",
        "| --- | --- | --- |",
        f"| lxml parses it | {parse:.3f} s | 1 |",
        f"| read as a quiz | {read:.3f} s | {read / parse:.1f} |",
        f"| written as Markdown | {write:.3f} s | {write / parse:.1f} |",
        f"\nReading and writing take {(read + write) / (3 * parse + write):.2f} times three parses "
        "and the writing.",
    ]
    few, many = (_with_images(folder / f"images-{n}.xml", n) for n in (4, 24))
    command = (python, "-m", "quizkit", "import")
    _, small = measure(*command, str(few), "-o", str(folder / "few"), runs=1)
    _, large = measure(*command, str(many), "-o", str(folder / "many"), runs=1)
    rows.append(
        f"\nImages of {_IMAGE // 2**20} MB each: 4 in a file peak at {small:.0f} MB, 24 at "
        f"{large:.0f} MB."
    )
    return "\n".join(rows) + "\n"


def _with_images(path: Path, number: int) -> Path:
    draw = random.Random(number)
    with path.open("w", encoding="utf-8") as file:
        file.write("<quiz>\n")
        for n in range(number):
            data = base64.b64encode(draw.randbytes(_IMAGE)).decode()
            file.write(_IMAGE_QUESTION.format(n=n, data=data))
        file.write("</quiz>\n")
    return path
