import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts.size import SizeFact, parse_employees, parse_revenue
from leadaudit.vocabulary import ValueStatus


@given(
    st.text() | st.text("0123456789.,'+-<> kmMbilOct$€to", max_size=20),
    st.sampled_from(["", "Revenue ($M)", "Umsatz in Tsd. EUR"]) | st.text(),
)
def test_any_text_gets_an_answer(text: str, header: str) -> None:
    assert isinstance(parse_employees(text), SizeFact)
    assert isinstance(parse_revenue(text, header), SizeFact)


@given(st.integers(1, 5_000_000), st.integers(1, 5_000_000))
def test_a_band_written_out_is_read_back(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert (parse_employees(f"{low}-{high}").low, parse_employees(f"{low:,} to {high:,}").high) == (low, high)
    assert parse_employees(str(low)) == SizeFact(low=low, high=low)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("51-200", 51, 200),
        ("1,001 – 5,000", 1001, 5000),
        ("1.001-5.000", 1001, 5000),
        ("51 - 200 employees", 51, 200),
        ("10000+", 10000, None),
        ("10,000 or more", 10000, None),
        ("> 500", 501, None),
        (">=500", 500, None),
        ("more than 500", 501, None),
        ("über 1.000", 1001, None),
        ("unter 50", 1, 49),
        ("< 50", 1, 49),
        ("up to 50", 1, 50),
        ("5k-10k", 5000, 10000),
        ("5-10k", 5000, 10000),
        ("1.5k", 1500, 1500),
        ("eleven to fifty", 11, 50),
        ("twenty-five", 25, 25),
        ("two hundred", 200, 200),
        ("twenty - fifty", 20, 50),
        ("Myself only", 1, 1),
        ("250", 250, 250),
        ("1,234", 1234, 1234),
        ("1'234", 1234, 1234),
        ("100 000", 100000, 100000),
        ("12.0", 12, 12),
        ("ca. 500", 500, 500),
        ("zwischen 11 und 50", 11, 50),
        ("de 11 à 50", 11, 50),
        ("Enterprise (1000+)", 1000, None),
        ("Small: 1-50", 1, 50),
        ("100-250 Mitarbeiter", 100, 250),
    ],
)
def test_employees_are_read_in_every_writing(text: str, low: int, high: int | None) -> None:
    assert parse_employees(text) == SizeFact(low=low, high=high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Oct-50", 10, 50),
        ("Nov-50", 11, 50),
        ("2-Oct", 2, 10),
        ("10-Feb", 2, 10),
        ("1-Okt", 1, 10),
        ("1950-11-01 00:00:00", 11, 50),
        ("2025-02-10", 2, 10),
        ("2/10/2025", 2, 10),
    ],
)
def test_a_band_that_a_spreadsheet_made_a_date_is_recovered_with_doubt(text: str, low: int, high: int) -> None:
    fact = parse_employees(text)
    assert (fact.low, fact.high, fact.status, fact.check) == (low, high, ValueStatus.DOUBTFUL, "size.spreadsheet-date")
    assert fact.args == (("value", text), ("understood", f"{low}-{high}"))


def test_a_band_the_wrong_way_round_is_turned_with_doubt() -> None:
    fact = parse_employees("200-51")
    assert (fact.low, fact.high, fact.status, fact.check) == (51, 200, ValueStatus.DOUBTFUL, "size.reversed")


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("SMB", "size.not-a-number"),
        ("-5", "size.not-a-number"),
        ("many", "size.not-a-number"),
        ("0", "size.implausible"),
        ("99999999999", "size.implausible"),
        ("< 1", "size.implausible"),
    ],
)
def test_what_is_no_number_of_people_is_named(text: str, check: str) -> None:
    fact = parse_employees(text)
    assert (fact.low, fact.high, fact.status, fact.check) == (None, None, ValueStatus.UNUSABLE, check)


@pytest.mark.parametrize(
    ("text", "header", "low", "high"),
    [
        ("$1M-$10M", "Revenue", 1_000_000, 10_000_000),
        ("$1-10M", "", 1_000_000, 10_000_000),
        ("$1 mil. to less than $10 mil.", "", 1_000_000, 10_000_000),
        ("Under $500,000", "", 0, 500_000),
        ("Over $5 bil.", "", 5_000_000_000, None),
        ("$500,000 - $1M", "", 500_000, 1_000_000),
        ("1,5 Mio. €", "", 1_500_000, 1_500_000),
        ("€ 2,5 Mrd", "", 2_500_000_000, 2_500_000_000),
        ("1.234 billion", "", 1_234_000_000, 1_234_000_000),
        ("1 crore", "", 10_000_000, 10_000_000),
        ("25", "Revenue ($M)", 25_000_000, 25_000_000),
        ("25.5", "Revenue (in millions)", 25_500_000, 25_500_000),
        ("1500", "Revenue (in 000s USD)", 1_500_000, 1_500_000),
        ("12", "Umsatz in Mio. EUR", 12_000_000, 12_000_000),
        ("5", "CA (k€)", 5_000, 5_000),
        ("50M", "Revenue (US Dollars, million)", 50_000_000, 50_000_000),
        ("$1,000,000.00", "Annual Revenue", 1_000_000, 1_000_000),
        ("100", "Revenue Band", 100, 100),
    ],
)
def test_revenue_is_read_in_whole_units(text: str, header: str, low: int, high: int | None) -> None:
    fact = parse_revenue(text, header)
    assert (fact.low, fact.high, fact.status) == (low, high, ValueStatus.OK)


