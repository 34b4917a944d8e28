from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts.dates import DateDecision, DateFact, decide_date_order, parse_date
from leadaudit.vocabulary import DateOrder, ValueStatus

ORDERS = st.sampled_from([None, *DateOrder])


@given(st.text() | st.from_regex(r"[0-9./:T +Z-]{0,30}", fullmatch=True), ORDERS)
def test_any_text_gets_an_answer(text: str, order: DateOrder | None) -> None:
    assert isinstance(parse_date(text, order), DateFact)


@given(st.lists(st.text() | st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/(20)?[0-9]{2}", fullmatch=True)))
def test_any_column_gets_a_decision_and_order_of_values_does_not_matter(values: list[str]) -> None:
    decision = decide_date_order(values)
    assert isinstance(decision, DateDecision)
    assert decide_date_order(values[::-1]).order == decision.order


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), ORDERS)
def test_a_day_written_the_iso_way_is_that_day_in_every_column(day: date, order: DateOrder | None) -> None:
    if day != date(1970, 1, 1):
        assert parse_date(day.isoformat(), order) == DateFact(on=day)


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2030, 12, 31)), min_size=1),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m/%d/%y"]),
)
def test_a_column_is_read_back_as_written_or_asked_about(days: list[date], written: str) -> None:
    values = [day.strftime(written) for day in days]
    decision = decide_date_order(values)
    if decision.ambiguous:
        assert decision.order is None
        assert len(decision.readings) == 2
    else:
        assert [parse_date(value, decision.order).on for value in values] == days


@pytest.mark.parametrize(
    ("values", "order", "ambiguous"),
    [
        (["13/04/2025", "05/06/2025"], DateOrder.DMY, False),
        (["04/13/2025", "05/06/2025"], DateOrder.MDY, False),
        (["03/04/2025", "05/06/2025"], None, True),
        (["03.04.2025", "05.06.2025"], DateOrder.DMY, False),
        (["04/04/2025", "05/05/2025"], DateOrder.DMY, False),
        (["2025-04-03", "2025-04-13T10:00:00Z"], DateOrder.YMD, False),
        (["20250403", "-"], DateOrder.YMD, False),
        (["45231", "45232.5"], DateOrder.SERIAL, False),
        (["1762166100", "1762166100123"], DateOrder.EPOCH, False),
        (["3 Nov 2025", "Nov 4, 2025"], DateOrder.WORDS, False),
        (["13/04/2025", "2025-04-14", "45231"], DateOrder.DMY, False),
        (["13/04/2025", "04/13/2025", "05/06/2025"], None, True),
        (["13/04/2025", "04/13/2025"], DateOrder.DMY, False),
        (["blue", "green"], None, False),
        ([], None, False),
        (["n/a", "-"], None, False),
    ],
)
def test_the_order_is_decided_over_the_whole_column(
    values: list[str], order: DateOrder | None, ambiguous: bool
) -> None:
    decision = decide_date_order(values)
    assert (decision.order, decision.ambiguous) == (order, ambiguous)


def test_an_ambiguous_column_shows_one_value_in_both_readings() -> None:
    decision = decide_date_order(["03/04/2025"])
    assert decision.readings == (
        (DateOrder.DMY, "03/04/2025 is 3 April 2025"),
        (DateOrder.MDY, "03/04/2025 is 4 March 2025"),
    )
    assert decision.reason == "none of 1 values has a number above 12 to tell day from month"


def test_two_orders_in_one_column_are_named_with_their_numbers() -> None:
    decision = decide_date_order(["13/04/2025", "14/04/2025", "04/15/2025", "05/06/2025", "2025-01-01"])
    assert decision.reason == (
        "two orders in one column: 2 of 4 values can only be day first, such as '13/04/2025', "
        "1 only month first, such as '04/15/2025', 1 could be either; 1 of 5 values are written another way"
    )


def test_one_slip_in_a_long_column_does_not_make_it_mixed() -> None:
    values = [f"{day}/04/2025" for day in range(13, 31)] * 6 + ["04/13/2025", "05/06/2025"]
    assert decide_date_order(values).order == DateOrder.DMY
    fact = parse_date("04/13/2025", DateOrder.DMY)
    assert (fact.on, fact.status, fact.check) == (date(2025, 4, 13), ValueStatus.DOUBTFUL, "date.other-order")


