"""``quizkit export``: the main job."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from quizkit.cli.export_since import ChangedSince
from quizkit.cli.fidelity import (
    Account,
    account_data,
    found_by,
    loss_lines,
    parse_features,
    table,
)
from quizkit.cli.intake import Intake, Progress
from quizkit.cli.wording import count
from quizkit.config import find_config
from quizkit.content.render import Renderer
from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.disk import SourceFile
from quizkit.errors import ExportRefused, QuizkitError
from quizkit.formats.base import Exporter, Feature, Job
from quizkit.formats.features import used_features
from quizkit.formats.registry import exporter_names, load_exporter
from quizkit.lint.sound import sound_quiz
from quizkit.model import Quiz
from quizkit.outputs import Outputs, refuse_clashes
from quizkit.reading import QuestionReading, Reading
from quizkit.text_lines import TextLines

_MANY_FILES = 12


@click.command(
    "export",
    epilog="Examples: quizkit export quiz.md --to moodle-xml;  quizkit export . --to all -o build",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--to",
    "targets",
    metavar="TARGET",
    multiple=True,
    help='A target, or "all"; may be given several times. "quizkit formats" lists them.',
)
@click.option("-o", "--output", help="The folder to write to; a file where its name has an ending.")
@click.option("--strict", is_flag=True, help="Write nothing if anything would be lost.")
@click.option(
    "--accept", metavar="FEATURE", multiple=True, help="A loss that --strict lets pass, by feature."
)
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="How losses are told."
)
@click.option(
    "--number-names", is_flag=True, help="Put numbers before names in Moodle, which sorts by them."
)
@click.option(
    "-v", "--verbose", is_flag=True, help="A line for each loss, also where many are alike."
)
@click.option(
    "--changed-since",
    metavar="MANIFEST",
    help="Write only what is new or changed since the export that MANIFEST tells of.",
)
@click.option("--encoding", help="The encoding of the sources, where it is not found out rightly.")
def command(
    paths: tuple[str, ...],
    targets: tuple[str, ...],
    output: str | None,
    strict: bool,
    accept: tuple[str, ...],
    report: str,
    number_names: bool,
    verbose: bool,
    changed_since: str | None,
    encoding: str | None,
) -> int:
    """Write quizzes for an LMS, and say what arrives there and what does not.

    PATH is a file, a folder, or - for standard input. Each output is named after its source and
    stands beside it, or in the folder of -o. A question that holds an error is left out and
    named; --strict then writes nothing.
    """
    accepted = parse_features(accept)
    intake = Intake(paths, encoding)
    intake.sources = _without_outputs(intake.sources, output)
    exporters = _exporters(targets or find_config(intake.sources[0].path).targets)
    plan = _plan(intake.sources, exporters, output)
    run = _Run(exporters, plan, number_names, ChangedSince.of(changed_since))
    signal.signal(signal.SIGTERM, _interrupt)
    with Outputs() as outputs:
        progress = Progress(len(intake.sources))
        for number, (source, reading) in enumerate(intake, 1):
            progress.step(number, source.shown)
            quiz = run.take(reading, source)
            del reading  # its spans are needed no more, and may be large
            run.export(quiz, source, outputs)
        progress.clear()
        lost = [loss for account in run.accounts for loss in account.lost(accepted)]
        refused = strict and bool(lost or run.errors or intake.unreadable)
        if not refused:
            if run.since is not None:
                run.since.write(outputs)
            written = outputs.commit()
    _tell(run, report, each=verbose, written=not refused)
    if refused:
        _say_refused(len(lost), run.left_out, lost[0].feature if lost else None)
    elif written:
        _say_written(written)
    if intake.unreadable:
        return 2
    return 1 if refused or run.errors else 0


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt  # so that temporary files are removed


def _without_outputs(sources: list[SourceFile], output: str | None) -> list[SourceFile]:
    """Sources but those that a search found in the output folder: an earlier run left them."""
    if output is None:
        return sources
    folder = Path(output).resolve()
    kept = [
        source
        for source in sources
        if not source.searched
        or source.root.resolve().is_relative_to(folder)
        or not source.path.resolve().is_relative_to(folder)
    ]
    return kept or sources


def _exporters(targets: Sequence[str]) -> list[Exporter]:
    if not targets:
        hint = f"name a target: {', '.join(exporter_names())}, or all"
        raise click.UsageError(f"--to is missing; {hint}")
    names: list[str] = []
    for target in targets:
        names += exporter_names() if target == "all" else (target,)
    return [load_exporter(name) for name in dict.fromkeys(names)]


def _plan(
    sources: Sequence[SourceFile], exporters: Sequence[Exporter], output: str | None
) -> dict[tuple[str, str], Path]:
    """Where each output goes. Raises ExportRefused before anything is written."""
    folder = None if output is None else Path(output)
    if output is not None and folder is not None and _is_file_name(output):
        return _one_file(sources, exporters, folder)
    plan = {
        (source.shown, exporter.name): (folder or source.path.parent)
        / (source.stem + exporter.suffix)
        for source in sources
        for exporter in exporters
    }
    refuse_clashes(plan, (source.path for source in sources))
    return plan


def _is_file_name(output: str) -> bool:
    """Whether -o names a file: it has an ending, and no folder of that name is there."""
    path = Path(output)
    return bool(path.suffix) and not path.is_dir() and not output.endswith(("/", "\\"))


def _one_file(
    sources: Sequence[SourceFile], exporters: Sequence[Exporter], file: Path
) -> dict[tuple[str, str], Path]:
    if len(sources) * len(exporters) != 1:
        several = f"{count(len(sources), 'source')} and {count(len(exporters), 'target')}"
        raise ExportRefused(f"{file} is one file, but there are {several}; name a folder")
    plan = {(sources[0].shown, exporters[0].name): file}
    refuse_clashes(plan, [sources[0].path])
    return plan


@dataclass
class _Run:
    """One run: what is exported where, and what became of it."""

    exporters: list[Exporter]
    plan: dict[tuple[str, str], Path]
    number_names: bool = False
    since: ChangedSince | None = None

    def __post_init__(self) -> None:
        self.accounts: list[Account] = []
        self.errors: list[Diagnostic] = []
        self.left_out = 0
        self.with_errors: list[str] = []
        """The ids of the questions of the source under way that are left out."""

    def take(self, reading: Reading, source: SourceFile) -> Quiz:
        """The questions that can be exported; the others are named on standard error."""
        sound = sound_quiz(reading)
        errors = sound.errors if reading.questions else (_no_question(source.shown),)
        self.left_out += len(sound.left_out)
        self.with_errors = [question.question.id for question in sound.left_out]
        self.errors += errors
        _show(errors, sound.left_out, reading)
        return sound.quiz

    def export(self, quiz: Quiz, source: SourceFile, outputs: Outputs) -> None:
        """Write one quiz to every target."""
        if not quiz.questions:
            return
        whole, used = quiz, used_features(quiz)
        for exporter in self.exporters:
            if self.since is not None:
                quiz = self.since.take(whole, source, exporter.name, self.with_errors)
                if not quiz.questions:
                    continue
                used = used_features(quiz)
            try:
                account = self._write(quiz, source, exporter, outputs)
            except (QuizkitError, OSError):
                raise
            except Exception as error:
                if os.environ.get("QUIZKIT_DEBUG"):
                    raise
                reason = f"{type(error).__name__}: {error}"
                failed = f'the exporter "{exporter.name}" failed on {source.shown}: {reason}'
                raise ExportRefused(f"{failed}; nothing was written") from error
            places = found_by(quiz, account.losses)
            self.accounts.append(replace(account, used=used, places=places))

    def _write(
        self, quiz: Quiz, source: SourceFile, exporter: Exporter, outputs: Outputs
    ) -> Account:
        render = Renderer([asset.path for asset in quiz.assets])
        job = Job(quiz, render, numbered_names=self.number_names)
        path = self.plan[source.shown, exporter.name]
        files = []
        for file in exporter.files(job):
            first = file.suffix == exporter.suffix
            target = path if first else path.with_name(source.stem + file.suffix)
            outputs.write(target, file.chunks)
            files.append(target)
        return Account(
            source=source.shown,
            target=exporter.name,
            files=tuple(files),
            questions=len(quiz.questions),
            losses=tuple(job.losses),
        )


def _no_question(path: str) -> Diagnostic:
    return Diagnostic(
        code="QK101",
        name="no-questions",
        severity=Severity.ERROR,
        message="no question found",
        hint="write a heading, what is asked, then options that begin with ✅ or ❌",
        span=Span.at(1),
        path=path,
    )


def _show(
    errors: Sequence[Diagnostic], left_out: Sequence[QuestionReading], reading: Reading
) -> None:
    """Each error with its place in the source, and which questions are left out."""
    if not errors:
        return
    from quizkit.cli.frame import framer
    from quizkit.lint.reports.text import report

    for line in report(errors, framer(TextLines(reading.text))):
        click.echo(line, err=True)
    for question in left_out:
        click.echo(f"{reading.path}: left out: {question.place()}", err=True)


LEGEND = """
kept: arrives as written. adapted: arrives by other means, to the same effect.
lost: see below; the number says for how many questions."""


def _tell(run: _Run, report: str, *, each: bool, written: bool) -> None:
    if report == "json":
        document = {
            "written": written,
            "exports": [account_data(account) for account in run.accounts],
            **({"since": run.since.document()} if run.since is not None else {}),
            "errors": [
                {
                    "file": error.path,
                    "line": error.span.line,
                    "column": error.span.column,
                    "question": error.question_id,
                    "code": error.code,
                    "message": error.message,
                }
                for error in run.errors
            ],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if run.since is not None:
        for line in run.since.lines():
            click.echo(line)
    if not run.accounts:
        return
    for line in table(run.accounts, run.exporters):
        click.echo(line)
    losses = list(loss_lines(run.accounts, run.exporters, each=each))
    if losses:
        click.echo(LEGEND)
        click.echo()
    for line in losses:
        click.echo(line)


def _say_refused(losses: int, left_out: int, feature: Feature | None) -> None:
    reasons = []
    if losses:
        reasons.append("1 loss" if losses == 1 else f"{losses} losses")
    if left_out:
        reasons.append(f"{count(left_out, 'question')} with errors")
    why = " and ".join(reasons) or "not every source could be read"
    hint = f' (--accept "{feature.value}" lets such a loss pass)' if feature else ""
    click.echo(f"quizkit: nothing was written, for --strict met {why}{hint}", err=True)


def _say_written(written: Sequence[Path]) -> None:
    if len(written) <= _MANY_FILES:
        for path in written:
            click.echo(f"wrote {path.as_posix()}", err=True)
    else:
        folders = sorted({path.parent.as_posix() for path in written})
        where = folders[0] if len(folders) == 1 else f"{len(folders)} folders"
        click.echo(f"wrote {len(written)} files to {where}", err=True)
