"""``quizkit lint``: every finding in every source, and fixes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quizkit.check.settings import Asked
from quizkit.cli.lint_run import FORMATS, Run, Wishes
from quizkit.cli.lint_settings import settings_lines
from quizkit.config import FAIL_ON
from quizkit.disk import STDIN, SourceFile, find_sources
from quizkit.lint.engine import check_names


@click.command(
    "lint",
    epilog="Examples: quizkit lint quiz.md;  quizkit lint course --fix;  "
    "quizkit lint . --target moodle-xml --format concise",
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--select", metavar="CODE", multiple=True, help="Only these rules: QK201, QK2, all.")
@click.option("--ignore", metavar="CODE", multiple=True, help="Not these rules.")
@click.option(
    "--target",
    "targets",
    metavar="TARGET",
    multiple=True,
    help='Tell what a target could not hold, too; "all" for every one.',
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing the quiz.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend what may change wording or scores, too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--fixable", metavar="CODE", multiple=True, help="Mend only these.")
@click.option("--unfixable", metavar="CODE", multiple=True, help="Do not mend these.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="How findings are printed.",
)
@click.option("--statistics", is_flag=True, help="Count findings by rule; compare a blueprint.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Hide the findings named there.")
@click.option("--write-baseline", is_flag=True, help="Write all findings to the baseline.")
@click.option(
    "--add-ignore",
    metavar="REASON",
    help="Write a comment into each source that silences what is found, with this reason.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The least level that makes the command end with 1; warning without it.",
)
@click.option(
    "--max-warnings", type=click.IntRange(min=0), metavar="N", help="Let N warnings pass."
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever is found.")
@click.option("--show-settings", is_flag=True, help="Show what holds for each source, and end.")
@click.option("--no-cache", is_flag=True, help="Check every file anew.")
@click.option(
    "--only-quizzes", is_flag=True, help="Pass over files that hold no quiz, named or not."
)
@click.option("--stdin-filename", metavar="NAME", help="What standard input is called.")
@click.option("--encoding", help="The encoding of the sources, where it is not found out rightly.")
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    targets: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fixable: tuple[str, ...],
    unfixable: tuple[str, ...],
    form: str,
    statistics: bool,
    baseline: Path | None,
    write_baseline: bool,
    add_ignore: str | None,
    fail_on: str | None,
    max_warnings: int | None,
    exit_zero: bool,
    show_settings: bool,
    no_cache: bool,
    only_quizzes: bool,
    stdin_filename: str | None,
    encoding: str | None,
) -> int:
    """Check quizzes: files, folders (this one when none is named), or - for standard input.

    Ends with 0 where nothing is wrong, with 1 where errors or warnings are found, with 2 where
    the call or a source cannot be used.
    """
    asked = Asked(
        select=_names(select),
        ignore=_names(ignore),
        targets=_names(targets),
        fixable=_names(fixable),
        unfixable=_names(unfixable),
        encoding=encoding,
    )
    check_names([*asked.select, *asked.ignore, *asked.fixable, *asked.unfixable])
    sources = _sources(paths or (".",), stdin_filename)
    if only_quizzes:
        sources = [source._replace(searched=True) for source in sources]
    if show_settings:
        for line in settings_lines(sources, asked):
            click.echo(line)
        return 0
    if add_ignore is not None and not add_ignore.strip():
        raise click.UsageError("--add-ignore wants a reason, in quotation marks")
    wishes = Wishes(
        form=form,
        fix=fix or unsafe_fixes or diff,
        unsafe=unsafe_fixes,
        diff=diff,
        statistics=statistics,
        baseline=baseline,
        write_baseline=write_baseline,
        reason=add_ignore,
        fail_on=fail_on,
        max_warnings=max_warnings,
        exit_zero=exit_zero,
        no_cache=no_cache,
        only_quizzes=only_quizzes,
    )
    return Run(sources, asked, wishes, paths).carry_out()


def _sources(paths: tuple[str, ...], stdin_filename: str | None) -> list[SourceFile]:
    """The sources that are named; standard input under the name that it is given."""
    sources = find_sources(paths)
    if stdin_filename is None or not any(source.shown == STDIN for source in sources):
        return sources
    path = Path(stdin_filename)
    data = sys.stdin.buffer.read()
    named = SourceFile(path, path.as_posix(), path.parent, data=data)
    return [named if source.shown == STDIN else source for source in sources]


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
