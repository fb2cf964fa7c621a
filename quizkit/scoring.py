"""What a response earns: the reference that every exporter must agree with.

The only place that knows the policies. All arithmetic is exact; rounding is an exporter's
last act.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import assert_never

from quizkit.model import (
    ONE,
    ZERO,
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
    Policy,
    Question,
    Role,
    Selection,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)

Response = (
    None
    | bool
    | str
    | int
    | Fraction
    | Decimal
    | Collection[str]
    | Mapping[int, int]
    | Sequence[int]
    | Mapping[str, object]
)


def score(question: Question, response: object) -> Fraction:
    """The points that a response earns, from 0 to ``question.points``.

    The shape of a response follows the type; None is "nothing answered" for all:

    - choice: the ids of the chosen options (one id alone may be a plain string);
    - true-false: a bool;
    - short-text, numeric: the text as typed (numeric takes a number too);
    - matching: a mapping from the index of a left side to the index of the right side given
      to it, counted in ``question.rights``;
    - ordering: the indices of the items in the order given;
    - cloze: a mapping from gap id to text, or to the option's id in a drop-down;
    - essay and info earn nothing by machine.

    Raises ValueError for a response that no student could give, such as an unknown option id.
    """
    return question.points * _clamp(fraction(question, response))


def fraction(question: Question, response: object) -> Fraction:
    """The share of the points that a response earns, before it is cut to 0..1."""
    if response is None:
        return ZERO
    match question:
        case Choice():
            return _score_choice(question, response)
        case TrueFalse():
            return ONE if response is question.answer else ZERO
        case ShortText():
            return _text_weight(question.answers, str(response), question.case_sensitive)
        case Numeric():
            return _number_weight(question.answers, response)
        case Matching():
            return _score_matching(question, response)
        case Ordering():
            return _score_ordering(question, response)
        case Cloze():
            return _score_cloze(question, response)
        case Essay() | Info():
            return ZERO
        case _:
            assert_never(question)


def option_weights(question: Choice) -> tuple[Fraction, ...]:
    """What choosing each option adds, as a share of the points, in the order of the options.

    Single selection: a key earns 1 and anything else 0, unless weights are written. Under
    all-or-nothing options do not add up (see :func:`is_additive`); the key shares are given.
    """
    options = question.options
    keys = sum(option.role is Role.KEY for option in options)
    distractors = sum(option.role is Role.DISTRACTOR for option in options)
    if effective_policy(question) is Policy.WEIGHTS:
        return _written_weights(options, single=question.selection is Selection.SINGLE)
    if question.selection is Selection.SINGLE:
        return tuple(ONE if option.role is Role.KEY else ZERO for option in options)
    key = Fraction(1, keys) if keys else ZERO
    match question.policy:
        case Policy.RIGHT_MINUS_WRONG:
            wrong = -key
        case Policy.BALANCED:
            wrong = Fraction(-1, distractors) if distractors else ZERO
        case Policy.RIGHT_ONLY | Policy.ALL_OR_NOTHING | Policy.WEIGHTS:
            wrong = ZERO
        case _:
            assert_never(question.policy)
    by_role = {Role.KEY: key, Role.DISTRACTOR: wrong, Role.NEUTRAL: ZERO}
    return tuple(by_role[option.role] for option in options)


def effective_policy(question: Choice) -> Policy:
    """The policy that decides: written weights imply ``weights``."""
    if any(option.weight is not None for option in question.options):
        return Policy.WEIGHTS
    return question.policy


def is_additive(question: Choice) -> bool:
    """Whether a response earns the sum of its options' weights, cut to 0..1.

    A single selection always does; all-or-nothing over several options does not, unless one
    key stands alone without distractors.
    """
    if question.selection is Selection.SINGLE:
        return True
    if effective_policy(question) is not Policy.ALL_OR_NOTHING:
        return True
    roles = [option.role for option in question.options]
    return roles.count(Role.KEY) == 1 and Role.DISTRACTOR not in roles


def gap_option_weights(gap: ChoiceGap) -> tuple[Fraction, ...]:
    """What each entry of a drop-down earns, as a share of the gap's points."""
    if any(option.weight is not None for option in gap.options):
        return _written_weights(gap.options, single=True)
    return tuple(ONE if option.role is Role.KEY else ZERO for option in gap.options)


def parse_response_number(text: str) -> Fraction | None:
    """The number a student typed, or None: digits with a decimal point, maybe an exponent.

    Units, thousands separators and fractions are refused, as the LMSs refuse them.
    """
    stripped = text.strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(stripped):
        return None
    try:
        number = Decimal(stripped)
    except InvalidOperation:
        return None
    if number.adjusted() > _LARGEST_EXPONENT or number.adjusted() < -_LARGEST_EXPONENT:
        return None
    return Fraction(number)


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LARGEST_EXPONENT = 400


def _clamp(share: Fraction) -> Fraction:
    return min(max(share, ZERO), ONE)


