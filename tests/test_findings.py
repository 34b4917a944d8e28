"""Every check that is emitted is in the catalogue, and every check of the catalogue is emitted by an example here."""

import json
import re
from pathlib import Path
from string import Formatter

import pyarrow as pa
import pytest

from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.read import read_facts
from leadaudit.findings import STATUS_OF, catalogue, sentence
from leadaudit.vocabulary import DateOrder, ValueStatus

CODE = Path(__file__).parents[1] / "leadaudit"

# One record for each check, and what is said of it.
EXAMPLES: dict[str, tuple[dict[str, str], str]] = {
    "email.not-an-address": (
        {"email": "anna@@acme.example"},
        "The e-mail anna@@acme.example is not an address: The part after the @-sign contains invalid characters: '@'.",
    ),
    "email.no-such-ending": (
        {"email": "anna@acme.exampel"},
        "The e-mail anna@acme.exampel cannot be delivered: no internet domain ends like acme.exampel.",
    ),
    "email.disposable": (
        {"email": "anna@mailinator.com"},
        "The e-mail anna@mailinator.com is at mailinator.com, a service whose mailboxes vanish.",
    ),
    "email.role-mailbox": (
        {"email": "info@acme.example"},
        "The e-mail info@acme.example belongs to a function (info), not to one person.",
    ),
    "email.typo-domain": (
        {"email": "anna.meier@gmial.com"},
        "The e-mail anna.meier@gmial.com is probably mistyped: anna.meier@gmail.com seems to be meant.",
    ),
    "email.placeholder": (
        {"email": "test@test.com"},
        "The e-mail test@test.com is made up: it only fills the field.",
    ),
    "email.several": (
        {"email": "anna@acme.example; bert@acme.example"},
        "The cell holds several e-mail addresses; the first, anna@acme.example, is used.",
    ),
    "email.unwrapped": (
        {"email": "Anna <anna@acme.example>"},
        "The e-mail stood inside other text; anna@acme.example is used.",
    ),
    "phone.not-a-number": ({"phone": "call me"}, "The phone call me is not a number that can be called."),
    "phone.placeholder": ({"phone": "0000000000"}, "The phone 0000000000 is made up: its digits repeat or count up."),
    "phone.no-country": (
        {"phone": "020 7946 0018"},
        "The phone 020 7946 0018 is written without a country code and the record names no country, "
        "so it cannot be checked.",
    ),
    "phone.several": (
        {"phone": "+44 20 7946 0018 / +44 20 7946 0019"},
        "The cell +44 20 7946 0018 / +44 20 7946 0019 holds several phone numbers; the first, +442079460018, is used.",
    ),
    "phone.prefix-restored": (
        {"phone": "442079460018", "country": "GB"},
        "The phone 442079460018 had lost its leading +; it is read as +442079460018.",
    ),
    "phone.prefix-too-many": (
        {"phone": "+44 0044 20 7946 0018"},
        "The phone +44 0044 20 7946 0018 carries its prefix twice or zeros after the plus sign; "
        "it is read as +442079460018.",
    ),
    "phone.spreadsheet-damage": (
        {"phone": "4.42079E+11", "country": "GB"},
        "A spreadsheet turned the phone 4.42079E+11 into a quantity; digits are lost and cannot be restored.",
    ),
    "name.missing": ({"first_name": "Anna"}, "The last name is missing."),
    "name.test-entry": ({"first_name": "Test", "last_name": "Test"}, "The name Test Test is a test entry."),
    "name.gibberish": (
        {"first_name": "aaaaa", "last_name": "aaaaab"},
        "The name aaaaa aaaaab reads as gibberish: the same letters over and over.",
    ),
    "name.placeholder": ({"first_name": "x", "last_name": "x"}, "The name x x only fills the field."),
    "name.not-a-name": (
        {"first_name": "Anna", "last_name": "anna@acme.example"},
        "The name Anna anna@acme.example is not a person's: it holds an e-mail or web address.",
    ),
    "name.same-first-and-last": (
        {"first_name": "Meier", "last_name": "Meier"},
        "First and last name are the same: Meier Meier.",
    ),
    "name.swapped": (
        {"first_name": "Smith", "last_name": "John"},
        "First and last name of Smith John seem to be swapped.",
    ),
    "name.in-one-column": (
        {"first_name": "Anna Meier", "last_name": ""},
        "Anna Meier is a whole name in one column; it is read as first name Anna and last name Meier.",
    ),
    "title.placeholder": ({"title": "self"}, "The job title self only fills the field."),
    "title.not-a-title": (
        {"title": "anna@acme.example"},
        "The job title anna@acme.example is an address or a number, not a title.",
    ),
    "title.former": (
        {"title": "Former CEO"},
        "The job title Former CEO speaks of a job the person no longer has (Former).",
    ),
    "title.level-differs": (
        {"title": "Marketing Assistant", "job_level": "C-Level"},
        "The job level C-Level does not fit the job title Marketing Assistant.",
    ),
    "title.function-differs": (
        {"title": "VP Marketing", "job_function": "Finance"},
        "The job function Finance does not fit the job title VP Marketing.",
    ),
    "company.placeholder": ({"company": "self employed"}, "The company self employed only fills the field."),
    "company.not-a-name": (
        {"company": "anna@acme.example"},
        "The company anna@acme.example is an address or a number, not a name.",
    ),
    "website.not-a-domain": ({"website": "none yet"}, "The website none yet holds no internet domain."),
    "profile.not-a-person": (
        {"person_linkedin_url": "https://www.linkedin.com/company/acme"},
        "The profile address https://www.linkedin.com/company/acme is not the page of one person.",
    ),
    "industry.not-a-name": ({"industry": "7372"}, "The industry 7372 is a number or a sign, not a name."),
    "size.not-a-number": ({"employees": "many"}, "The employees value many is neither a number nor a range."),
    "size.implausible": (
        {"employees": "99999999999"},
        "The employees value 99999999999 cannot be right: no company is that large or that small.",
    ),
    "size.reversed": (
        {"employees": "200-51"},
        "The employees value 200-51 runs from high to low; it is read as 51-200.",
    ),
    "size.spreadsheet-date": (
        {"employees": "Oct-50"},
        "A spreadsheet turned the employees value Oct-50 into a date; it is read as 10-50.",
    ),
    "email.no-mail-server": (
        {"email": "jane@nomail.example"},
        "The domain nomail.example takes no mail: when it was asked, it did not exist or said so itself.",
    ),
    "size.unit-doubtful": (
        {"revenue": "5,000,000,000"},
        "The revenue value 5,000,000,000 does not fit the unit in its column's header; it is read as 5000000000.",
    ),
    "country.unknown": ({"country": "Atlantis"}, "There is no country Atlantis."),
    "country.not-a-country": ({"country": "EMEA"}, "EMEA is a region of several countries, not a country."),
    "country.ambiguous": ({"country": "Korea"}, "The country Korea can be KR or KP."),
    "country.misspelled": (
        {"country": "Germny"},
        "The country Germny is misspelled; it is read as DE.",
    ),
    "country.inferred": (
        {"country": "Bavaria"},
        "The country Bavaria is not written as a country; it is read as DE-BY.",
    ),
    "state.unknown": (
        {"state": "Atlantis", "country": "US"},
        "The record's country has no state Atlantis, or Atlantis is no state at all.",
    ),
    "state.ambiguous": (
        {"state": "Amazonas"},
        "Several countries have a state Amazonas (BR-AM, CO-AMA, PE-AMA, VE-Z), and the record names no country.",
    ),
    "state.misspelled": (
        {"state": "Californa", "country": "US"},
        "The state Californa is misspelled; it is read as US-CA.",
    ),
    "state.other-country": (
        {"state": "Bavaria", "country": "US"},
        "The state Bavaria lies in DE, but the record's country is US.",
    ),
    "state.country-inferred": (
        {"state": "Bavaria"},
        "The record names no country; its state Bavaria gives DE-BY.",
    ),
    "date.not-a-date": ({"activity_at": "soon"}, "The activity date soon is not a date."),
    "date.impossible": ({"activity_at": "31/02/2026"}, "The activity date 31/02/2026 does not exist in any calendar."),
    "date.implausible": (
        {"activity_at": "01/01/1901"},
        "The activity date 01/01/1901 is read as 1901-01-01, which cannot be right.",
    ),
    "date.order-unknown": (
        {"captured_at": "03/04/2026"},
        "The captured date 03/04/2026 can be 3 April 2026 (day first) or 4 March 2026 (month first): "
        "it is not decided which way the column is written.",
    ),
    "date.other-order": (
        {"activity_at": "12/31/2026"},
        "The activity date 12/31/2026 is not written as the rest of its column; it is read as 2026-12-31.",
    ),
    "date.no-day": (
        {"activity_at": "March 2026"},
        "The activity date March 2026 names no day; it is read as 2026-03-01.",
    ),
    "answer.unclear": ({"consent": "maybe"}, "The consent value maybe is neither a yes nor a no."),
    "price.not-a-price": ({"price": "a lot"}, "The price a lot is not an amount of money."),
}  # fmt: skip

