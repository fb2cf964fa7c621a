"""What an LMS's percentages mean: exact shares, and the policy that they amount to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from quizkit.model import ONE, ZERO, Content, Option, Policy, Role, Selection
from quizkit.naming import letter

_DECIMAL = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)\s*")
_THOUSANDS = re.compile(r"\s*[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?\s*")
_LARGEST_EXPONENT = 300
_LARGEST_DENOMINATOR = 100
_CLOSE = Fraction(1, 100_000)
_LONGEST = 100


@lru_cache(maxsize=4096)
def decimal_number(text: str) -> Fraction | None:
    """A decimal with a point, exactly; None for anything else, and for what is beyond measure."""
    found = _DECIMAL.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    number = Decimal(found[1])
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    return Fraction(number)


@lru_cache(maxsize=4096)
def written_number(text: str) -> Fraction | None:
    """A number as people write it: also with a decimal comma, or commas between thousands."""
    text = text.replace("\N{MINUS SIGN}", "-")
    if "," in text:
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        elif text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
    return decimal_number(text)


def has_decimal_comma(text: str) -> bool:
    """Whether a comma in a number stands for the decimal point, and not between thousands."""
    return "," in text and _THOUSANDS.fullmatch(text) is None


@lru_cache(maxsize=4096)
def exact_share(share: Fraction) -> Fraction:
    """The share that was meant: 0.3333333 is 1/3. What is near no simple fraction stays."""
    if share.denominator <= _LARGEST_DENOMINATOR:
        return share
    simple = share.limit_denominator(_LARGEST_DENOMINATOR)
    return simple if abs(simple - share) <= _CLOSE else share


def exact_points(points: Fraction) -> Fraction:
    """The points that were meant: 0.3333333 is 1/3."""
    if points.denominator <= _LARGEST_DENOMINATOR:
        return points
    simple = points.limit_denominator(_LARGEST_DENOMINATOR)
    return simple if abs(simple - points) * 5_000_000 <= max(abs(points), ONE) else points


@dataclass(frozen=True, slots=True)
class Weighed:
    """Roles and written weights of options, and the policy that says the rest."""

    policy: Policy
    roles: tuple[Role, ...]
    weights: tuple[Fraction | None, ...]

    def options(
        self, contents: Sequence[Content], feedback: Sequence[Content | None], *, fixed: int = 0
    ) -> tuple[Option, ...]:
        """The options. Bit n of ``fixed`` says that option n keeps its place."""
        weighed = zip(contents, self.roles, self.weights, feedback, strict=True)
        return tuple(
            [
                Option(
                    id=letter(n),
                    content=content,
                    role=role,
                    weight=weight,
                    fixed=bool(fixed >> n & 1),
                    feedback=said,
                )
                for n, (content, role, weight, said) in enumerate(weighed)
            ]
        )


def weigh(shares: Sequence[Fraction], selection: Selection) -> Weighed:
    """The simplest way to say what each option earns."""
    # Pairs of integers, for the hash of a fraction takes longer than all else here.
    ratios = tuple([share.as_integer_ratio() for share in shares])
    return _weigh(ratios, selection)


@lru_cache(maxsize=1024)
def _weigh(ratios: tuple[tuple[int, int], ...], selection: Selection) -> Weighed:
    shares = tuple(Fraction(*ratio) for ratio in ratios)
    return weigh_single(shares) if selection is Selection.SINGLE else _weigh_multiple(shares)


def weigh_single(shares: tuple[Fraction, ...]) -> Weighed:
    """One option out of several, such as the entries of a drop-down."""
    best = max(shares, default=ZERO)
    roles = tuple(Role.KEY if share == best and share > 0 else Role.DISTRACTOR for share in shares)
    if all(share == (role is Role.KEY) for share, role in zip(shares, roles, strict=True)):
        return Weighed(Policy.RIGHT_MINUS_WRONG, roles, (None,) * len(shares))
    written = tuple(
        share if share or role is Role.KEY else None
        for share, role in zip(shares, roles, strict=True)
    )
    return Weighed(Policy.WEIGHTS, roles, written)


def _weigh_multiple(shares: tuple[Fraction, ...]) -> Weighed:
    keys = sum(share > 0 for share in shares)
    wrong = [share for share in shares if share < 0]
    silent = (None,) * len(shares)
    roles = _roles(shares, bool(wrong))
    if not keys:
        return Weighed(Policy.RIGHT_MINUS_WRONG, roles, silent)
    key = Fraction(1, keys)
    if all(share in (key, ZERO) or share < 0 for share in shares):
        if not wrong:
            policy = Policy.RIGHT_ONLY if ZERO in shares else Policy.RIGHT_MINUS_WRONG
            return Weighed(policy, roles, silent)
        if set(wrong) == {-key}:
            return Weighed(Policy.RIGHT_MINUS_WRONG, roles, silent)
        if set(wrong) == {Fraction(-1, len(wrong))}:
            return Weighed(Policy.BALANCED, roles, silent)
    return Weighed(Policy.WEIGHTS, roles, tuple(share or None for share in shares))


def _roles(shares: Sequence[Fraction], has_negative: bool) -> tuple[Role, ...]:
    """Where wrong options cost something, one that costs nothing is neutral."""
    nothing = Role.NEUTRAL if has_negative else Role.DISTRACTOR
    return tuple(
        Role.KEY if share > 0 else Role.DISTRACTOR if share < 0 else nothing for share in shares
    )
