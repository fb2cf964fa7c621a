"""Each export, read as its platforms read it: nothing broken, nothing that gives a key away."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from quizkit.content.render import Renderer
from quizkit.formats.base import Feature, Job
from quizkit.formats.canvas.engines import NEW
from quizkit.formats.canvas.exporter import CanvasExporter
from tests.oracles import canvas_classic, canvas_new, gift, moodle_xml, qti21
from tests.oracles.qti_package import open_package
from tests.shared import ROOT
from tests.test_exports import read

ORACLES = {
    ".moodle.xml": (moodle_xml,),
    ".gift": (gift,),
    ".qti21.zip": (qti21,),
    ".canvas.zip": (canvas_classic, canvas_new),
}
CASES = [
    pytest.param(path, oracle, id=f"{path.name}-{oracle.__name__.rpartition('.')[2]}")
    for suffix, oracles in ORACLES.items()
    for path in sorted((ROOT / "exports").glob(f"*{suffix}"))
    for oracle in oracles
]
# What an oracle remarks of a thing that the exporter declares as lost in that engine.
DECLARED = {
    "feedback of a numeric answer is lost": (Feature.ANSWER_FEEDBACK, NEW),
}


@pytest.mark.parametrize(("path", "oracle"), CASES)
def test_platform_takes_the_export_as_it_is(
    path: Path, oracle: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    questions = oracle.read(path.read_bytes())
    assert questions
    notes = {(q.name, note) for q in questions for note in q.notes}
    if notes and path.name.endswith(".canvas.zip"):
        notes -= declared(path)
    assert notes == set()


def declared(path: Path) -> set[tuple[str, str]]:
    """Notes that are explained by a loss the exporter declares, with their questions' names."""
    quiz = read(path.name.removesuffix(".canvas.zip") + ".md")
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    for file in CanvasExporter().files(job):
        b"".join(file.chunks)
    titles = {question.id: question.title for question in quiz.questions}
    return {
        (titles[loss.question_id], note)
        for note, (feature, engine) in DECLARED.items()
        for loss in job.losses
        if loss.feature is feature and loss.engine == engine and loss.question_id
    }


@pytest.mark.parametrize(("path", "oracle"), CASES)
def test_nothing_gives_a_key_away(path: Path, oracle: ModuleType) -> None:
    found = oracle.leaks(path.read_bytes())
    if oracle is qti21 and len(entry_lengths()) == 1:
        # The same length on every box tells nothing, though some answer may happen to fit it.
        found = [leak for leak in found if "expectedLength" not in leak]
    assert found == []


def entry_lengths() -> set[str | None]:
    """The expectedLength of every box for text in all exports."""
    lengths: set[str | None] = set()
    for path in (ROOT / "exports").glob("*.qti21.zip"):
        for name, data in open_package(path.read_bytes()).members.items():
            if name.endswith(".xml"):
                boxes = etree.fromstring(data).iter("{*}textEntryInteraction")
                lengths |= {box.get("expectedLength") for box in boxes}
    return lengths