def _written_weights(options: Sequence[Option], *, single: bool) -> tuple[Fraction, ...]:
    """Weights as written; keys without one share what is missing to 1, not below 0.

    Where one option alone can be chosen there is nothing to share: a weight on a near miss
    takes nothing from the key.
    """
    written = sum((o.weight for o in options if o.weight is not None and o.weight > 0), ZERO)
    open_keys = sum(o.role is Role.KEY and o.weight is None for o in options)
    shared = max(ONE - written, ZERO) / open_keys if open_keys else ZERO
    share = ONE if single else shared
    return tuple(
        o.weight if o.weight is not None else share if o.role is Role.KEY else ZERO for o in options
    )


def _score_choice(question: Choice, response: object) -> Fraction:
    chosen = _as_ids(response)
    unknown = chosen - {option.id for option in question.options}
    if unknown:
        raise ValueError(f"question {question.id!r} has no option {sorted(unknown)[0]!r}")
    if question.selection is Selection.SINGLE and len(chosen) > 1:
        raise ValueError(f"question {question.id!r} takes one option, not {len(chosen)}")
    if not is_additive(question):
        right = {o.id for o in question.options if o.role is Role.KEY}
        wrong = {o.id for o in question.options if o.role is Role.DISTRACTOR}
        return ONE if right <= chosen and not wrong & chosen else ZERO
    weights = option_weights(question)
    return sum((w for o, w in zip(question.options, weights, strict=True) if o.id in chosen), ZERO)


def _as_ids(response: object) -> frozenset[str]:
    if isinstance(response, str):
        return frozenset({response})
    if isinstance(response, Collection):
        return frozenset(str(item) for item in response)
    raise ValueError("a response to a choice is a collection of option ids")


def normalize_answer(text: str, *, case_sensitive: bool) -> str:
    """Text as answers are compared: trimmed, NFC, and without case unless it counts."""
    normal = unicodedata.normalize("NFC", text.strip())
    if case_sensitive:
        return normal
    return unicodedata.normalize("NFC", normal.lower())


def _text_weight(answers: Sequence[TextAnswer], text: str, case_sensitive: bool) -> Fraction:
    given = normalize_answer(text, case_sensitive=case_sensitive)
    if not given:
        return ZERO
    for answer in answers:
        if normalize_answer(answer.text, case_sensitive=case_sensitive) == given:
            return answer.weight
    return ZERO


def _number_weight(answers: Sequence[NumericAnswer], response: object) -> Fraction:
    number = (
        Fraction(response)
        if isinstance(response, (int, Fraction, Decimal)) and not isinstance(response, bool)
        else parse_response_number(str(response))
    )
    if number is None:
        return ZERO
    for answer in answers:
        if answer.low <= number <= answer.high:
            return answer.weight
    return ZERO


def _score_matching(question: Matching, response: object) -> Fraction:
    if not isinstance(response, Mapping):
        raise ValueError("a response to a matching question maps left sides to right sides")
    rights = question.rights
    right = 0
    for left, given in response.items():
        if not (0 <= left < len(question.pairs) and 0 <= given < len(rights)):
            raise ValueError(f"question {question.id!r} has no pair ({left}, {given})")
        right += rights[given] == question.pairs[left].right
    return Fraction(right, len(question.pairs))


def _score_ordering(question: Ordering, response: object) -> Fraction:
    if not isinstance(response, Sequence):
        raise ValueError("a response to an ordering question is a sequence of indices")
    if len(response) == 0:
        return ZERO
    if sorted(response) != list(range(len(question.items))):
        raise ValueError(f"question {question.id!r} needs each of its items once")
    given = [question.items[index] for index in response]
    return ONE if given == list(question.items) else ZERO


def _score_cloze(question: Cloze, response: object) -> Fraction:
    if not isinstance(response, Mapping):
        raise ValueError("a response to a cloze maps gap ids to what was filled in")
    gaps = {gap.id: gap for gap in question.gaps}
    unknown = set(response) - set(gaps)
    if unknown:
        raise ValueError(f"question {question.id!r} has no gap {min(unknown)!r}")
    total = sum((gap.points for gap in question.gaps), ZERO)
    if total == 0:
        return ZERO
    earned = sum(
        (gaps[key].points * gap_share(gaps[key], given) for key, given in response.items()), ZERO
    )
    return earned / total


def gap_share(gap: Gap, given: object) -> Fraction:
    """The share of a gap's points that its filling earns, from 0 to 1.

    Raises ValueError for an entry that the drop-down does not have.
    """
    if given is None:
        return ZERO
    match gap:
        case TextGap():
            weight = _text_weight(gap.answers, str(given), gap.case_sensitive)
        case NumericGap():
            weight = _number_weight(gap.answers, given)
        case ChoiceGap():
            weights = dict(zip((o.id for o in gap.options), gap_option_weights(gap), strict=True))
            if given not in weights:
                raise ValueError(f"gap {gap.id!r} has no entry {given!r}")
            weight = weights[str(given)]
        case _:
            assert_never(gap)
    return _clamp(weight)
