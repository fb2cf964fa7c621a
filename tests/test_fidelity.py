"""The fidelity table is true: whatever an LMS makes of a quiz otherwise is declared, and only that."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from oracles.base import OracleQuestion

from quizkit.content.render import Renderer
from quizkit.formats.base import Exporter, Feature, Fidelity, Job, Loss
from quizkit.formats.docs import fidelity_page
from quizkit.formats.features import used_features
from quizkit.formats.registry import load_exporter
from quizkit.model import Info, Question, Quiz

from .fidelity_bench import Case
from .marked import mark, marked_quizzes, marks
from .shared import ROOT
from .test_exports import SOURCES, read

ENGINES = {
    "moodle-xml": ("moodle-xml", "moodle-xml", "moodle_xml"),
    "gift": ("gift", "gift", "gift"),
    "qti21": ("qti21", "qti21", "qti21"),
    "classic": ("canvas", "classic", "canvas_classic"),
    "new": ("canvas", "new", "canvas_new"),
}


BUILT_IN = ("moodle-xml", "canvas", "qti21", "gift", "html", "json")
PAGE = ROOT / "docs" / "fidelity.md"


def test_page_is_what_the_exporters_declare(
    update_exports: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    exporters = [load_exporter(name) for name in BUILT_IN]
    quizzes = [read(name) for name in SOURCES]
    met = {one.name: [x for quiz in quizzes for x in exported(one, quiz)[1]] for one in exporters}
    page = fidelity_page(exporters, met)
    if update_exports:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text("utf-8") == page, "docs/fidelity.md is old: run pytest --update-exports"


def test_what_is_mostly_kept_is_kept_in_some_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    quizzes = [read(name) for name in SOURCES]
    for name in BUILT_IN:
        exporter = load_exporter(name)
        runs = [(used_features(quiz), exported(exporter, quiz)[1]) for quiz in quizzes]
        for engine in exporter.engines:
            for feature in engine.save:
                assert engine.fidelity[feature] is not Fidelity.KEPT
                using = [losses for used, losses in runs if feature in used]
                losing = [
                    any(
                        loss.feature is feature
                        and loss.fidelity is Fidelity.LOST
                        and loss.engine in ("", engine.name)
                        for loss in losses
                    )
                    for losses in using
                ]
                assert not using or not all(losing), f"{engine.label}: {feature}"


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(quiz=marked_quizzes(most=3))
def test_every_difference_is_declared_and_every_loss_happens(name: str, quiz: Quiz) -> None:
    target, engine, module = ENGINES[name]
    exporter = load_exporter(target)
    data, losses = exported(exporter, quiz)
    there = importlib.import_module(f"oracles.{module}").read(data)
    found = [*undeclared(exporter, losses), *order(quiz, there, losses, engine)]
    for question in worth(quiz, target):
        parts = [one for one in there if mark(question.stem) in marks(one.stem)]
        if not parts:
            found.append(f"{question.id} is missing")
            continue
        mine = [
            loss
            for loss in losses
            if loss.question_id == question.id and loss.engine in ("", engine)
        ]
        case = Case(quiz, question, parts, mine, exporter, engine)
        found += [f"{type(question).__name__} {question.id}: {d}" for d in case.differences()]
    assert not found, "\n".join([*found[:12], *map(str, losses)])


def exported(exporter: Exporter, quiz: Quiz) -> tuple[bytes, list[Loss]]:
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    (file,) = exporter.files(job)
    return b"".join(file.chunks), job.losses


def undeclared(exporter: Exporter, losses: Sequence[Loss]) -> Iterator[str]:
    """Losses that the exporter's own table calls impossible."""
    for loss in losses:
        for engine in exporter.engines:
            if loss.engine in ("", engine.name):
                worst = engine.fidelity.get(loss.feature, Fidelity.KEPT)
                if worst is not Fidelity.LOST and worst is not loss.fidelity:
                    yield f"{engine.name}: {loss.feature} is {worst} in the table: {loss}"


def order(
    quiz: Quiz, read: Sequence[OracleQuestion], losses: Sequence[Loss], engine: str
) -> Iterator[str]:
    """Questions come in the order of the quiz, pools where their first question stood."""
    if any(loss.feature is Feature.GROUPS and loss.engine in ("", engine) for loss in losses):
        return
    theirs = {
        mark(q.stem): n
        for q in quiz.questions
        for n, one in enumerate(read)
        if mark(q.stem) in marks(one.stem)
    }
    places = [theirs[mark(q.stem)] for q in quiz.questions if mark(q.stem) in theirs]
    if places != sorted(places):
        yield f"the order is {places}"


def worth(quiz: Quiz, target: str) -> list[Question]:
    """The questions, each worth what its pool says; in Moodle a pool's points are set by hand."""
    if target in ("moodle-xml", "gift"):
        return list(quiz.questions)
    points = {name: g.points for g in quiz.groups for name in g.questions if g.points is not None}
    return [
        replace(q, points=points[q.id]) if q.id in points and not isinstance(q, Info) else q
        for q in quiz.questions
    ]
