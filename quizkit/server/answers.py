"""What the server answers with: findings, quick fixes, the outline and what can be folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from quizkit.diagnostics import Diagnostic, Edit, Severity, Span
from quizkit.lint.document import Document
from quizkit.model import Choice, Role, type_name
from quizkit.naming import excerpt, letter
from quizkit.reading import QuestionReading
from quizkit.server.positions import Units
from quizkit.server.sheet import Sheet

_LEVELS = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_ROLES = {Role.KEY: "✅", Role.DISTRACTOR: "❌", Role.NEUTRAL: "⚠️"}


def diagnostics(sheet: Sheet, units: Units) -> list[types.Diagnostic]:
    """The findings of a sheet."""
    lines = sheet.doc.lines
    return [_diagnostic(found, lines, units) for found in sheet.findings]


def _diagnostic(found: Diagnostic, lines: Sequence[str], units: Units) -> types.Diagnostic:
    message = f"{found.message}\n{found.hint}" if found.hint else found.message
    return types.Diagnostic(
        range=units.range(_visible(found.span, lines), lines),
        severity=_LEVELS[found.severity],
        code=found.code,
        source="quizkit",
        message=message,
    )


def _visible(span: Span, lines: Sequence[str]) -> Span:
    """A place that an editor can underline: at least to the end of its line."""
    if (span.line, span.column) != (span.end_line, span.end_column):
        return span
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    return Span(span.line, span.column, span.line, max(len(line.rstrip()) + 1, span.column))


# -- actions ---------------------------------------------------------------------------------


def actions(sheet: Sheet, wanted: types.CodeActionParams, units: Units) -> list[types.CodeAction]:
    """Fixes of the findings in question, a comment that says no to each, and all safe fixes.

    In question are those that the range touches, and those that the client names: some send
    the place of the cursor alone, with the findings of its whole line.
    """
    uri, lines = wanted.text_document.uri, sheet.doc.lines
    only = [str(kind) for kind in wanted.context.only or ()]
    named = {(found.code, str(found.range)) for found in wanted.context.diagnostics}
    found: list[types.CodeAction] = []
    if not only or any("quickfix".startswith(kind) for kind in only):
        for diagnostic in sheet.findings:
            shown = _diagnostic(diagnostic, lines, units)
            if _touch(shown.range, wanted.range) or (shown.code, str(shown.range)) in named:
                found += _for_finding(sheet, uri, diagnostic, shown, units)
    if any(kind in ("source", "source.fixAll", "source.fixAll.quizkit") for kind in only):
        found += _fix_all(sheet, uri, units)
    return found


def _for_finding(
    sheet: Sheet, uri: str, found: Diagnostic, shown: types.Diagnostic, units: Units
) -> Iterator[types.CodeAction]:
    lines = sheet.doc.lines
    if found.fix is not None and found.fix.edits and sheet.settings.may_fix(found):
        yield types.CodeAction(
            title=f"{found.code}: {found.fix.title}",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            is_preferred=found.fix.safe,
            edit=_edit(uri, found.fix.edits, lines, units),
        )
    comment = _comment(found, sheet.doc)
    if comment is not None:
        yield types.CodeAction(
            title=f"{found.code}: say no here, with a reason",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            edit=_edit(uri, (comment,), lines, units),
        )


def _fix_all(sheet: Sheet, uri: str, units: Units) -> Iterator[types.CodeAction]:
    """All safe fixes that do not touch each other."""
    taken: list[Edit] = []
    for found in sheet.findings:
        fix = found.fix
        if fix is None or not fix.safe or not sheet.settings.may_fix(found):
            continue
        if all(_apart(edit.span, other.span) for edit in fix.edits for other in taken):
            taken += fix.edits
    if taken:
        yield types.CodeAction(
            title="quizkit: mend all that is safe to mend",
            kind=types.CodeActionKind.SourceFixAll,
            edit=_edit(uri, tuple(taken), sheet.doc.lines, units),
        )


def _apart(one: Span, other: Span) -> bool:
    first, second = sorted((one, other), key=lambda span: (span.line, span.column))
    same = (first.line, first.column) == (second.line, second.column)
    return not same and (first.end_line, first.end_column) <= (second.line, second.column)


def _comment(found: Diagnostic, doc: Document) -> Edit | None:
    if doc.is_json or found.code == "QK010":
        return None
    for question in reversed(doc.questions):
        if question.span.line <= found.span.line:
            line = question.span.line
            return Edit(Span.at(line), f"<!-- quizkit: ignore {found.code} because -->\n\n")
    first = 1
    if doc.line(1).strip() == "---":
        ends = (n for n in range(2, len(doc.lines)) if doc.line(n).strip() in ("---", "..."))
        first = next(ends, 0) + 1
    return Edit(Span.at(first), f"<!-- quizkit: ignore-file {found.code} because -->\n\n")


def _edit(
    uri: str, edits: tuple[Edit, ...], lines: Sequence[str], units: Units
) -> types.WorkspaceEdit:
    changes = [types.TextEdit(units.range(edit.span, lines), edit.text) for edit in edits]
    return types.WorkspaceEdit(changes={uri: changes})


def _touch(one: types.Range, other: types.Range) -> bool:
    return not (_before(one.end, other.start) or _before(other.end, one.start))


def _before(one: types.Position, other: types.Position) -> bool:
    return (one.line, one.character) < (other.line, other.character)


# -- outline and folding ---------------------------------------------------------------------


def symbols(sheet: Sheet, units: Units) -> list[types.DocumentSymbol]:
    """The questions of a sheet, each with its options."""
    return [_symbol(question, sheet.doc, units) for question in sheet.doc.questions]


def _symbol(question: QuestionReading, doc: Document, units: Units) -> types.DocumentSymbol:
    asked = question.question
    title = excerpt(asked.title or asked.stem.source) or asked.id
    last = _last_line(question, doc)
    whole = Span(question.span.line, 1, last, len(doc.line(last)) + 1)
    children = []
    if isinstance(asked, Choice):
        for index, option in enumerate(asked.options):
            span = question.where("options", index)
            span = Span(span.line, span.column, span.line, len(doc.line(span.line)) + 1)
            shown = units.range(span, doc.lines)
            children.append(
                types.DocumentSymbol(
                    name=f"{letter(index)}. {excerpt(option.content.source) or '…'}",
                    detail=_ROLES[option.role],
                    kind=types.SymbolKind.EnumMember,
                    range=shown,
                    selection_range=shown,
                )
            )
    head = Span(question.span.line, 1, question.span.line, len(doc.line(question.span.line)) + 1)
    return types.DocumentSymbol(
        name=f"{question.number}. {title}",
        detail=type_name(asked),
        kind=types.SymbolKind.Function,
        range=units.range(whole, doc.lines),
        selection_range=units.range(head, doc.lines),
        children=children,
    )


def _last_line(question: QuestionReading, doc: Document) -> int:
    """The last line of a question that holds anything."""
    last = doc.last_line(question.number - 1)
    while last > question.span.line and doc.line(last).strip() in ("", "---", "***", "___"):
        last -= 1
    return last


def folds(sheet: Sheet) -> list[types.FoldingRange]:
    """The front matter, each question, and each explanation below it."""
    doc = sheet.doc
    found = []
    if doc.line(1).strip() == "---":
        ends = (n for n in range(2, len(doc.lines) + 1) if doc.line(n).strip() in ("---", "..."))
        end = next(ends, 0)
        if end:
            found.append(types.FoldingRange(0, end - 1, kind=types.FoldingRangeKind.Region))
    for question in doc.questions:
        last = _last_line(question, doc)
        starts = [question.span.line]
        for path, span in question.spans.items():
            if path[:1] == ("feedback",) and span.line > question.span.line:
                starts.append(span.line)
        found += (types.FoldingRange(line - 1, last - 1) for line in starts if last > line)
    return found
