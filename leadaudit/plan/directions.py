"""Are we getting better: directions with their probability, and counts against later revenue.

Source: docs/method.md, "Progress".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.distributions import Array, normal_cdf, two_sided_z

_FEWEST_PAIRS = 4


class Answer(StrEnum):
    """An answer that may be missing."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


def answer(p_yes: float | None, *, sure: float) -> Answer:
    """Yes or no where one of them is sure enough."""
    if p_yes is None:
        return Answer.CANNOT_TELL
    if p_yes >= sure:
        return Answer.YES
    return Answer.NO if 1 - p_yes >= sure else Answer.CANNOT_TELL


def p_above(difference: float, standard_error: float) -> float:
    """P(a true difference is above 0), normal."""
    if standard_error <= 0:
        return 0.5 if difference == 0 else float(difference > 0)
    return float(normal_cdf(difference / standard_error))


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCorrelation:
    """How two monthly series go together at a lag.

    Args:
        lag: Months by which the second is later.
        pairs: Months that have both.
        rho: Spearman's; None with fewer than four pairs or a series that never changes.
        bounds: Around it (Bonett and Wright 2000); None likewise.
    """

    lag: int
    pairs: int
    rho: float | None
    bounds: Bounds | None


def rank_correlations(
    counts: Sequence[float], revenue: Sequence[float], *, lags: Sequence[int], level: float
) -> tuple[RankCorrelation, ...]:
    """Monthly counts against revenue so many months later; every lag is told, none is picked.

    Args:
        counts: One per month.
        revenue: Of the same months.
        lags: Months.
        level: Of the intervals.
    """
    x, y = np.asarray(counts, float), np.asarray(revenue, float)
    return tuple(_at_lag(x, y, lag, level) for lag in lags)


def _at_lag(x: Array, y: Array, lag: int, level: float) -> RankCorrelation:
    pairs = max(min(x.size, y.size) - lag, 0)
    early, late = x[:pairs], y[lag : lag + pairs]
    if pairs < _FEWEST_PAIRS or np.ptp(early) == 0 or np.ptp(late) == 0:
        return RankCorrelation(lag=lag, pairs=pairs, rho=None, bounds=None)
    rho = float(np.corrcoef(_ranks(early), _ranks(late))[0, 1])
    limited = min(max(rho, -1 + 1e-12), 1 - 1e-12)
    half = two_sided_z(level) * math.sqrt((1 + limited**2 / 2) / (pairs - 3))
    middle = math.atanh(limited)
    bounds = Bounds(low=math.tanh(middle - half), high=math.tanh(middle + half), level=level)
    return RankCorrelation(lag=lag, pairs=pairs, rho=rho, bounds=bounds)


def _ranks(values: Array) -> Array:
    """Ranks from 1, ties sharing theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place], float)
