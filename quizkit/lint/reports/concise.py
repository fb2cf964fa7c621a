"""One line for each finding, for editors and grep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizkit.diagnostics import Diagnostic


def report(findings: Iterable[Diagnostic], frame: Callable[[Diagnostic], str]) -> Iterator[str]:
    """``path:line:column: CODE message``."""
    for found in findings:
        place = f"{found.path}:{found.span.line}:{found.span.column}"
        yield f"{place}: {found.code} {found.message}"
