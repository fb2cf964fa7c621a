"""Classes of response, such as "2 right, 1 wrong", and what each earns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from quizkit.guessing import guess
from quizkit.model import (
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Essay,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    Question,
    Role,
    Selection,
    ShortText,
    TrueFalse,
)
from quizkit.naming import excerpt
from quizkit.numbers import number_text
from quizkit.scoring import gap_share, is_additive, option_weights, score

NOTHING = "nothing"
"""The class of no answer."""
_MOST_ROWS = 40
"""Rows of one question; a choice with more classes shows those with at most one wrong."""


@dataclass(frozen=True, slots=True)
class ResponseClass:
    """Responses of one kind. ``least`` and ``most`` differ where weights do."""

    name: str
    least: Fraction
    most: Fraction

    @classmethod
    def of(cls, name: str, points: Fraction) -> ResponseClass:
        """A class whose responses all earn the same."""
        return cls(name, points, points)


def response_classes(question: Question) -> list[ResponseClass]:
    """What each kind of response earns, ticking everything, nothing and guessing at the end."""
    if isinstance(question, (Info, Essay)):
        return []
    rows = list(_classes(question))
    rows.append(ResponseClass.of(NOTHING, score(question, None)))
    rows.append(ResponseClass.of("blind guessing", guess(question)))
    return rows


def _classes(question: Question) -> Iterator[ResponseClass]:
    match question:
        case Choice():
            yield from _choice(question)
        case TrueFalse():
            yield ResponseClass.of("right", question.points)
            yield ResponseClass.of("wrong", ZERO)
        case ShortText() | Numeric():
            for answer in question.answers:
                name = f'"{answer.text}"' if not isinstance(answer, NumericAnswer) else ""
                points = question.points * min(max(answer.weight, ZERO), Fraction(1))
                yield ResponseClass.of(name or _interval(answer), points)
            yield ResponseClass.of("anything else", ZERO)
        case Matching():
            for right in range(len(question.pairs), -1, -1):
                name = f"{right} of {len(question.pairs)} pairs right"
                yield ResponseClass.of(name, question.points * right / len(question.pairs))
        case Ordering():
            yield ResponseClass.of("the right order", question.points)
            yield ResponseClass.of("any other order", ZERO)
        case Cloze():
            yield from _cloze(question)
        case Essay() | Info():
            pass
        case _:
            assert_never(question)


def _interval(answer: object) -> str:
    assert isinstance(answer, NumericAnswer)
    if answer.low == answer.high:
        return number_text(answer.low)
    return f"{number_text(answer.low)} to {number_text(answer.high)}"


def _cloze(question: Cloze) -> Iterator[ResponseClass]:
    total = sum((gap.points for gap in question.gaps), ZERO)
    for number, gap in enumerate(question.gaps, 1):
        worth = question.points * gap.points / total if total else ZERO
        if isinstance(gap, ChoiceGap):
            for option in gap.options:
                name = f'gap {number}: "{excerpt(option.content.source, 30)}"'
                yield ResponseClass.of(name, worth * gap_share(gap, option.id))
        else:
            best = max((answer.weight for answer in gap.answers), default=ZERO)
            yield ResponseClass.of(f"gap {number} right", worth * best)


def _choice(question: Choice) -> Iterator[ResponseClass]:
    options = question.options
    if question.selection is Selection.SINGLE:
        yield from _single(question)
        return
    keys = [o for o in options if o.role is Role.KEY]
    wrong = [o for o in options if o.role is Role.DISTRACTOR]
    weights = dict(zip((o.id for o in options), option_weights(question), strict=True))
    several = (len(keys) + 1) * (len(wrong) + 1) > _MOST_ROWS
    for right in range(len(keys), -1, -1):
        for bad in range(len(wrong) + 1):
            if (right or bad) and not (several and bad > 1):
                yield _combined(question, (keys, right), (wrong, bad), weights)
    everything = score(question, [option.id for option in options])
    yield ResponseClass.of("everything", everything)


def _combined(
    question: Choice,
    keys: tuple[Sequence[Option], int],
    wrong: tuple[Sequence[Option], int],
    weights: dict[str, Fraction],
) -> ResponseClass:
    """So many keys and so many distractors: the dearest of them, and the cheapest."""

    def chosen(best: int) -> list[str]:
        names: list[str] = []
        for options, number in (keys, wrong):
            ordered = sorted(options, key=lambda o: weights[o.id], reverse=best > 0)
            names += [option.id for option in ordered[:number]]
        return names

    name = f"{keys[1]} right, {wrong[1]} wrong"
    if not is_additive(question):
        return ResponseClass.of(name, score(question, chosen(1)))
    return ResponseClass(name, score(question, chosen(-1)), score(question, chosen(1)))


def _single(question: Choice) -> Iterator[ResponseClass]:
    names = {Role.KEY: "right", Role.DISTRACTOR: "wrong", Role.NEUTRAL: "neutral"}
    for role in Role:
        earned = [score(question, [o.id]) for o in question.options if o.role is role]
        if earned:
            yield ResponseClass(names[role], min(earned), max(earned))
