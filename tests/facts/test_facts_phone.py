import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts.phone import PhoneFact, parse_phone
from leadaudit.vocabulary import ValueStatus

LONDON = "+442079460123"
WASHINGTON = "+12025550143"


@given(
    st.text() | st.from_regex(r"[+0-9()/. EexX-]{0,30}", fullmatch=True),
    st.sampled_from([None, "DE", "US", "IT", "ZZ", ""]),
)
def test_any_text_gets_an_answer(text: str, country_code: str | None) -> None:
    assert isinstance(parse_phone(text, country_code=country_code), PhoneFact)


@given(st.from_regex(r"\+(49|44|1|39|33|54|52)[1-9][0-9]{7,10}", fullmatch=True))
def test_normalizing_twice_changes_nothing(text: str) -> None:
    e164 = parse_phone(text, country_code=None).e164
    if e164 is not None:
        again = parse_phone(e164, country_code=None)
        assert (again.e164, again.status) == (e164, ValueStatus.OK)


@pytest.mark.parametrize(
    ("text", "country_code", "e164"),
    [
        ("+44 20 7946 0123", None, LONDON),
        ("020 7946 0123", "GB", LONDON),
        ("0044 20 7946 0123", "US", LONDON),
        ("+44 (0)20 7946 0123", None, LONDON),
        ("Tel: 020 7946 0123", "GB", LONDON),
        ("'+442079460123", None, LONDON),
        ("(202) 555-0143", "US", WASHINGTON),
        ("1-202-555-0143", "US", WASHINGTON),
        ("202.555.0143 ext. 9", "US", WASHINGTON),
        ("2025550143x12", "US", WASHINGTON),
        ("030 123456 Durchwahl 12", "DE", "+4930123456"),
        ("６１２ ３４５ ６７８", "ES", "+34612345678"),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, country_code: str | None, e164: str) -> None:
    fact = parse_phone(text, country_code=country_code)
    assert (fact.e164, fact.status, fact.check) == (e164, ValueStatus.OK, None)


@pytest.mark.parametrize(
    ("text", "country_code", "lost", "e164"),
    [
        ("442079460123", "GB", "+", LONDON),
        ("442079460123", None, "+", LONDON),
        ("12025550143", None, "+", WASHINGTON),
        ("20 7946 0123", "GB", "0", LONDON),
        ("171 2345678", "DE", "0", "+491712345678"),
        ("6 1234 5678", "IT", "0", "+390612345678"),
    ],
)
def test_a_lost_plus_or_zero_is_put_back_with_doubt(text: str, country_code: str | None, lost: str, e164: str) -> None:
    fact = parse_phone(text, country_code=country_code)
    assert (fact.e164, fact.status, fact.check) == (e164, ValueStatus.DOUBTFUL, "phone.prefix-restored")
    assert dict(fact.args)["lost"] == lost


@pytest.mark.parametrize("text", ["+44 0044 20 7946 0123", "+44+442079460123", "+0442079460123", "+0044 20 7946 0123"])
def test_a_prefix_too_many_is_taken_off_with_doubt(text: str) -> None:
    fact = parse_phone(text, country_code=None)
    assert (fact.e164, fact.status, fact.check) == (LONDON, ValueStatus.DOUBTFUL, "phone.prefix-too-many")


@pytest.mark.parametrize("text", ["+44 0033 20 7946 0123", "+0999123", "+44+44"])
def test_a_second_prefix_that_is_another_or_leaves_no_number_is_not_taken_off(text: str) -> None:
    assert parse_phone(text, country_code=None).e164 is None


@pytest.mark.parametrize(
    ("text", "e164", "outcome"),
    [
        ("4.42079460123E+11", LONDON, "recovered"),
        ("442079460123.0", LONDON, "recovered"),
        ("4.42079E+11", None, "lost"),
        ("4,42079E+11", None, "lost"),
        ("1.23457E+14", None, "lost"),
    ],
)
def test_what_a_spreadsheet_did_is_recovered_or_called_lost(text: str, e164: str | None, outcome: str) -> None:
    fact = parse_phone(text, country_code="GB")
    assert (fact.e164, fact.check, dict(fact.args)["outcome"]) == (e164, "phone.spreadsheet-damage", outcome)
    assert fact.status == (ValueStatus.DOUBTFUL if outcome == "recovered" else ValueStatus.UNUSABLE)


@pytest.mark.parametrize(
    "text", ["0000000000", "1234567890", "999-999-9999", "+1 111 111 1111", "123456789", "9876543210"]
)
def test_digits_typed_to_get_past_a_form_are_no_number(text: str) -> None:
    fact = parse_phone(text, country_code="US")
    assert (fact.e164, fact.status, fact.check) == (None, ValueStatus.UNUSABLE, "phone.placeholder")


def test_a_national_number_without_a_country_cannot_be_judged() -> None:
    fact = parse_phone("2025550143", country_code=None)
    assert (fact.e164, fact.status, fact.check) == (None, ValueStatus.DOUBTFUL, "phone.no-country")


@pytest.mark.parametrize("text", ["call me", "911", "+999 12345678", "jane2025550143@acme.example", "202555014"])
def test_what_the_library_refuses_is_no_number(text: str) -> None:
    fact = parse_phone(text, country_code="US")
    assert (fact.e164, fact.status, fact.check) == (None, ValueStatus.UNUSABLE, "phone.not-a-number")


def test_the_first_of_several_numbers_is_taken_with_doubt() -> None:
    fact = parse_phone("020 7946 0123 / 020 7946 0999", country_code="GB")
    assert (fact.e164, fact.status, fact.check) == (LONDON, ValueStatus.DOUBTFUL, "phone.several")


@pytest.mark.parametrize(
    ("text", "kind", "region"),
    [
        ("+491712345678", "mobile", "DE"),
        ("+4930123456", "fixed", "DE"),
        (WASHINGTON, "mobile_or_fixed", "US"),
        ("+18005550143", "toll_free", None),
    ],
)
def test_kind_and_region_are_the_numbering_plans(text: str, kind: str, region: str | None) -> None:
    fact = parse_phone(text, country_code=None)
    assert fact.kind == kind
    assert region in {fact.region, None}


@pytest.mark.parametrize("text", ["", "-", "n/a", "none", "unknown"])
def test_nothing_delivered_is_missing(text: str) -> None:
    assert parse_phone(text, country_code="US") == PhoneFact(status=ValueStatus.MISSING)


def test_every_example_number_of_the_library_is_read_as_the_library_reads_it() -> None:
    kinds = [kind for kind in vars(phonenumbers.PhoneNumberType).values() if isinstance(kind, int)]
    examples = [
        number
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in kinds
        if (number := phonenumbers.example_number_for_type(region, kind)) is not None
    ]
    assert len(examples) > 1_000
    for number in examples:
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        fact = parse_phone(e164, country_code=None)
        assert (fact.e164, fact.region) == (e164, phonenumbers.region_code_for_number(number))
        assert (fact.check in {None, "phone.placeholder"}) is phonenumbers.is_valid_number(number)


def test_an_invalid_example_of_the_library_is_no_number() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        number = phonenumbers.invalid_example_number(region)
        assert number is not None
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert parse_phone(e164, country_code=None).e164 is None


def test_digits_that_a_spreadsheet_cut_are_not_taken_for_a_shorter_number() -> None:
    assert parse_phone("4930123456", country_code="DE").e164 == "+4930123456"
    assert parse_phone("4.930123456E+11", country_code="DE").e164 is None


@pytest.mark.parametrize(("text", "country_code"), [("01 23 45 67 89", "FR"), ("+431234567890", None)])
def test_a_run_of_digits_that_is_a_number_is_only_doubted(text: str, country_code: str | None) -> None:
    fact = parse_phone(text, country_code=country_code)
    assert fact.e164 is not None
    assert (fact.status, fact.check) == (ValueStatus.DOUBTFUL, "phone.placeholder")
