"""Which entry of a list a record meets."""

from datetime import date

import pytest

from leadaudit import tables
from leadaudit.contract.lists import list_hits

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


def hits(*entries: tuple[str, str, date | None]) -> list[tuple[object, object, object]]:
    rows: list[dict[str, object]] = [
        {"list": "competitors", "kind": kind, "value": value, "supplied_on": supplied_on}
        for kind, value, supplied_on in entries
    ]
    found = list_hits(facts=FACTS, lists=tables.LISTS.build(rows)).to_pylist()
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
