"""``quizkit lint``: every finding in every source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

import click

from quizkit.cli.frame import framer
from quizkit.cli.intake import Intake, Progress
from quizkit.config import find_config
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.engine import check, check_names


@click.command(
    "lint", epilog="Examples: quizkit lint quiz.md;  quizkit lint course --format concise"
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--select", metavar="CODE", multiple=True, help="Only these rules: QK201, QK2, all.")
@click.option("--ignore", metavar="CODE", multiple=True, help="Not these rules.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "concise", "json"]),
    default="text",
    help="How findings are printed.",
)
@click.option("--encoding", help="The encoding of the sources, where it is not found out rightly.")
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever is found.")
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    encoding: str | None,
    exit_zero: bool,
) -> int:
    """Check quizzes: files, folders (this one when none is named), or - for standard input."""
    chosen, skipped = _names(select), _names(ignore)
    check_names([*chosen, *skipped])
    run = _Run(Intake(paths or (".",), encoding), chosen, skipped)
    report: Callable[..., Iterator[str]] = import_module(f"quizkit.lint.reports.{form}").report
    for line in report(run.findings(), run.frame):
        click.echo(line)
    if form == "text" and run.intake.read:
        click.echo(run.summary())
    if run.intake.unreadable:
        return 2
    return 1 if run.serious and not exit_zero else 0


class _Run:
    """One run. Findings stream: a source's text is held only while it is reported on."""

    def __init__(self, intake: Intake, select: list[str], ignore: list[str]) -> None:
        self.intake = intake
        self.select = select
        self.ignore = ignore
        self.questions = 0
        self.counts = dict.fromkeys(Severity, 0)
        self._draw: Callable[[Diagnostic], str] | None = None

    def findings(self) -> Iterator[Diagnostic]:
        """Every finding, source by source, in the order of the text."""
        progress = Progress(len(self.intake.sources))
        for number, (source, reading) in enumerate(self.intake, 1):
            progress.step(number, source.shown)
            self.questions += len(reading.questions)
            self._draw = framer(reading.text)
            config = find_config(source.path)
            found = check(
                reading,
                select=self.select or config.select,
                ignore=[*self.ignore, *config.ignored_in(source.path)],
            )
            progress.clear()
            for diagnostic in found:
                severity = config.severity_of(diagnostic)
                self.counts[severity] += 1
                yield replace(diagnostic, path=source.shown, severity=severity)

    def frame(self, diagnostic: Diagnostic) -> str:
        """The place of a finding of the source under way."""
        assert self._draw is not None
        return self._draw(diagnostic)

    @property
    def serious(self) -> bool:
        """Whether anything but information was found."""
        return self.counts[Severity.ERROR] + self.counts[Severity.WARNING] > 0

    def summary(self) -> str:
        """What was checked, and how much was found."""
        files = count(self.intake.read, "file")
        checked = f"{count(self.questions, 'question')} in {files} checked"
        words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
        parts = [count(n, words[severity]) for severity, n in self.counts.items() if n]
        return f"{checked}: {', '.join(parts) or 'nothing to report'}"


def _names(values: tuple[str, ...]) -> list[str]:
    return [name.strip() for value in values for name in value.split(",") if name.strip()]


def count(number: int, word: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {word}" + ("" if number == 1 else "s")
