"""How long people wait: restricted mean times, and how many are answered in time.

Source: docs/method.md, "Speed".
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.distributions import two_sided_z
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.economics.survival import incidence_curve, incidence_variance


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedMean:
    """Mean waiting time within a limit, the wait cut off there.

    Args:
        days: The mean.
        variance: Of it.
        within_days: The limit.
    """

    days: float
    variance: float
    within_days: float


def restricted_mean(
    days: npt.ArrayLike, happened: npt.ArrayLike, *, within_days: float, records: npt.ArrayLike | None = None
) -> RestrictedMean:
    """The area under the waiting curve up to a limit: unlike a median among converters, young records do not bias it.

    Args:
        days: Days to the event, or to as_of where it has not happened.
        happened: Whether it has; same shape.
        within_days: The limit; every cohort compared needs records followed that long.
        records: How many records each entry stands for; absent: one.
    """
    curve = incidence_curve(days, np.asarray(happened, bool).astype(int), records)
    inside = curve.days < within_days
    edges = np.concatenate([[0.0], curve.days[inside], [within_days]])
    waiting = np.concatenate([[1.0], 1 - curve.incidence[inside]])
    areas = waiting * np.diff(edges)
    to_come = np.cumsum(areas[::-1])[::-1][1:]
    at_risk, ends = curve.at_risk[inside], curve.ends[inside]
    left = at_risk - ends
    hazard = np.divide(ends, at_risk * left, out=np.zeros_like(ends), where=left > 0)
    return RestrictedMean(days=float(areas.sum()), variance=float((to_come**2 * hazard).sum()), within_days=within_days)


def restricted_mean_difference(one: RestrictedMean, other: RestrictedMean, *, level: float) -> tuple[float, Bounds]:
    """How many days longer the one waits than the other, with a normal interval; below 0: it is faster.

    Raises:
        ValueError: The limits differ.
    """
    if one.within_days != other.within_days:
        raise ValueError(f"one mean is within {one.within_days:g} days, the other within {other.within_days:g}")
    difference = one.days - other.days
    half = two_sided_z(level) * float(np.sqrt(one.variance + other.variance))
    return difference, Bounds(low=difference - half, high=difference + half, level=level)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredWithin:
    """How many were answered in time.

    Args:
        limit_hours: In time.
        records: Records that were to be answered.
        touched: Of them, touched at all so far.
        share: Answered in time, those still waiting taken into account.
        interval: Jeffreys interval on what the share is worth in records.
    """

    limit_hours: float
    records: int
    touched: int
    share: float
    interval: Interval


def answered_within(
    hours: npt.ArrayLike,
    touched: npt.ArrayLike,
    *,
    limit_hours: float,
    level: float,
    records: npt.ArrayLike | None = None,
) -> AnsweredWithin:
    """Share touched within a limit (Kaplan-Meier); untouched records are still waiting, not left out.

    Args:
        hours: From the clock's start to the first touch, or to as_of while untouched.
        touched: Whether somebody touched it; same shape.
        limit_hours: In time.
        level: Of the interval.
        records: How many records each entry stands for; absent: one.
    """
    hour, was_touched = np.asarray(hours, float), np.asarray(touched, bool)
    weight = np.ones_like(hour) if records is None else np.asarray(records, float)
    curve = incidence_curve(hour, was_touched.astype(int), weight)
    share = curve.by(limit_hours)
    variance = incidence_variance(curve, limit_hours)
    # Nobody in time: every record that was seen for the whole limit speaks, and nobody else.
    seen = float(weight[was_touched | (hour >= limit_hours)].sum())
    worth = share * (1 - share) / variance if variance > 0 and 0 < share < 1 else seen
    return AnsweredWithin(
        limit_hours=limit_hours,
        records=int(weight.sum()),
        touched=int(weight[was_touched].sum()),
        share=share,
        interval=RatePosterior(events=share * worth, trials=worth).interval(level),
    )
