from collections.abc import Mapping
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.read import FactsRead, read_facts
from leadaudit.findings import catalogue
from leadaudit.tables import FACTS, FINDINGS, KEYS
from leadaudit.vocabulary import DateOrder

MANY = {"alternate_email", "other_phone", "unsubscribed"}


def records(*rows: Mapping[str, object]) -> pa.Table:
    """RECORDS of one delivery, lines from 2 on; columns are those any row names."""
    fields = sorted({field for row in rows for field in row})
    columns = {
        "delivery": pa.array(["d"] * len(rows), pa.string()),
        "line": pa.array(range(2, len(rows) + 2), pa.int32()),
    }
    for field in fields:
        kind = pa.list_(pa.string()) if field in MANY else pa.string()
        columns[field] = pa.array([row.get(field) for row in rows], kind)
    return pa.table(columns)


def read(*rows: Mapping[str, object], order: DateOrder = DateOrder.DMY, own: OwnWords | None = None) -> FactsRead:
    days = dict.fromkeys(("captured_at", "activity_at", "delivered_at"), order)
    return read_facts(records(*rows), date_orders=days, currency="USD", vendor="acme", own=own)


def fact(**cells: object) -> dict[str, object]:
    """The facts of one record."""
    row: dict[str, object] = read(cells).facts.to_pylist()[0]
    return row


def findings(*rows: Mapping[str, object]) -> list[tuple[int, str, str, str]]:
    """Line, field, check and status of every finding."""
    return [(row["line"], row["field"], row["check"], row["status"]) for row in read(*rows).findings.to_pylist()]


def test_no_records_and_no_mapped_columns_give_tables_of_the_contract() -> None:
    empty = read()
    assert empty.facts.equals(FACTS.empty())
    assert empty.keys.equals(KEYS.empty())
    assert empty.findings.equals(FINDINGS.empty())
    bare = fact(notes="hello")
    assert bare["email_status"] == bare["phone_status"] == bare["name_status"] == "missing"
    assert bare["is_account_only"] is False
    assert bare["captured_on"] is None


def test_a_further_address_stands_in_for_a_missing_one_but_not_for_a_bad_one() -> None:
    other = ["b@acme.example", "c@acme.example"]
    assert fact(email=None, alternate_email=other)["email_norm"] == "b@acme.example"
    assert fact(email="N/A", alternate_email=other)["email_norm"] == "b@acme.example"
    assert fact(email="a@acme.example", alternate_email=other)["email_norm"] == "a@acme.example"
    bad = fact(email="not an address", alternate_email=other)
    assert (bad["email_norm"], bad["email_status"]) == (None, "unusable")


def test_the_first_usable_phone_counts_and_each_bad_one_is_named() -> None:
    row = {"phone": "0000000000", "mobile": "call me", "other_phone": ["n/a", "+44 20 7946 0018"], "country": "GB"}
    assert fact(**row)["phone_e164"] == "+442079460018"
    assert [found[1:] for found in findings(row)] == [
        ("mobile", "phone.not-a-number", "problem"),
        ("phone", "phone.placeholder", "problem"),
    ]
    assert fact(phone=None, mobile="call me")["phone_status"] == "unusable"


def test_a_phone_is_read_in_the_country_of_its_record() -> None:
    assert fact(phone="020 7946 0018", company_country="United Kingdom")["phone_e164"] == "+442079460018"


def test_city_with_a_state_behind_the_comma_fills_the_state() -> None:
    texan = fact(city="Austin, TX 78701", country="USA")
    assert (texan["country_code"], texan["state_code"]) == ("US", "TX")
    assert fact(city="Paris, Left Bank", country="FR")["state_code"] is None
    assert findings({"city": "Paris, Left Bank", "country": "FR"}) == []
    assert fact(city="Austin, TX", state="CA", country="USA")["state_code"] == "CA"


