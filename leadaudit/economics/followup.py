"""Speed of both sides: how old records were when delivered, how long ours let them wait, what became of meetings.

Source: docs/method.md, "Funnel", "Speed" and "Meetings".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from leadaudit.economics.delay import Delay
from leadaudit.economics.funnel import FunnelCells, chosen_rows
from leadaudit.economics.meetings import Meetings, meetings
from leadaudit.economics.outcome_cells import OutcomeCells
from leadaudit.economics.survival import ConversionBy, IncidenceCurve, conversion_by
from leadaudit.economics.waiting import AnsweredWithin, RestrictedMean, answered_within, restricted_mean

Clock = Literal["days", "business_days"]
HourClock = Literal["hours", "working_hours"]

# A CRM that knows the day of a touch and no time of it: whole days are as fine as both clocks can be.
LIMITS_DAYS: Final = (1, 2, 5, 10)

# Where both the file and the touch have a time of the day.
LIMITS_HOURS: Final = (1, 4, 8, 24, 48)

# Waits are cut off here: later is late however late (docs/method.md, "Speed").
WITHIN_DAYS: Final = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How old records were when they came.

    Args:
        records: Read records.
        dated: Of them, those that say when they were captured.
        median_days: Between capture and delivery; None of none.
        slow_days: Nine in ten came within so many; None of none.
        late: Later than the contract allows.
    """

    records: int
    dated: int
    median_days: int | None
    slow_days: int | None
    late: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cohort:
    """Conversion of one cohort.

    Args:
        name: Vendor or month.
        curve: Share that converted by each day.
        by: At each horizon.
        told_days: Up to this day at least the policy's maturing share of it is old enough.
        last_days: Age of its oldest record.
    """

    name: str
    curve: IncidenceCurve
    by: tuple[ConversionBy, ...]
    told_days: float
    last_days: float


# Every limit and clock asks for the same rows.
@lru_cache(maxsize=64)
def _touches(cells: FunnelCells, vendor: str | None, month: date | None) -> Sequence[Mapping[str, object]]:
    return chosen_rows(cells.touches, vendor=vendor, month=month)


@lru_cache(maxsize=64)
def _hours(cells: FunnelCells, vendor: str | None, month: date | None) -> Sequence[Mapping[str, object]]:
    return chosen_rows(cells.hours, vendor=vendor, month=month)


@lru_cache(maxsize=512)
def touched_within(
    cells: FunnelCells,
    *,
    clock: Clock,
    limit_days: int,
    level: float,
    vendor: str | None = None,
    month: date | None = None,
) -> AnsweredWithin | None:
    """Share of usable records in the CRM that somebody tried to reach in time; None where nothing can be told.

    Both clocks start on the day of delivery: a CRM seldom knows at what time of the day a file came.
    """
    rows = _touches(cells, vendor, month)
    if not rows or not cells.sight.has_crm_outcomes:
        return None
    return answered_within(
        24 * _numbers(rows, clock),
        _numbers(rows, "touched").astype(bool),
        records=_numbers(rows, "records"),
        limit_hours=24.0 * limit_days,
        level=level,
    )


@lru_cache(maxsize=512)
def touched_within_hours(
    cells: FunnelCells,
    *,
    clock: HourClock,
    limit_hours: int,
    level: float,
    vendor: str | None = None,
    month: date | None = None,
) -> AnsweredWithin | None:
    """The same by the hour, from the instant the file came; None where no file and touch have a time of the day.

    Args:
        cells: Everything counted.
        clock: All hours, or those of Monday to Friday.
        limit_hours: At most economics.funnel.MOST_HOURS.
        level: Of the interval.
        vendor: Whose records; None: everybody's.
        month: First day of the delivery month; None: all of them.
    """
    rows = _hours(cells, vendor, month)
    if not rows or not cells.sight.has_crm_outcomes:
        return None
    touched = "touched" if clock == "hours" else "touched_working"
    return answered_within(
        _numbers(rows, clock),
        _numbers(rows, touched).astype(bool),
        records=_numbers(rows, "records"),
        limit_hours=float(limit_hours),
        level=level,
    )


@lru_cache(maxsize=512)
def time_to_touch(cells: FunnelCells, *, vendor: str | None = None) -> RestrictedMean | None:
    """Mean days until somebody tried to reach a usable record, cut off at 90; None without records so old."""
    rows = _touches(cells, vendor, None)
    if not rows or not cells.sight.has_crm_outcomes or _numbers(rows, "days").max() < WITHIN_DAYS:
        return None
    return restricted_mean(
        _numbers(rows, "days"),
        _numbers(rows, "touched").astype(bool),
        within_days=WITHIN_DAYS,
        records=_numbers(rows, "records"),
    )


