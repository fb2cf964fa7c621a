"""The table on the front page: one question, every class of response, every target's own rules."""

from __future__ import annotations

import importlib
from fractions import Fraction

import pytest

from quizkit.content.render import Renderer
from quizkit.formats.base import Job
from quizkit.formats.registry import load_exporter
from quizkit.markdown.reader import read_markdown

SOURCE = "## Which?\n\n- ✅ a\n- ✅ b\n- ❌ c\n- ❌ d\n- ❌ e\n"
ROW = {
    "ab"[:k] + "cde"[:d]: points
    for (k, d), points in {
        (1, 0): Fraction(1, 2), (2, 0): 1, (1, 1): 0, (2, 1): Fraction(1, 2), (2, 2): 0, (2, 3): 0
    }.items()
}  # fmt: skip


@pytest.mark.parametrize("response", ROW)
@pytest.mark.parametrize(
    ("target", "oracle"),
    [
        ("moodle-xml", "moodle_xml"),
        ("gift", "gift"),
        ("qti21", "qti21"),
        ("canvas", "canvas_classic"),
        ("canvas", "canvas_new"),
    ],
)
def test_every_target_gives_the_row_of_the_front_page(
    target: str, oracle: str, response: str
) -> None:
    quiz = read_markdown(SOURCE, path="table.md").quiz
    job = Job(quiz, Renderer())
    (file,) = load_exporter(target).files(job)
    question = importlib.import_module(f"oracles.{oracle}").read(b"".join(file.chunks))[0]
    chosen = {"abcde".index(letter) for letter in response}
    assert float(question.score(chosen)) == pytest.approx(float(ROW[response]), abs=1e-5)