def test_a_state_without_a_country_gives_it_with_a_doubt() -> None:
    row = fact(state="Bavaria")
    assert (row["country_code"], row["country_status"], row["state_code"]) == ("DE", "doubtful", "BY")


def test_dates_are_read_in_the_order_of_their_column() -> None:
    row = fact(captured_at="04/03/2026", activity_at="05.03.2026 10:00", delivered_at="2026-03-06")
    assert row["captured_on"] == date(2026, 3, 4)
    assert row["activity_on"] == date(2026, 3, 5)
    assert row["delivered_row_on"] == date(2026, 3, 6)
    assert row["captured_at"] is None
    american = read({"captured_at": "04/03/2026"}, order=DateOrder.MDY).facts.to_pylist()[0]
    assert american["captured_on"] == date(2026, 4, 3)
    timed = fact(captured_at="2026-03-04T01:30:15+02:00")
    assert (timed["captured_on"], timed["captured_at"]) == (
        date(2026, 3, 3),
        datetime(2026, 3, 3, 23, 30, 15, tzinfo=UTC),
    )


def test_yes_and_no_in_words_and_the_more_restrictive_of_several() -> None:
    row = fact(consent="opted in", do_not_call="no", attended="maybe later", unsubscribed=["no", None, "yes"])
    assert (row["consent_answer"], row["do_not_call"], row["attended"], row["unsubscribed"]) == (
        True,
        False,
        None,
        True,
    )
    assert fact(unsubscribed=["no"])["unsubscribed"] is False
    assert findings({"attended": "maybe later"}) == [(2, "attended", "answer.unclear", "doubt")]


@pytest.mark.parametrize(
    ("cell", "minor"), [("45", 4500), ("$1,045.50", 104550), ("45,5", 4550), ("free", None), ("40-50", None)]
)
def test_a_price_is_minor_units(cell: str, minor: int | None) -> None:
    assert fact(price=cell)["price_minor"] == minor


def test_without_a_currency_prices_are_left_alone() -> None:
    found = read_facts(records({"price": "oops"}), date_orders={}, currency=None)
    assert found.facts["price_minor"].null_count == 1
    assert found.findings.num_rows == 0


def test_a_company_with_nobody_in_it_is_account_only_and_its_name_is_not_missed() -> None:
    nobody: Mapping[str, object] = {"first_name": None, "last_name": None, "email": None}
    assert fact(**nobody, company="Acme Ltd")["is_account_only"] is True
    assert fact(**nobody, website="acme.example")["is_account_only"] is True
    assert findings({**nobody, "company": "Acme Ltd"}) == []
    for channel in ({"email": "a@acme.example"}, {"phone": "+442079460018"}, {"last_name": "Meier"}):
        assert fact(**{**nobody, "company": "Acme Ltd", **channel})["is_account_only"] is False
    page = fact(company="Acme Ltd", person_linkedin_url="linkedin.com/in/anna-meier")
    assert page["is_account_only"] is False
    assert fact(**nobody)["is_account_only"] is False
    assert findings(nobody) == [(2, "last_name", "name.missing", "note")]


@pytest.mark.parametrize(
    ("cells", "is_employers"),
    [
        ({"email": "a@northwell.example", "company": "Northwell Ltd"}, True),
        ({"email": "a@mail.northwell.example", "company": "Northwell Ltd"}, True),
        ({"email": "a@brandacker.example", "company": "Northwell Ltd"}, False),
        ({"email": "a@brandacker.example", "company": "Northwell Ltd", "website": "www.brandacker.example"}, True),
        ({"email": "a@gmail.com", "company": "Northwell Ltd"}, None),
        ({"email": "a@mailinator.com", "company": "Northwell Ltd"}, None),
        ({"email": "a@northwell.example"}, None),
        ({"company": "Northwell Ltd"}, None),
    ],
)
def test_the_domain_of_an_address_is_held_against_the_employer(
    cells: dict[str, str], is_employers: bool | None
) -> None:
    assert fact(**cells)["domain_is_employers"] is is_employers


