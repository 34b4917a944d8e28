"""Other ways to an interval for the cost per lead and to shared yields: not shown, held against ours.

Source:
    Fieller (1954); docs/method.md, "Interval for one vendor", "Several vendors".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadaudit.economics.distributions import log_beta, two_sided_z
from leadaudit.economics.rates import RatePosterior


def mean_cost(rate: RatePosterior, cost_per_record: float) -> float:
    """The posterior mean of cost over rate: inflated, and infinite while at most half an event has been seen."""
    return cost_per_record * (rate.a + rate.b - 1) / (rate.a - 1) if rate.a > 1 else math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Fieller:
    """Fieller's interval of a ratio of means.

    Args:
        g: How unsure the denominator is; at 1 and above the interval has no end.
        low: Lower end; None when it is not bounded.
        high: Upper end; None likewise.
    """

    g: float
    low: float | None
    high: float | None

    @property
    def is_bounded(self) -> bool:
        """Whether it ends."""
        return self.g < 1


def fieller(*, cost: float, rate: float, var_cost: float, var_rate: float, cov: float, level: float) -> Fieller:
    """Cost per lead where the cost of a record is itself random.

    Args:
        cost: Mean cost of a record.
        rate: Leads per record.
        var_cost: Variance of that mean.
        var_rate: Variance of the rate.
        cov: Their covariance.
        level: Of the interval.
    """
    z = two_sided_z(level)
    g = z * z * var_rate / rate**2
    if g >= 1:
        return Fieller(g=g, low=None, high=None)
    ratio = cost / rate
    spread = var_cost - 2 * ratio * cov + ratio**2 * var_rate - g * (var_cost - cov**2 / var_rate)
    middle = ratio - g * cov / var_rate
    half = z / rate * math.sqrt(max(spread, 0.0))
    return Fieller(g=g, low=(middle - half) / (1 - g), high=(middle + half) / (1 - g))


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeliestPrior:
    """The Beta that explains several vendors best (empirical Bayes).

    Args:
        a: First parameter.
        b: Second parameter.
    """

    a: float
    b: float

    def shrunk(self, events: float, trials: float) -> float:
        """A vendor's yield drawn toward the common mean."""
        return (events + self.a) / (trials + self.a + self.b)


def likeliest_prior(seen: Sequence[tuple[float, float]]) -> LikeliestPrior:
    """The Beta of greatest marginal likelihood; its plug-in intervals are far too narrow and not used.

    Args:
        seen: Events and trials of each vendor.
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    events, trials = (np.array(side, float) for side in zip(*seen, strict=True))

    def surprise(logs: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
        a, b = np.exp(np.clip(logs, -20, 20))
        return -float((log_beta(a + events, b + trials - events) - log_beta(a, b)).sum())

    start = np.log([1.0, max(float(trials.sum() / max(events.sum(), 0.5)), 1.0)])
    found = minimize(surprise, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10, "maxiter": 400})
    a, b = (float(value) for value in np.exp(found.x))
    return LikeliestPrior(a=a, b=b)
