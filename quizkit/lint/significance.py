"""Whether a count is more than chance: the tests behind rules that look at many questions."""

from __future__ import annotations

import math
from collections.abc import Sequence

_EXACT = 400
"""Up to so many trials a tail is summed exactly; beyond, the normal curve is close enough."""


def at_least(chances: Sequence[float], hits: int) -> float:
    """The probability of ``hits`` or more, given each trial's own chance (Poisson-binomial)."""
    if hits <= 0:
        return 1.0
    if len(chances) > _EXACT:
        return _normal_tail(chances, hits)
    spread = [1.0] + [0.0] * len(chances)
    for number, chance in enumerate(chances, 1):
        for count in range(number, 0, -1):
            spread[count] = spread[count] * (1 - chance) + spread[count - 1] * chance
        spread[0] *= 1 - chance
    return math.fsum(spread[hits:])


def _normal_tail(chances: Sequence[float], hits: int) -> float:
    mean = math.fsum(chances)
    deviation = math.sqrt(math.fsum(chance * (1 - chance) for chance in chances))
    if deviation == 0:
        return 1.0 if hits <= mean else 0.0
    return 0.5 * math.erfc((hits - 0.5 - mean) / (deviation * math.sqrt(2)))


def chi_square_tail(observed: Sequence[int], expected: Sequence[float]) -> float:
    """The probability of counts that lie so far from the expected ones (Pearson's test)."""
    statistic = math.fsum(
        (seen - hoped) ** 2 / hoped for seen, hoped in zip(observed, expected, strict=True) if hoped
    )
    freedom = sum(hoped > 0 for hoped in expected) - 1
    return 1.0 if freedom < 1 else _upper_gamma(freedom / 2, statistic / 2)


def _upper_gamma(shape: float, x: float) -> float:
    """The regularised upper incomplete gamma function: a series, or a continued fraction."""
    if x <= 0:
        return 1.0
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape)) if x < 700 else 0.0
    if x < shape + 1:
        term = total = 1 / shape
        step = shape
        while abs(term) > abs(total) * 1e-12:
            step += 1
            term *= x / step
            total += term
        return 1 - total * scale
    b, c = x + 1 - shape, 1e300
    d = 1 / b
    fraction = d
    for n in range(1, 200):
        a = -n * (n - shape)
        b += 2
        d = 1 / (a * d + b or 1e-300)
        c = b + a / c or 1e-300
        fraction *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return scale * fraction
