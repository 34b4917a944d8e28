"""How many convert by a day when records are young, and when some end otherwise: Aalen and Johansen's estimator.

Disqualified records are no unlucky survivors: counting them as still waiting (1 - Kaplan-Meier) makes every vendor look
better than it is.  Written here because the usual package moves tied days about at random.

Source:
    Aalen and Johansen (1978); variance by the delta method (Marubini and Valsecchi 1995); docs/method.md, "Conversion".
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from leadaudit.economics.delay import Delay
from leadaudit.economics.distributions import Array
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.policy.outcomes import MaturityLabels


class End(IntEnum):
    """What ended the wait for an outcome."""

    STILL_WAITING = 0
    OUTCOME = 1
    OTHERWISE = 2
    """Disqualified, unsubscribed, returned: no outcome can come any more."""


class Maturity(StrEnum):
    """How complete a figure by a horizon is."""

    MATURE = "mature"
    MATURING = "maturing"
    IMMATURE = "immature"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IncidenceCurve:
    """Share that had the outcome by each day; one entry per distinct day, rising.

    Args:
        days: Days after delivery.
        at_risk: Records still waiting just before each.
        outcomes: Outcomes on it.
        ends: Outcomes and other ends on it.
        surviving_before: Share still waiting just before it (Kaplan-Meier, all ends).
        incidence: Share with the outcome by it.
    """

    days: Array
    at_risk: Array
    outcomes: Array
    ends: Array
    surviving_before: Array
    incidence: Array

    def by(self, day: float) -> float:
        """Share with the outcome by a day, that day included."""
        upto = int(np.searchsorted(self.days, day, side="right"))
        return float(self.incidence[upto - 1]) if upto else 0.0

    def outcomes_by(self, day: float) -> int:
        """Outcomes seen by a day."""
        return int(self.outcomes[self.days <= day].sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionBy:
    """Conversion by one horizon.

    Args:
        horizon_days: The horizon.
        records: Records in the cohort.
        outcomes: Of them, with the outcome by the horizon, as of now.
        incidence: Share that has it by the horizon, records too young taken into account.
        effective_records: What the share is worth in records.
        interval: Jeffreys interval on that many.
        mature_share: Share of records old enough for the horizon.
    """

    horizon_days: int
    records: int
    outcomes: int
    incidence: float
    effective_records: float
    interval: Interval
    mature_share: float


def incidence_curve(days: npt.ArrayLike, ends: npt.ArrayLike, records: npt.ArrayLike | None = None) -> IncidenceCurve:
    """The cumulative incidence of an outcome with competing ends; what happens on one day shares one risk set.

    Args:
        days: Days from delivery to the end, or to as_of while waiting; one per record, or per group of records.
        ends: What ended the wait (``End``), same shape.
        records: How many records each entry stands for; absent: one.

    Raises:
        ValueError: A day is below 0.
    """
    day, end = np.asarray(days, float), np.asarray(ends, int)
    weight = np.ones_like(day) if records is None else np.asarray(records, float)
    if day.size and day.min() < 0:
        raise ValueError(f"day {day.min():g} is before the delivery")
    distinct, place = np.unique(day, return_inverse=True)
    leaving = np.bincount(place, weight, distinct.size).astype(float)
    outcomes = np.bincount(place, weight * (end == End.OUTCOME), distinct.size).astype(float)
    ended = np.bincount(place, weight * (end != End.STILL_WAITING), distinct.size).astype(float)
    # Summed from the end, whole numbers stay whole: the last risk set is never a rounding error.
    at_risk = np.cumsum(leaving[::-1])[::-1]
    surviving = np.cumprod(1 - ended / at_risk) if distinct.size else distinct
    before = np.concatenate([[1.0], surviving[:-1]]) if distinct.size else distinct
    return IncidenceCurve(
        days=distinct,
        at_risk=at_risk,
        outcomes=outcomes,
        ends=ended,
        surviving_before=before,
        incidence=np.cumsum(before * outcomes / at_risk) if distinct.size else distinct,
    )


def incidence_variance(curve: IncidenceCurve, day: float) -> float:
    """Variance of the share with the outcome by a day; without censoring it is that of a binomial share."""
    upto = int(np.searchsorted(curve.days, day, side="right"))
    at_risk, ends, outcomes = curve.at_risk[:upto], curve.ends[:upto], curve.outcomes[:upto]
    before, to_come = curve.surviving_before[:upto], curve.by(day) - curve.incidence[:upto]
    left = at_risk - ends
    # Where nobody is left nothing is to come either: the term is 0, not 0/0.
    hazard = np.divide(ends, at_risk * left, out=np.zeros_like(ends), where=left > 0)
    own = before**2 * outcomes * (at_risk - outcomes) / at_risk**3
    shared = to_come * before * outcomes / at_risk**2
    return float((to_come**2 * hazard).sum() + own.sum() - 2 * shared.sum())


def conversion_by(
    horizon_days: int, *, curve: IncidenceCurve, ages: npt.ArrayLike, delay: Delay, level: float
) -> ConversionBy:
    """Conversion by a horizon with an interval that holds at few events.

    The interval is Jeffreys' on as many records as the variance says the share is worth; the usual one of the curve
    collapses at few events.  Without any event, each record counts as far as the outcome could have come by now.

    Args:
        horizon_days: The horizon.
        curve: Of the cohort.
        ages: Days from delivery to as_of, every record of the cohort, ended or not.
        delay: How fast the outcome comes.
        level: Of the interval.
    """
    age = np.asarray(ages, float)
    share = curve.by(horizon_days)
    worth = _effective_records(curve, horizon_days, age, delay, share)
    return ConversionBy(
        horizon_days=horizon_days,
        records=int(age.size),
        outcomes=curve.outcomes_by(horizon_days),
        incidence=share,
        effective_records=worth,
        interval=RatePosterior(events=share * worth, trials=worth).interval(level),
        mature_share=mature_share(age, horizon_days),
    )


def mature_share(ages: npt.ArrayLike, horizon_days: float) -> float:
    """Share of records delivered at least so many days ago; 0 of none."""
    age = np.asarray(ages, float)
    return float((age >= horizon_days).mean()) if age.size else 0.0


def maturity(share: float, labels: MaturityLabels) -> Maturity:
    """The word for a share of records old enough."""
    if share >= labels.mature:
        return Maturity.MATURE
    return Maturity.MATURING if share >= labels.maturing else Maturity.IMMATURE


def _effective_records(curve: IncidenceCurve, horizon_days: int, ages: Array, delay: Delay, share: float) -> float:
    if share == 0:
        return float(delay.until(horizon_days).share(ages).sum())
    variance = incidence_variance(curve, horizon_days)
    return share * (1 - share) / variance if variance > 0 and share < 1 else float(ages.size)
