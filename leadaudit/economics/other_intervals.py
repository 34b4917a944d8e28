"""Intervals for one rate other than Jeffreys': where a contract asks for one, and to be held against each other.

Source:
    Brown, Cai and DasGupta (2001), "Interval estimation for a binomial proportion"; docs/method.md, "One rate".
"""

import math
from collections.abc import Callable

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.distributions import beta_cdf, beta_quantile, two_sided_z

# Enough halvings to reach the last digit of a float.
_HALVINGS = 60


def wald(events: int, trials: int, *, level: float) -> Bounds:
    """The textbook interval; far too narrow at low rates, and here only to show that."""
    rate = events / trials
    half = two_sided_z(level) * math.sqrt(rate * (1 - rate) / trials)
    return Bounds(low=rate - half, high=rate + half, level=level)


def wilson(events: int, trials: int, *, level: float) -> Bounds:
    """The score interval.  Its tails are lopsided at low rates: it flatters vendors."""
    z = two_sided_z(level)
    rate = events / trials
    middle = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    return Bounds(low=max(middle - half, 0.0), high=min(middle + half, 1.0), level=level)


def agresti_coull(events: int, trials: int, *, level: float) -> Bounds:
    """Wilson's middle with a plain normal half width; never narrower than Wilson's."""
    z = two_sided_z(level)
    seen = trials + z * z
    rate = (events + z * z / 2) / seen
    half = z * math.sqrt(rate * (1 - rate) / seen)
    return Bounds(low=max(rate - half, 0.0), high=min(rate + half, 1.0), level=level)


def clopper_pearson(events: int, trials: int, *, level: float) -> Bounds:
    """The exact interval, which never covers less than it says: for contract clauses and audits."""
    tail = (1 - level) / 2
    return Bounds(
        low=0.0 if events == 0 else float(beta_quantile(tail, events, trials - events + 1)),
        high=1.0 if events == trials else float(beta_quantile(1 - tail, events + 1, trials - events)),
        level=level,
    )


def mid_p(events: int, trials: int, *, level: float) -> Bounds:
    """Between exact and Jeffreys: what was seen counts half in either tail."""
    tail = (1 - level) / 2

    def as_many_or_more(rate: float) -> float:
        more = 0.0 if events == trials else float(beta_cdf(rate, events + 1, trials - events))
        at_least = 1.0 if events == 0 else float(beta_cdf(rate, events, trials - events + 1))
        return (more + at_least) / 2

    return Bounds(
        low=0.0 if events == 0 else _rate_where(as_many_or_more, tail),
        high=1.0 if events == trials else _rate_where(as_many_or_more, 1 - tail),
        level=level,
    )


def exact_upper_bound_of_none(trials: int, *, level: float) -> float:
    """The highest rate at which nothing in so many trials would not be a surprise: 1 - (1 - level)^(1/n)."""
    return float(-math.expm1(math.log(1 - level) / trials))


def rule_of_three(trials: int) -> float:
    """The same at 95 % in one's head: 3/n."""
    return 3 / trials


def _rate_where(rising: Callable[[float], float], share: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < share else (low, middle)
    return (low + high) / 2