def test_whole_amounts_under_a_header_of_millions_are_taken_as_written_with_doubt() -> None:
    fact = parse_revenue("5000000", "Revenue ($M)")
    assert (fact.low, fact.high, fact.status, fact.check) == (
        5_000_000,
        5_000_000,
        ValueStatus.DOUBTFUL,
        "size.unit-doubtful",
    )


@pytest.mark.parametrize("text", ["", "-", "n/a", "Select", "undisclosed"])
def test_nothing_delivered_is_missing(text: str) -> None:
    assert parse_employees(text) == SizeFact(status=ValueStatus.MISSING)
    assert parse_revenue(text, "") == SizeFact(status=ValueStatus.MISSING)


@pytest.mark.parametrize(
    ("text", "header", "low", "high", "currency"),
    [
        ("$10M - $50M", "Revenue", 10_000_000, 50_000_000, "USD"),
        ("10-50", "Revenue ($M)", 10_000_000, 50_000_000, "USD"),
        ("10-50", "Umsatz (Mio. €)", 10_000_000, 50_000_000, "EUR"),
        ("€10-50 Mio.", "Umsatz", 10_000_000, 50_000_000, "EUR"),
        ("CHF 2,5 Mio.", "Umsatz ($)", 2_500_000, 2_500_000, "CHF"),
        ("A$ 3 million", "Revenue", 3_000_000, 3_000_000, "AUD"),
        ("R$ 3 milhões", "Revenue", 3_000_000, 3_000_000, "BRL"),
        ("£1bn+", "Turnover", 1_000_000_000, None, "GBP"),
        ("SEK 400 million", "Revenue", 400_000_000, 400_000_000, "SEK"),
        ("under 1 million dollars", "Revenue", 0, 1_000_000, "USD"),
        ("5 million", "Revenue", 5_000_000, 5_000_000, None),
        ("¥5 million", "Revenue", 5_000_000, 5_000_000, None),
        ("$5 million (€4.6 million)", "Revenue", None, None, None),
        ("lots", "Revenue ($M)", None, None, None),
        ("more than one billion euros", "Revenue", 1_000_000_000, None, "EUR"),
        ("500 Millionen bis 1 Milliarde Euro", "Umsatz", 500_000_000, 1_000_000_000, "EUR"),
        ("entre 10 et 50 millions d'euros", "Chiffre d'affaires", 10_000_000, 50_000_000, "EUR"),
        ("de 10 a 50 millones de euros", "Facturación", 10_000_000, 50_000_000, "EUR"),
        ("menos de 1 millón", "Facturación (€)", 0, 1_000_000, "EUR"),
    ],
)
def test_a_revenue_is_read_with_its_currency(
    text: str, header: str, low: int | None, high: int | None, currency: str | None
) -> None:
    fact = parse_revenue(text, header)
    assert (fact.low, fact.high, fact.currency) == (low, high, currency)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("51_200", 51, 200),
        ("size_51_200", 51, 200),
        ("I_51_200", 51, 200),
        ("51to200", 51, 200),
        ("51bis200", 51, 200),
        ("fifty to a hundred", 50, 100),
        ("a thousand", 1000, 1000),
        ("more than one thousand", 1001, None),
        ("51 - 200 employees", 51, 200),
        ("10.001+", 10_001, None),
        ("über 1000", 1001, None),
        ("moins de 10", 1, 9),
        ("entre 50 y 100", 50, 100),
        ("50 oder mehr", 50, None),
        ("200 empleados", 200, 200),
        ("up to 50", 1, 50),
        ("Enterprise (1000+)", 1000, None),
        ("Band 3: 51-200", 51, 200),
        ("ca. 200", 200, 200),
        ("self-employed", 1, 1),
    ],
)
def test_employees_are_read_in_the_words_of_people_and_of_systems(text: str, low: int, high: int | None) -> None:
    fact = parse_employees(text)
    assert (fact.low, fact.high, fact.status) == (low, high, ValueStatus.OK)


def test_a_head_count_takes_the_unit_its_header_names() -> None:
    counted = parse_employees("1.5", "Employees (k)")
    band = parse_employees("5-10", "Employees (k)")

    assert (counted.low, counted.high) == (1_500, 1_500)
    assert (band.low, band.high) == (5_000, 10_000)
    assert parse_employees("1-10", "Employees").high == 10
    assert parse_employees("12k", "Employees (k)").low == 12_000
    assert parse_employees("1-4", "Mitarbeiter (m/w/d)").high == 4


def test_whole_heads_under_a_header_that_promises_thousands_are_doubtful() -> None:
    fact = parse_employees("48000", "Employees (k)")

    assert (fact.low, fact.status, fact.check) == (48_000, ValueStatus.DOUBTFUL, "size.unit-doubtful")
