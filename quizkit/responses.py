"""Classes of response, such as "2 right, 1 wrong", and what each earns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from quizkit.guessing import guess
from quizkit.model import (
    ONE,
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
    TextAnswer,
    TrueFalse,
)
from quizkit.naming import excerpt
from quizkit.numbers import number_text
from quizkit.scoring import gap_share, is_additive, option_weights, score

NOTHING = "nothing"
"""The class of no answer."""
GUESSING = "blind guessing"
"""What chance earns on average."""
_OTHER_TEXT = "\ue000"
"""Text that no answer is."""
_MOST_ROWS = 40
"""Rows of one question; a choice with more classes shows those with at most one wrong."""


@dataclass(frozen=True, slots=True)
class ResponseClass:
    """Responses of one kind. ``least`` and ``most`` differ where weights do.

    ``samples`` are responses of the kind, the cheapest and the dearest among them, in the shape
    that :func:`quizkit.scoring.score` takes; none where the kind is no single response.
    """

    name: str
    least: Fraction
    most: Fraction
    samples: tuple[object, ...] = ()

    @classmethod
    def of(cls, name: str, points: Fraction, *samples: object) -> ResponseClass:
        """A class whose responses all earn the same."""
        return cls(name, points, points, samples)


def response_classes(question: Question) -> list[ResponseClass]:
    """What each kind of response earns, ticking everything, nothing and guessing at the end."""
    if isinstance(question, (Info, Essay)):
        return []
    rows = list(_classes(question))
    rows.append(ResponseClass.of(NOTHING, score(question, None), None))
    rows.append(ResponseClass.of(GUESSING, guess(question)))
    return rows


def _classes(question: Question) -> Iterator[ResponseClass]:
    match question:
        case Choice():
            yield from _choice(question)
        case TrueFalse():
            yield ResponseClass.of("right", question.points, question.answer)
            yield ResponseClass.of("wrong", ZERO, not question.answer)
        case ShortText():
            for text in question.answers:
                points = question.points * _clamp(text.weight)
                yield ResponseClass.of(f'"{text.text}"', points, text.text)
            yield ResponseClass.of("anything else", ZERO, _OTHER_TEXT)
        case Numeric():
            for place, answer in enumerate(question.answers):
                points = question.points * _clamp(answer.weight)
                number = _number_of_its_own(answer, question.answers[:place])
                yield ResponseClass.of(_interval(answer), points, number)
            yield ResponseClass.of("anything else", ZERO, _OTHER_TEXT)
        case Matching():
            pairs = len(question.pairs)
            for right in range(pairs, -1, -1):
                points = question.points * right / pairs
                sample = {n: n for n in range(right)}
                yield ResponseClass.of(f"{right} of {pairs} pairs right", points, sample)
        case Ordering():
            order = list(range(len(question.items)))
            yield ResponseClass.of("the right order", question.points, order)
            others = (order[1:] + order[:1], order[:-2] + order[:-3:-1])
            yield ResponseClass.of("any other order", ZERO, *others)
        case Cloze():
            yield from _cloze(question)
        case Essay() | Info():
            pass
        case _:
            assert_never(question)


def _clamp(share: Fraction) -> Fraction:
    return min(max(share, ZERO), ONE)


def _interval(answer: NumericAnswer) -> str:
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
                points = worth * gap_share(gap, option.id)
                yield ResponseClass.of(name, points, {gap.id: option.id})
        elif gap.answers:
            answers: Sequence[TextAnswer | NumericAnswer] = gap.answers
            best = max(answers, key=lambda answer: answer.weight)
            filled = best.text if isinstance(best, TextAnswer) else _middle(best)
            yield ResponseClass.of(f"gap {number} right", worth * best.weight, {gap.id: filled})


def _number_of_its_own(answer: NumericAnswer, earlier: Sequence[NumericAnswer]) -> Fraction:
    """A number that the answer accepts and no earlier one does, if an easy one is found."""
    numbers = (_middle(answer), answer.low, answer.high)
    return next((n for n in numbers if not any(a.low <= n <= a.high for a in earlier)), numbers[0])


def _middle(answer: NumericAnswer) -> Fraction:
    return answer.value if answer.value is not None else (answer.low + answer.high) / 2


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
    everything = [option.id for option in options]
    yield ResponseClass.of("everything", score(question, everything), everything)


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
    dearest, cheapest = chosen(1), chosen(-1)
    if not is_additive(question):
        return ResponseClass.of(name, score(question, dearest), dearest)
    samples = (cheapest, dearest)
    return ResponseClass(name, score(question, cheapest), score(question, dearest), samples)


def _single(question: Choice) -> Iterator[ResponseClass]:
    names = {Role.KEY: "right", Role.DISTRACTOR: "wrong", Role.NEUTRAL: "neutral"}
    for role in Role:
        samples = tuple([o.id] for o in question.options if o.role is role)
        if samples:
            earned = [score(question, sample) for sample in samples]
            yield ResponseClass(names[role], min(earned), max(earned), samples)
