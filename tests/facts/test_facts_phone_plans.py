import random

import phonenumbers
import pyarrow as pa
import pytest
from phonenumbers import NumberParseException, PhoneNumberFormat

from leadaudit.facts import phone_plans
from leadaudit.tables import TEXT

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def random_digits(dice: random.Random) -> str:
    return "".join(dice.choices("0123456789", k=dice.randint(6, 13)))


def located(text: str, country: str | None) -> tuple[str | None, str | None]:
    """E.164 and region of a number as the library finds them; nothing for one it holds for invalid."""
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None, None
    if not phonenumbers.is_valid_number(number):
        return None, None
    region = phonenumbers.region_code_for_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), region


@pytest.mark.parametrize("region", ["US", "JM", "GB", "GG", "RU", "KZ", "IT", "VA", "NO", "SJ", "AU", "CX", "MA"])
def test_a_country_that_shares_its_calling_code_is_told_from_the_others(region: str) -> None:
    dice = random.Random(region)  # noqa: S311 - a seeded die, not a secret
    example = phonenumbers.example_number(region)
    assert example is not None
    national = phonenumbers.national_significant_number(example)
    numbers = [national, *(national[: dice.randint(2, 6)] + random_digits(dice)[:6] for _ in range(200))]
    code = example.country_code or 0
    read = phone_plans.read_international(pa.array([f"{code}{number}" for number in numbers], TEXT), code).to_pylist()
    assert [(row["e164"], row["region"]) for row in read] == [located(f"+{code}{number}", None) for number in numbers]
    assert (read[0]["region"], read[0]["national"]) == (region, national)


@pytest.mark.parametrize("country", REGIONS[::7])
def test_digits_dialled_at_home_are_read_as_the_library_reads_them(country: str) -> None:
    dice = random.Random(country)  # noqa: S311
    digits = pa.array([random_digits(dice) for _ in range(300)], TEXT)
    digits = digits.filter(pa.compute.invert(phone_plans.begins_international(digits, country)))
    read = phone_plans.read_national(digits, country).to_pylist()
    assert [(row["e164"], row["region"]) for row in read] == [located(text, country) for text in digits.to_pylist()]


def test_calling_codes_are_those_of_the_library() -> None:
    codes = phone_plans.calling_codes(pa.array(["12025550143", "442079460123", "35312345678", "0049", "999123"], TEXT))
    assert codes.tolist() == [1, 44, 353, 0, 0]


@pytest.mark.parametrize(
    ("national", "calling_code", "answer"),
    [("2079460123", 44, True), ("612345678", 34, False), ("0612345678", 39, False), ("1123456789", 54, True)],
)
def test_a_zero_before_a_number_is_what_its_national_format_says(
    national: str, calling_code: int, answer: bool
) -> None:
    assert phone_plans.is_written_with_zero(pa.array([national], TEXT), calling_code).to_pylist() == [answer]


def test_a_format_that_moves_groups_is_not_judged() -> None:
    # Argentine mobile numbers get a 15 behind the area code at home.
    assert phone_plans.is_written_with_zero(pa.array(["91123456789"], TEXT), 54).to_pylist() == [None]


def test_every_pattern_of_every_plan_can_be_matched() -> None:
    digits = pa.array(["201234567", "0201234567"], TEXT)
    for country in REGIONS:
        phone_plans.read_national(digits, country)
        phone_plans.is_written_with_zero(digits, phone_plans.calling_code_of(country))
        phone_plans.begins_international(digits, country)
    for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        assert len(phone_plans.read_international(digits, code)) == len(digits)
