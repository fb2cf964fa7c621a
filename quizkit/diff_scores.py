"""Whether any response to a question earns another score than before, and which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from quizkit.content.render import Renderer
from quizkit.diff_parts import align
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Essay,
    Gap,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    NumericGap,
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
from quizkit.scoring import score

_MOST_SUBSETS = 10
"""Options of which every combination is tried; of more only those of at most two, and all."""
_SHOWN = 3
_NOTHING = Fraction(1, 10**5)
"""The share of the points below which two scores are one: LMSs round weights."""
_FAR = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class Rescored:
    """A response in words, and the points that it earns before and after."""

    response: str
    before: Fraction
    after: Fraction


def rescored(before: Question, after: Question) -> tuple[Rescored, ...]:
    """Responses that both questions take and score differently, the greatest differences first.

    At most three, the shortest of equal ones.
    """
    found: dict[str, Rescored] = {}
    for name, one, other in _responses(before, after):
        earned = score(before, one), score(after, other)
        if abs(earned[0] - earned[1]) > _NOTHING * max(before.points, after.points):
            found.setdefault(name, Rescored(name, *earned))
    ranked = sorted(found.values(), key=lambda r: (-abs(r.after - r.before), len(r.response)))
    return tuple(ranked[:_SHOWN])


_Try = tuple[str, object, object]
"""A response in words, as the first question takes it, as the second does."""


def _responses(before: Question, after: Question) -> Iterator[_Try]:
    match before, after:
        case Choice(), Choice():
            yield from _choices(before, after)
        case TrueFalse(), TrueFalse():
            yield "true", True, True
            yield "false", False, False
        case ((ShortText() | Numeric()), (ShortText() | Numeric())):
            for text in dict.fromkeys(_typed([*before.answers, *after.answers])):
                yield f'typing "{text}"', text, text
        case Matching(), Matching():
            yield from _matchings(before, after)
        case Ordering(), Ordering():
            yield from _orders(before, after)
        case Cloze(), Cloze():
            yield from _clozes(before, after)
        case ((Essay() | Info()), _):
            return
        case _:
            return


def _choices(before: Choice, after: Choice) -> Iterator[_Try]:
    pairs = _same_options(before.options, after.options)
    sizes = range(1, len(pairs) + 1)
    if before.selection is Selection.SINGLE or after.selection is Selection.SINGLE:
        sizes = range(1, 2)
    elif len(pairs) > _MOST_SUBSETS:
        sizes = range(1, 3)
    sets: list[Iterable[tuple[Option, Option]]] = [c for n in sizes for c in combinations(pairs, n)]
    if len(sizes) > 1:
        sets += [pairs, *([pair for pair in pairs if pair[n].role is Role.KEY] for n in (0, 1))]
    for chosen in sets:
        old, new = [one.id for one, _ in chosen], [other.id for _, other in chosen]
        if not old:
            continue
        yield " and ".join(_quoted(other) for _, other in chosen), old, new


def _same_options(before: Sequence[Option], after: Sequence[Option]) -> list[tuple[Option, Option]]:
    render = Renderer()
    partners = align(
        [render.text(o.content) for o in before], [render.text(o.content) for o in after]
    )
    return [(before[old], after[new]) for new, old in sorted(partners.items())]


def _quoted(option: Option) -> str:
    return f'"{excerpt(Renderer().text(option.content), 40)}"'


def _typed(answers: Sequence[TextAnswer | NumericAnswer]) -> Iterator[str]:
    """Texts whose scores may differ: each answer, and numbers at and beside each bound."""
    for answer in answers:
        if isinstance(answer, TextAnswer):
            yield answer.text
            yield answer.text.swapcase()
            continue
        for number in (
            answer.value,
            answer.low,
            answer.high,
            answer.low - _FAR,
            answer.high + _FAR,
        ):
            if number is not None:
                yield _decimal(number)


def _decimal(number: Fraction) -> str:
    """The number as a student types it, to nine places."""
    text = number_text(number)
    return f"{float(number):.9f}".rstrip("0").rstrip(".") if "/" in text else text


def _matchings(before: Matching, after: Matching) -> Iterator[_Try]:
    """The right partner of each left side, before and after, given to that side alone."""
    render = Renderer()
    lefts = [[render.text(pair.left) for pair in q.pairs] for q in (before, after)]
    rights = [[render.text(right) for right in q.rights] for q in (before, after)]
    for new, old in align(lefts[0], lefts[1]).items():
        for right in dict.fromkeys((rights[0][old], rights[1][new])):
            if right in rights[0] and right in rights[1]:
                name = f'"{excerpt(right, 40)}" for "{excerpt(lefts[1][new], 40)}"'
                yield name, {old: rights[0].index(right)}, {new: rights[1].index(right)}
    whole_old = dict(enumerate(range(len(before.pairs))))
    whole_new = dict(enumerate(range(len(after.pairs))))
    if before.points != after.points:
        yield "every pair right", whole_old, whole_new


def _orders(before: Ordering, after: Ordering) -> Iterator[_Try]:
    """The right order of each, where both have the same items."""
    render = Renderer()
    old, new = ([render.text(item) for item in q.items] for q in (before, after))
    if sorted(old) != sorted(new) or len(set(old)) != len(old):
        if before.points != after.points:
            yield "the right order", list(range(len(old))), list(range(len(new)))
        return
    for order in (old, new):
        name = "the order " + ", ".join(f'"{excerpt(text, 20)}"' for text in order)
        yield name, [old.index(text) for text in order], [new.index(text) for text in order]


def _clozes(before: Cloze, after: Cloze) -> Iterator[_Try]:
    """Each gap filled alone, in every way that may matter, and all of them rightly."""
    gaps = {gap.id: gap for gap in before.gaps}
    for number, gap in enumerate(after.gaps, 1):
        old = gaps.get(gap.id)
        if old is None:
            continue
        for text, one, other in _fillings(old, gap):
            yield f'gap {number}: "{excerpt(text, 40)}"', {old.id: one}, {gap.id: other}
    if len(before.gaps) == len(after.gaps) and before.points != after.points:
        yield "every gap right", _all_right(before), _all_right(after)


def _fillings(old: Gap, new: Gap) -> Iterator[tuple[str, str, str]]:
    if isinstance(old, ChoiceGap) and isinstance(new, ChoiceGap):
        for one, other in _same_options(old.options, new.options):
            yield Renderer().text(other.content), one.id, other.id
    elif not isinstance(old, ChoiceGap) and not isinstance(new, ChoiceGap):
        for text in dict.fromkeys(_typed([*old.answers, *new.answers])):
            yield text, text, text


def _all_right(cloze: Cloze) -> dict[str, str]:
    filled: dict[str, str] = {}
    for gap in cloze.gaps:
        match gap:
            case ChoiceGap():
                filled[gap.id] = next(
                    (o.id for o in gap.options if o.role is Role.KEY), gap.options[0].id
                )
            case NumericGap():
                best = max(gap.answers, key=lambda answer: answer.weight)
                filled[gap.id] = _decimal(best.value if best.value is not None else best.low)
            case _:
                filled[gap.id] = max(gap.answers, key=lambda answer: answer.weight).text
    return filled
