"""The last moment of a return, across weekends, month ends, holidays and time zones."""

from datetime import UTC, date, datetime

import pytest

from leadaudit.contract.deadline import Deadline, add_business_days, return_deadline
from tests.contract.contract_records import program


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


RECEIVED = at(2026, 4, 3, 15, 30)
GENERATED = at(2026, 3, 30, 8)
FRIDAY = date(2026, 4, 3)  # Good Friday


def ends(
    returns: str,
    *,
    head: str = "",
    delivered_on: date = FRIDAY,
    received_at: datetime | None = RECEIVED,
    generated_at: datetime = GENERATED,
) -> Deadline:
    deadline = return_deadline(
        program(f"{head}\n[returns]\n{returns}"),
        delivered_on=delivered_on,
        received_at=received_at,
        generated_at=generated_at,
    )
    assert deadline is not None
    return deadline


@pytest.mark.parametrize(
    ("returns", "head", "delivered_on", "end"),
    [
        pytest.param("window = 5", "", FRIDAY, at(2026, 4, 9), id="calendar days end at midnight after the last"),
        pytest.param("window = 0", "", FRIDAY, at(2026, 4, 4), id="no day is the day itself"),
        pytest.param('window = 3\nunit = "business_days"', "", FRIDAY, at(2026, 4, 9), id="a weekend between"),
        pytest.param(
            'window = 3\nunit = "business_days"',
            "holidays = [2026-04-06]",
            FRIDAY,
            at(2026, 4, 10),
            id="Easter Monday is none",
        ),
        pytest.param('window = 1\nunit = "business_days"', "", date(2026, 4, 4), at(2026, 4, 7), id="from a Saturday"),
        pytest.param(
            'window = 10\nclock = "month_end"', "", date(2026, 2, 3), at(2026, 3, 11), id="from the month's end"
        ),
        pytest.param('window = 10\nclock = "month_end"', "", date(2028, 2, 29), at(2028, 3, 11), id="in a leap year"),
        pytest.param('window = 5\nunit = "day_of_next_month"', "", date(2026, 1, 31), at(2026, 2, 6), id="by the 5th"),
        pytest.param(
            'window = 31\nunit = "day_of_next_month"', "", date(2026, 1, 31), at(2026, 3, 1), id="by the 31st"
        ),
        pytest.param(
            'window = 5\nunit = "day_of_next_month"', "", date(2026, 12, 1), at(2027, 1, 6), id="over the year"
        ),
        pytest.param(
            'window = 7\nunit = "business_days"\nclock = "program_end"',
            "end_on = 2026-04-30",
            FRIDAY,
            at(2026, 5, 12),
            id="from the program's end",
        ),
        pytest.param('window = 2\nclock = "generated"', "", FRIDAY, at(2026, 4, 2), id="from the day it was generated"),
        pytest.param(
            "window = 1",
            'time_zone = "Europe/Berlin"',
            date(2026, 3, 28),
            at(2026, 3, 29, 22),
            id="the night summer time begins",
        ),
        pytest.param("window = 1", 'time_zone = "America/New_York"', FRIDAY, at(2026, 4, 5, 4), id="west of Greenwich"),
    ],
)
def test_a_day_window_ends_at_midnight_of_the_programs_zone(
    returns: str, head: str, delivered_on: date, end: datetime
) -> None:
    assert ends(returns, head=head, delivered_on=delivered_on).at == end


def test_hours_run_from_the_instant_of_receipt() -> None:
    assert ends('window = 72\nunit = "hours"').at == at(2026, 4, 6, 15, 30)


def test_hours_run_from_the_start_of_the_day_where_the_receipt_is_of_another() -> None:
    deadline = ends('window = 48\nunit = "hours"', delivered_on=date(2026, 4, 1))
    assert deadline.at == at(2026, 4, 3)
    assert ends('window = 48\nunit = "hours"', received_at=None).at == at(2026, 4, 5)


def test_hours_from_generation_run_from_its_instant() -> None:
    assert ends('window = 48\nunit = "hours"\nclock = "generated"').at == at(2026, 4, 1, 8)


def test_the_last_day_is_in_time_and_the_next_is_not() -> None:
    deadline = ends("window = 5", head='time_zone = "America/New_York"')
    assert (deadline.is_open(date(2026, 4, 8)), deadline.is_open(date(2026, 4, 9))) == (True, False)


def test_a_contract_without_a_window_has_no_deadline() -> None:
    found = return_deadline(program(), delivered_on=FRIDAY, received_at=None, generated_at=at(2026, 4, 3))
    assert found is None


def test_business_days_skip_weekends_and_holidays_in_a_row() -> None:
    holidays = frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 28)})
    assert add_business_days(date(2026, 12, 23), 2, holidays=holidays) == date(2026, 12, 30)
