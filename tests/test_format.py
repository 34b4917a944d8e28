from datetime import date

import pytest

from leadaudit.format import count, day, exact_money, interval, money, percent, plural, share


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (1_526_400, "USD", "15,264 USD"),
        (6551, "USD", "65.51 USD"),
        (4800, "USD", "48 USD"),
        (9999, "EUR", "99.99 EUR"),
        (10_050, "EUR", "100 EUR"),
        (10_150, "EUR", "102 EUR"),
        (0, "GBP", "0 GBP"),
        (816, "JPY", "816 JPY"),
        (-4550, "USD", "-45.50 USD"),
        (None, "USD", "–"),
    ],
)
def test_money_is_rounded_above_a_hundred_only(minor: int | None, currency: str, words: str) -> None:
    assert money(minor, currency) == words


def test_money_that_must_add_up_keeps_its_cents() -> None:
    assert exact_money(10_049, "EUR") == "100.49 EUR"


def test_a_share_shows_both_its_numbers() -> None:
    assert share(61, 412) == "61 of 412 (15 %)"
    assert share(0, 412) == "0 of 412 (0 %)"
    assert share(412, 412) == "412 of 412 (100 %)"
    assert share(0, 0) == "0 of 0"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(0.5, "50 %"), (0.081, "8.1 %"), (0.0004, "under 0.1 %"), (0.999, "99 %"), (1, "100 %"), (0, "0 %"), (None, "–")],
)
def test_percent_never_rounds_to_all_or_nothing(ratio: float | None, words: str) -> None:
    assert percent(ratio) == words


def test_words_around_numbers() -> None:
    assert interval("590", "1,180") == "590 to 1,180"
    assert interval("590", None) == "at least 590"
    assert day(date(2026, 11, 3)) == "3 November 2026"
    assert day(None) == "not given"
    assert (plural(1, "line"), plural(1318, "line"), plural(2, "delivery", "deliveries")) == (
        "1 line",
        "1,318 lines",
        "2 deliveries",
    )
    assert count(1234) == "1,234"