# Checks of the lines of other files (the CRM, what people did and said): the words of each, and what is said.
OF_OTHER_FILES: dict[str, tuple[dict[str, str], str]] = {
    "crm.not-a-day": (
        {"value": "soon"},
        "The id value soon is no day that can be read; the row is kept without it.",
    ),
    "crm.not-an-amount": (
        {"value": "a lot"},
        "The amount a lot is not an amount of money; the opportunity is kept without it.",
    ),
    "crm.spoiled-id": (
        {"value": "1.0E+14"},
        "The id value 1.0E+14 was shortened by a spreadsheet, so that several ids look alike. Export it again as text.",
    ),
    "crm.no-id": (
        {},
        "The row has no id; its name and account stand for it, and two opportunities that share them are taken for "
        "one.",
    ),
    "crm.negative-amount": (
        {"value": "-500"},
        "The amount is below zero (-500); it counts as it is.",
    ),
    "crm.no-currency": ({}, "No currency is named for the amount; it is in no sum of money until one is."),
    "crm.names-nobody": ({}, "The row names no contact, lead or e-mail address; it can be linked to nobody."),
    "crm.after-export": (
        {"value": "2026-12-01"},
        "It was created on 2026-12-01, after the day of the export.",
    ),
    "evidence.nobody-named": (
        {"value": "n/a"},
        "Nothing in the line names a person or a company we could find: n/a.",
    ),
    "evidence.unknown-word": (
        {"value": "blip"},
        "What happened is not understood: blip. It is kept and supports nothing.",
    ),
    "evidence.bounce-contradicts-itself": (
        {"value": "hard, 421"},
        "Word and code say different things: hard, 421. It counts as a soft bounce, which supports nothing.",
    ),
    "evidence.attended-nothing": (
        {"value": "0"},
        "The line says attended, and for no minute: 0. It counts as not attended.",
    ),
    "evidence.no-date": (
        {"value": "soon"},
        "When it happened is not given or not understood: soon. It is kept and supports nothing.",
    ),
    "evidence.in-the-future": (
        {"value": "2027-01-01", "on": "2026-11-01"},
        "It is dated 2027-01-01, after the file itself (2026-11-01). It is kept and supports nothing.",
    ),
    "evidence.too-long-ago": (
        {"value": "1970-01-01", "on": "1995-01-01"},
        "It is dated 1970-01-01, before 1995-01-01. It is kept and supports nothing.",
    ),
    "evidence.answered-before-asked": (
        {"value": "2026-10-01", "on": "2026-10-05"},
        "The answer is dated 2026-10-01, the question 2026-10-05.",
    ),
}


