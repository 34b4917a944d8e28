"""What was found out about records after they came: which of them it speaks of, and as which reason."""

from datetime import date
from typing import Any

import pytest

from leadaudit import tables
from leadaudit.evidence.told import told_of_records

MARA = "mara.lindqvist@northwell.example"
NUMBER = "+442079460011"
BEFORE, AFTER = date(2026, 3, 5), date(2026, 3, 6)  # delivered on the 5th


def said(kind: str, on: date | None = AFTER, **about: object) -> dict[str, object]:
    return {
        "evidence_id": f"{kind}-{on}", "kind": kind, "actor": "rep", "source": "first", "occurred_on": on,
        "observed_on": on, "category": "unmapped", "raw_ref": "replies-desk-2026-03-06-abcdef:3", **about,
    }  # fmt: skip


def told(delivered: Any, as_of: date = date(2026, 3, 20)) -> list[tuple[str, int, str]]:
    rows = told_of_records(
        facts=tables.FACTS.build(delivered.facts),
        deliveries=tables.DELIVERIES.build(list(delivered.deliveries.values())),
        people=delivered.people_table(),
        contacts=tables.CONTACTS.build(delivered.contacts),
        contact_facts=tables.FACTS.build(delivered.contact_facts),
        imported=tables.EVIDENCE.build(delivered.imported),
        subjects=delivered.subjects(),
        policy=delivered.policy,
        as_of=as_of,
    ).to_pylist()
    return [(row["delivery"], row["line"], row["code"]) for row in rows]


def codes(delivered: Any) -> set[str]:
    return {code for _, _, code in told(delivered)}


@pytest.mark.parametrize("about", [{"delivery": "corvane-1", "line": 2}, {"email": MARA}, {"crm_id": "003A"}])
@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        ("profile_left", AFTER, {"left_company"}),
        ("profile_left", BEFORE, {"left_company", "wrong_employer"}),
        ("employer_wrong", AFTER, {"wrong_employer"}),
        ("profile_new_title", AFTER, set()),
        ("profile_new_title", BEFORE, {"wrong_title"}),
        ("title_wrong", AFTER, {"wrong_title"}),
        ("wrong_number", AFTER, {"wrong_number"}),
        ("profile_confirmed", BEFORE, set()),
    ],
)
def test_what_was_known_by_the_delivery_was_wrong_then_and_what_came_later_was_not(
    delivered: Any, about: dict[str, object], kind: str, on: date, expected: set[str]
) -> None:
    delivered.record(person="mara", facts={"phone_e164": NUMBER, "title_key": "head of purchasing"})
    delivered.contact("mara", contact_id="003A", facts={"phone_e164": NUMBER, "title_key": "head of purchasing"})
    delivered.imported = [said(kind, on, **about)]
    assert codes(delivered) == expected


def test_what_was_found_on_an_earlier_record_speaks_of_a_later_one_with_the_same_employer(delivered: Any) -> None:
    delivered.record(person="mara")
    delivered.deliver("zephon-1", delivered_on=date(2026, 3, 12))
    delivered.record(delivery="zephon-1", person="mara")
    delivered.record(line=3, delivery="zephon-1", person="mara", facts={"company_key": "castle"})
    delivered.imported = [said("profile_left", delivery="corvane-1", line=2)]
    assert told(delivered) == [
        ("corvane-1", 2, "left_company"),
        ("zephon-1", 2, "left_company"),
        ("zephon-1", 2, "wrong_employer"),
    ]


def test_a_title_is_one_at_its_employer(delivered: Any) -> None:
    delivered.record(person="mara", facts={"title_key": "head of purchasing"})
    delivered.deliver("zephon-1", delivered_on=date(2026, 3, 12))
    for line, company, title in (
        (2, "northwell", "head of purchasing"), (3, "castle", "head of purchasing"), (4, "northwell", "buyer"),
    ):  # fmt: skip
        delivered.record(
            line=line, delivery="zephon-1", person="mara", facts={"company_key": company, "title_key": title}
        )
    delivered.imported = [said("profile_new_title", delivery="corvane-1", line=2)]
    assert told(delivered) == [("zephon-1", 2, "wrong_title")]


def test_a_number_is_wrong_where_it_was_delivered(delivered: Any) -> None:
    delivered.record(person="mara", facts={"phone_e164": NUMBER})
    delivered.record(line=3, person="mara", facts={"phone_e164": "+442079460012"})
    delivered.record(line=4, person="ben", facts={"phone_e164": "+442079460013", "email_norm": "ben@castle.example"})
    delivered.imported = [said("wrong_number", phone=NUMBER)]
    assert told(delivered) == [("corvane-1", 2, "wrong_number")]
    delivered.imported = [said("wrong_number", email="ben@castle.example")]
    assert told(delivered) == [("corvane-1", 4, "wrong_number")]
    delivered.imported = [said("wrong_number", email="ben@castle.example", phone=NUMBER)]
    assert told(delivered) == []


def test_nothing_is_told_before_somebody_wrote_it_down_and_the_earliest_stands(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [
        said("employer_wrong", AFTER, observed_on=date(2026, 3, 9), email=MARA),
        said("employer_wrong", date(2026, 3, 8), email=MARA),
        said("title_wrong", None, email=MARA),
    ]
    assert told(delivered, as_of=date(2026, 3, 7)) == []
    assert codes(delivered) == {"wrong_employer"}
