"""``quizkit scores``: what each kind of response earns, in every target side by side."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction

import click

from quizkit.cli.fidelity import align
from quizkit.cli.figures import Figure, as_worth, figure, own_figure
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
from quizkit.responses import ResponseClass, response_classes
from quizkit.scoring import effective_policy

_DIFFERS = "may differ"
Column = tuple[Exporter, str, str]
"""A target, an engine's name, and what people call it."""


@click.command("scores", epilog="Example: quizkit scores quiz.md")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--encoding", help="The encoding of the sources, where it is not found out rightly.")
def command(paths: tuple[str, ...], form: str, encoding: str | None) -> int:
    """Show what each kind of response earns, in every target side by side.

    What earns other points in a target has a star there, and a line below tells why. Where only
    that is known its column says so.
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
    """All that can be loaded and give points; a broken plug-in is one message."""
    loaded = []
    for name in exporter_names():
        try:
            loaded.append(load_exporter(name))
        except BrokenPlugin as error:
            click.echo(f"quizkit: {error}", err=True)
    return [one for one in loaded if any(engine.scores for engine in one.engines)]


def _columns(exporters: Sequence[Exporter]) -> list[Column]:
    return [
        (e, engine.name, engine.label) for e in exporters for engine in e.engines if engine.scores
    ]


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
    for number, question in enumerate(as_worth(quiz), 1):
        yield ""
        yield f"{place(question, number)} ({_worth(question)})"
        classes = response_classes(question)
        if not classes:
            yield "  earns nothing by machine"
            continue
        rows = [["", *(label for _, _, label in columns)]]
        for response in classes:
            earned = _earned(response, quiz, question, columns, differences)
            rows.append([response.name, *(_cell(figure, response) for figure in earned)])
        yield from align(rows, "  ")
        for exporter, engine, label in columns:
            for loss in differences.get((question.id, exporter.name, engine), ()):
                yield f"  {_mark('!')} {label}: {loss.instead}"
    guessed, most = guess_quiz(quiz)
    yield ""
    share = f" ({float(guessed / most):.0%})" if most else ""
    yield f"Blind guessing earns {_short(guessed)} of {_short(most)} points{share} in the whole quiz."
    yield ""


def _earned(
    response: ResponseClass,
    quiz: Quiz,
    question: Question,
    columns: Sequence[Column],
    differences: Differences,
) -> list[Figure | None]:
    """What a kind of response earns in each column; None where that is not known.

    An exporter is asked only about questions that it declares a loss for.
    """
    own = own_figure(response)
    return [
        figure(response, quiz, question, exporter, engine)
        if (question.id, exporter.name, engine) in differences
        else own
        for exporter, engine, _ in columns
    ]


def _cell(found: Figure | None, response: ResponseClass) -> str:
    if found is None:
        return _mark(_DIFFERS)
    text = _short(found.most)
    if found.least != found.most:
        text = f"{_short(found.least)} to {text}"
    return text if found == own_figure(response) else _mark(f"{text}*")


def _worth(question: Question) -> str:
    points = _short(question.points)
    worth = f"{points} point" if question.points == 1 else f"{points} points"
    if isinstance(question, Choice) and question.selection is Selection.MULTIPLE:
        return f"{worth}, {effective_policy(question).value}"
    return worth


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
            _question_data(quiz, question, _columns(exporters), differences)
            for question in as_worth(quiz)
        ],
    }


def _question_data(
    quiz: Quiz, question: Question, columns: Sequence[Column], differences: Differences
) -> dict[str, object]:
    """Exact numbers as texts; null where a target differs and nobody knows by how much."""
    targets: dict[str, object] = {}
    for exporter, engine, label in columns:
        losses = differences.get((question.id, exporter.name, engine), [])
        targets[label] = {
            "target": exporter.name,
            "same": not losses,
            "differences": [loss.instead for loss in losses],
        }
    rows = []
    for response in response_classes(question):
        earned = _earned(response, quiz, question, columns, differences)
        rows.append(
            {
                "response": response.name,
                **_range(own_figure(response)),
                "targets": {
                    label: _range(found) if found else None
                    for (_, _, label), found in zip(columns, earned, strict=True)
                },
            }
        )
    return {
        "id": question.id,
        "title": question.title,
        "points": number_text(question.points),
        "guessing": number_text(guess(question)),
        "responses": rows,
        "targets": targets,
    }


def _range(found: Figure) -> dict[str, str]:
    return {"least": number_text(found.least), "most": number_text(found.most)}
