"""The 180-day rate while records are young: each counts as far as its outcome could have come by now.

Source:
    Chapelle (2014), "Modeling delayed feedback in display advertising"; docs/method.md, "Young records".
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadaudit.economics.delay import Delay
from leadaudit.economics.distributions import Array
from leadaudit.economics.rates import JEFFREYS, Interval, RatePosterior

# The rate on a logit scale: even steps there are even where rates are low, and where they are high.
_LOGITS = np.linspace(-25.0, 20.0, 4501)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GridPosterior:
    """A posterior of a rate on a grid.

    Args:
        logits: The grid, on the logit scale, in even steps.
        density: On that scale; sums to 1.
    """

    logits: Array
    density: Array

    @property
    def mean(self) -> float:
        """Posterior mean."""
        return float(_rates(self.logits) @ self.density)

    def quantile(self, share: float) -> float:
        """The rate below which the true one lies with a probability."""
        below = np.cumsum(self.density) - self.density / 2
        return float(_rates(np.interp(share, below, self.logits)))

    def interval(self, level: float) -> Interval:
        """The central interval with the median."""
        tail = (1 - level) / 2
        return Interval(low=self.quantile(tail), median=self.quantile(0.5), high=self.quantile(1 - tail), level=level)


def effective_trials(ages: npt.ArrayLike, *, delay: Delay, records: npt.ArrayLike | None = None) -> float:
    """What records are worth in mature ones: each counts the share of outcomes that come by its age.

    Args:
        ages: Days from delivery to as_of of every record, converted, open or disqualified: the calendar runs for all.
        delay: How fast outcomes come.
        records: How many records each entry stands for; absent: one.
    """
    shares = delay.share(ages)
    weight = np.ones_like(shares) if records is None else np.asarray(records, float)
    return float((shares * weight).sum())


def days_until_trials(
    ages: npt.ArrayLike, wanted: float, *, delay: Delay, records: npt.ArrayLike | None = None
) -> int | None:
    """Days from now until records without any more delivered are worth so many trials: the earliest day of a figure.

    Args:
        ages: Days from delivery to as_of.
        wanted: Effective trials.
        delay: How fast outcomes come.
        records: How many records each entry stands for; absent: one.

    Returns:
        0: now; None: never, there are too few records.
    """
    age = np.asarray(ages, float)
    for days in range(int(delay.horizon_days) + 1):
        if effective_trials(age + days, delay=delay, records=records) >= wanted:
            return days
    return None


def young_rate(outcomes: float, trials: float, *, prior: tuple[float, float] = JEFFREYS) -> RatePosterior:
    """The rate by the horizon from outcomes so far and effective trials: an excellent stand-in for the grid.

    Args:
        outcomes: So far; fractions where credit is shared.
        trials: Effective trials; never fewer than the outcomes, which have come.
        prior: Beta parameters.
    """
    return RatePosterior(events=outcomes, trials=max(trials, outcomes), prior=prior)


def young_rate_on_grid(
    outcomes: float,
    waiting_ages: npt.ArrayLike,
    *,
    delay: Delay,
    records: npt.ArrayLike | None = None,
    prior: tuple[float, float] = JEFFREYS,
) -> GridPosterior:
    """The rate by the horizon: each record without outcome says 1 - rate x share of outcomes that come by its age.

    Args:
        outcomes: So far.
        waiting_ages: Days from delivery to as_of of every record without outcome, disqualified ones too: to count
            those as settled would pull the rate down.
        delay: How fast outcomes come.
        records: How many records each entry stands for; absent: one.
        prior: Beta parameters.
    """
    shares = delay.share(waiting_ages)
    weight = np.ones_like(shares) if records is None else np.asarray(records, float)
    distinct, place = np.unique(shares, return_inverse=True)
    counts = np.bincount(place, weight, distinct.size)
    rates = _rates(_LOGITS)
    log_rate, log_rest = -np.logaddexp(0, -_LOGITS), -np.logaddexp(0, _LOGITS)
    logs = (outcomes + prior[0]) * log_rate + prior[1] * log_rest
    # A share of exactly 1 is the plain binomial; 1 - rate would lose digits near 1.
    settled = distinct >= 1
    logs = logs + counts[settled].sum() * log_rest + np.log1p(-np.outer(rates, distinct[~settled])) @ counts[~settled]
    density = np.exp(logs - logs.max())
    return GridPosterior(logits=_LOGITS, density=density / density.sum())


def _rates(logits: npt.ArrayLike) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.asarray(logits, float))), float)
