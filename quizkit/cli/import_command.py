"""``quizkit import``: other formats, and Markdown in other habits, as quizkit Markdown."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from quizkit.cli.wording import count
from quizkit.disk import STDIN
from quizkit.errors import ExportRefused, QuizkitError
from quizkit.formats.source import ImportSource
from quizkit.import_files import PlacedFiles, with_files
from quizkit.import_names import with_names
from quizkit.importing import MARKDOWN, Imported, import_
from quizkit.markdown.freeze import with_front_matter
from quizkit.markdown.frontmatter import UNDETERMINED, read_front_matter
from quizkit.markdown.kept import lost_in_rewriting
from quizkit.markdown.writer import Written, write_markdown, yaml_text
from quizkit.model import QUESTION_TYPES, Quiz
from quizkit.naming import place
from quizkit.outputs import Outputs, refuse_clashes
from quizkit.reading import Reading

_JSON = "json"
_GENERATED = re.compile(r"q-[0-9a-f]{12}(?:-[0-9]+)?")
"""Ids that importers make where a source has none."""
_MOST_LINES = 30
"""Lines that the receipt of one source takes; ``--report json`` has all."""


@click.command(
    "import",
    epilog="Examples: quizkit import questions.xml;  quizkit import course.imscc -o course/",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--from", "form", metavar="FORMAT", help="The format, where it is not found out.")
@click.option("-o", "--output", help="A folder, a file where it has an ending, or - to print.")
@click.option("--strict", is_flag=True, help="Write nothing if anything would be lost.")
@click.option(
    "--update", metavar="QUIZ.md", help="Bring what was edited in an LMS back into this file."
)
@click.option("--diff", "show", is_flag=True, help="With --update: show it, and write nothing.")
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="How it is told."
)
def command(
    files: tuple[str, ...],
    form: str | None,
    output: str | None,
    strict: bool,
    update: str | None,
    show: bool,
    report: str,
) -> int:
    """Turn quizzes of other formats into Markdown, and say what was read and what was not.

    FILE is a Moodle XML, GIFT, QTI, Canvas, text2qti, Aiken or JSON file, a package or a folder
    of such, or Markdown; - is standard input. The Markdown stands beside it, or where -o says,
    with the images as files. A Markdown file is rewritten in place, unless something of it
    would be lost.

    With --update, FILE is an export of an LMS that holds what QUIZ.md became there; of QUIZ.md
    only what was edited changes.
    """
    if update is not None:
        if len(files) != 1 or output is not None or strict:
            raise click.UsageError("--update takes one export, and neither -o nor --strict")
        from quizkit.cli.import_update import run_update

        source = sys.stdin.buffer.read() if files[0] == STDIN else files[0]
        return run_update(update, source, form, show=show, report=report)
    if show:
        raise click.UsageError("--diff goes with --update")
    plan = _plan(files, output)
    run = _Run(form, strict, report)
    with Outputs() as outputs:
        for file in files:
            run.take(file, plan[file], outputs)
        refused = strict and (run.lossy or run.unreadable > 0)
        written = [] if refused else outputs.commit()
    run.finish(written, refused=refused)
    if run.unreadable:
        return 2
    return 1 if refused or run.findings else 0


def _plan(files: tuple[str, ...], output: str | None) -> dict[str, Path | None]:
    """Where each source's Markdown goes; None is standard output."""
    if output == STDIN or (output is None and files == (STDIN,)):
        return dict.fromkeys(files)
    folder = None if output is None else Path(output)
    if (
        folder is not None
        and folder.suffix
        and not folder.is_dir()
        and not (output or "").endswith(("/", "\\"))
    ):
        if len(files) > 1:
            raise ExportRefused(f"{folder} is one file, but there are {len(files)}; name a folder")
        return {files[0]: folder}
    plan: dict[str, Path | None] = {}
    owners: dict[Path, str] = {}
    for file in files:
        stem = "quiz" if file == STDIN else ImportSource(Path(file).name).identifier
        path = Path(file)
        rewritten = folder is None and _is_markdown(path)
        target = path if rewritten else (folder or path.parent) / f"{stem}.md"
        if target in owners:
            raise ExportRefused(f"{owners[target]} and {file} would both be written to {target}")
        if folder is None and target.exists() and not rewritten:
            raise ExportRefused(f"{target} is there already; name another file by -o")
        owners[target] = file
        plan[file] = target
    places = {(file, MARKDOWN): place for file, place in plan.items() if place is not None}
    refuse_clashes(places, [path for path in map(Path, files) if not _is_markdown(path)])
    return plan