def test_a_value_of_two_readings_is_never_guessed() -> None:
    fact = parse_date("03/04/2025", None)
    assert (fact.on, fact.status, fact.check) == (None, ValueStatus.DOUBTFUL, "date.order-unknown")
    assert fact.args == (("value", "03/04/2025"), ("dmy", "3 April 2025"), ("mdy", "4 March 2025"))
    assert parse_date("03/04/2025", DateOrder.DMY).on == date(2025, 4, 3)
    assert parse_date("03/04/2025", DateOrder.MDY).on == date(2025, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-03",
        "2025/11/3",
        "2025.11.03",
        "20251103",
        "03.11.2025",
        "3. 11. 2025",
        "3 Nov 2025",
        "03-Nov-25",
        "Nov 3, 2025",
        "Nov. 3rd, 2025",
        "Monday, November 3, 2025",
        "3. November 2025",
        "Mo., 3. Nov. 2025",
        "3 novembre 2025",
        "le 3 novembre 2025",
        "3 de noviembre de 2025",
        "2025 Nov 3",
        "Mon Nov 03 2025",
        "2025-11-03 10:15",
        "3.11.2025 um 14:30 Uhr",
        "3.11.2025, 14.30 Uhr",
    ],
)
def test_a_day_is_read_in_every_writing(text: str) -> None:
    assert parse_date(text, None) == DateFact(on=date(2025, 11, 3))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1 März 2025", 3),
        ("1 février 2025", 2),
        ("1 août 2025", 8),
        ("1 Dezember 2025", 12),
        ("1 de enero de 2025", 1),
        ("1 Mai 2025", 5),
        ("1er juillet 2025", 7),
    ],
)
def test_months_are_known_in_several_languages(text: str, month: int) -> None:
    assert parse_date(text, None).on == date(2025, month, 1)


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("2025-11-03T10:15:00Z", date(2025, 11, 3), datetime(2025, 11, 3, 10, 15, tzinfo=UTC)),
        ("2025-11-03T23:15:00-05:00", date(2025, 11, 4), datetime(2025, 11, 4, 4, 15, tzinfo=UTC)),
        ("2025-11-03 00:30:00.5+02:00", date(2025, 11, 2), datetime(2025, 11, 2, 22, 30, tzinfo=UTC)),
        ("2025-11-03 23:15 -0500", date(2025, 11, 4), None),
        ("2025-11-03 23:15:09", date(2025, 11, 3), datetime(2025, 11, 3, 23, 15, 9, tzinfo=UTC)),
        ("2025-11-03 23:15:09 EST", date(2025, 11, 4), datetime(2025, 11, 4, 4, 15, 9, tzinfo=UTC)),
        ("2025-11-03 23:15:09 IST", date(2025, 11, 3), None),
        ("2025-11-03 11:15:09 PM", date(2025, 11, 3), datetime(2025, 11, 3, 23, 15, 9, tzinfo=UTC)),
        ("2025-11-03 12:15:09 am", date(2025, 11, 3), datetime(2025, 11, 3, 0, 15, 9, tzinfo=UTC)),
        ("1762166100", date(2025, 11, 3), datetime(2025, 11, 3, 10, 35, tzinfo=UTC)),
        ("20251103101500", date(2025, 11, 3), datetime(2025, 11, 3, 10, 15, tzinfo=UTC)),
    ],
)
def test_an_offset_moves_the_day_to_utc_and_only_seconds_make_an_instant(
    text: str, on: date, at: datetime | None
) -> None:
    fact = parse_date(text, None)
    assert (fact.on, fact.at) == (on, at)


