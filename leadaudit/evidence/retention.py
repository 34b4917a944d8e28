"""How many are still with their employer after some time: curves beside the constant rate of leaving.

Source: docs/method.md, "Other models of ageing".
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Share still there after so many years since the fact date; 1 at 0 years, never rising.
Curve = Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weibull:
    """Completed job spells: the share that lasts longer than t years is ``exp(-(t/scale)^shape)``."""

    shape: float
    scale: float


def hazard_of_yearly_share(share: float) -> float:
    """The constant rate per year at which a share has changed after one year."""
    return -math.log1p(-share)


def yearly_share_of_monthly(share: float) -> float:
    """What a share a month comes to in a year, compounded."""
    return 1 - math.pow(1 - share, 12)


def monthly_share_of_yearly(share: float) -> float:
    """The share a month that compounds to a share a year."""
    return 1 - math.pow(1 - share, 1 / 12)


def completed_survival(years: float, spells: Weibull) -> float:
    """How many new jobs last longer than some years."""
    return math.exp(-((years / spells.scale) ** spells.shape))


def survival_after(elapsed: float, years: float, spells: Weibull) -> float:
    """Still there after some more years, when the job started ``elapsed`` years before the fact date."""
    return completed_survival(elapsed + years, spells) / completed_survival(elapsed, spells)


def residual_survival(years: float, spells: Weibull) -> float:
    """Still there after some years, when nobody knows how long the job had lasted (stationary renewal)."""
    # Here and in its like below: importing it takes longer than a small audit, and the shipped model does not ask.
    from scipy.special import gammaincc  # noqa: PLC0415

    return float(gammaincc(1 / spells.shape, (years / spells.scale) ** spells.shape))


def calibrated_spells(*, median_years: float, share_within_a_year: float) -> Weibull:
    """The spells whose tenures in progress have a median, and a share of at most one year.

    The median gives the scale for any shape, so that one unknown is left; it is found by halving.
    """
    from scipy.special import gammainccinv  # noqa: PLC0415

    low, high = 0.05, 5.0

    def spells_of(shape: float) -> Weibull:
        return Weibull(shape=shape, scale=median_years / float(gammainccinv(1 / shape, 0.5)) ** (1 / shape))

    for _ in range(200):
        middle = (low + high) / 2
        # The higher the shape, the more even the spells, and the fewer tenures are short.
        if residual_survival(1, spells_of(middle)) < 1 - share_within_a_year:
            low = middle
        else:
            high = middle
    return spells_of((low + high) / 2)


def fitted_spells(years: Sequence[float], survival: Sequence[float]) -> Weibull:
    """The spells whose residual survival comes nearest to a table, by least squares."""
    # Loading the optimizer takes longer than all other work of a command; a table is fitted once in a policy's life.
    from scipy.optimize import minimize  # noqa: PLC0415

    def distance(logs: npt.NDArray[np.float64]) -> float:
        spells = Weibull(shape=math.exp(logs[0]), scale=math.exp(logs[1]))
        return sum((residual_survival(at, spells) - share) ** 2 for at, share in zip(years, survival, strict=True))

    found = minimize(distance, np.array([0.0, 1.0]), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14})
    return Weibull(shape=math.exp(float(found.x[0])), scale=math.exp(float(found.x[1])))


def table_survival(years: float, knots: Sequence[float], survival: Sequence[float]) -> float:
    """Between two entries of a table the rate is constant; beyond the last one it stays what it was.

    Args:
        years: Time since the fact date.
        knots: Years of the entries, rising, from 0.
        survival: Share still there at each, from 1.
    """
    at = min(max(bisect_right(knots, years), 1), len(knots) - 1)
    before, after = math.log(survival[at - 1]), math.log(survival[at])
    part = (years - knots[at - 1]) / (knots[at] - knots[at - 1])
    return math.exp(before + part * (after - before))
