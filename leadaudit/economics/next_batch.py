"""What the next order will bring.

Source: docs/method.md, "The next order".
"""

from dataclasses import dataclass

import numpy as np

from leadaudit.economics.distributions import Array, log_beta
from leadaudit.economics.rates import RatePosterior


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBatch:
    """Events among the next records.

    Args:
        records: How many.
        expected: Events on average.
        low: Lower end of the range, whole events.
        high: Upper end.
        level: How often the range holds the number.
        p_any: P(at least one).
    """

    records: int
    expected: float
    low: int
    high: int
    level: float
    p_any: float


def next_batch(rate: RatePosterior, records: int, *, level: float) -> NextBatch:
    """The beta-binomial range of events: chance and what is not known of the rate together.

    Args:
        rate: Posterior of events per record.
        records: Of the order.
        level: Of the range.

    Raises:
        ValueError: ``level`` is not between 0 and 1, or records are below 0.
    """
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    if records < 0:
        raise ValueError(f"an order of {records} records")
    chances = _chances(rate, records)
    below = np.cumsum(chances)
    tail = (1 - level) / 2
    low, high = (min(int(np.searchsorted(below, share - 1e-12)), records) for share in (tail, 1 - tail))
    return NextBatch(
        records=records,
        expected=records * rate.mean,
        low=low,
        high=high,
        level=level,
        p_any=float(1 - chances[0]),
    )


def _chances(rate: RatePosterior, records: int) -> Array:
    """P(0 events), P(1), ... of the beta-binomial distribution."""
    k = np.arange(records + 1, dtype=float)
    logs = log_beta(k + rate.a, records - k + rate.b) - log_beta(rate.a, rate.b)
    return np.asarray(np.exp(logs - log_beta(records - k + 1, k + 1) - np.log(records + 1)), float)
