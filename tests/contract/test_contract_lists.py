"""Which entry of a list a record meets."""

from datetime import date

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.contract.lists import COMPANY_NAMES, list_hits

FACTS = tables.FACTS.build(
    [
        {
            "delivery": "d",
            "line": 2,
            "email_norm": "ann@mail.uk.acme.example",
            "email_domain": "mail.uk.acme.example",
            "website_domain": "acmegroup.example",
            "company_key": "acme",
        }
    ]
)


# What a words file says: one company, its domains and the name it is compared by; and another company.
COMPANIES = pa.Table.from_pylist(
    [
        {"company": "acme", "kind": "company", "name": "acme"},
        {"company": "acme", "kind": "domain", "name": "acme.example"},
        {"company": "acme", "kind": "domain", "name": "oldname.example"},
        {"company": "zenith", "kind": "company", "name": "zenith"},
        {"company": "zenith", "kind": "domain", "name": "zenith.example"},
    ],
    schema=COMPANY_NAMES,
)


def hits(
    *entries: tuple[str, str, date | None], companies: pa.Table | None = None, facts: pa.Table = FACTS
) -> list[tuple[object, object, object]]:
    rows: list[dict[str, object]] = [
        {"list": "competitors", "kind": kind, "value": value, "supplied_on": supplied_on}
        for kind, value, supplied_on in entries
    ]
    found = list_hits(facts=facts, lists=tables.LISTS.build(rows), companies=companies).to_pylist()
    return [(row["kind"], row["value"], row["supplied_on"]) for row in found]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "ann@mail.uk.acme.example"),
        ("domain", "mail.uk.acme.example"),
        ("domain", "acme.example"),
        ("domain", "*.acme.example"),
        ("domain", "acmegroup.example"),
        ("company", "acme"),
    ],
)
def test_an_entry_meets_the_record(kind: str, value: str) -> None:
    assert hits((kind, value, None)) == [(kind, value, None)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "bob@mail.uk.acme.example"),
        ("domain", "notacme.example"),
        ("domain", "cme.example"),
        ("domain", "x.mail.uk.acme.example"),
        ("company", "acme group"),
    ],
)
def test_an_entry_that_only_looks_alike_does_not(kind: str, value: str) -> None:
    assert hits((kind, value, None)) == []


def test_of_several_entries_of_a_list_the_one_handed_over_first_stands() -> None:
    assert hits(("domain", "acme.example", date(2026, 2, 2)), ("company", "acme", date(2026, 1, 1))) == [
        ("company", "acme", date(2026, 1, 1))
    ]
    assert hits(("company", "acme", None), ("email", "ann@mail.uk.acme.example", None)) == [
        ("email", "ann@mail.uk.acme.example", None)
    ]


def test_empty_lists_hit_nobody() -> None:
    assert list_hits(facts=FACTS, lists=tables.LISTS.empty()).num_rows == 0


@pytest.mark.parametrize("said", ["email_domain", "website_domain", "company_key"])
@pytest.mark.parametrize(
    ("kind", "value"), [("domain", "oldname.example"), ("domain", "*.oldname.example"), ("company", "acme")]
)
def test_an_entry_under_one_name_of_a_company_meets_its_people_under_every_other(
    said: str, kind: str, value: str
) -> None:
    only = {"email_domain": "mail.acme.example", "website_domain": "acme.example", "company_key": "acme"}[said]
    row: dict[str, object] = {"delivery": "d", "line": 2, said: only}
    facts = tables.FACTS.build([row])
    exact = (said, kind) == ("company_key", "company")
    found = hits((kind, value, None), companies=COMPANIES, facts=facts)
    assert found == [("company" if exact else "account", value, None)]
    assert hits((kind, value, None), facts=facts) == ([("company", value, None)] if exact else [])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("domain", "zenith.example"),
        ("company", "zenith"),
        ("domain", "uk.oldname.example"),
        ("email", "oldname.example"),
    ],
)
def test_an_entry_of_another_company_or_of_a_part_of_one_does_not(kind: str, value: str) -> None:
    assert hits((kind, value, None), companies=COMPANIES) == []


def test_what_names_the_record_itself_stands_before_another_name_of_its_company() -> None:
    entries = (("domain", "oldname.example", None), ("domain", "acme.example", None))
    assert hits(*entries, companies=COMPANIES) == [("domain", "acme.example", None)]
