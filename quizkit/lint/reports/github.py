"""For GitHub: workflow commands that become annotations at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizkit.diagnostics import Diagnostic, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(findings: Iterable[Diagnostic], frame: Callable[[Diagnostic], str]) -> Iterator[str]:
    """``::error file=quiz.md,line=3,...::message``, as GitHub's documentation spells it."""
    for found in findings:
        span = found.span
        properties = {
            "title": f"{found.code} {found.name}",
            "file": found.path,
            "line": span.line,
            "endLine": span.end_line,
        }
        if span.end_line == span.line:  # GitHub takes columns within one line alone
            properties |= {"col": span.column, "endColumn": max(span.end_column, span.column)}
        written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        message = f"{found.message}; {found.hint}" if found.hint else found.message
        yield f"::{_LEVELS[found.severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
