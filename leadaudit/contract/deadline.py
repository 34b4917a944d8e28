"""Until when a record may be returned.

Day windows end at 24:00 of their last day in the program's time zone, and that day is still within them
(docs/method.md, "What the contract says").
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never

from leadaudit.contract.program import Program
from leadaudit.vocabulary import WindowClock, WindowUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The end of a return window.

    Args:
        at: Instant after which nothing can be returned, UTC.
        last_on: The last day on which something can, in the program's time zone.
    """

    at: datetime
    last_on: date

    def is_open(self, as_of: date) -> bool:
        """Whether a return is still in time on a day; the last day counts."""
        return as_of <= self.last_on


def return_deadline(
    program: Program, *, delivered_on: date, received_at: datetime | None, generated_at: datetime
) -> Deadline | None:
    """The end of the window of one record, or None when the contract names no window.

    Args:
        program: Holds window, unit, clock, time zone, holidays and last day.
        delivered_on: The day the record was delivered.
        received_at: The instant its file was received; used by windows in hours.
        generated_at: When the record was generated; used by the clock ``generated``.
    """
    terms = program.returns
    if terms.window is None:
        return None
    start_on = _start_day(program, delivered_on=delivered_on, generated_at=generated_at)
    match terms.unit:
        case WindowUnit.HOURS:
            started_at = _start_instant(program, start_on, received_at=received_at, generated_at=generated_at)
            at = started_at + timedelta(hours=terms.window)
            return Deadline(at=at, last_on=at.astimezone(program.zone).date())
        case WindowUnit.CALENDAR_DAYS:
            last_on = start_on + timedelta(days=terms.window)
        case WindowUnit.BUSINESS_DAYS:
            last_on = add_business_days(
                start_on,
                terms.window,
                holidays=program.off_days(start_on.year, start_on.year + 1 + terms.window // 200),
            )
        case WindowUnit.DAY_OF_NEXT_MONTH:
            last_on = _day_of_next_month(start_on, terms.window)
        case _:
            assert_never(terms.unit)
    return Deadline(at=_midnight_after(program, last_on), last_on=last_on)


def add_business_days(start_on: date, days: int, *, holidays: frozenset[date]) -> date:
    """The day ``days`` business days after ``start_on``: Monday to Friday, less the holidays."""
    last_on = start_on
    for _ in range(days):
        last_on += timedelta(days=1)
        while not is_business_day(last_on, holidays):
            last_on += timedelta(days=1)
    return last_on


def is_business_day(day: date, holidays: frozenset[date]) -> bool:
    """Whether a day is one of Monday to Friday and no holiday."""
    return day.weekday() < calendar.SATURDAY and day not in holidays


def _start_day(program: Program, *, delivered_on: date, generated_at: datetime) -> date:
    match program.returns.clock:
        case WindowClock.DELIVERY:
            return delivered_on
        case WindowClock.MONTH_END:
            return delivered_on.replace(day=calendar.monthrange(delivered_on.year, delivered_on.month)[1])
        case WindowClock.PROGRAM_END:
            return program.end_on or delivered_on
        case WindowClock.GENERATED:
            return generated_at.date()
        case _:
            assert_never(program.returns.clock)


def _start_instant(
    program: Program, start_on: date, *, received_at: datetime | None, generated_at: datetime
) -> datetime:
    """Where an hours window starts: the exact instant where one is known, else the start of the day.

    The start of the day is the earlier reading: a claim that keeps it is in time under any other.  A month or
    a program ends when its last day does.
    """
    match program.returns.clock:
        case WindowClock.GENERATED:
            return generated_at
        case WindowClock.MONTH_END | WindowClock.PROGRAM_END:
            return _midnight_after(program, start_on)
        case WindowClock.DELIVERY:
            known = received_at is not None and start_on in {
                received_at.astimezone(program.zone).date(),
                received_at.astimezone(UTC).date(),
            }
            return received_at if known and received_at is not None else _midnight(program, start_on)
        case _:
            assert_never(program.returns.clock)


def _day_of_next_month(start_on: date, day: int) -> date:
    first = (start_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first.replace(day=min(max(day, 1), calendar.monthrange(first.year, first.month)[1]))


def _midnight(program: Program, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=program.zone).astimezone(UTC)


def _midnight_after(program: Program, day: date) -> datetime:
    return _midnight(program, day + timedelta(days=1))
