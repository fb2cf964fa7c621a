"""``quizkit freeze``: names for questions, written into the source once."""

from __future__ import annotations

from pathlib import Path

import click

from quizkit.cli.file_diff import file_diff
from quizkit.cli.wording import count
from quizkit.disk import STDIN, SourceFile, find_sources
from quizkit.errors import QuizkitError, UnreadableSource
from quizkit.markdown.freeze import Frozen, freeze
from quizkit.markdown.reader import read_markdown
from quizkit.outputs import Outputs
from quizkit.source_text import source_text

_MARKDOWN = (".md", ".markdown", ".txt")


@click.command("freeze", epilog="Example: quizkit freeze quiz.md")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option("--diff", "show", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 if a name is missing.")
def command(paths: tuple[str, ...], show: bool, check: bool) -> int:
    """Write into Markdown sources what each question is called, such as {#q-0f3a9c1d22b7}.

    Without a written name a question goes by what it says: reworded, it counts as another one,
    and an LMS gets it twice. The names are those that questions have already, so nothing
    changes in any export. Pools and the quiz itself get theirs too; all else stays as it is.
    """
    missing = unreadable = unnamed = 0
    with Outputs() as outputs:
        for source in find_sources(paths):
            if source.searched and source.path.suffix.lower() not in _MARKDOWN:
                continue
            try:
                before, after, done = _frozen(source)
            except (QuizkitError, OSError) as error:
                click.echo(f"quizkit: {error}", err=True)
                unreadable += 1
                continue
            for line in done.without:
                click.echo(f"{source.shown}: {line}", err=True)
            unnamed += len(done.without)
            missing += done.written
            if done.written and show:
                for line in file_diff(source.shown, before, after):
                    click.echo(line)
            elif done.written and not check:
                outputs.write(source.path, [after])
            if not show or done.written:
                says = "would write" if show or check else "wrote"
                what = count(done.written, "name") if done.written else "no name"
                click.echo(f"{source.shown}: {says} {what}", err=True)
        outputs.commit()
    if unreadable:
        return 2
    return 1 if unnamed or (check and missing) else 0


def _frozen(source: SourceFile) -> tuple[bytes, bytes, Frozen]:
    """The bytes before and after, and what was done."""
    if source.shown == STDIN:
        raise UnreadableSource(STDIN, "names are written into files; give one")
    data = Path(source.path).read_bytes()
    text = source_text(data, path=source.shown)
    reading = read_markdown(text.text, path=source.name)
    if source.path.suffix.lower() not in _MARKDOWN or not (reading.questions or source.searched):
        raise UnreadableSource(source.shown, "is no Markdown quiz; only such take names")
    if not reading.questions:
        return data, data, Frozen(text.text)
    if not text.intact:
        raise UnreadableSource(
            source.shown, f"is damaged or not UTF-8; run quizkit lint --fix {source.shown} first"
        )
    done = freeze(reading)
    return data, text.encode(done.text), done
