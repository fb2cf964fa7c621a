"""Findings that were there when the linter came: hidden, so that only new ones are told.

A baseline is JSON: for each path, relative to the baseline's folder, how many findings of
each fingerprint are known. Which rule and what it said stands beside it, for people.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizkit.check.replace import replace_file
from quizkit.diagnostics import Diagnostic
from quizkit.errors import QuizkitError
from quizkit.lint.fingerprint import fingerprint

FORMAT = "quizkit-baseline/1"


@dataclass
class BadBaseline(QuizkitError):
    """A baseline that cannot be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class Baseline:
    """The findings that are known."""

    def __init__(self, path: Path, known: dict[str, Counter[str]] | None = None) -> None:
        self._path = path
        self._folder = path.resolve().parent
        self._known = known or {}

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline. Raises BadBaseline for a file that is none."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
            raise BadBaseline(str(path), f"{reason}; make it with --write-baseline") from error
        except ValueError as error:
            raise BadBaseline(str(path), f"is no JSON: {error}") from error
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise BadBaseline(str(path), f'is no baseline: it lacks "format": "{FORMAT}"')
        return cls(path, _counts(data, path))

    def new(self, path: str, found: Sequence[Diagnostic], lines: Sequence[str]) -> list[Diagnostic]:
        """The findings of a file that are not known."""
        left = Counter(self._known.get(self._name(path)) or {})
        fresh = []
        for diagnostic in found:
            name = fingerprint(diagnostic, lines)
            if left[name] > 0:
                left[name] -= 1
            else:
                fresh.append(diagnostic)
        return fresh

    def _name(self, path: str) -> str:
        """A source's path from the baseline's folder."""
        whole = Path(path).resolve()
        try:
            return whole.relative_to(self._folder).as_posix()
        except ValueError:
            return whole.as_posix()

    def write(self, files: Iterable[tuple[str, Sequence[Diagnostic], Sequence[str]]]) -> int:
        """Make these the known findings, and say how many; the file is replaced whole.

        Each file has its path, its findings and its lines.
        """
        total = 0
        paths: dict[str, dict[str, dict[str, Any]]] = {}
        for path, found, lines in files:
            total += len(found)
            entries: dict[str, dict[str, Any]] = {}
            for diagnostic in found:
                name = fingerprint(diagnostic, lines)
                entry = entries.setdefault(
                    name, {"code": diagnostic.code, "count": 0, "message": diagnostic.message}
                )
                entry["count"] += 1
            if entries:
                paths[self._name(path)] = dict(sorted(entries.items()))
        data = {"format": FORMAT, "findings": dict(sorted(paths.items()))}
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        replace_file(self._path, text.encode("utf-8", "backslashreplace"))
        return total


def _counts(data: dict[str, Any], path: Path) -> dict[str, Counter[str]]:
    try:
        return {
            name: Counter({key: int(entry["count"]) for key, entry in entries.items()})
            for name, entries in data["findings"].items()
        }
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadBaseline(str(path), "is damaged; make it anew with --write-baseline") from error
