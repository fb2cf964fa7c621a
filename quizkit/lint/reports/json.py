"""For machines: a JSON array of findings, described by ``schemas/findings.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from quizkit.diagnostics import Diagnostic, Fix
from quizkit.lint.reports import Facts


def report(
    findings: Iterable[Diagnostic],
    frame: Callable[[Diagnostic], str],
    facts: Callable[[Diagnostic], Facts] | None = None,
) -> Iterator[str]:
    """One document with a member for each finding; lines and columns count from 1."""
    members = [_member(found, facts(found) if facts else Facts()) for found in findings]
    yield json.dumps(members, ensure_ascii=False, indent=2)


def _member(found: Diagnostic, facts: Facts) -> dict[str, Any]:
    return {
        "path": found.path,
        "line": found.span.line,
        "column": found.span.column,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column,
        "code": found.code,
        "name": found.name,
        "severity": str(found.severity),
        "message": found.message,
        "hint": found.hint,
        "question": found.question_id,
        "fingerprint": facts.fingerprint,
        "fix": _fix(found.fix) if found.fix else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safe": fix.safe,
        "edits": [
            {
                "line": edit.span.line,
                "column": edit.span.column,
                "end_line": edit.span.end_line,
                "end_column": edit.span.end_column,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }
