"""How long is left, by the contract's own clock; which days are no business days."""

from datetime import UTC, date, datetime

import pytest

from leadaudit.contract.countdown import business_days_left, last_day, left_words, mail_by, mails_due
from leadaudit.contract.deadline import return_deadline
from leadaudit.contract.holidays import easter_sunday, holidays_of
from leadaudit.contract.program import Program, read_program
from leadaudit.errors import FileMistakesError


def program(returns: str, more: str = "") -> Program:
    text = f'id = "spring"\nvendor = "osprelle"\nprice = 48\ncurrency = "USD"\n{more}\n[returns]\n{returns}'
    return read_program(text, where="spring.toml")


def ends_on(bought: Program, delivered_on: date) -> date:
    start = datetime(delivered_on.year, delivered_on.month, delivered_on.day, tzinfo=UTC)
    end = return_deadline(bought, delivered_on=delivered_on, received_at=None, generated_at=start)
    assert end is not None
    assert last_day(bought, end.at) == end.last_on
    return end.last_on


@pytest.mark.parametrize(
    ("returns", "more", "delivered_on", "last_on"),
    [
        # Three days over a month end, and over a weekend: calendar days do not care.
        ("window = 3", "", date(2026, 1, 30), date(2026, 2, 2)),
        # Friday plus three business days is Wednesday.
        ('window = 3\nunit = "business_days"', "", date(2026, 1, 30), date(2026, 2, 4)),
        # Thursday before Good Friday 2026: Friday and Monday are holidays in Germany, not in the United States.
        ('window = 1\nunit = "business_days"', 'holiday_countries = ["DE"]', date(2026, 4, 2), date(2026, 4, 7)),
        ('window = 1\nunit = "business_days"', 'holiday_countries = ["US"]', date(2026, 4, 2), date(2026, 4, 3)),
        # Over the end of a year: 1 January of the next one is a holiday too.
        ('window = 2\nunit = "business_days"', 'holiday_countries = ["DE"]', date(2026, 12, 30), date(2027, 1, 4)),
        ('window = 5\nclock = "month_end"', "", date(2026, 2, 3), date(2026, 3, 5)),
        ('window = 5\nunit = "day_of_next_month"', "", date(2026, 12, 3), date(2027, 1, 5)),
        ("window = 3", 'time_zone = "America/New_York"', date(2026, 3, 6), date(2026, 3, 9)),
    ],
)
def test_the_last_day_to_claim(returns: str, more: str, delivered_on: date, last_on: date) -> None:
    assert ends_on(program(returns, more), delivered_on) == last_on


def test_a_day_ends_at_midnight_of_the_programs_zone_also_when_the_clocks_change() -> None:
    bought = program("window = 3", 'time_zone = "America/New_York"')
    start = datetime(2026, 3, 6, tzinfo=UTC)
    end = return_deadline(bought, delivered_on=start.date(), received_at=None, generated_at=start)
    assert end is not None
    assert end.at == datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("returns", "as_of", "words"),
    [
        ("window = 5", date(2026, 11, 2), "2 days, until 4 Nov 2026"),
        ("window = 5", date(2026, 11, 3), "1 day, until 4 Nov 2026"),
        ("window = 5", date(2026, 11, 4), "today is the last day"),
        ("window = 5", date(2026, 11, 5), "missed since 4 Nov 2026"),
        ('window = 3\nunit = "business_days"', date(2026, 10, 31), "3 business days with today, until 4 Nov 2026"),
    ],
)
def test_the_countdown_speaks_the_contracts_own_clock(returns: str, as_of: date, words: str) -> None:
    assert left_words(program(returns), last_on=date(2026, 11, 4), deadline_at=None, as_of=as_of) == words


def test_a_window_in_hours_says_the_hour() -> None:
    bought = program('window = 72\nunit = "hours"', 'time_zone = "Europe/London"')
    at = datetime(2026, 7, 4, 9, 30, tzinfo=UTC)
    said = left_words(bought, last_on=last_day(bought, at), deadline_at=at, as_of=date(2026, 7, 2))
    assert said == "until 4 Jul 2026, 10:30 Europe/London"


def test_business_days_left_leave_out_weekends_and_holidays() -> None:
    bought = program('window = 3\nunit = "business_days"', "holidays = [2026-11-03]")
    assert business_days_left(bought, as_of=date(2026, 10, 30), last_on=date(2026, 11, 4)) == 3


def test_the_first_mail_goes_out_a_day_before_bounces_can_no_longer_be_claimed() -> None:
    bought = program("window = 5")
    assert mail_by(bought, delivered_on=date(2026, 11, 1), received_at=None) == date(2026, 11, 5)
    came = [("osprelle-1", bought, date(2026, 11, 1), None), ("osprelle-0", bought, date(2026, 10, 1), None)]
    assert mails_due(came, as_of=date(2026, 11, 5)) == [
        (date(2026, 11, 5), "osprelle-1: send the first mail by 5 Nov 2026; later bounces cannot be claimed.")
    ]
    assert mails_due(came, as_of=date(2026, 11, 6)) == []


@pytest.mark.parametrize("returns", ['window = 5\nrefused = ["bounced"]', "", 'window = 5\nclock = "generated"'])
def test_no_first_mail_where_bounces_are_not_taken_back_or_no_day_is_known(returns: str) -> None:
    assert mail_by(program(returns), delivered_on=date(2026, 11, 1), received_at=None) is None


def test_holidays_move_as_each_country_moves_them() -> None:
    # Independence Day 2026 is a Saturday; Boxing Day 2026 is one too.
    assert date(2026, 7, 3) in holidays_of("US", 2026)
    assert date(2026, 12, 28) in holidays_of("GB", 2026)
    assert date(2026, 12, 28) not in holidays_of("DE", 2026)
    # 1 January 2028 is a Saturday: the Americans keep it on the last day of 2027.
    assert date(2027, 12, 31) in holidays_of("US", 2027)
    assert {date(2026, 5, 14), date(2026, 5, 25), date(2026, 10, 3)} <= holidays_of("DE", 2026)


@pytest.mark.parametrize(("year", "on"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25))])
def test_easter_sunday(year: int, on: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *on)


def test_a_country_whose_holidays_are_not_known_is_refused() -> None:
    with pytest.raises(FileMistakesError) as caught:
        program("window = 5", 'holiday_countries = ["XX"]')
    assert "is 'XX', whose holidays we do not know. Use US, GB," in str(caught.value)


@pytest.mark.parametrize(
    ("specs", "mistake"),
    [
        (
            "[[spec]]\n[[spec]]\n",
            "two specs bind without a date, and only one can. Give one of them another confirmed_at.",
        ),
        (
            "[[spec]]\nconfirmed_at = 2026-01-10\n",
            "no spec binds from start_on 2026-01-05 until 2026-01-11 00:00. Give the first one an earlier confirmed_at "
            "or binds_from, or leave both out.",
        ),
    ],
)
def test_a_gap_or_an_overlap_in_spec_dates_is_refused(specs: str, mistake: str) -> None:
    text = f'id = "spring"\nvendor = "osprelle"\nprice = 48\ncurrency = "USD"\nstart_on = 2026-01-05\n{specs}'
    with pytest.raises(FileMistakesError) as caught:
        read_program(text, where="spring.toml")
    assert mistake in str(caught.value)
    stored = read_program(text, where="spring.toml", is_stored=True)
    assert stored.spec_problem == mistake
