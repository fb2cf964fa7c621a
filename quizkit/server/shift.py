"""Readings and findings moved by some lines, when text above them comes or goes."""

from __future__ import annotations

from dataclasses import replace

from quizkit.diagnostics import Diagnostic, Edit, Span
from quizkit.reading import QuestionReading


def shift_span(span: Span, lines: int) -> Span:
    """The same columns, some lines below."""
    return Span(span.line + lines, span.column, span.end_line + lines, span.end_column)


def shift_finding(found: Diagnostic, lines: int) -> Diagnostic:
    """A finding and its fix, some lines below."""
    if not lines:
        return found
    fix = found.fix
    if fix is not None:
        edits = tuple(Edit(shift_span(edit.span, lines), edit.text) for edit in fix.edits)
        fix = fix._replace(edits=edits)
    return replace(found, span=shift_span(found.span, lines), fix=fix)


def shift_question(question: QuestionReading, lines: int, number: int) -> QuestionReading:
    """A question some lines below, under a number."""
    if not lines and question.number == number:
        return question
    told = question.instruction
    asked = question.question
    source = asked.source
    if source is not None:
        asked = replace(asked, source=replace(source, line=source.line + lines))
    return question._replace(
        question=asked,
        number=number,
        span=shift_span(question.span, lines),
        spans={path: shift_span(span, lines) for path, span in question.spans.items()},
        diagnostics=tuple(shift_finding(found, lines) for found in question.diagnostics),
        instruction=replace(told, span=shift_span(told.span, lines)) if told else None,
        explained=tuple(e._replace(span=shift_span(e.span, lines)) for e in question.explained),
    )
