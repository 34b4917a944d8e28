"""From the CRM's count to ours: every step has its people, and the sums close."""

from datetime import date

import pyarrow as pa

from leadaudit import tables
from leadaudit.economics.cohort_cost import Rung
from leadaudit.economics.crm_count import STEPS, crm_counts, people_of_steps
from tests.economics.outcome_house import House, Row


def sources(house: House, contacts: list[Row]) -> dict[str, pa.Table]:
    """Contacts are lines of the CRM; each names its person, and has an opportunity."""
    held = [{"delivery": "crm", "line": at, **one} for at, one in enumerate(contacts, start=2)]
    outcomes = {
        (str(row["person"]), str(row["outcome_id"])): {**row, "kind": "opportunity"}
        for row in [*house.credits, *[{**one, "outcome_id": f"opportunity-{one['person']}"} for one in held]]
    }
    return {
        "contacts": tables.CONTACTS.build([_of(one, tables.CONTACTS) for one in held]),
        "people": tables.PEOPLE.build([{**_of(one, tables.PEOPLE), "is_contact": True} for one in held]),
        "classes": tables.CLASSES.build([_of(line, tables.CLASSES) for line in house.lines]),
        "outcomes": tables.OUTCOMES.build(
            [{**_of(one, tables.OUTCOMES), "occurred_on": date(2026, 3, 1)} for one in outcomes.values()]
        ),
        "credits": tables.CREDITS.build(house.credits),
    }


def _of(row: Row, contract: tables.Contract) -> Row:
    return {name: row[name] for name in contract.schema.names if name in row}


def test_nine_of_the_crm_become_four_of_ours_and_every_step_lists_its_people() -> None:
    house = House()
    lines = house.delivers("osprelle", 10)
    for line in lines[:3]:
        house.comes(line, "opportunity")
    for line in lines[3:5]:
        house.comes(line, "opportunity", k=2, fractional=0.5)
    for line in lines[5:7]:
        house.comes(line, "opportunity", standing="known")
    counted = [*lines[:8], lines[0]]  # the eighth came too late, the first has two contacts
    contacts: list[Row] = [
        {"contact_id": f"C{at}", "person": line["person"], "lead_source": "Osprelle syndication 2026"}
        for at, line in enumerate(counted)
    ]
    found = crm_counts(sources(house, contacts))["osprelle"]
    assert (found.theirs, found.ours) == (9, 4)
    assert found.taken_off == {"duplicate": 1, "known_before": 2, "outside_window": 1, "shared": 1}
    steps = people_of_steps(sources(house, contacts))["step"].to_pylist()
    assert {step: steps.count(step) for step in STEPS if step in steps} == {
        "duplicate": 1, "known_before": 2, "outside_window": 1, "shared": 2,
    }  # fmt: skip
    assert house.outcomes()["osprelle"].counts[Rung.OPPORTUNITY] == found.ours


def test_whom_the_crm_names_another_source_for_is_added_and_whom_nobody_delivered_taken_off() -> None:
    house = House()
    line = house.delivers("osprelle", 2)[0]
    house.comes(line, "opportunity")
    contacts: list[Row] = [
        {"contact_id": "C1", "person": line["person"], "lead_source": "Web"},
        {"contact_id": "C2", "person": "somebody", "lead_source": "osprelle"},
    ]
    found = crm_counts(sources(house, contacts))["osprelle"]
    assert (found.theirs, found.ours) == (1, 1)
    assert found.taken_off == {"not_delivered": 1, "added": -1}
