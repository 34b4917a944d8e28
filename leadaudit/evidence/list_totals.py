"""How many of a list are still true: the sum of the probabilities, and how far chance can move it.

Source: docs/method.md, "How many of a list are current".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

# Up to here the distribution is summed exactly; beyond, three moments of it tell the same to less than a record.
EXACT_UP_TO: Final = 2_000


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


def list_total(probabilities: Sequence[float], counts: Sequence[int], *, level: float) -> Total:
    """How many are still true, with the Poisson-binomial interval.

    Args:
        probabilities: Of being true, each for itself.
        counts: How many records have each of them.
        level: Credibility of the interval, between 0 and 1.

    Raises:
        ValueError: ``level`` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    chance = np.asarray(probabilities, dtype=np.float64)
    number = np.asarray(counts, dtype=np.int64)
    records = int(number.sum())
    expected = float(number @ chance)
    variance = float(number @ (chance * (1 - chance)))
    tail = (1 - level) / 2
    if records == 0 or variance == 0:
        low = high = round(expected)
    elif records <= EXACT_UP_TO:
        below = np.cumsum(_distribution(chance, number))
        low, high = (int(np.searchsorted(below, share - 1e-12)) for share in (tail, 1 - tail))
    else:
        skew = float(number @ (chance * (1 - chance) * (1 - 2 * chance))) / variance**1.5
        low, high = (_quantile(share, expected, math.sqrt(variance), skew, records) for share in (tail, 1 - tail))
    return Total(records=records, expected=expected, deviation=math.sqrt(variance), low=low, high=high, level=level)


def _distribution(chance: npt.NDArray[np.float64], number: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """P(0 true), P(1 true), ... by the discrete Fourier transform of the characteristic function (Hong 2013)."""
    records = int(number.sum())
    turns = np.exp(2j * np.pi * np.arange(records + 1) / (records + 1))
    product = np.ones(records + 1, dtype=np.complex128)
    for each, times in zip(chance, number, strict=True):
        product *= (1 - each + each * turns) ** int(times)
    return np.clip(np.fft.fft(product).real / (records + 1), 0, 1)


def _quantile(share: float, expected: float, deviation: float, skew: float, records: int) -> int:
    """The smallest number reached with a probability, by the refined normal approximation (Volkova 1996)."""

    def reached(number: int) -> float:
        at = (number + 0.5 - expected) / deviation
        density = math.exp(-at * at / 2) / math.sqrt(2 * math.pi)
        return float(ndtr(at)) + skew * (1 - at * at) * density / 6

    number = min(max(math.floor(expected + deviation * float(ndtri(share))) - 3, 0), records)
    while number < records and reached(number) < share:
        number += 1
    return number