def test_a_spreadsheet_day_number_is_the_day_it_counts() -> None:
    assert parse_date("45231", DateOrder.SERIAL) == DateFact(on=date(2023, 11, 1))
    assert parse_date("45231.75", DateOrder.SERIAL).on == date(2023, 11, 1)
    assert parse_date("45231", DateOrder.MDY).check == "date.other-order"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("31/02/2025", "date.impossible"),
        ("2025-13-01", "date.impossible"),
        ("1899-12-31", "date.implausible"),
        ("2150-01-01", "date.implausible"),
        ("1970-01-01", "date.implausible"),
        ("blue", "date.not-a-date"),
        ("2025-11-03 25:61", "date.not-a-date"),
        ("03/11", "date.not-a-date"),
    ],
)
def test_what_is_no_day_is_named(text: str, check: str) -> None:
    fact = parse_date(text, DateOrder.DMY)
    assert (fact.on, fact.status, fact.check) == (None, ValueStatus.UNUSABLE, check)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Nov 2025", date(2025, 11, 1)),
        ("2025-11", date(2025, 11, 1)),
        ("11/2025", date(2025, 11, 1)),
        ("2021", date(2021, 1, 1)),
        ("März 2024", date(2024, 3, 1)),
    ],
)
def test_a_month_or_year_alone_is_its_first_day_with_doubt(text: str, on: date) -> None:
    fact = parse_date(text, None)
    assert (fact.on, fact.status, fact.check) == (on, ValueStatus.DOUBTFUL, "date.no-day")


@pytest.mark.parametrize("text", ["", "-", "n/a", "0000-00-00", "00/00/0000"])
def test_nothing_delivered_is_missing(text: str) -> None:
    assert parse_date(text, DateOrder.DMY) == DateFact(status=ValueStatus.MISSING)


def read_the_long_way(text: str) -> tuple[object, ...]:
    fact = parse_date(f"{text} ", None)
    return fact.on, fact.at, fact.status, fact.check


@given(st.datetimes(), st.sampled_from([" ", "T"]), st.sampled_from(["", "Z"]))
def test_the_short_way_answers_as_the_long_way_does(moment: datetime, separator: str, zone: str) -> None:
    text = moment.isoformat(sep=separator, timespec="seconds") + zone
    for written in (text, text[:10]):
        fact = parse_date(written, None)
        assert (fact.on, fact.at, fact.status, fact.check) == read_the_long_way(written)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2025-11-03 24:00:00", "2025-11-03 23:60:00", "2025-11-03T23:59:60", "٢٠٢٥-11-03"]
)
def test_what_looks_plain_and_is_not_goes_the_long_way(text: str) -> None:
    fact = parse_date(text, None)
    assert (fact.on, fact.at, fact.status, fact.check) == read_the_long_way(text)


YEAR_FIRST = ["26/11/21", "26/11/02", "26/10/30", "25/12/17", "26/01/09"]


def test_a_short_year_stands_first_where_the_column_proves_it() -> None:
    decision = decide_date_order(YEAR_FIRST)
    assert (decision.order, decision.ambiguous) == (DateOrder.YMD, False)
    assert decision.reason == "5 of 5 values make sense only with the year first, such as '26/11/21'"
    assert [parse_date(value, decision.order).on for value in YEAR_FIRST[:2]] == [date(2026, 11, 21), date(2026, 11, 2)]
    assert parse_date("26-11-21 14:05", DateOrder.YMD).on == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["21/11/26", "02/11/26", "30/10/26", "17/12/25", "09/01/26"], DateOrder.DMY),
        (["11/21/26", "11/02/26", "10/30/26", "12/17/25", "01/09/26"], DateOrder.MDY),
        (["26.11.21", "26.11.02", "26.10.30", "25.12.17", "26.01.09"], DateOrder.DMY),
        (YEAR_FIRST[:4], DateOrder.DMY),
        ([*YEAR_FIRST, "13/11/2026", "14/11/2026"], DateOrder.DMY),
        (["99/11/21", "98/10/30"], DateOrder.YMD),
    ],
)
def test_a_short_year_stands_last_unless_the_column_proves_the_contrary(values: list[str], order: DateOrder) -> None:
    assert decide_date_order(values).order is order


def test_without_a_proven_order_a_short_date_is_read_as_before() -> None:
    assert parse_date("26/11/21", DateOrder.DMY).on == date(2021, 11, 26)
    assert parse_date("26/11/21", None).on == date(2021, 11, 26)
