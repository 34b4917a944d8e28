import random
from collections import Counter
from collections.abc import Iterator

import phonenumbers
import pyarrow as pa
import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from leadaudit.facts import judges, phone_columns
from leadaudit.facts.columns import judge_rows, with_check
from leadaudit.facts.phone_columns import plain_phones
from leadaudit.tables import TEXT

SAYS = with_check(("e164", TEXT), ("region", TEXT))
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)

Row = tuple[str | None, str | None]


@pytest.fixture(autouse=True)
def _even_one_number_of_a_country_goes_through_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_columns, "_FEWEST", 1)


def columns(rows: list[Row]) -> list[pa.Array]:
    return [pa.array([row[place] for row in rows], TEXT) for place in (0, 1)]


def recognised(rows: list[Row]) -> list[bool]:
    return [bool(is_plain) for is_plain in plain_phones(columns(rows)).is_plain.to_pylist()]


def differences(rows: list[Row]) -> list[tuple[Row, dict[str, object], dict[str, object]]]:
    """The rows of which the columns say anything else than the judge of one value, and what each says."""
    both = [judge_rows(columns(rows), judges.phone, SAYS, plain=plain) for plain in (plain_phones, None)]
    short, whole = (judged.facts.take(judged.place).to_pylist() for judged in both)
    return [found for found in zip(rows, short, whole, strict=True) if found[1] != found[2]]


def examples() -> Iterator[tuple[str | None, PhoneNumber]]:
    """The library's example of every kind of number in every region, with the region."""
    for region in REGIONS:
        for kind in PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                yield region, number
    for code in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS:
        number = phonenumbers.example_number_for_non_geo_entity(code)
        if number is not None:
            yield None, number


def written(number: PhoneNumber) -> list[str]:
    """A number as people, systems and spreadsheets write it, rightly and wrongly."""
    home, abroad, e164 = (
        phonenumbers.format_number(number, form)
        for form in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164)
    )
    national = phonenumbers.national_significant_number(number)
    return [
        home, abroad, e164, e164[1:], f"00{e164[1:]}", f"00 {abroad[1:]}", national, f"0{national}", f"({home})",
        f"(+{abroad[1:].replace(' ', ') ', 1)}", abroad.replace(" ", " (0) ", 1), home.replace(" ", "/", 1),
        home.replace(" ", " / ", 1), home.replace(" ", "."), f"+ {abroad[1:]}", f" {home} ", f"1{national}",
        f"8{national}", f"{number.country_code}0{national}", f"+0{national}", f"+{national}", f"+00{e164[1:]}",
        f"011{e164[1:]}", f"{national}.0", f"'{e164}", f"{home} x5",
    ]  # fmt: skip


def miswritten(text: str, dice: random.Random) -> str:
    """The text with some digits changed, lost or doubled."""
    signs = list(text)
    for _ in range(dice.choice([0, 0, 1, 1, 2, 4])):
        places = [place for place, sign in enumerate(signs) if sign.isdigit()]
        place = dice.choice(places or [0])
        signs[place : place + 1] = dice.choice([*"0123456789", "", signs[place] * 2])
    return "".join(signs)


def test_numbers_of_all_kinds_and_regions_in_all_forms_are_read_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_columns, "_FEWEST", 5)
    dice = random.Random(20261121)  # noqa: S311 - a seeded die, not a secret
    rows: list[Row] = []
    for region, number in examples():
        for form in dice.sample(written(number), 5):
            country = dice.choice([region, region, region, None, None, "US", "DE", "GB", "ZZ", ""])
            rows.append((miswritten(form, dice), country))
    assert len(rows) > 6_000
    assert sum(recognised(rows)) > 3_000
    assert differences(rows) == []


