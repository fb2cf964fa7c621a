"""What an editor shows when the pointer rests: a rule, or what a question's answers earn."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic
from quizkit.lint.rule import rules_by_code
from quizkit.model import (
    Choice,
    Cloze,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    Selection,
    ShortText,
    TrueFalse,
)
from quizkit.naming import excerpt, letter
from quizkit.reading import QuestionReading
from quizkit.scoring import effective_policy, is_additive, option_weights, score
from quizkit.server.sheet import Sheet


def hover(sheet: Sheet, line: int, column: int) -> str | None:
    """Markdown about a place: the findings there, else the question whose heading it is."""
    told = [found for found in sheet.findings if _holds(found, line, column)]
    if told:
        return "\n\n---\n\n".join(_rule(found) for found in told)
    for question in sheet.doc.questions:
        lines = {question.span.line}
        lines |= {question.where("options", i).line for i in range(_options(question.question))}
        if line in lines:
            return "\n".join(_scoring(question))
    return None


def _options(question: Question) -> int:
    return len(question.options) if isinstance(question, Choice) else 0


def _holds(found: Diagnostic, line: int, column: int) -> bool:
    span = found.span
    if (span.line, span.column) == (span.end_line, span.end_column):
        return line == span.line and column >= span.column
    return (span.line, span.column) <= (line, column) <= (span.end_line, span.end_column)


def _rule(found: Diagnostic) -> str:
    rule = rules_by_code()[found.code]
    explanation = " ".join(rule.explanation.split())
    hint = f"\n\n*{found.hint}*" if found.hint else ""
    return f"**{rule.code} {rule.name}**: {found.message}{hint}\n\n{explanation}"


def _scoring(reading: QuestionReading) -> Iterator[str]:
    question = reading.question
    yield f"**Question {reading.number}**: {points(question.points)}\n"
    match question:
        case Choice():
            yield from _choice(question)
        case TrueFalse():
            yield f"- {'true' if question.answer else 'false'}: {points(question.points)}"
        case ShortText():
            for answer in question.answers:
                yield f"- `{answer.text}`: {points(answer.weight * question.points)}"
        case Numeric():
            for number in question.answers:
                between = f"{float(number.low):g} to {float(number.high):g}"
                yield f"- {between}: {points(number.weight * question.points)}"
        case Matching():
            share = question.points / max(len(question.pairs), 1)
            yield f"- each pair: {points(share)}"
        case Ordering():
            yield f"- the whole order right: {points(question.points)}, else nothing"
        case Cloze():
            total = sum(gap.points for gap in question.gaps)
            for place, gap in enumerate(question.gaps, 1):
                share = question.points * gap.points / total if total else gap.points
                yield f"- gap {place}: {points(share)}"
        case Essay() | Info():
            yield "- no machine marks it"


def _choice(question: Choice) -> Iterator[str]:
    weights = option_weights(question)
    yield f"scoring: {effective_policy(question)}, {question.selection} selection\n"
    additive = is_additive(question)
    for index, (option, weight) in enumerate(zip(question.options, weights, strict=True)):
        text = excerpt(option.content.source)
        worth = points(weight * question.points, sign=True) if additive else str(option.role)
        yield f"- {letter(index)}. {text}: {worth}"
    if question.selection is Selection.MULTIPLE:
        everything = score(question, [option.id for option in question.options])
        yield f"- everything ticked: {points(everything)}"


def points(value: object, *, sign: bool = False) -> str:
    """A number of points as people write it."""
    number = float(value)  # type: ignore[arg-type]  # a Fraction
    text = f"{number:+.4g}" if sign and number else f"{number:.4g}"
    return f"{text} point" + ("" if abs(number) == 1 else "s")
