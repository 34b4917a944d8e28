"""How long is left to claim, by the contract's own clock, and by when a first mail must go out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from leadaudit.contract.deadline import is_business_day, return_deadline
from leadaudit.contract.program import Program
from leadaudit.contract.terms import day_words
from leadaudit.contract.verdict import returnable_reasons
from leadaudit.vocabulary import ReasonCode, WindowClock, WindowUnit

# A mail that cannot be delivered comes back within a day unless the server asks to try again later (RFC 5321, 4.5.4.1).
BOUNCES_WITHIN: Final = timedelta(days=1)


def last_day(program: Program, deadline_at: datetime) -> date:
    """The last day on which a claim is in time, in the program's time zone; at midnight it is the day before."""
    instant = deadline_at if program.returns.unit is WindowUnit.HOURS else deadline_at - timedelta(microseconds=1)
    return instant.astimezone(program.zone).date()


def business_days_left(program: Program, *, as_of: date, last_on: date) -> int:
    """Business days from a day to the last one, both counted."""
    days = (as_of + timedelta(days=number) for number in range((last_on - as_of).days + 1))
    return sum(is_business_day(day, program.off_days(as_of.year, last_on.year)) for day in days)


def left_words(program: Program, *, last_on: date | None, deadline_at: datetime | None, as_of: date) -> str:
    """The countdown as people read it, by the clock the contract names."""
    if last_on is None:
        return "no window agreed"
    if last_on < as_of:
        return f"missed since {day_words(last_on)}"
    if program.returns.unit is WindowUnit.HOURS and deadline_at is not None:
        at = deadline_at.astimezone(program.zone)
        return f"until {day_words(at.date())}, {at:%H:%M} {program.time_zone}"
    if last_on == as_of:
        return "today is the last day"
    if program.returns.unit is WindowUnit.BUSINESS_DAYS:
        left = business_days_left(program, as_of=as_of, last_on=last_on)
        return f"{left} business {'day' if left == 1 else 'days'} with today, until {day_words(last_on)}"
    left = (last_on - as_of).days
    return f"{left} {'day' if left == 1 else 'days'}, until {day_words(last_on)}"


def mail_by(program: Program, *, delivered_on: date, received_at: datetime | None) -> date | None:
    """The last day on which a first mail may go out so that what bounces can still be claimed.

    None when the contract does not take bounces back, names no window, or counts each record's window for itself.
    """
    if ReasonCode.BOUNCED not in returnable_reasons(program) or program.returns.clock is WindowClock.GENERATED:
        return None
    start = datetime(delivered_on.year, delivered_on.month, delivered_on.day, tzinfo=UTC)
    end = return_deadline(program, delivered_on=delivered_on, received_at=received_at, generated_at=start)
    return None if end is None else end.last_on - BOUNCES_WITHIN


def mail_words(delivery: str, by: date) -> str:
    """The sentence that goes with it."""
    return f"{delivery}: send the first mail by {day_words(by)}; later bounces cannot be claimed."


def mails_due(
    deliveries: Iterable[tuple[str, Program, date, datetime | None]], *, as_of: date
) -> list[tuple[date, str]]:
    """Deliveries whose first mail is still in time, with the day, the most urgent first.

    Args:
        deliveries: Id, program, day and instant of arrival of each.
        as_of: The day it is asked.
    """
    found = []
    for delivery, program, delivered_on, received_at in deliveries:
        by = mail_by(program, delivered_on=delivered_on, received_at=received_at)
        if by is not None and by >= as_of:
            found.append((by, mail_words(delivery, by)))
    return sorted(found)
