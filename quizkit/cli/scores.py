"""``quizkit scores``: what each kind of response earns, in every target side by side."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction

import click

from quizkit.cli.fidelity import align
from quizkit.cli.intake import Intake
from quizkit.content.render import Renderer
from quizkit.errors import BrokenPlugin
from quizkit.formats.base import Exporter, Feature, Fidelity, Job, Loss
from quizkit.formats.registry import exporter_names, load_exporter
from quizkit.guessing import guess, guess_quiz
from quizkit.lint.sound import sound_quiz
from quizkit.model import Choice, Question, Quiz, Selection
from quizkit.naming import place
from quizkit.numbers import number_text
from quizkit.responses import NOTHING, ResponseClass, response_classes
from quizkit.scoring import effective_policy

_DIFFERS = "may differ"
Column = tuple[str, str, str]
"""A target's name, an engine's name, and what people call it."""


@click.command("scores", epilog="Example: quizkit scores quiz.md")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--encoding", help="The encoding of the sources, where it is not found out rightly.")
def command(paths: tuple[str, ...], form: str, encoding: str | None) -> int:
    """Show what each kind of response earns, in every target side by side.

    Where a target cannot keep a score its column says so, and a line below tells what happens
    there, at worst.
    """
    exporters = _exporters()
    intake = Intake(paths, encoding)
    documents = []
    for source, reading in intake:
        sound = sound_quiz(reading)
        quiz = sound.quiz
        for error in sound.errors:
            where = f"{source.shown}:{error.span.line}:{error.span.column}"
            click.echo(f"{where}: {error.code} {error.message}", err=True)
        for question in sound.left_out:
            click.echo(f"{source.shown}: left out: {question.place()}", err=True)
        differences = _differences(quiz, exporters)
        if form == "json":
            documents.append(_document(source.shown, quiz, exporters, differences))
        else:
            for line in _text(source.shown, quiz, exporters, differences):
                click.echo(line)
    if form == "json":
        click.echo(json.dumps(documents, ensure_ascii=False, indent=2))
    return 2 if intake.unreadable else 0


def _exporters() -> list[Exporter]:
    """All that can be loaded; a broken plug-in is one message."""
    loaded = []
    for name in exporter_names():
        try:
            loaded.append(load_exporter(name))
        except BrokenPlugin as error:
            click.echo(f"quizkit: {error}", err=True)
    return loaded


def _columns(exporters: Sequence[Exporter]) -> list[Column]:
    return [(e.name, engine.name, engine.label) for e in exporters for engine in e.engines]


Differences = dict[tuple[str, str, str], list[Loss]]
"""By question, target and engine: what may change a score there."""


def _differences(quiz: Quiz, exporters: Sequence[Exporter]) -> Differences:
    """The losses of score and points that each exporter declares on doing its work."""
    found: Differences = {}
    for exporter in exporters:
        job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
        for file in exporter.files(job):
            for _ in file.chunks:  # losses are complete when all is taken
                pass
        for loss in job.losses:
            changes = loss.feature in (Feature.SCORE, Feature.POINTS, Feature.TYPE)
            if not changes or loss.fidelity is not Fidelity.LOST or loss.question_id is None:
                continue
            for engine in exporter.engines:
                if loss.engine in ("", engine.name):
                    key = (loss.question_id, exporter.name, engine.name)
                    found.setdefault(key, []).append(loss)
    return found


def _text(
    path: str, quiz: Quiz, exporters: Sequence[Exporter], differences: Differences
) -> Iterator[str]:
    columns = _columns(exporters)
    yield path
    for number, question in enumerate(quiz.questions, 1):
        yield ""
        yield f"{place(question, number)} ({_worth(question)})"
        classes = response_classes(question)
        if not classes:
            yield "  earns nothing by machine"
            continue
        rows = [["", *(label for _, _, label in columns)]]
        for response in classes:
            cells = [
                _cell(response, differences.get((question.id, name, engine), []))
                for name, engine, _ in columns
            ]
            rows.append([response.name, *cells])
        yield from align(rows, "  ")
        for name, engine, label in columns:
            for loss in differences.get((question.id, name, engine), ()):
                yield f"  {_mark('!')} {label}: {loss.instead}"
    guessed, most = guess_quiz(quiz)
    yield ""
    share = f" ({float(guessed / most):.0%})" if most else ""
    yield f"Blind guessing earns {_short(guessed)} of {_short(most)} points{share} in the whole quiz."
    yield ""


def _cell(response: ResponseClass, losses: Sequence[Loss]) -> str:
    """What the response earns, unless a loss may change just that.

    Nothing answered earns nothing anywhere, and other points leave nothing at nothing.
    """
    scale_only = all(loss.feature is Feature.POINTS for loss in losses)
    fixed = response.name == NOTHING or (scale_only and response.most == 0)
    return _mark(_DIFFERS) if losses and not fixed else _earned(response)


def _worth(question: Question) -> str:
    points = _short(question.points)
    worth = f"{points} point" if question.points == 1 else f"{points} points"
    if isinstance(question, Choice) and question.selection is Selection.MULTIPLE:
        return f"{worth}, {effective_policy(question).value}"
    return worth


def _earned(response: ResponseClass) -> str:
    if response.least == response.most:
        return _short(response.most)
    return f"{_short(response.least)} to {_short(response.most)}"


def _short(number: Fraction) -> str:
    """At most three decimals."""
    return f"{float(number):.3f}".rstrip("0").rstrip(".") or "0"


def _mark(text: str) -> str:
    """What must stand out; in colour where there is a terminal that wants it."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return click.style(text, fg="yellow", bold=True)
    return text


def _document(
    path: str, quiz: Quiz, exporters: Sequence[Exporter], differences: Differences
) -> dict[str, object]:
    guessed, most = guess_quiz(quiz)
    return {
        "file": path,
        "guessing": number_text(guessed),
        "points": number_text(most),
        "questions": [
            _question_data(question, _columns(exporters), differences)
            for question in quiz.questions
        ],
    }


def _question_data(
    question: Question, columns: Sequence[Column], differences: Differences
) -> dict[str, object]:
    """Exact numbers as texts; a target that differs has no number but what happens there."""
    targets: dict[str, object] = {}
    for name, engine, label in columns:
        losses = differences.get((question.id, name, engine), [])
        targets[label] = {
            "target": name,
            "same": not losses,
            "differences": [loss.instead for loss in losses],
        }
    return {
        "id": question.id,
        "title": question.title,
        "points": number_text(question.points),
        "guessing": number_text(guess(question)),
        "responses": [
            {
                "response": response.name,
                "least": number_text(response.least),
                "most": number_text(response.most),
            }
            for response in response_classes(question)
        ],
        "targets": targets,
    }