def test_test_entries_are_known_by_name_or_by_address() -> None:
    assert fact(first_name="Test", last_name="Test")["is_test"] is True
    assert fact(first_name="Anna", last_name="Meier", email="test@test.com")["is_test"] is True
    assert fact(first_name="Anna", last_name="Meier", email="anna@acme.example")["is_test"] is False


def test_facts_keep_the_order_of_the_records_and_findings_that_of_their_key() -> None:
    found = read({"email": "bad", "phone": "123"}, {"email": "a@acme.example"}, {"email": "bad", "phone": "123"})
    assert found.facts["line"].to_pylist() == [2, 3, 4]
    assert [(row["line"], row["field"]) for row in found.findings.to_pylist()] == [
        (2, "email"), (2, "phone"), (4, "email"), (4, "phone"),
    ]  # fmt: skip


def test_the_users_own_words_are_used() -> None:
    own = OwnWords(role_names=frozenset({"beratungszimmer"}))
    assert read({"email": "beratungszimmer@acme.example"}, own=own).facts["email_is_role"].to_pylist() == [True]
    assert read({"email": "beratungszimmer@acme.example"}).facts["email_is_role"].to_pylist() == [False]


FIELDS = [
    "email", "alternate_email", "first_name", "last_name", "full_name", "title", "job_level", "company", "website",
    "phone", "other_phone", "country", "state", "city", "employees", "industry", "captured_at", "consent",
    "unsubscribed", "price", "person_linkedin_url", "vendor_record_id",
]  # fmt: skip
TEXT = st.none() | st.text(max_size=20)
ROW = st.fixed_dictionaries(
    {field: st.lists(st.text(max_size=9), max_size=4) if field in MANY else TEXT for field in FIELDS}
)


@settings(max_examples=40)
@given(st.lists(ROW, max_size=5))
def test_any_text_gives_one_row_of_facts_per_record_and_known_checks(rows: list[Mapping[str, object]]) -> None:
    found = read(*rows)
    assert found.facts.num_rows == len(rows)
    assert found.facts.schema.equals(FACTS.schema)
    assert set(found.findings["check"].to_pylist()) <= set(catalogue())
    assert found.keys.group_by(["delivery", "line", "rule"]).aggregate([]).num_rows == found.keys.num_rows


@settings(max_examples=15)
@given(st.lists(ROW, min_size=1, max_size=5))
def test_what_is_said_of_a_record_does_not_depend_on_the_others(rows: list[Mapping[str, object]]) -> None:
    together = read(*rows)
    alone = read(rows[-1])
    said = together.facts.drop_columns(["delivery", "line"]).to_pylist()[-1]
    assert alone.facts.drop_columns(["delivery", "line"]).to_pylist() == [said]
    last = len(rows) + 1
    of_last = [row for row in together.findings.to_pylist() if row["line"] == last]
    assert [{**row, "line": last} for row in alone.findings.to_pylist()] == of_last


def test_a_revenue_takes_its_unit_and_its_currency_from_the_header_where_the_cell_names_none() -> None:
    rows = records({"revenue": "10-50"}, {"revenue": "€3 Mio."}, {"revenue": "lots"}, {"revenue": None})
    read_ = read_facts(rows, date_orders={}, currency=None, headers={"revenue": "Revenue ($M)"})
    columns = ("revenue_low", "revenue_high", "revenue_currency")
    assert [tuple(row[name] for name in columns) for row in read_.facts.to_pylist()] == [
        (10_000_000, 50_000_000, "USD"),
        (3_000_000, 3_000_000, "EUR"),
        (None, None, None),
        (None, None, None),
    ]
    assert [(row["line"], row["check"]) for row in read_.findings.to_pylist()] == [(4, "size.not-a-number")]
