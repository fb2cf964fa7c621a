"""One run of ``quizkit lint``: sources are checked, mended, told, and summed up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from quizkit.check.cache import Cache
from quizkit.check.file import check_data
from quizkit.check.run import Result, across, check_files
from quizkit.check.settings import Asked, Settings
from quizkit.check.statistics import blueprint_lines, blueprint_rows, count_lines, counts
from quizkit.cli.intake import Progress
from quizkit.cli.lint_told import Told
from quizkit.cli.wording import count
from quizkit.config import Config, find_config
from quizkit.decode import decode
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.disk import STDIN, SourceFile
from quizkit.errors import UnreadableSource
from quizkit.lint.fingerprint import Fingerprints
from quizkit.lint.reports import Facts
from quizkit.lint.summary import Summary

if TYPE_CHECKING:
    from quizkit.check.baseline import Baseline

FORMATS = ("text", "concise", "json", "sarif", "github")
Report = Callable[..., Iterator[str]]
_AT_ONCE = 1_000
"""Lines that are printed together where nobody waits for each."""
_ROUNDS = 3
_MACHINES = ("json", "sarif")
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


class Wishes(NamedTuple):
    """What is to be done with findings."""

    form: str
    fix: bool
    unsafe: bool
    diff: bool
    statistics: bool
    baseline: Path | None
    write_baseline: bool
    reason: str | None
    fail_on: str | None
    max_warnings: int | None
    exit_zero: bool
    no_cache: bool
    only_quizzes: bool


@dataclass
class _Sum:
    """What a run came to."""

    files: int = 0
    questions: int = 0
    unreadable: int = 0
    mended: int = 0
    changed: int = 0
    fixable: int = 0
    unsafe: int = 0
    hidden: int = 0
    levels: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(Severity, 0))


class Run:
    """One run. All sources are checked, then told of; the text of one is held at a time."""

    def __init__(
        self, sources: Sequence[SourceFile], asked: Asked, wishes: Wishes, paths: Sequence[str]
    ) -> None:
        self.sources = sources
        self.asked = asked
        self.wishes = wishes
        self.paths = paths
        self.cache = None if wishes.no_cache else Cache()
        self.sum = _Sum()
        self.facts: dict[int, Facts] = {}
        self.bank: list[tuple[Summary, Settings]] = []
        self.told: list[Diagnostic] = []
        self._baselines: dict[Path, Baseline] = {}
        self._under_way: Told | None = None
        self._diffs: list[str] = []
        self._stdout: bytes | None = None

    def carry_out(self) -> int:
        """Do it all; the exit code."""
        wishes = self.wishes
        if wishes.write_baseline:
            return self._write_baseline()
        found = self._findings()
        if wishes.statistics or wishes.diff:
            self.told = list(found)
        else:
            report: Report = import_module(f"quizkit.lint.reports.{wishes.form}").report
            more = (self._facts,) if self._to_machines else ()
            to_error = self._answers_on_stdout
            _print(report(found, self._frame, *more), err=to_error)
        if wishes.diff:
            for line in self._diffs:
                click.echo(line)
        if wishes.statistics:
            self._tell_statistics()
        if self._stdout is not None and not wishes.diff:
            click.echo(self._stdout, nl=False)
        if not self.sum.files and not self.sum.unreadable and not wishes.only_quizzes:
            raise UnreadableSource(", ".join(self.paths) or ".", "no quiz in this folder")
        if wishes.form == "text":
            click.echo(self._summary(), err=self._answers_on_stdout or wishes.diff)
        return self._exit_code()

    # -- findings ---------------------------------------------------------------------------

    def _checked(self) -> Iterator[Told]:
        """Each source with what is found in it and what several show together, in their order."""
        waiting: list[Told] = []
        for result in self._results():
            assert result.checked is not None
            self.bank.append((result.checked.summary, result.settings))
            waiting.append(Told(result))
        together = _by_path(across(self.bank))
        if together and self.wishes.reason is not None and not self.wishes.diff:
            waiting = [
                self._silenced_across(number, told, together.get(told.path, ()))
                for number, told in enumerate(waiting)
            ]
            together = _by_path(across(self.bank))
        waiting.reverse()
        while waiting:
            told = waiting.pop()
            told.add(together.get(told.path, ()))
            yield told
            told.forget()

    def _results(self) -> Iterator[Result]:
        """Each source checked, and mended where that is wished; what cannot be read is named."""
        progress = Progress(len(self.sources))
        for number, result in enumerate(check_files(self.sources, self.asked, self.cache), 1):
            progress.step(number, result.source.shown)
            if result.checked is None:
                progress.clear()
                for line in result.problem.splitlines():
                    click.echo(f"quizkit: {line}", err=True)
                self.sum.unreadable += 1
            elif not result.checked.other:
                self.sum.files += 1
                after = self._changed(result)
                assert after.checked is not None
                self.sum.questions += after.checked.summary.questions
                yield after
        progress.clear()

    def _findings(self) -> Iterator[Diagnostic]:
        """Every finding that is told, source by source, in the order of the lines."""
        for told in self._checked():
            self._under_way = told
            fresh = self._new(told)
            yield from self._for_machines(told, fresh) if self._to_machines else fresh
            for diagnostic in fresh:
                self._count(diagnostic, told.settings)

    def _new(self, told: Told) -> Sequence[Diagnostic]:
        """A source's findings that no baseline knows."""
        baseline = self._baseline(find_config(told.result.source.path))
        if baseline is None or not told.findings:
            return told.findings
        fresh = baseline.new(told.path, told.findings, told.lines)
        self.sum.hidden += len(told.findings) - len(fresh)
        return fresh

    def _for_machines(self, told: Told, fresh: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """Findings with what machines want to know of them; SARIF has those not told, too."""
        new = {id(diagnostic) for diagnostic in fresh}
        rows = [(d, "" if id(d) in new else "external", "") for d in told.findings]
        rows += [(d, "inSource", reason) for d, reason in told.suppressed]
        rows.sort(key=lambda row: row[0].sort_key)
        fingerprints = Fingerprints(told.lines) if rows else None
        for diagnostic, hidden, reason in rows:
            assert fingerprints is not None
            facts = Facts(fingerprints.of(diagnostic), hidden, reason)
            if not hidden or self.wishes.form == "sarif":
                self.facts[id(diagnostic)] = facts
                self.told.append(diagnostic)  # kept, so that no other finding gets its id
                yield diagnostic

    def _count(self, diagnostic: Diagnostic, settings: Settings) -> None:
        self.sum.levels[diagnostic.severity] += 1
        if diagnostic.fix is not None and settings.may_fix(diagnostic):
            self.sum.fixable += diagnostic.fix.safe
            self.sum.unsafe += not diagnostic.fix.safe

    def _facts(self, diagnostic: Diagnostic) -> Facts:
        return self.facts.get(id(diagnostic), Facts())

    def _frame(self, diagnostic: Diagnostic) -> str:
        assert self._under_way is not None
        return self._under_way.frame(diagnostic)

    @property
    def _to_machines(self) -> bool:
        return self.wishes.form in _MACHINES

    # -- changes ----------------------------------------------------------------------------

    def _changed(self, result: Result) -> Result:
        """The result after fixes or comments were written, where that was wished."""
        wishes, checked = self.wishes, result.checked
        if not wishes.fix and wishes.reason is None:
            return result
        from quizkit.check.mend import mend
        from quizkit.check.replace import replace_file

        step = None
        if wishes.fix and checked is not None and any(d.fix for d in checked.findings):
            step = mend(result.source, result.data, result.settings, unsafe=wishes.unsafe)
        after = step.data if step is not None else result.data
        if step is not None and step.data != result.data:
            self.sum.mended += len(step.applied)
        if wishes.reason is not None and not wishes.diff:
            after = _silenced(result, after, wishes.reason)
        from_stdin = _from_stdin(result.source)
        if from_stdin and (wishes.fix or wishes.reason is not None):
            self._stdout = after
        if after == result.data:
            return result
        self.sum.changed += 1
        if wishes.diff:
            self._diffs += _diff(result, after)
            return result
        if not from_stdin:
            replace_file(result.source.path, after)
        return self._again(result, after)

    def _again(self, result: Result, data: bytes) -> Result:
        """The result of a source that was changed."""
        checked = check_data(result.source, data, result.settings)
        if self.cache is not None:
            self.cache.put(result.source, data, result.settings, checked)
        return result._replace(data=data, checked=checked)

    def _silenced_across(self, number: int, told: Told, found: Sequence[Diagnostic]) -> Told:
        """A source with comments that silence what it shows together with others, too."""
        if not found or self.wishes.reason is None:
            return told
        from quizkit.check.ignores import add_ignores
        from quizkit.check.replace import replace_file

        data, result = told.data(), told.result
        if data is None:
            return told
        step = add_ignores(result.source, data, result.settings, self.wishes.reason, found)
        if step is None:
            return told
        if self._stdout is not None and _from_stdin(result.source):
            self._stdout = step.data
        else:
            replace_file(result.source.path, step.data)
        after = self._again(result, step.data)
        assert after.checked is not None
        self.bank[number] = (after.checked.summary, result.settings)
        return Told(after)

    @property
    def _answers_on_stdout(self) -> bool:
        """Whether standard output is the mended source, so that findings go elsewhere."""
        from_stdin = any(map(_from_stdin, self.sources))
        changes = self.wishes.fix or self.wishes.reason is not None
        return from_stdin and changes and not self.wishes.diff

    # -- baseline ---------------------------------------------------------------------------

    def _baseline(self, config: Config) -> Baseline | None:
        path = self.wishes.baseline or config.baseline
        if path is None:
            return None
        if path not in self._baselines:
            from quizkit.check.baseline import Baseline

            self._baselines[path] = Baseline.load(path)
        return self._baselines[path]

    def _write_baseline(self) -> int:
        """Take all that is found now as known."""
        from quizkit.check.baseline import Baseline

        configs = [find_config(source.path).baseline for source in self.sources]
        path = self.wishes.baseline or next((p for p in configs if p is not None), None)
        if path is None:
            raise click.UsageError("--write-baseline wants --baseline FILE, or it in the settings")
        known = Baseline(path).write(
            (told.path, told.findings, told.lines) for told in self._checked() if told.findings
        )
        click.echo(f"{count(known, 'finding')} in {path}, known from now on")
        return 2 if self.sum.unreadable else 0

    # -- the end ----------------------------------------------------------------------------

    def _tell_statistics(self) -> None:
        for line in count_lines(counts(self.told)):
            click.echo(line)
        blueprint = {
            key: value
            for source in self.sources
            for key, value in find_config(source.path).blueprint.items()
        }
        rows = blueprint_rows([summary for summary, _ in self.bank], blueprint)
        if rows:
            click.echo("")
            for line in blueprint_lines(rows):
                click.echo(line)

    def _summary(self) -> str:
        """What was checked, how much was found, and what can be done about it."""
        total = self.sum
        checked = f"{count(total.questions, 'question')} in {count(total.files, 'file')} checked"
        levels = (count(n, _WORDS[severity]) for severity, n in total.levels.items() if n)
        text = f"{checked}: {', '.join(levels) or 'nothing to report'}"
        if self.wishes.diff:
            return f"{text}; {count(total.changed, 'file')} would change"
        if total.mended:
            text += f"; {total.mended} mended"
        if total.fixable and not self.wishes.fix:
            text += f"; --fix mends {total.fixable}"
        if total.unsafe and not self.wishes.unsafe:
            more = " more" if total.fixable and not self.wishes.fix else ""
            text += f"; --unsafe-fixes mends {total.unsafe}{more}"
        if total.hidden:
            text += f"; {total.hidden} in the baseline"
        return text

    def _exit_code(self) -> int:
        total, wishes = self.sum, self.wishes
        if total.unreadable:
            return 2
        if wishes.exit_zero:
            return 0
        if wishes.diff:
            return 1 if total.changed else 0
        config = find_config(self.sources[0].path)
        fail_on = wishes.fail_on or config.fail_on or "warning"
        most = config.max_warnings if wishes.max_warnings is None else wishes.max_warnings
        warnings = total.levels[Severity.WARNING]
        failed = {
            "never": False,
            "error": total.levels[Severity.ERROR] > 0,
            "warning": total.levels[Severity.ERROR] > 0 or warnings > (most or 0),
            "info": any(total.levels.values()),
        }[fail_on]
        if most is not None and warnings > most:
            failed = fail_on != "never"
        return 1 if failed else 0


def _by_path(found: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    groups: dict[str, list[Diagnostic]] = {}
    for diagnostic in found:
        groups.setdefault(diagnostic.path, []).append(diagnostic)
    return groups


def _from_stdin(source: SourceFile) -> bool:
    return source.shown == STDIN or source.data is not None


def _silenced(result: Result, data: bytes, reason: str) -> bytes:
    """A source with comments that silence what is found, and what shows only once that is."""
    from quizkit.check.ignores import add_ignores

    for _ in range(_ROUNDS):
        step = add_ignores(result.source, data, result.settings, reason)
        if step is None:
            break
        data = step.data
    return data


def _print(lines: Iterator[str], *, err: bool) -> None:
    """Print lines: each at once for a person who waits, many at a time into a file or pipe."""
    stream = sys.stderr if err else sys.stdout
    most = 1 if stream.isatty() else _AT_ONCE
    while block := list(islice(lines, most)):
        click.echo("\n".join(block), err=err)


def _diff(result: Result, after: bytes) -> Iterator[str]:
    """A unified diff of a source's text before and after."""
    from difflib import unified_diff

    source, settings = result.source, result.settings
    encoding = settings.encoding
    before = decode(result.data, path=source.shown, encoding=encoding)
    try:
        old = result.data.decode("utf-8")
    except UnicodeDecodeError:
        old = before.text
    new = decode(after, path=source.shown, encoding=encoding).text
    yield from unified_diff(
        old.replace("\r\n", "\n").splitlines(),
        new.splitlines(),
        source.shown,
        source.shown,
        lineterm="",
    )
