"""What became of a quiz in its targets: the table, the losses, and the same as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizkit.errors import UnknownName
from quizkit.formats.base import Engine, Exporter, Feature, Fidelity, Loss

_NAMED = 3
"""Questions that a line names; of more, it names one less."""
_WORST = (Fidelity.KEPT, Fidelity.ADAPTED, Fidelity.LOST)


@dataclass(frozen=True, slots=True)
class Account:
    """One source in one target: the files, the features used, and what happened to them."""

    source: str
    target: str
    files: tuple[Path, ...]
    questions: int
    losses: tuple[Loss, ...]
    used: frozenset[Feature] = frozenset()

    def lost(self, accepted: Iterable[Feature] = ()) -> list[Loss]:
        """What is really lost, without what the author accepts."""
        allowed = set(accepted)
        return [
            loss
            for loss in self.losses
            if loss.fidelity is Fidelity.LOST and loss.feature not in allowed
        ]


def parse_features(names: Iterable[str]) -> frozenset[Feature]:
    """Features by their names, words joined by spaces or hyphens; raises UnknownName."""
    known = {feature.value.replace(" ", "-"): feature for feature in Feature}
    found = set()
    for written in names:
        for name in filter(None, (part.strip() for part in written.split(","))):
            key = "-".join(name.lower().replace("_", " ").split())
            if key not in known:
                raise UnknownName("feature", name, tuple(known))
            found.add(known[key])
    return frozenset(found)


def table(accounts: Sequence[Account], exporters: Sequence[Exporter]) -> Iterator[str]:
    """A row for each feature that some quiz uses, a column for each engine of each target."""
    columns = [(exporter.name, engine) for exporter in exporters for engine in exporter.engines]
    worst = _worst(accounts, columns)
    used = frozenset[Feature]().union(*(account.used for account in accounts))
    used |= {feature for feature, _, _ in worst}
    rows = [["", *(engine.label for _, engine in columns)]]
    for feature in Feature:
        if feature in used:
            cells = (
                worst.get((feature, name, engine.name), Fidelity.KEPT).value
                for name, engine in columns
            )
            rows.append([feature.value, *cells])
    yield from align(rows)


def align(rows: Sequence[Sequence[str]], indent: str = "") -> Iterator[str]:
    """Lines whose cells stand below each other, whatever script they are in."""
    from wcwidth import wcswidth

    def width(text: str) -> int:
        return max(wcswidth(text), 0)

    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = (
            cell + " " * (space - width(cell)) for cell, space in zip(row, widths, strict=True)
        )
        yield (indent + "  ".join(cells)).rstrip()


def _worst(
    accounts: Iterable[Account], columns: Sequence[tuple[str, Engine]]
) -> dict[tuple[Feature, str, str], Fidelity]:
    worst: dict[tuple[Feature, str, str], Fidelity] = {}
    for account in accounts:
        for loss in account.losses:
            for name, engine in columns:
                if name == account.target and loss.engine in ("", engine.name):
                    key = (loss.feature, name, engine.name)
                    before = worst.get(key, Fidelity.KEPT)
                    worst[key] = max(before, loss.fidelity, key=_WORST.index)
    return worst


def loss_lines(
    accounts: Iterable[Account], exporters: Iterable[Exporter], *, each: bool = False
) -> Iterator[str]:
    """``file: question id: feature: what happens instead``, one for each loss.

    What happens to several questions in the same words is one line that counts them, unless
    ``each`` is set. What happens alike in several engines of a target is always one line.
    """
    labels = {(e.name, engine.name): engine.label for e in exporters for engine in e.engines}
    for account in accounts:
        file = account.files[0].as_posix()
        for (feature, engines, instead), questions in _alike(account).items():
            where = " and ".join(labels.get((account.target, name), name) for name in engines)
            what = (
                f"{feature.value}: {where}: {instead}" if where else f"{feature.value}: {instead}"
            )
            if each:
                yield from (f"{file}: {question or 'quiz'}: {what}" for question in questions)
            else:
                yield f"{file}: {_counted(questions)}: {what}"


Said = tuple[Feature, tuple[str, ...], str]
"""A feature, the engines that lose it (none: the target), and what happens instead."""


def _alike(account: Account) -> dict[Said, list[str | None]]:
    """The questions that lose the same, in the order of the first loss of each kind."""
    engines: dict[tuple[str | None, Feature, str], list[str]] = {}
    for loss in account.lost():
        named = engines.setdefault((loss.question_id, loss.feature, loss.instead), [])
        if loss.engine and loss.engine not in named:
            named.append(loss.engine)
    found: dict[Said, list[str | None]] = {}
    for (question, feature, instead), named in engines.items():
        found.setdefault((feature, tuple(named), instead), []).append(question)
    return found


def _counted(questions: Sequence[str | None]) -> str:
    """``q-1``, or ``12 questions (q-1, q-2, …)``; the quiz as a whole has no id."""
    names = [question or "quiz" for question in questions]
    if len(names) == 1:
        return names[0]
    shown = names if len(names) <= _NAMED else [*names[: _NAMED - 1], "…"]
    return f"{len(names)} questions ({', '.join(shown)})"


def account_data(account: Account) -> dict[str, object]:
    """One account for ``--report json``."""
    return {
        "source": account.source,
        "target": account.target,
        "files": [path.as_posix() for path in account.files],
        "questions": account.questions,
        "features": [feature.value for feature in Feature if feature in account.used],
        "losses": [
            {
                "question": loss.question_id,
                "feature": loss.feature.value,
                "fidelity": loss.fidelity.value,
                "engine": loss.engine or None,
                "instead": loss.instead,
            }
            for loss in account.losses
        ],
    }
