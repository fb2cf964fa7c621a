"""For machines: a JSON array of findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from quizkit.diagnostics import Diagnostic


def report(findings: Iterable[Diagnostic], frame: Callable[[Diagnostic], str]) -> Iterator[str]:
    """One document with a member for each finding; lines and columns count from 1."""
    members = [
        {
            "path": found.path,
            "line": found.span.line,
            "column": found.span.column,
            "code": found.code,
            "name": found.name,
            "severity": str(found.severity),
            "message": found.message,
            "hint": found.hint,
            "question": found.question_id,
        }
        for found in findings
    ]
    yield json.dumps(members, ensure_ascii=False, indent=2)
