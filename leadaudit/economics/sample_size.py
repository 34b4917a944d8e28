"""How many records it takes.

Source: docs/method.md, "How many records it takes".
"""

import math
from collections.abc import Callable

import numpy as np

from leadaudit.economics.distributions import beta_cdf, log_beta, two_sided_z
from leadaudit.economics.rates import RatePosterior

# More than anybody buys: a target that needs more cannot be reached.
MOST_RECORDS = 1_000_000_000


def records_for_events(rate: float, *, events: int, probability: float) -> int | None:
    """Fewest records of which at least so many become events with a probability, were the rate known.

    Args:
        rate: Events per record.
        events: At least so many are wanted.
        probability: With which they are to come.

    Returns:
        Records; None when even a billion are too few.
    """
    if events <= 0:
        return 0
    if rate <= 0:
        return None
    return _fewest(lambda records: float(beta_cdf(rate, events, records - events + 1)) >= probability, events)


def records_for_events_expected(rate: RatePosterior, *, events: int, probability: float) -> int | None:
    """The same where the rate is known from a posterior only: beta-binomial, so more records than at the mean rate.

    Returns:
        Records; None when even a billion are too few.
    """
    if events <= 0:
        return 0
    return _fewest(lambda records: 1 - chance_of_fewer(rate, records, events) >= probability, events)


def chance_of_fewer(rate: RatePosterior, records: int, events: int) -> float:
    """P(fewer than ``events`` of the next ``records`` become events), the rate known from a posterior."""
    k = np.arange(min(events, records + 1), dtype=float)
    logs = log_beta(k + rate.a, records - k + rate.b) - log_beta(rate.a, rate.b)
    ways = -log_beta(records - k + 1, k + 1) - math.log(records + 1)
    return min(1.0, float(np.exp(logs + ways).sum()))


def events_for_precision(*, relative: float, level: float) -> int:
    """Events that make a rate known to plus or minus a share of itself: they, not records, carry the information."""
    return math.ceil((two_sided_z(level) / relative) ** 2)


def records_for_precision(rate: float, *, relative: float, level: float) -> int:
    """Records that bring that many events at a rate."""
    return math.ceil(events_for_precision(relative=relative, level=level) / rate)


def _fewest(is_enough: Callable[[int], bool], start: int) -> int | None:
    """The smallest number that is enough, where every larger one is too."""
    low, high = start - 1, start
    while not is_enough(high):
        if high > MOST_RECORDS:
            return None
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high