def meetings_of(cells: FunnelCells, *, vendor: str | None = None, month: date | None = None) -> Meetings:
    """What became of the meetings; one with people of two vendors counts for both."""
    rows = chosen_rows(cells.meetings, vendor=vendor, month=month)
    total = {
        name: sum(int(str(row[name])) for row in rows) for name in ("booked", "future", "held", "no_show", "cancelled")
    }
    return meetings(
        booked=total["booked"],
        future=total["future"],
        held=total["held"],
        no_show=total["no_show"],
        cancelled_by_us=total["cancelled"],
    )


@lru_cache(maxsize=512)
def lateness_of(cells: FunnelCells, *, vendor: str | None = None, month: date | None = None) -> Lateness:
    """How old records were when the vendor delivered them."""
    rows = chosen_rows(cells.lateness, vendor=vendor, month=month)
    dated = [row for row in rows if row["days"] is not None]
    ages, records = _numbers(dated, "days"), _numbers(dated, "records")
    return Lateness(
        records=sum(int(str(row["records"])) for row in rows),
        dated=int(records.sum()),
        median_days=_quantile(ages, records, 0.5),
        slow_days=_quantile(ages, records, 0.9),
        late=sum(int(str(row["late"])) for row in rows),
    )


def cohorts_of(
    cells: OutcomeCells,
    kind: str,
    names: Mapping[str, tuple[str | None, date | None]],
    *,
    horizons: Sequence[int],
    delay: Delay,
    level: float,
    told_share: float,
) -> tuple[Cohort, ...]:
    """Conversion of each cohort by each horizon; a cohort nobody could see an outcome of is left out.

    Args:
        cells: Everything counted.
        kind: Of outcome, as economics_waits.sql has it.
        names: What each cohort is called, with its vendor and the first day of its month; None: all of them.
        horizons: Days after delivery.
        delay: How fast the outcome comes.
        level: Of the intervals.
        told_share: Share of a cohort that must be old enough for its curve to be more than a beginning.
    """
    found = []
    for name, (vendor, month) in names.items():
        ages = _ages(cells, vendor, month)
        if not ages.size:
            continue
        curve = cells.curve(kind, vendor=vendor, month=month)
        found.append(
            Cohort(
                name=name,
                curve=curve,
                by=tuple(
                    conversion_by(horizon, curve=curve, ages=ages, delay=delay, level=level) for horizon in horizons
                ),
                told_days=float(np.quantile(ages, 1 - told_share, method="inverted_cdf")),
                last_days=float(ages.max()),
            )
        )
    return tuple(found)


def days_without(curve: IncidenceCurve) -> float | None:
    """Mean days without the outcome in the first 90; other ends bring nobody one.  None unless followed that long."""
    if not curve.days.size or curve.days.max() < WITHIN_DAYS:
        return None
    inside = curve.days < WITHIN_DAYS
    edges = np.concatenate([[0.0], curve.days[inside], [WITHIN_DAYS]])
    waiting = np.concatenate([[1.0], 1 - curve.incidence[inside]])
    return float((waiting * np.diff(edges)).sum())


def _ages(cells: OutcomeCells, vendor: str | None, month: date | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Days from delivery to the last day outcomes are known of, one per record of whom one could be known."""
    through = cells.sight.known_through
    if through is None:
        return np.zeros(0)
    ages, records = [], []
    for row in cells.lines.select(["vendor", "delivered_on", "observed"]).to_pylist():
        on = row["delivered_on"]
        if on < through and vendor in {None, row["vendor"]} and month in {None, on.replace(day=1)}:
            ages.append(float((through - on).days))
            records.append(int(row["observed"]))
    return np.repeat(np.asarray(ages, float), np.asarray(records, int))


def _numbers(rows: Sequence[Mapping[str, object]], name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray([float(row[name]) for row in rows], float)  # type: ignore[arg-type]


def _quantile(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
    records: np.ndarray[tuple[int], np.dtype[np.float64]],
    share: float,
) -> int | None:
    if not records.sum():
        return None
    order = np.argsort(values)
    reached = np.cumsum(records[order]) >= share * records.sum()
    return int(values[order][int(np.argmax(reached))])
