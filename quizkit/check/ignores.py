"""Comments that silence what was found, written into a source: for adopting lint in old courses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizkit.check.file import read_and_check
from quizkit.check.mend import Mended, encoded, opened
from quizkit.check.settings import Settings
from quizkit.diagnostics import Diagnostic, Edit, Fix, Span
from quizkit.disk import SourceFile
from quizkit.lint.alike import alike
from quizkit.lint.document import Document

_UNSILENCED = ("QK010",)
_FRONT_END = re.compile(r"(?:---|\.\.\.)[ \t]*")


def add_ignores(
    source: SourceFile,
    data: bytes,
    settings: Settings,
    reason: str,
    across: Sequence[Diagnostic] = (),
) -> Mended | None:
    """Silence all findings of a file, with a reason; None where there is nothing to do.

    ``across`` are more of them, which several files show: those in questions can be silenced.
    What is found in a question is silenced above its heading, the rest at the top of the file.
    The quiz must be as before, or a comment is not written. Raises what reading raises.
    """
    reading, found, doc = read_and_check(source, data, settings)
    if doc.is_json:
        return None
    by_line: dict[int, list[Diagnostic]] = {}
    for diagnostic in found:
        if diagnostic.code not in _UNSILENCED:
            by_line.setdefault(_line_for(diagnostic, doc), []).append(diagnostic)
    for diagnostic in across:
        line = _line_for(diagnostic, doc)
        if line:
            by_line.setdefault(line, []).append(diagnostic)
    comments = [_comment(line, told, reason, doc) for line, told in sorted(by_line.items())]
    if not comments:
        return None
    best: Mended | None = None
    # All at once; where that would change the quiz, those alone that do not.
    for chosen in ([comments], [[comment] for comment in comments]):
        for group in chosen:
            start = best.data if best else data
            step = _attempt(start, source, settings, group)
            if step is not None:
                after, _, _ = read_and_check(source, step.data, settings)
                if alike(reading, after):
                    best = Mended(step.data, (*(best.applied if best else ()), *step.applied))
        if best is not None:
            break
    return best


def _attempt(
    data: bytes, source: SourceFile, settings: Settings, comments: Sequence[Diagnostic]
) -> Mended | None:
    decoded, written, mark = opened(source, data, settings)
    applied = written.apply(comments)
    return encoded(written, decoded.encoding, mark, applied)


def _line_for(diagnostic: Diagnostic, doc: Document) -> int:
    """The line above which the comment goes: a question's first, or 0 for the file."""
    line = diagnostic.span.line
    for question in reversed(doc.questions):
        if question.span.line <= line:
            return question.span.line
    return 0


def _comment(line: int, told: Sequence[Diagnostic], reason: str, doc: Document) -> Diagnostic:
    codes = ", ".join(sorted({diagnostic.code for diagnostic in told}))
    scope = "ignore" if line else "ignore-file"
    where = Span.at(line) if line else Span.at(_after_front_matter(doc))
    said = " ".join(reason.replace("--", "").split())
    text = f"<!-- quizkit: {scope} {codes} {said} -->\n\n"
    fix = Fix("silence", (Edit(where, text),), safe=True)
    first = told[0]
    return Diagnostic(code=first.code, message=codes, span=where, severity=first.severity, fix=fix)


def _after_front_matter(doc: Document) -> int:
    if doc.line(1).strip() != "---":
        return 1
    for number in range(2, len(doc.lines)):
        if _FRONT_END.fullmatch(doc.line(number)):
            return number + 1
    return 1