@pytest.mark.parametrize(
    "country", ["US", "CA", "DE", "GB", "FR", "IT", "BR", "AR", "JP", "AU", "RU", "KZ", "MX", "FI"]
)
def test_any_digits_at_all_are_read_as_one_by_one(country: str) -> None:
    dice = random.Random(country)  # noqa: S311
    code = phonenumbers.country_code_for_region(country)
    heads = ["", "", "0", "1", "8", "9", "00", "011", f"{code}", f"+{code}", f"+{code}0", f"00{code}", "+"]
    rows: list[Row] = []
    for _ in range(700):
        digits = "".join(dice.choices("0123456789", k=dice.randint(3, 14)))
        rows.append((dice.choice(heads) + digits, dice.choice([country, country, None])))
    kinds = Counter(dict(zip(rows, recognised(rows), strict=True)).values())
    assert kinds[True] > 400
    assert differences(rows) == []


@pytest.mark.parametrize(
    "cell",
    [
        "(202) 555-0143", "+1 202-555-0143", "1-202-555-0143", "001 202 555 0143", "2025550143", "44 20 7946 0123",
        "+44 (0)20 7946 0123", "123-456-7890x", "(555) 123", "555-0143 555", "+44 20 7946 012",
    ],
)  # fmt: skip
def test_plain_cells_are_recognised(cell: str) -> None:
    is_plain = "x" not in cell and cell not in {"001 202 555 0143"}  # an American dials 011
    assert recognised([(cell, "US")]) == [is_plain]
    assert differences([(cell, "US"), (cell, None), (cell, "GB")]) == []


@pytest.mark.parametrize(
    "cell",
    [
        None, "", " ", "n/a", "0", "911", "call me", "1-800-FLOWERS", "2.02556E+09", "2025550143.0", "202555014300.00",
        "0000000000", "1111111111", "1234567890", "+1 111 111 1111", "020 7946 0123 / 020 7946 0999",
        "020 7946 / 0123", "2025550143, 2025550144", "(202) 555-0143 ext. 9", "2025550143#4", "６１２ ３４５ ６７８",
        "202\t555 0143", "2025550143\n", "202 555 0143", "+12025550143+", "++12025550143", "=\"2025550143\"",
        "tel:+12025550143", "-2025550143", "/2025550143", "*2025550143", "0" * 120, "2025550143" + " " * 100,
        "+999 12345678", "+0044 20 7946 0123", "000442079460123", "5551234", "555-1212", "12345678", "+987654321",
        "+1234567890", "00", "+", "(((", "0 0 44 20 7946 0123", "(00) 44 20 7946 0123", "+800 1234 5678", "+88213 123",
    ],
)  # fmt: skip
def test_odd_cells_are_read_as_one_by_one(cell: str | None) -> None:
    assert differences([(cell, country) for country in ("US", "GB", "DE", "AQ", "ZZ", "", None)]) == []


def test_answers_stand_in_the_order_of_their_rows() -> None:
    rows: list[Row] = [("+44 20 7946 0123", None), ("call me", "US"), ("202 555 0143", "US"), ("020 7946 0999", "GB")]
    known = plain_phones(columns(rows))
    assert known.is_plain.to_pylist() == [True, False, True, True]
    assert known.facts["e164"].to_pylist() == ["+442079460123", "+12025550143", "+442079460999"]


def test_a_slice_of_a_column_is_read_like_any_other() -> None:
    cells, countries = columns([("+1 202 555 0199", "US"), ("202 555 0143", "US"), ("x", "US"), ("202 555 0144", "US")])
    known = plain_phones([cells[1:], countries[1:]])
    assert known.facts["e164"].to_pylist() == ["+12025550143", "+12025550144"]


def test_no_rows_get_no_answers() -> None:
    assert plain_phones(columns([])).facts.num_rows == 0


def test_a_few_numbers_of_a_country_are_left_to_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_columns, "_FEWEST", 3)
    few: list[Row] = [("+44 20 7946 0123", None), ("202 555 0143", "US"), ("202 555 0144", "US")]
    assert recognised(few[1:]) == [False, False]
    assert recognised(few) == [False, False, False]
    assert recognised([*few, ("202 555 0145", "US")]) == [False, True, True, True]