def _is_markdown(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (".md", ".markdown", ".mdx", ".rmd", ".qmd")


@dataclass
class _Result:
    """What became of one source."""

    source: str
    imported: Imported
    written: Written
    target: Path | None
    dropped: tuple[str, ...] = ()
    """What a source in Markdown holds outside its questions and will not hold afterwards."""
    left: tuple[str, ...] = ()
    """Questions that stay as the author wrote them, and why."""
    told: tuple[str, ...] = ()
    language: str | None = None

    @property
    def lossy(self) -> bool:
        imported = self.imported
        return bool(
            imported.losses or imported.receipt.missed or self.written.unfaithful or self.dropped
        )


@dataclass
class _Run:
    """One run: sources in, results told."""

    form: str | None
    strict: bool
    report: str
    results: list[_Result] = field(default_factory=list)
    unreadable: int = 0
    findings: bool = False

    @property
    def lossy(self) -> bool:
        """Whether anything of any source did not arrive."""
        return any(result.lossy for result in self.results)

    def take(self, file: str, target: Path | None, outputs: Outputs) -> None:
        """Import one source; one that cannot be read costs a line, not the others."""
        folder = target.parent if target is not None else Path()
        keep = PlacedFiles(
            folder,
            lambda path, data: outputs.write(path, [data]) if target is not None else None,
            reserved=(target,) if target is not None else (),
        )
        try:
            source = sys.stdin.buffer.read() if file == STDIN else file
            name = "quiz" if file == STDIN else ""
            imported = import_(source, self.form, name=name, keep_file=keep)
        except QuizkitError as error:
            for line in str(error).splitlines():
                click.echo(f"quizkit: {line}", err=True)
            self.unreadable += 1
            return
        for asset in imported.quiz.assets:
            keep(asset)
        if imported.format == MARKDOWN and self._tidied(file, source, imported, target, outputs):
            return
        quiz = replace(with_files(imported.quiz, keep.renamed), assets=())
        foreign = imported.format not in (MARKDOWN, _JSON)
        told: list[str] = []
        if quiz.language is None:
            quiz = _with_language(quiz, told)
        nameless = {q.id for q in quiz.questions if not q.title.strip()}
        if foreign or (nameless and not _says_no_title(file)):
            quiz = with_names(quiz)
        free = {
            question.id
            for question in quiz.questions
            if (foreign or question.id in nameless) and _GENERATED.fullmatch(question.id)
        }
        stem = (target.name if target is not None else "quiz.md").split(".")[0]
        written = write_markdown(quiz, name=stem, free_ids=free)
        result = _Result(file, imported, written, target, told=tuple(told), language=quiz.language)
        if imported.format == MARKDOWN and file != STDIN:
            result.dropped = lost_in_rewriting(Path(file), written.text)
            in_place = target is not None and target == Path(file)
            if in_place and (result.dropped or imported.receipt.missed or written.unfaithful):
                self._refuse(result)
                return
        self.results.append(result)
        self.findings = self.findings or bool(imported.receipt.missed or written.unfaithful)
        if target is None:
            if not (self.strict and result.lossy):
                click.echo(written.text, nl=False)
        else:
            outputs.write(target, [written.text.encode()])

    def _tidied(
        self,
        file: str,
        source: bytes | str,
        imported: Imported,
        target: Path | None,
        outputs: Outputs,
    ) -> bool:
        """Whether a source was in our dialect, and has been made tidy, all else in it kept."""
        from quizkit.markdown.formatting import format_source, is_own_dialect
        from quizkit.markdown.reader import read_markdown
        from quizkit.source_text import source_text

        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        text = source_text(data, path=file)
        reading = read_markdown(text.text, path=file)
        apart = target is not None and target.parent.resolve() != Path(file).parent.resolve()
        if imported.dialect or not is_own_dialect(reading) or (apart and imported.quiz.assets):
            return False
        told: list[str] = []
        silent = reading.quiz.language is None and not read_front_matter(text.text).undetermined
        if silent:
            # The writer's own words, such as "Explanation", are to be in the author's language.
            quiz = _with_language(reading.quiz, told)
            if quiz.language:
                reading = _said(text.text, quiz.language, file) or reading
        formatted = format_source(reading)
        if silent and reading.quiz.language is None and formatted.left:
            # Such words would tell a language, and so they need one to be denied.
            denied = _said(text.text, UNDETERMINED, file)
            other = format_source(denied) if denied else formatted
            formatted = other if len(other.left) < len(formatted.left) else formatted
        edited = formatted.text
        name = reading.quiz.identifier
        if target and read_markdown(edited, path=target.name).quiz.identifier != name:
            edited = with_front_matter(edited, "identifier", yaml_text(name))
        result = _Result(file, imported, Written(edited), target, left=formatted.left)
        result.told = tuple(told)
        result.language = reading.quiz.language
        self.results.append(result)
        self.findings = self.findings or bool(imported.receipt.missed)
        new = text.encode(edited)
        if target is None:
            click.echo(edited, nl=False)
        elif new != data or target.resolve() != Path(file).resolve():
            outputs.write(target, [new])
        return True

    def _refuse(self, result: _Result) -> None:
        """A source that cannot be rewritten without a loss stays as it is."""
        for line in _receipt(result):
            click.echo(line, err=True)
        click.echo(
            f"quizkit: {result.source} stays as it is, for the above would be lost; "
            "mend it, or name another file by -o",
            err=True,
        )
        self.findings = True

    def finish(self, written: list[Path], *, refused: bool) -> None:
        """Tell what was read, what was not, and what was written."""
        printing = any(result.target is None for result in self.results)
        if self.report == "json":
            documents = [_document(result, refused=refused) for result in self.results]
            click.echo(json.dumps(documents, ensure_ascii=False, indent=2), err=printing)
        else:
            for result in self.results:
                for line in _receipt(result):
                    click.echo(line, err=printing)
        if refused:
            click.echo("quizkit: nothing was written, for --strict allows no loss", err=True)
        elif written:
            targets = {result.target for result in self.results}
            # The Markdown first: its images may be many.
            names = [path.as_posix() for path in sorted(written, key=lambda p: p not in targets)]
            more = f" and {count(len(names) - 3, 'other file')}" if len(names) > 4 else ""
            shown = names[:3] if more else names
            click.echo(f"wrote {', '.join(shown)}{more}", err=True)


def _receipt(result: _Result) -> list[str]:
    """What was read, then a line for each thing that was not, or not wholly."""
    imported = result.imported
    lines = [
        f"{result.source}: {imported.dialect or imported.format}: {_read_words(imported.receipt.read)}"
    ]
    lines += (f"{result.source}: {told}" for told in result.told)
    places = {q.id: place(q, n) for n, q in enumerate(imported.quiz.questions, 1)}
    for missed in imported.receipt.missed:
        where = f"{missed.where}: " if missed.where else ""
        lines.append(f"{result.source}: not understood: {where}{missed.what}")
    for loss in imported.losses:
        name = f"{places.get(loss.question_id, loss.question_id)}: " if loss.question_id else ""
        where = f" ({loss.where})" if loss.where else ""
        lines.append(f"{result.source}: {name}{loss.feature}: {loss.happened}{where}")
    for name in result.written.unfaithful:
        shown = places.get(name, name)
        lines.append(f"{result.source}: {shown}: Markdown does not say all of this question")
    lines += (f"{result.source}: {left}" for left in result.left)
    lines += (f"{result.source}: {dropped}" for dropped in result.dropped)
    if len(lines) > _MOST_LINES:
        rest = len(lines) - _MOST_LINES + 1
        lines[_MOST_LINES - 1 :] = [f"{result.source}: and {rest} more; see --report json"]
    return lines


def _read_words(read: Mapping[str, int]) -> str:
    """``5 questions (4 choice, 1 true-false), 2 categories, 3 files``."""
    types = {kind: number for kind, number in read.items() if kind in QUESTION_TYPES and number}
    kinds = ", ".join(f"{number} {kind}" for kind, number in types.items())
    parts = [count(sum(types.values()), "question") + (f" ({kinds})" if kinds else "")]
    for kind, number in read.items():
        if number and kind not in QUESTION_TYPES:
            several = kind[:-1] + "ies" if kind.endswith("y") else kind + "s"
            parts.append(f"{number} {kind if number == 1 else several}")
    return ", ".join(parts)


def _says_no_title(file: str) -> bool:
    """Whether a Markdown source has a question that wants no name, not one without a heading."""
    return file == STDIN or 'title=""' in Path(file).read_text(encoding="utf-8", errors="replace")


def _said(text: str, language: str, path: str) -> Reading | None:
    """A source with a language in its front matter; None where that cannot be read at all."""
    from quizkit.markdown.reader import read_markdown

    named = with_front_matter(text, "language", language)
    front = read_front_matter(named)
    return read_markdown(named, path=path) if front.language or front.undetermined else None


def _with_language(quiz: Quiz, told: list[str]) -> Quiz:
    """The quiz with the language that its words tell, so that headings are in it."""
    from quizkit.content.render import Renderer
    from quizkit.contents import question_contents
    from quizkit.lint.language import guess_language, language_name

    render = Renderer()
    texts = (render.text(c) for question in quiz.questions for c in question_contents(question))
    code = guess_language(texts)
    if code is None:
        return quiz
    told.append(f"language: taken for {language_name(code)} by its words; the source does not say")
    return replace(quiz, language=code)


def _document(result: _Result, *, refused: bool) -> dict[str, object]:
    imported = result.imported
    return {
        "file": result.source,
        "format": imported.dialect or imported.format,
        "written": None if refused or result.target is None else result.target.as_posix(),
        "language": result.language,
        "read": dict(imported.receipt.read),
        "missed": [{"what": m.what, "where": m.where} for m in imported.receipt.missed],
        "losses": [
            {
                "question": loss.question_id,
                "feature": loss.feature.value,
                "happened": loss.happened,
                "where": loss.where,
            }
            for loss in imported.losses
        ],
        "unfaithful": list(result.written.unfaithful),
        "left": list(result.left),
        "dropped": list(result.dropped),
    }
