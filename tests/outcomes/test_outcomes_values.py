"""What one cell of a CRM export says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from leadaudit.outcomes.crm_values import (
    amount_of,
    canonical_id,
    emails_of,
    has_decimal_comma,
    ids_of,
    is_spoiled_id,
    moment_of,
    yes_or_no,
)
from leadaudit.vocabulary import DateOrder


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0035fd3lSt53gXcAII", "0035fd3lSt53gXc"),
        ("0035fd3lSt53gXc", "0035fd3lSt53gXc"),
        # eighteen characters that do not repeat their capitals are an id of another system
        ("0035fd3lSt53gXcAAA", "0035fd3lSt53gXcAAA"),
        (" 4711.0 ", "4711"),
        ("51.20", "51.20"),
        ("-", None),
        ("5.1E+10", None),
        ("", None),
    ],
)
def test_an_id_is_the_same_however_an_export_writes_it(text: str, found: str | None) -> None:
    assert canonical_id(text) == found


def test_an_id_that_a_spreadsheet_shortened_is_known() -> None:
    assert is_spoiled_id("5.1E+10")
    assert not is_spoiled_id("51E10")


def test_several_ids_stand_in_one_cell_with_or_without_the_moment_of_their_merging() -> None:
    assert ids_of("51; 52;51") == ("51", "52")
    assert ids_of("51:1700000000000;52:1700000000001") == ("51", "52")


def test_addresses_are_found_among_names_and_compared_as_those_of_records_are() -> None:
    assert emails_of("Ada Brook <Ada.Brook@Northwell.example>, ben@castle.example") == (
        "ada.brook@northwell.example",
        "ben@castle.example",
    )
    assert emails_of("nobody") == ()


def test_a_time_of_day_makes_an_instant_and_its_offset_the_day() -> None:
    found = moment_of("2026-03-05 23:30 -05:00", DateOrder.YMD)
    assert (found.on, found.at) == (date(2026, 3, 6), datetime(2026, 3, 6, 4, 30, tzinfo=UTC))
    assert moment_of("05.03.2026 09:15", DateOrder.DMY).at == datetime(2026, 3, 5, 9, 15, tzinfo=UTC)
    assert moment_of("03/05/2026", DateOrder.MDY).on == date(2026, 3, 5)
    assert moment_of("03/05/2026", DateOrder.MDY).at is None


def test_what_is_no_day_is_wrong_and_nothing_is_not() -> None:
    assert moment_of("soon", DateOrder.YMD).is_wrong
    assert not moment_of("", DateOrder.YMD).is_wrong


@pytest.mark.parametrize(
    ("text", "comma", "number", "currency"),
    [
        ("1,234.50", False, "1234.50", None),
        ("1.234,50", True, "1234.50", None),
        ("EUR 12.000", True, "12000", "EUR"),
        ("$5,000.00", False, "5000.00", "USD"),
        ("(62.00)", False, "-62.00", None),
        ("-62", False, "-62", None),
        ("1.234.567", False, "1234567", None),
    ],
)
def test_an_amount_is_read_with_its_sign_and_currency(
    text: str, comma: bool, number: str, currency: str | None
) -> None:
    found = amount_of(text, decimal_comma=comma)
    assert (found.number, found.currency) == (Decimal(number), currency)


def test_what_is_no_amount_is_wrong_and_nothing_is_not() -> None:
    assert amount_of("to be agreed", decimal_comma=False).is_wrong
    assert amount_of("", decimal_comma=False).number is None
    assert not amount_of("-", decimal_comma=False).is_wrong


def test_only_a_column_tells_a_comma_of_cents_from_one_of_thousands() -> None:
    assert has_decimal_comma(["12,50", "1.000"])
    assert not has_decimal_comma(["12,500", "1,000"])


def test_a_tick_says_yes() -> None:
    assert yes_or_no("TRUE") is True
    assert yes_or_no("0") is False
    assert yes_or_no("maybe so") is None
