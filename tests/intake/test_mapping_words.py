import pytest

from leadaudit.intake.fields import FIELDS
from leadaudit.intake.header_layout import read_layout
from leadaudit.intake.header_rules import parse_rule, read_fields, rules
from leadaudit.intake.header_words import read_header


@pytest.mark.parametrize(
    "header", ["firstname", "FirstName", "first_name", "FIRST-NAME", " First  name ", "Vorname", "prénom"]
)
def test_one_meaning_however_it_is_written(header: str) -> None:
    assert read_header(header).meanings == {"first_name"}


@pytest.mark.parametrize(
    ("header", "meanings"),
    [
        ("lastmodifieddate", {"updated", "when"}),
        ("Einwilligungsdatum", {"consent", "when"}),
        ("Telefonnummer", {"phone"}),
        ("Date d'inscription", {"captured"}),
        ("phone_2", {"phone", "n"}),
        ("phone_1", {"phone"}),
    ],
)
def test_compounds_and_numbers_are_taken_apart(header: str, meanings: set[str]) -> None:
    assert read_header(header).meanings == meanings


def test_county_is_not_a_misspelled_country() -> None:
    assert read_header("County").meanings == {"region"}
    assert read_header("Contry").meanings == {"country"}


@pytest.mark.parametrize("header", ["", " ", "Column 3", "col_a", "X1", "Unnamed: 4", "Spalte 12", "Feld 3"])
def test_place_holders_say_nothing(header: str) -> None:
    assert read_header(header).says_nothing


@pytest.mark.parametrize("header", ["CP", "ID", "IP", "#Employees"])
def test_short_headers_do_say_something(header: str) -> None:
    assert not read_header(header).says_nothing


@pytest.mark.parametrize(
    "header",
    ["Is deal closed?", "how_many_seats_do_you_need", "Welche Lösung nutzen Sie heute?", "CQ2: Time to purchase"],
)
def test_questions_are_heard(header: str) -> None:
    assert read_header(header).is_question


def test_do_not_call_is_no_question() -> None:
    assert not read_header("Do Not Call This Number").is_question


def test_every_rule_names_a_field_and_known_words() -> None:
    assert {rule.field for rule in rules()} == set(FIELDS) - {"ignore"}
    with pytest.raises(ValueError, match="rule of email: no word means nonsense"):
        parse_rule("email", "email nonsense")


def test_the_more_words_a_rule_explains_the_surer_it_is() -> None:
    header = read_header("Opt-in date")

    readings = read_fields(header, read_layout([header]))

    assert [reading.field for reading in readings][:1] == ["consent_at"]
    assert readings[0].certainty == 1
    assert next(one for one in readings if one.field == "consent").certainty < 0.5
