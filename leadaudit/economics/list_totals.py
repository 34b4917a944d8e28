"""How many of a list are still true: the sum of the probabilities, and how far chance can move it.

Source: docs/method.md, "How many of a list are current".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

# Up to here the distribution is summed exactly; beyond, three moments of it tell the same to less than a record.
EXACT_UP_TO: Final = 500
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How many of some records are still true.

    Args:
        records: Of how many.
        expected: The sum of their probabilities.
        deviation: Standard deviation of the number that is really true.
        low: Lower end of the interval that chance alone leaves.
        high: Its upper end.
        level: How often the interval holds the number, were every probability right.
    """

    records: int
    expected: float
    deviation: float
    low: int
    high: int
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What is known of how many of some records are still true.

    Args:
        records: Of how many.
        expected: The sum of their probabilities.
        variance: Of the number that is really true.
        third: Its third central moment.
    """

    records: int
    expected: float
    variance: float
    third: float


def list_total(probabilities: Sequence[float], counts: Sequence[int], *, level: float) -> Total:
    """How many are still true, with the Poisson-binomial interval.

    Args:
        probabilities: Of being true, each for itself.
        counts: How many records have each of them.
        level: Credibility of the interval, between 0 and 1.

    Raises:
        ValueError: ``level`` is not between 0 and 1.
    """
    chance = np.asarray(probabilities, dtype=np.float64)
    number = np.asarray(counts, dtype=np.int64)
    spread = chance * (1 - chance)
    moments = Moments(
        records=int(number.sum()),
        expected=float(number @ chance),
        variance=float(number @ spread),
        third=float(number @ (spread * (1 - 2 * chance))),
    )
    if moments.records > EXACT_UP_TO or moments.variance == 0:
        return total_of_moments(moments, level=level)
    tail = _tail(level)
    below = np.cumsum(_distribution(chance, number))
    low, high = (int(np.searchsorted(below, share - 1e-12)) for share in (tail, 1 - tail))
    return _total(moments, low, high, level)


def total_of_moments(moments: Moments, *, level: float) -> Total:
    """The same from three moments, for lists so long that nobody would see the difference."""
    tail = _tail(level)
    if moments.variance == 0:
        return _total(moments, round(moments.expected), round(moments.expected), level)
    low, high = (_quantile(share, moments) for share in (tail, 1 - tail))
    return _total(moments, low, high, level)


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    return (1 - level) / 2


def _total(moments: Moments, low: int, high: int, level: float) -> Total:
    return Total(
        records=moments.records,
        expected=moments.expected,
        deviation=math.sqrt(moments.variance),
        low=low,
        high=high,
        level=level,
    )


def _distribution(chance: npt.NDArray[np.float64], number: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """P(0 true), P(1 true), ... by the discrete Fourier transform of the characteristic function (Hong 2013)."""
    records = int(number.sum())
    turns = np.exp(2j * np.pi * np.arange(records + 1) / (records + 1))
    product = np.ones(records + 1, dtype=np.complex128)
    for each, times in zip(chance, number, strict=True):
        product *= (1 - each + each * turns) ** int(times)
    return np.clip(np.fft.fft(product).real / (records + 1), 0, 1)


def _quantile(share: float, moments: Moments) -> int:
    """The smallest number reached with a probability, by the refined normal approximation (Volkova 1996)."""
    deviation = math.sqrt(moments.variance)
    skew = moments.third / deviation**3

    def reached(number: int) -> float:
        at = (number + 0.5 - moments.expected) / deviation
        density = math.exp(-at * at / 2) / math.sqrt(2 * math.pi)
        return _NORMAL.cdf(at) + skew * (1 - at * at) * density / 6

    # A normal quantile is never three records off; the exact one is looked for from there.
    start = math.floor(moments.expected + deviation * _NORMAL.inv_cdf(share)) - 3 - math.ceil(abs(skew) * deviation)
    number = min(max(start, 0), moments.records)
    while number < moments.records and reached(number) < share:
        number += 1
    return number
