"""One company, one account: whatever it is called, and whatever domain its people mail from."""

from datetime import date

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.audit_file import DeliveredFile, audit_files
from leadaudit.company_accounts import accounts_of, company_names
from leadaudit.contract.buyer import Buyer, BuyerList
from leadaudit.contract.program import read_program
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.read import read_facts
from leadaudit.facts.words_file import read_words

# E-mail, company, website.
Row = tuple[str | None, str | None, str | None]
PARENT = '[[companies]]\nname = "Northwell"\nnames = ["Brackwater Holdings Ltd."]\n'


def facts(rows: list[Row], own: OwnWords) -> pa.Table:
    fields = {"email": 0, "company": 1, "website": 2}
    records = pa.table(
        {
            "delivery": pa.array(["d"] * len(rows), pa.string()),
            "line": pa.array(range(2, len(rows) + 2), pa.int32()),
            **{field: pa.array([row[place] for row in rows], pa.string()) for field, place in fields.items()},
        }
    )
    return read_facts(records, date_orders={}, currency=None, own=own).facts


def accounts(rows: list[Row], words: str = "", contacts: list[Row] | None = None) -> list[str | None]:
    own = read_words(words, where="words.toml") if words else OwnWords()
    known = facts(contacts, own) if contacts else tables.FACTS.empty()
    found = accounts_of(facts=facts(rows, own), contact_facts=known, words=own)
    names: list[str | None] = found.accounts["account"].to_pylist()
    return names


def test_name_legal_form_subdomain_website_and_country_domain_are_one_account() -> None:
    rows: list[Row] = [
        ("ada@northwell.example", "Northwell GmbH", None),
        ("ben@mail.northwell.example", "NORTHWELL, Inc.", None),
        ("cleo@northwell.de", "Northwell", None),
        ("dora@gmail.com", "The Northwell Company", None),
        ("emil@gmail.com", None, "https://www.northwell.example/about"),
        (None, "Northwell (Germany) AG", None),
    ]
    assert accounts(rows) == ["northwell.example"] * 6
    assert accounts(rows[::-1]) == ["northwell.example"] * 6


def test_two_companies_are_two_accounts_even_where_both_are_called_apex() -> None:
    rows: list[Row] = [
        ("ada@apex-systems.com", "Apex", None),
        ("ben@apex-schools.com", "Apex", None),
        (None, "Apex", None),
    ]
    assert accounts(rows) == ["apex-systems.com", "apex-schools.com", "apex"]


@pytest.mark.parametrize(("elsewhere", "account"), [(1, "northwell.example"), (2, "northwell")])
def test_a_name_means_a_domain_where_two_thirds_of_its_people_are(elsewhere: int, account: str) -> None:
    rows: list[Row] = [(None, "Northwell", None)]
    rows += [(f"p{number}@northwell.example", "Northwell", None) for number in range(2)]
    rows += [(f"q{number}@northwellgroup.example", "Northwell", None) for number in range(elsewhere)]
    assert accounts(rows)[0] == account


def test_a_parent_in_the_words_file_takes_its_daughter_and_the_daughters_own_domain() -> None:
    rows: list[Row] = [
        ("ada@northwell.example", "Northwell", None),
        ("ben@northwell.example", "Northwell", None),
        ("cleo@brackwater.example", "Brackwater Holdings", None),
        ("dora@gmail.com", "Brackwater Holdings Ltd", None),
        ("emil@brackwater.example", None, None),
    ]
    apart = ["northwell.example"] * 2 + ["brackwater.example"] * 3
    assert accounts(rows) == apart
    assert accounts(rows, PARENT) == ["northwell.example"] * 5


def test_the_first_domain_in_the_words_file_stands_for_the_company_though_nobody_mails_from_it() -> None:
    words = PARENT + 'domains = ["nwl-group.example", "brackwater.example"]\n'
    rows: list[Row] = [
        ("ada@northwell.example", "Northwell", None),
        ("ben@brackwater.example", None, None),
        (None, "Brackwater Holdings Ltd.", None),
    ]
    assert accounts(rows, words) == ["nwl-group.example"] * 3


