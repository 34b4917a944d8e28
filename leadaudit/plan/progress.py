"""Are we getting better: what records bring, now and before, each with how sure the direction is.

Source: docs/method.md, "Progress".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from leadaudit.economics.compare import Priced, p_cheaper
from leadaudit.economics.followed import FollowedPeople, NextStep, day_of
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.waiting import restricted_mean
from leadaudit.plan.constraint import p_below_past
from leadaudit.plan.directions import Answer, RankCorrelation, answer, p_above, rank_correlations

# Records delivered in so many days, all of them old enough for an outcome, against those of as many days before.
STRETCH_DAYS: Final = 180
OUTCOME_DAYS: Final = 90
LAGS: Final = (0, 1, 2, 3, 4, 5, 6)
FORGIVEN_DAYS: Final = 30
# Fewer records on a side say nothing.
FEWEST: Final = 20

Days = npt.NDArray[np.float64]


class Measure(StrEnum):
    """What shows progress."""

    CONVERSION = "conversion"
    COST = "cost"
    CYCLE = "cycle"
    CLOSE_RATE = "close_rate"
    REVENUE = "revenue"
    CUSTOMER = "customer"
    SALES_CYCLE = "sales_cycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One measure now and before.

    Args:
        measure: Which.
        before: Then; a rate, minor units or days; None: not known.
        now: Likewise.
        of_before: Records it is of.
        of_now: Likewise.
        p_better: P(it got better); None: cannot be told.
        answer: Yes or no where one is sure enough.
    """

    measure: Measure
    before: float | None
    now: float | None
    of_before: int
    of_now: int
    p_better: float | None
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What records bring, now and before.

    Args:
        directions: Every measure.
        now: First and last day of delivery of the records that are now.
        before: Of those before.
        begins_on: Day of the first delivery of all.
        records_now: Records delivered then.
        records_before: Likewise.
        counts_and_revenue: Delivered records a month against revenue so many months later, at every lag.
        months: Months that have both.
    """

    directions: tuple[Direction, ...]
    now: tuple[date, date]
    before: tuple[date, date]
    begins_on: date
    records_now: int
    records_before: int
    counts_and_revenue: tuple[RankCorrelation, ...]
    months: int

    @property
    def has_whole_before(self) -> bool:
        """Whether deliveries had begun by then, so that how many there were can be compared; a month is forgiven."""
        return self.begins_on <= self.before[0] + timedelta(days=FORGIVEN_DAYS)

    def of(self, measure: Measure) -> Direction:
        """One measure."""
        return next(one for one in self.directions if one.measure is measure)


def progress_of(
    followed: FollowedPeople,
    *,
    cost_of_months: Mapping[date, tuple[float, float]],
    delivered_of_months: Mapping[date, int],
    sure: float,
    level: float,
) -> Progress | None:
    """Every measure of two stretches of the same length; None while no outcome is known.

    Args:
        followed: People whose outcomes can be known.
        cost_of_months: First day of a delivery month to cost in minor units and records it is of.
        delivered_of_months: First day of a month to delivered lines.
        sure: From which probability a direction is told.
        level: Of the intervals of correlations.
    """
    people = followed.of_vendor(None)
    if followed.known_through is None or not people.people.num_rows:
        return None
    last = followed.through - OUTCOME_DAYS
    now, before = (last - STRETCH_DAYS, last), (last - 2 * STRETCH_DAYS, last - STRETCH_DAYS)
    sides = [_side(people, *stretch) for stretch in (now, before)]
    costs = [_cost(cost_of_months, *stretch) for stretch in (now, before)]
    months, volumes, revenue = _months(followed, delivered_of_months)
    return Progress(
        directions=(
            _conversion(*sides, sure=sure),
            _cost_direction(sides[0], sides[1], costs[0], costs[1], sure=sure),
            _cycle(*sides, sure=sure),
            _close_rate(people, now, before, sure=sure),
            _revenue(*sides, sure=sure),
            _customer(people, now, before, sure=sure),
            _sales_cycle(people, now, before, sure=sure),
        ),
        now=(day_of(now[0] + 1), day_of(now[1])),
        before=(day_of(before[0] + 1), day_of(before[1])),
        begins_on=day_of(float(people.days("delivered_on").min())),
        records_now=sides[0].records,
        records_before=sides[1].records,
        counts_and_revenue=rank_correlations(volumes, revenue, lags=LAGS, level=level),
        months=months,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    records: int
    wait: Days
    came: npt.NDArray[np.bool_]
    won_minor: Days

    @property
    def leads(self) -> int:
        return int(self.came.sum())

    @property
    def rate(self) -> float | None:
        return self.leads / self.records if self.records else None


def _side(people: FollowedPeople, after: float, until: float) -> _Side:
    delivered, lead = people.days("delivered_on"), people.first(NextStep.LEAD)
    # Whoever had asked before was no record's doing.
    inside = (delivered > after) & (delivered <= until) & ~(lead <= delivered)
    wait = lead[inside] - delivered[inside]
    came = wait <= OUTCOME_DAYS
    won = people.first(NextStep.WON)[inside] - delivered[inside] <= OUTCOME_DAYS
    return _Side(
        records=int(inside.sum()),
        wait=np.where(came, wait, OUTCOME_DAYS),
        came=came,
        won_minor=np.where(won, people.amounts()[inside], 0.0),
    )


def _told(
    measure: Measure, now: float | None, before: float | None, of: tuple[int, int], p: float | None, sure: float
) -> Direction:
    known = p if min(of) >= FEWEST else None
    return Direction(
        measure=measure, before=before, now=now, of_now=of[0], of_before=of[1], p_better=known,
        answer=answer(known, sure=sure),
    )  # fmt: skip


def _conversion(now: _Side, before: _Side, *, sure: float) -> Direction:
    p = None
    if now.records and before.records:
        p = 1 - p_below_past(now=(now.leads, now.records), past=(before.leads, before.records))
    return _told(Measure.CONVERSION, now.rate, before.rate, (now.records, before.records), p, sure)


def _cost_direction(
    now: _Side, before: _Side, cost_now: float | None, cost_before: float | None, *, sure: float
) -> Direction:
    p = None
    if cost_now and cost_before:
        priced = [
            Priced(rate=RatePosterior(events=side.leads, trials=side.records), cost_per_record=cost)
            for side, cost in ((now, cost_now), (before, cost_before))
        ]
        p = p_cheaper(priced[0], priced[1])
    return _told(
        Measure.COST,
        cost_now / now.rate if cost_now and now.rate else None,
        cost_before / before.rate if cost_before and before.rate else None,
        (now.records, before.records),
        p,
        sure,
    )


def _cycle(now: _Side, before: _Side, *, sure: float) -> Direction:
    if not now.leads or not before.leads:
        return _told(Measure.CYCLE, None, None, (now.leads, before.leads), None, sure)
    # Among those who asked: the share that never does is the conversion's matter.
    means = [
        restricted_mean(side.wait[side.came], side.came[side.came], within_days=OUTCOME_DAYS) for side in (now, before)
    ]
    p = p_above(means[1].days - means[0].days, math.sqrt(means[0].variance + means[1].variance))
    return _told(Measure.CYCLE, means[0].days, means[1].days, (now.leads, before.leads), p, sure)


def _close_rate(
    people: FollowedPeople, now: tuple[float, float], before: tuple[float, float], *, sure: float
) -> Direction:
    opened, won = people.first(NextStep.OPPORTUNITY), people.first(NextStep.WON)
    counts = []
    for after, until in (now, before):
        inside = (opened > after) & (opened <= until)
        counts.append((int((won[inside] - opened[inside] <= OUTCOME_DAYS).sum()), int(inside.sum())))
    (won_now, of_now), (won_before, of_before) = counts
    p = None
    if of_now and of_before:
        p = 1 - p_below_past(now=(won_now, of_now), past=(won_before, of_before))
    rates = [wins / of if of else None for wins, of in counts]
    return _told(Measure.CLOSE_RATE, rates[0], rates[1], (of_now, of_before), p, sure)


def _revenue(now: _Side, before: _Side, *, sure: float) -> Direction:
    if now.records < 2 or before.records < 2 or not (now.won_minor.any() or before.won_minor.any()):
        return _told(Measure.REVENUE, None, None, (now.records, before.records), None, sure)
    error = math.sqrt(sum(side.won_minor.var(ddof=1) / side.records for side in (now, before)))
    means = [float(side.won_minor.mean()) for side in (now, before)]
    return _told(
        Measure.REVENUE, means[0], means[1], (now.records, before.records), p_above(means[0] - means[1], error), sure
    )


def _customer(
    people: FollowedPeople, now: tuple[float, float], before: tuple[float, float], *, sure: float
) -> Direction:
    """What was won of each person won, by the day of the first win."""
    won, amounts = people.first(NextStep.WON), people.amounts()
    sides = [amounts[(won > after) & (won <= until) & (amounts > 0)] for after, until in (now, before)]
    return _means(Measure.CUSTOMER, *sides, is_more_better=True, sure=sure)


def _sales_cycle(
    people: FollowedPeople, now: tuple[float, float], before: tuple[float, float], *, sure: float
) -> Direction:
    """Days from the opportunity to the win, of those won."""
    opened, won = people.first(NextStep.OPPORTUNITY), people.first(NextStep.WON)
    days = won - opened
    sides = [days[(won > after) & (won <= until) & (days >= 0)] for after, until in (now, before)]
    return _means(Measure.SALES_CYCLE, *sides, is_more_better=False, sure=sure)


def _means(measure: Measure, now: Days, before: Days, *, is_more_better: bool, sure: float) -> Direction:
    of = (now.size, before.size)
    if min(of) < 2:
        known = [float(side.mean()) if side.size else None for side in (now, before)]
        return _told(measure, known[0], known[1], of, None, sure)
    error = math.sqrt(sum(side.var(ddof=1) / side.size for side in (now, before)))
    means = [float(side.mean()) for side in (now, before)]
    change = means[0] - means[1]
    return _told(measure, means[0], means[1], of, p_above(change if is_more_better else -change, error), sure)


def _cost(months: Mapping[date, tuple[float, float]], after: float, until: float) -> float | None:
    """What a record of the delivery months that begin in a stretch took."""
    first, last = day_of(after + 1), day_of(until)
    inside = [pair for month, pair in months.items() if first.replace(day=1) <= month <= last]
    records = math.fsum(number for _, number in inside)
    return math.fsum(cost for cost, _ in inside) / records if records else None


def _months(followed: FollowedPeople, delivered: Mapping[date, int]) -> tuple[int, Sequence[float], Sequence[float]]:
    """Delivered lines and revenue of every whole month from the first delivery on."""
    if followed.known_through is None or not delivered:
        return 0, [], []
    end = followed.known_through.replace(day=1)
    months = [month for month in _every_month(min(delivered), end) if month < end]
    people = followed.of_vendor(None)
    won, amounts = people.first(NextStep.WON), people.amounts()
    came = np.isfinite(won)
    revenue: dict[date, float] = {}
    for number, amount in zip(won[came], amounts[came], strict=True):
        month = day_of(float(number)).replace(day=1)
        revenue[month] = revenue.get(month, 0.0) + float(amount)
    return (
        len(months),
        [float(delivered.get(month, 0)) for month in months],
        [revenue.get(month, 0.0) for month in months],
    )


def _every_month(first: date, last: date) -> list[date]:
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months
