"""How much was found of each rule, and how a bank compares with its blueprint."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quizkit.diagnostics import Diagnostic
from quizkit.lint.summary import Summary


class Count(NamedTuple):
    """How often a rule found something, and how much of that --fix would mend."""

    code: str
    name: str
    severity: str
    findings: int
    fixable: int


def counts(found: Iterable[Diagnostic]) -> list[Count]:
    """The findings by rule, the most frequent first."""
    number: Counter[tuple[str, str, str]] = Counter()
    fixable: Counter[str] = Counter()
    for diagnostic in found:
        number[diagnostic.code, diagnostic.name, str(diagnostic.severity)] += 1
        fixable[diagnostic.code] += diagnostic.fix is not None
    return [
        Count(code, name, severity, n, fixable[code])
        for (code, name, severity), n in sorted(number.items(), key=lambda row: (-row[1], row[0]))
    ]


def count_lines(rows: Sequence[Count]) -> Iterator[str]:
    """A line for each rule; [*] stands where --fix, with --unsafe-fixes perhaps, mends some."""
    width = len(str(max((row.findings for row in rows), default=0)))
    for row in rows:
        mark = "[*]" if row.fixable else "   "
        yield f"{row.findings:>{width}}  {row.code} {mark} {row.severity:<7}  {row.name}"
    if any(row.fixable for row in rows):
        yield "[*] can be mended, in part at least: see --fix and --unsafe-fixes"


class Row(NamedTuple):
    """A tag or category: its questions and points, and what the blueprint wants."""

    kind: str
    name: str
    questions: int
    points: float
    wanted: float | None

    @property
    def gap(self) -> float | None:
        """The points that are missing, below 0 where there are too many."""
        return None if self.wanted is None else self.wanted - self.points


def blueprint_rows(
    files: Iterable[Summary], blueprint: Mapping[tuple[str, str], float | str]
) -> list[Row]:
    """Points for each tag and category there is or should be; shares are of all points."""
    questions: Counter[tuple[str, str]] = Counter()
    points: defaultdict[tuple[str, str], float] = defaultdict(float)
    total = 0.0
    for file in files:
        for weight in file.weights:
            total += weight.points
            keys = [("tag", tag) for tag in weight.tags]
            if weight.category:
                keys.append(("category", weight.category))
            for key in keys:
                questions[key] += 1
                points[key] += weight.points
    return [
        Row(*key, questions[key], points[key], _wanted(blueprint.get(key), total))
        for key in sorted({*questions, *blueprint}, key=lambda key: (key[0], key[1]))
    ]


def _wanted(value: float | str | None, total: float) -> float | None:
    if value is None:
        return None
    return total * float(value.rstrip("% ")) / 100 if isinstance(value, str) else float(value)


def blueprint_lines(rows: Sequence[Row]) -> Iterator[str]:
    """A table: what there is, what is wanted, what is missing."""
    table = [("", "", "questions", "points", "wanted", "gap")]
    for row in rows:
        wanted = "" if row.wanted is None else f"{row.wanted:g}"
        gap = "" if row.gap is None else f"{row.gap:+g}" if abs(row.gap) > 1e-9 else "0"
        table.append((row.kind, row.name, str(row.questions), f"{row.points:g}", wanted, gap))
    widths = [max(len(line[column]) for line in table) for column in range(6)]
    for line in table:
        left = "  ".join(text.ljust(width) for text, width in zip(line[:2], widths, strict=False))
        right = "  ".join(
            text.rjust(width) for text, width in zip(line[2:], widths[2:], strict=True)
        )
        yield f"{left}  {right}".rstrip()
