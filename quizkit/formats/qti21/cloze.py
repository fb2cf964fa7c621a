"""Text with gaps: text entries and inline choices in the stem, each a response of its own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from quizkit.formats.gaps import split_at_gaps
from quizkit.formats.qti21 import rules
from quizkit.formats.qti21.choice import clamped, option_idents
from quizkit.formats.qti21.draft import Draft
from quizkit.formats.qti21.typed import (
    declared_number,
    declared_text,
    distinct,
    entry,
    first_fitting,
    remark_numbers,
)
from quizkit.formats.xml_writer import Markup, block, element
from quizkit.model import ZERO, ChoiceGap, Cloze, Gap, NumericGap, TextGap
from quizkit.scoring import gap_option_weights


@dataclass(frozen=True, slots=True)
class _Field:
    """One gap: its response variable, what it is worth, and its first choice's number."""

    name: str
    worth: Fraction
    start: int


def write_cloze(question: Cloze, draft: Draft) -> None:
    """The score is the sum over the gaps: mapped choices first, then typed ones add theirs."""
    total = sum((gap.points for gap in question.gaps), ZERO)
    written: list[Markup] = []
    mapped: list[Markup] = []
    adding: list[Markup] = []
    start = 1
    for number, gap in enumerate(question.gaps, start=1):
        name = rules.RESPONSE if len(question.gaps) == 1 else f"{rules.RESPONSE}_{number}"
        worth = draft.most * gap.points / total if total else ZERO
        field = _Field(name, worth, start)
        written.append(_write_gap(gap, field, question, draft, mapped, adding))
        start += len(gap.options) if isinstance(gap, ChoiceGap) else 0
    if mapped:
        added = mapped[0] if len(mapped) == 1 else element("sum", None, *mapped)
        draft.scoring.append(rules.assign(draft.earned, added))
    draft.scoring += adding
    stem = draft.text.flow(question, question.stem)
    pieces, order = split_at_gaps(stem, [gap.id for gap in question.gaps])
    filled = pieces[0]
    for index, piece in zip(order, pieces[1:], strict=True):
        filled += written[index] + piece
    draft.body.append(element("div", None, Markup(filled)))


def _write_gap(
    gap: Gap,
    field: _Field,
    question: Cloze,
    draft: Draft,
    mapped: list[Markup],
    adding: list[Markup],
) -> Markup:
    """Declares a gap and adds its scoring and feedback; returns its interaction."""
    match gap:
        case TextGap():
            answers = distinct(gap.answers, case_sensitive=gap.case_sensitive)
            draft.declarations.append(
                declared_text(field.name, answers, field.worth, case_sensitive=gap.case_sensitive)
            )
            fits = [
                rules.types_as(a.text.strip(), case_sensitive=gap.case_sensitive, name=field.name)
                for a in answers
            ]
            shares = [a.weight for a in answers]
            adding += first_fitting(draft, fits, shares, most=field.worth, adds=True)
            for condition, answer in zip(fits, answers, strict=True):
                draft.remark(condition, answer.feedback)
            return entry(field.name)
        case NumericGap():
            draft.declarations.append(declared_number(field.name, gap.answers))
            fits = [rules.within(a.low, a.high, field.name) for a in gap.answers]
            shares = [a.weight for a in gap.answers]
            adding += first_fitting(draft, fits, shares, most=field.worth, adds=True)
            remark_numbers(draft, gap.answers, field.name)
            return entry(field.name)
        case ChoiceGap():
            mapped.append(rules.mapped(field.name))
            return _write_menu(gap, field, question, draft)
        case _:
            assert_never(gap)


def _write_menu(gap: ChoiceGap, field: _Field, question: Cloze, draft: Draft) -> Markup:
    """A drop-down list, shuffled: authors tend to write the right entry first."""
    idents = option_idents(gap.options, f"{question.id}/{gap.id}", field.start)
    weights = [clamped(weight) for weight in gap_option_weights(gap)]
    best = max(range(len(weights)), key=lambda n: (weights[n], -n), default=None)
    entries = [(i, w * field.worth) for i, w in zip(idents, weights, strict=True)]
    draft.declarations.append(
        rules.response(
            field.name,
            "single",
            "identifier",
            correct=[idents[best]] if best is not None and weights[best] > 0 else [],
            mapping=rules.mapping(entries, field.worth),
        )
    )
    for ident, option in zip(idents, gap.options, strict=True):
        draft.remark(rules.matches(ident, field.name), option.feedback)
    return block(
        "inlineChoiceInteraction",
        {"responseIdentifier": field.name, "shuffle": "true"},
        *(
            element(
                "inlineChoice",
                {"identifier": ident, "fixed": "true" if option.fixed else "false"},
                draft.text.words(question, option.content),
            )
            for ident, option in zip(idents, gap.options, strict=True)
        ),
    )
