"""Other intervals for two rates, to be held against the score intervals.

Source:
    Newcombe (1998); Agresti and Caffo (2000); Walter (1975) for the ratio; docs/method.md, "Lift".
"""

import math

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.distributions import two_sided_z
from leadaudit.economics.other_intervals import wilson


def newcombe(events: int, trials: int, other_events: int, other_trials: int, *, level: float) -> Bounds:
    """Difference by the squared distances to Wilson's bounds; for where a floor under the coverage is wanted."""
    one, other = wilson(events, trials, level=level), wilson(other_events, other_trials, level=level)
    rate, other_rate = events / trials, other_events / other_trials
    difference = rate - other_rate
    return Bounds(
        low=difference - math.hypot(rate - one.low, other.high - other_rate),
        high=difference + math.hypot(one.high - rate, other_rate - other.low),
        level=level,
    )


def agresti_caffo(events: int, trials: int, other_events: int, other_trials: int, *, level: float) -> Bounds:
    """Difference with one event and one failure added to either side."""
    one, other = (events + 1) / (trials + 2), (other_events + 1) / (other_trials + 2)
    half = two_sided_z(level) * math.sqrt(one * (1 - one) / (trials + 2) + other * (1 - other) / (other_trials + 2))
    return Bounds(low=one - other - half, high=one - other + half, level=level)


def log_ratio_adjusted(events: int, trials: int, other_events: int, other_trials: int, *, level: float) -> Bounds:
    """Ratio with a normal interval of its logarithm, half an event added."""
    log_ratio = math.log((events + 0.5) / (trials + 0.5)) - math.log((other_events + 0.5) / (other_trials + 0.5))
    variance = 1 / (events + 0.5) - 1 / (trials + 0.5) + 1 / (other_events + 0.5) - 1 / (other_trials + 0.5)
    half = two_sided_z(level) * math.sqrt(variance)
    return Bounds(low=math.exp(log_ratio - half), high=math.exp(log_ratio + half), level=level)


def log_odds_adjusted(events: int, trials: int, other_events: int, other_trials: int, *, level: float) -> Bounds:
    """Odds ratio with a normal interval of its logarithm, half added to each of the four counts."""
    cells = [events + 0.5, trials - events + 0.5, other_events + 0.5, other_trials - other_events + 0.5]
    log_odds = math.log(cells[0] / cells[1] / (cells[2] / cells[3]))
    half = two_sided_z(level) * math.sqrt(sum(1 / cell for cell in cells))
    return Bounds(low=math.exp(log_odds - half), high=math.exp(log_odds + half), level=level)