def test_the_crm_teaches_what_domain_a_company_has() -> None:
    rows: list[Row] = [(None, "Northwell AG", None)]
    assert accounts(rows) == ["northwell"]
    assert accounts(rows, contacts=[("zoe@northwell.example", "Northwell", None)]) == ["northwell.example"]


def test_pages_of_everybody_and_free_mail_are_nobodys_account() -> None:
    rows: list[Row] = [
        ("ada@gmail.com", None, None),
        (None, None, "https://www.linkedin.com/company/northwell"),
        ("ben@gmail.com", "Northwell", None),
    ]
    assert accounts(rows) == [None, None, "northwell"]


def test_an_old_address_does_not_make_a_company_anothers() -> None:
    rows: list[Row] = [
        ("ada@castlebridge.example", "Northwell", None),
        (None, "Northwell", None),
        (None, "Castlebridge", None),
    ]
    assert accounts(rows) == ["castlebridge.example", "northwell", "castlebridge"]


def test_the_daughters_domain_is_the_employers_once_the_words_say_whose_daughter_it_is() -> None:
    rows: list[Row] = [("cleo@brackwater.example", "Northwell", None), ("cleo@castlebridge.example", "Northwell", None)]
    own = read_words(PARENT.replace(" Holdings", ""), where="words.toml")
    assert facts(rows, OwnWords())["domain_is_employers"].to_pylist() == [False, False]
    assert facts(rows, own)["domain_is_employers"].to_pylist() == [True, False]


RENAMED = (
    '[[companies]]\nname = "Northwell"\nnames = ["Brackwater Ltd"]\n'
    'domains = ["northwell.example", "brackwater.example"]\n'
)
LISTED = """
[program]
id = "osprelle"
vendor = "osprelle"
price = 30
currency = "USD"
[[spec]]
lists = ["competitors"]
[returns]
window = 30
returnable = ["competitor"]
"""


def verdicts(listed: str, words: str) -> list[tuple[str, str | None]]:
    text = (
        "First Name,Last Name,Email,Company\nAda,Brook,ada.brook@northwell.example,\n"
        "Ben,Castle,ben.castle@mail.brackwater.example,\nCleo,Drum,cleo.drum@gmail.com,Brackwater Limited\n"
        "Dora,Elm,dora.elm@tidewell.example,Tidewell\n"
    )
    file = DeliveredFile(
        source=text.encode(),
        file_name="osprelle.csv",
        delivered_on=date(2026, 10, 1),
        program=read_program(LISTED, where="osprelle"),
    )
    own = read_words(words, where="words.toml") if words else None
    buyer = Buyer(competitors=BuyerList(entries=(listed,)))
    made = audit_files([file], as_of=date(2026, 10, 2), buyer=buyer, words=own).tables
    said, reasons = made["verdicts"], made["reasons"]
    assert isinstance(said, pa.Table)
    assert isinstance(reasons, pa.Table)
    proofs = {row["line"]: row["proof"] for row in reasons.to_pylist() if row["code"] == "competitor"}
    return [(row["verdict"], proofs.get(row["line"])) for row in said.to_pylist()]


@pytest.mark.parametrize("listed", ["brackwater.example", "*.northwell.example", "Brackwater Ltd", "Northwell Inc."])
def test_a_list_that_names_a_company_once_meets_it_under_every_name_of_the_words_file(listed: str) -> None:
    found = verdicts(listed, RENAMED)
    assert [verdict for verdict, _ in found] == ["return"] * 3 + ["accept"]


def test_the_proof_says_what_stood_on_the_list_and_that_it_is_another_name() -> None:
    apart, named = verdicts("brackwater.example", ""), verdicts("brackwater.example", RENAMED)
    assert [verdict for verdict, _ in apart] == ["accept", "return", "accept", "accept"]
    assert named[0][1] == (
        "The company, under another of its names or domains, is on the competitor list (brackwater.example)."
    )
    assert named[1][1] == apart[1][1] == "The domain is on the competitor list (brackwater.example)."


def test_the_names_of_a_company_are_its_compared_name_and_every_domain() -> None:
    named = company_names(read_words(RENAMED, where="words.toml")).to_pylist()
    assert [(row["company"], row["kind"], row["name"]) for row in named] == [
        ("northwell", "company", "northwell"),
        ("northwell", "domain", "brackwater.example"),
        ("northwell", "domain", "northwell.example"),
    ]