def found(cells: dict[str, str]) -> list[tuple[str, str]]:
    """Check and sentence of every finding of one record; ``activity_at`` is day first, revenue in billions."""
    columns = {name: pa.array([cell or None], pa.string()) for name, cell in cells.items()}
    records = pa.table({"delivery": ["d"], "line": pa.array([2], pa.int32()), **columns})
    orders = {"activity_at": DateOrder.DMY}
    headers = {"revenue": "Revenue ($B)"}
    own = OwnWords(no_mail=frozenset({"nomail.example"}))
    read = read_facts(records, date_orders=orders, currency="USD", own=own, headers=headers)
    rows = read.findings.to_pylist()
    return [(row["check"], sentence(row["check"], json.loads(row["args"]), field=row["field"])) for row in rows]


@pytest.mark.parametrize("check", [check for check, (cells, _) in EXAMPLES.items() if cells])
def test_a_check_says_its_sentence(check: str) -> None:
    cells, expected = EXAMPLES[check]
    said = dict(found(cells))
    assert check in said
    if expected:
        assert said[check] == expected


def test_every_check_of_the_catalogue_has_an_example_and_every_example_a_check() -> None:
    assert {*EXAMPLES, *OF_OTHER_FILES} == set(catalogue())


@pytest.mark.parametrize("check", OF_OTHER_FILES)
def test_a_check_of_another_file_says_its_sentence(check: str) -> None:
    words, expected = OF_OTHER_FILES[check]
    assert sentence(check, words, field="id") == expected


def test_every_check_id_in_the_code_is_in_the_catalogue() -> None:
    prefixes = "|".join(sorted({check.partition(".")[0] for check in catalogue()}))
    pattern = re.compile(rf"""["']((?:{prefixes})\.[a-z]+(?:-[a-z]+)*)["']""")
    files = [*(CODE / "facts").glob("*.py"), *(CODE / "evidence").glob("*.py"), *(CODE / "outcomes").glob("*.py")]
    files += [*CODE.glob("*.py"), *(CODE / "sql").glob("*.sql")]
    written = {check for path in files for check in pattern.findall(path.read_text(encoding="utf-8"))}
    assert written == set(catalogue())


def test_every_code_word_is_used_by_the_sentence() -> None:
    for check in catalogue().values():
        used = {name for _, name, _, _ in Formatter().parse(check.sentence) if name}
        assert set(check.words) <= used, check.id


def test_a_word_that_a_finding_lacks_is_left_out() -> None:
    assert sentence("email.role-mailbox", {}) == "The e-mail  belongs to a function (), not to one person."


def test_text_with_braces_is_only_text() -> None:
    assert sentence("country.unknown", {"value": "{field} {0}"}) == "There is no country {field} {0}."


def test_every_status_of_a_value_has_a_status_of_its_finding() -> None:
    assert set(STATUS_OF) == set(ValueStatus)
