"""What a play is associated with: lift against a holdout or against matched records.

Source:
    Miettinen and Nurminen (1985); Koopman (1984); Mantel and Haenszel (1959) with the variance of Sato, Greenland and
    Robins (1989); docs/method.md, "Lift".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.distributions import Array, normal_quantile, two_sided_z
from leadaudit.economics.two_rates import difference_interval, ratio_interval

POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One side of a comparison.

    Args:
        events: Outcomes.
        records: Of how many.
    """

    events: float
    records: float

    @property
    def rate(self) -> float:
        """Outcomes per record."""
        return self.events / self.records


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """A rate beside the one it is compared with.

    Args:
        exposed: With the play.
        control: Without it.
        is_randomised: Only then may the word "caused" be used.
        difference: Rate minus the other rate.
        difference_bounds: Around it.
        ratio: Rate over the other rate; None where the other never happened.
        ratio_bounds: Around it.
        smallest_detectable: The least difference that would have been told from none four times in five.
    """

    exposed: Arm
    control: Arm
    is_randomised: bool
    difference: float
    difference_bounds: Bounds
    ratio: float | None
    ratio_bounds: Bounds
    smallest_detectable: float | None

    @property
    def is_distinguishable(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return not self.difference_bounds.holds(0.0)


def lift(exposed: Arm, control: Arm, *, level: float, is_randomised: bool) -> Lift | None:
    """Difference and ratio of two rates with score intervals; None where a side is empty."""
    if exposed.records == 0 or control.records == 0:
        return None
    counts = (exposed.events, exposed.records, control.events, control.records)
    low, high = difference_interval(*counts, level=level)
    ratio_low, ratio_high = ratio_interval(*counts, level=level)
    return Lift(
        exposed=exposed,
        control=control,
        is_randomised=is_randomised,
        difference=exposed.rate - control.rate,
        difference_bounds=Bounds(low=float(low), high=float(high), level=level),
        ratio=exposed.rate / control.rate if control.events else None,
        ratio_bounds=Bounds(low=float(ratio_low), high=float(ratio_high), level=level),
        smallest_detectable=smallest_detectable(
            control.rate, exposed_records=exposed.records, control_records=control.records, level=level
        ),
    )


def smallest_detectable(
    control_rate: float, *, exposed_records: float, control_records: float, level: float
) -> float | None:
    """The least positive difference that such numbers tell from none four times in five; None: none below certainty."""
    reach = two_sided_z(level) + float(normal_quantile(POWER))
    low, high = 0.0, 1 - control_rate

    def is_found(difference: float) -> bool:
        rate = control_rate + difference
        spread = rate * (1 - rate) / exposed_records + control_rate * (1 - control_rate) / control_records
        return difference >= reach * math.sqrt(spread)

    if not is_found(high):
        return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if is_found(middle) else (middle, high)
    return high


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledLift:
    """Lift over strata of like records.

    Args:
        strata: Strata that held both sides.
        dropped_strata: Strata without one of them.
        dropped_exposed: Share of exposed records that were dropped with them.
        difference: Pooled difference of the rates; None where no stratum held both.
        difference_bounds: Around it.
        ratio: Pooled ratio; None where the other side had no outcome.
        ratio_bounds: Around it.
        odds_ratio: Pooled odds ratio; None likewise.
        odds_bounds: Around it.
    """

    strata: int
    dropped_strata: int
    dropped_exposed: float
    difference: float | None
    difference_bounds: Bounds | None
    ratio: float | None
    ratio_bounds: Bounds | None
    odds_ratio: float | None
    odds_bounds: Bounds | None

    @property
    def is_distinguishable(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return self.difference_bounds is not None and not self.difference_bounds.holds(0.0)


def pooled_lift(strata: Sequence[tuple[Arm, Arm]], *, level: float) -> PooledLift:
    """Lift of exposed over matched records, stratum by stratum (Mantel and Haenszel).

    Args:
        strata: For each stratum the exposed and the control side.
        level: Of the intervals.
    """
    kept = [(one, other) for one, other in strata if one.records > 0 and other.records > 0]
    all_exposed = sum(one.records for one, _ in strata)
    dropped = all_exposed - sum(one.records for one, _ in kept)
    counts = np.array([(one.events, one.records, other.events, other.records) for one, other in kept], float).reshape(
        -1, 4
    )
    x1, n1, x0, n0 = counts.T
    total = n1 + n0
    difference, difference_bounds = _pooled_difference(x1, n1, x0, n0, total, level)
    ratio, ratio_bounds = _pooled_ratio(x1, n1, x0, n0, total, level)
    odds_ratio, odds_bounds = _pooled_odds(x1, n1 - x1, x0, n0 - x0, total, level)
    return PooledLift(
        strata=len(kept),
        dropped_strata=len(strata) - len(kept),
        dropped_exposed=dropped / all_exposed if all_exposed else 0.0,
        difference=difference,
        difference_bounds=difference_bounds,
        ratio=ratio,
        ratio_bounds=ratio_bounds,
        odds_ratio=odds_ratio,
        odds_bounds=odds_bounds,
    )


def _pooled_difference(
    x1: Array, n1: Array, x0: Array, n0: Array, total: Array, level: float
) -> tuple[float | None, Bounds | None]:
    weight = float((n1 * n0 / total).sum())
    if weight == 0:
        return None, None
    difference = float(((x1 * n0 - x0 * n1) / total).sum()) / weight
    p = ((n1**2 * x0 - n0**2 * x1 + n1 * n0 * (n0 - n1) / 2) / total**2).sum()
    q = ((x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * total)).sum()
    half = two_sided_z(level) * math.sqrt(max(difference * p + q, 0.0)) / weight
    return difference, Bounds(low=difference - half, high=difference + half, level=level)


def _pooled_ratio(
    x1: Array, n1: Array, x0: Array, n0: Array, total: Array, level: float
) -> tuple[float | None, Bounds | None]:
    r, s = float((x1 * n0 / total).sum()), float((x0 * n1 / total).sum())
    if r == 0 or s == 0:
        return None, None
    variance = float(((n1 * n0 * (x1 + x0) - x1 * x0 * total) / total**2).sum()) / (r * s)
    return _log_bounds(r / s, variance, level)


def _pooled_odds(
    a: Array, b: Array, c: Array, d: Array, total: Array, level: float
) -> tuple[float | None, Bounds | None]:
    """Odds ratio with the variance of Robins, Breslow and Greenland (1986)."""
    r, s = a * d / total, b * c / total
    p, q = (a + d) / total, (b + c) / total
    all_r, all_s = float(r.sum()), float(s.sum())
    if all_r == 0 or all_s == 0:
        return None, None
    variance = (
        float((p * r).sum()) / (2 * all_r**2)
        + float((p * s + q * r).sum()) / (2 * all_r * all_s)
        + float((q * s).sum()) / (2 * all_s**2)
    )
    return _log_bounds(all_r / all_s, variance, level)


def _log_bounds(ratio: float, variance: float, level: float) -> tuple[float, Bounds]:
    factor = math.exp(two_sided_z(level) * math.sqrt(max(variance, 0.0)))
    return ratio, Bounds(low=ratio / factor, high=ratio * factor, level=level)
