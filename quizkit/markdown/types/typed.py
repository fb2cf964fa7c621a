"""Answers to type: bullets that begin with ``=`` (accepted) or ``≠`` (expected and wrong)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizkit.diagnostics import Severity
from quizkit.markdown.draft import Common, Context, Draft
from quizkit.markdown.items import ACCEPTED, EXPECTED, Item
from quizkit.markdown.numbers import NumberProblem, write_numeric_answer
from quizkit.markdown.scribe import Scribe, list_item, weight_text
from quizkit.markdown.types.answers import TypedAnswer, read_answer, write_answer_text
from quizkit.model import ONE, ZERO, Numeric, NumericAnswer, ShortText, TextAnswer


def build_typed(draft: Draft, common: Common, context: Context) -> ShortText | Numeric:
    """A number where every accepted answer is one, else a text."""
    read = [
        read_answer(item.role or EXPECTED, item.text, decimal_comma=context.decimal_comma)
        for item in draft.items
    ]
    accepted = [a for a, i in zip(read, draft.items, strict=True) if i.role == ACCEPTED]
    numbers = all(answer.number or answer.problem for answer in accepted) and bool(accepted)
    wanted = draft.type_name
    if wanted == "numeric" or (wanted != "short-text" and numbers):
        return _numeric(draft, common, context, read)
    answers = []
    for index, (answer, item) in enumerate(zip(read, draft.items, strict=True)):
        _note_item(draft, index, item)
        weight = draft.item_weight(item)
        answers.append(
            TextAnswer(
                text=answer.text,
                weight=answer.weight if weight is None else weight,
                feedback=draft.item_feedback(index, item),
            )
        )
    return ShortText(
        **vars(common),
        points=draft.points(context),
        answers=tuple(answers),
        case_sensitive=draft.flag("case", False),
    )


def _numeric(draft: Draft, common: Common, context: Context, read: list[TypedAnswer]) -> Numeric:
    answers = []
    for index, (answer, item) in enumerate(zip(read, draft.items, strict=True)):
        _note_item(draft, index, item)
        if answer.number is None:
            problem = answer.problem or NumberProblem("QK212", f'"{answer.text}" is not a number')
            draft.report(
                problem.code,
                problem.name,
                Severity.ERROR,
                problem.message,
                item.start,
                at=item.text.partition("\n")[0].strip(),
            )
            continue
        weight = draft.item_weight(item)
        answers.append(
            replace(
                answer.number,
                weight=answer.weight if weight is None else weight,
                feedback=draft.item_feedback(index, item),
            )
        )
    return Numeric(
        **vars(common),
        points=draft.points(context),
        answers=tuple(answers),
        unit=draft.attributes.get("unit") or "",
    )


def _note_item(draft: Draft, index: int, item: Item) -> None:
    draft.check_attributes(item.attributes, item.start, ("weight",))
    draft.spans[("answers", index)] = item.span


def write_answers(question: ShortText | Numeric, scribe: Scribe, bullet: str) -> str:
    """The answers as a list; an expected wrong one only beside one that earns something."""
    answers: Sequence[TextAnswer] | Sequence[NumericAnswer] = question.answers
    earns = any(answer.weight != ZERO for answer in answers)
    lines = []
    for answer in answers:
        if isinstance(answer, TextAnswer):
            text = write_answer_text(answer.text)
        else:
            text = write_numeric_answer(answer, decimal_comma=scribe.decimal_comma)
        wrong = answer.weight == ZERO and earns
        plain = wrong or answer.weight == ONE
        attributes = () if plain else (f"weight={weight_text(answer.weight)}",)
        feedback = answer.feedback.source if answer.feedback else None
        mark = f"{bullet} {EXPECTED if wrong else ACCEPTED}"
        lines.append(list_item(mark, text, attributes, feedback))
    return "\n".join(lines)
