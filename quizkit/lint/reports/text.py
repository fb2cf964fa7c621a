"""For people: a line, the source with a caret, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizkit.diagnostics import Diagnostic

Frame = Callable[[Diagnostic], str]


def report(findings: Iterable[Diagnostic], frame: Frame) -> Iterator[str]:
    """One block of lines for each finding."""
    for found in findings:
        at = f"{found.path}:{found.span.line}:{found.span.column}"
        yield f"{at}: {found.code} {found.severity}: {found.message} [{found.name}]"
        yield frame(found)
        if found.hint:
            yield f"  help: {found.hint}"
        yield ""
