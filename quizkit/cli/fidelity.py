"""What became of a quiz in its targets: the table, the losses, and the same as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quizkit.errors import UnknownName
from quizkit.formats.base import Engine, Exporter, Feature, Fidelity, Loss
from quizkit.model import Question, Quiz
from quizkit.naming import excerpt

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
    places: Mapping[str, str] = field(default_factory=dict)
    """By id, how a person finds a question: its title, and where it is written."""

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
    """A row for each feature that some quiz uses, a column for each engine of each target.

    A number says how many questions are concerned; without one, it is the quiz as a whole.
    """
    columns = [(exporter.name, engine) for exporter in exporters for engine in exporter.engines]
    met = _met(accounts, columns)
    used = frozenset[Feature]().union(*(account.used for account in accounts))
    used |= {feature for feature, _, _ in met}
    rows = [["", *(engine.label for _, engine in columns)]]
    for feature in Feature:
        if feature in used:
            cells = (_cell(met.get((feature, name, engine.name), {})) for name, engine in columns)
            rows.append([feature.value, *cells])
    yield from align(rows)


def _cell(met: Mapping[Fidelity, set[tuple[str, str]]]) -> str:
    """The worst that happened, and to how many questions."""
    if not met:
        return Fidelity.KEPT.value
    worst = max(met, key=_WORST.index)
    return f"{worst.value} ({len(met[worst])})" if met[worst] else worst.value


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


def _met(
    accounts: Iterable[Account], columns: Sequence[tuple[str, Engine]]
) -> dict[tuple[Feature, str, str], dict[Fidelity, set[tuple[str, str]]]]:
    """By feature, target and engine, the questions that are not kept as they are."""
    found: dict[tuple[Feature, str, str], dict[Fidelity, set[tuple[str, str]]]] = {}
    for account in accounts:
        for loss in account.losses:
            for name, engine in columns:
                if name == account.target and loss.engine in ("", engine.name):
                    met = found.setdefault((loss.feature, name, engine.name), {})
                    concerned = met.setdefault(loss.fidelity, set())
                    if loss.question_id is not None:
                        concerned.add((account.source, loss.question_id))
    return found


def loss_lines(
    accounts: Iterable[Account], exporters: Iterable[Exporter], *, each: bool = False
) -> Iterator[str]:
    """``file: question id: feature: what happens instead``, one for each loss.

    What happens to several questions in the same words is one line that counts them, unless
    ``each`` is set. What happens alike in several engines of a target is always one line.
    Where one question is meant, its title and place follow, for an id says little to a person.
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
                for question in questions:
                    yield f"{file}: {question or 'quiz'}: {what}{_place(account, question)}"
            else:
                place = _place(account, questions[0]) if len(questions) == 1 else ""
                yield f"{file}: {_counted(questions)}: {what}{place}"


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


def found_by(quiz: Quiz, losses: Iterable[Loss]) -> dict[str, str]:
    """By the id of each question that loses something, its title and its line in the source."""
    lossy = {loss.question_id for loss in losses if loss.fidelity is Fidelity.LOST}
    return {question.id: _found_by(question) for question in quiz.questions if question.id in lossy}


def _found_by(question: Question) -> str:
    title = f'"{excerpt(question.title or question.stem.source)}"'
    return f"{title}, line {question.source.line}" if question.source else title


def _place(account: Account, question: str | None) -> str:
    place = account.places.get(question or "", "")
    return f" [{place}]" if place else ""


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
                "place": account.places.get(loss.question_id or "") or None,
                "feature": loss.feature.value,
                "fidelity": loss.fidelity.value,
                "engine": loss.engine or None,
                "instead": loss.instead,
            }
            for loss in account.losses
        ],
    }
