"""How long a million records take to be linked and credited with what a CRM says became of them.

Usage: ``python -m bench.outcomes [RECORDS]``; prints processor seconds of each step.
"""

import sys
import time
from datetime import date, timedelta
from typing import Final

import numpy as np
import pyarrow as pa

from leadaudit import tables
from leadaudit.outcomes.results import crm_evidence, outcomes_of, what_came
from leadaudit.outcomes.stages import Stages
from leadaudit.outcomes.steps import crm_steps, with_names
from leadaudit.policy import default_policy

FIRST: Final = date(2025, 11, 1)
AS_OF: Final = date(2026, 11, 1)


def main(records: int) -> None:
    """Make the tables and time each step."""
    dice = np.random.default_rng(20261101)
    contacts = records // 5
    facts, classes, people = _delivered(records, contacts, dice)
    crm_people, contact_facts, rows = _crm(contacts, dice)
    policy = default_policy()
    clock = time.process_time()
    found = crm_steps(rows, stages=Stages(), as_of=AS_OF)
    clock = _told(f"steps: {found.steps.num_rows:,}", clock)
    names = with_names(found, contacts=crm_people, facts=facts, contact_facts=contact_facts, people=people)
    clock = _told(f"names: {names.num_rows:,}", clock)
    outcomes = outcomes_of(found, names, as_of=AS_OF)
    clock = _told(f"outcomes: {outcomes.num_rows:,}", clock)
    evidence = crm_evidence(found, names, policy=policy, as_of=AS_OF)
    clock = _told(f"evidence: {evidence.num_rows:,}", clock)
    came = what_came(
        found,
        outcomes=outcomes,
        classes=classes,
        people=people,
        matches=tables.MATCHES.empty(),
        facts=facts,
        contacts=crm_people,
        contact_facts=contact_facts,
        evidence=evidence,
        subjects=tables.SUBJECTS.empty(),
        policy=policy,
        as_of=AS_OF,
    )
    _told(
        f"links {came.links.num_rows:,}, credits {came.credits.num_rows:,}, follow-up {came.followup.num_rows:,}, "
        f"influence {came.influence.num_rows:,}",
        clock,
    )
    clock = time.process_time()
    nothing = crm_steps(tables.CRM_ROWS.empty(), stages=Stages(), as_of=AS_OF)
    with_names(nothing, contacts=tables.CONTACTS.empty(), facts=facts, contact_facts=contact_facts, people=people)
    _told("without a CRM, steps and names", clock)


def _told(what: str, since: float) -> float:
    print(f"{time.process_time() - since:6.2f} s  {what}")
    return time.process_time()


def _days(offsets: np.ndarray) -> pa.Array:
    return pa.array((np.datetime64(FIRST) + offsets.astype("timedelta64[D]")).astype("datetime64[D]"), tables.DAY)


def _table(contract: tables.Contract, columns: dict[str, pa.Array]) -> pa.Table:
    count = len(next(iter(columns.values())))
    filled = {
        field.name: columns.get(field.name, pa.nulls(count, field.type)).cast(field.type) for field in contract.schema
    }
    return pa.table(filled, schema=contract.schema)


def _texts(pattern: str, numbers: np.ndarray) -> pa.Array:
    return pa.array([pattern.format(number) for number in numbers.tolist()], tables.TEXT)


def _delivered(records: int, contacts: int, dice: np.random.Generator) -> tuple[pa.Table, pa.Table, pa.Table]:
    lines = np.arange(records)
    # a tenth of the people comes from two vendors
    who = np.where(dice.random(records) < 0.9, lines, dice.integers(0, records, records))
    delivery = pa.repeat(pa.scalar("osprelle-2026"), records)
    firm = dice.integers(0, records // 4, records)
    person = _texts("osprelle-2026:{}", who)
    given = {
        "delivery": delivery,
        "line": pa.array(lines, tables.LINE),
        "email_norm": _texts("person{}@firm.example", who),
        "email_domain": _texts("firm{}.example", firm),
        "company_key": _texts("firm {}", firm),
        "email_is_free": pa.repeat(pa.scalar(value=False), records),
    }
    days = _days(dice.integers(0, 360, records))
    lead_on = _days(dice.integers(0, 365, records))
    is_lead = pa.array(dice.random(records) < 0.02)
    classes = {
        "delivery": delivery,
        "line": given["line"],
        "vendor": _texts("vendor{}", dice.integers(0, 8, records)),
        "delivered_on": days,
        "person": person,
        "class": pa.repeat(pa.scalar("signal"), records),
        "first_confirmed_lead_on": pa.array(
            [one if lead else None for one, lead in zip(lead_on.to_pylist(), is_lead.to_pylist(), strict=True)],
            tables.DAY,
        ),
    }
    nodes = {
        "delivery": pa.concat_arrays([delivery, pa.repeat(pa.scalar("crm_contacts-crm"), contacts)]),
        "line": pa.concat_arrays([given["line"], pa.array(np.arange(contacts), tables.LINE)]),
        "is_contact": pa.array(np.repeat([False, True], [records, contacts])),
        "person": pa.concat_arrays([person, _texts("osprelle-2026:{}", np.arange(contacts) * 3)]),
    }
    return _table(tables.FACTS, given), _table(tables.CLASSES, classes), _table(tables.PEOPLE, nodes)


def _crm(contacts: int, dice: np.random.Generator) -> tuple[pa.Table, pa.Table, pa.Table]:
    lines = pa.array(np.arange(contacts), tables.LINE)
    import_id = pa.repeat(pa.scalar("crm_contacts-crm"), contacts)
    people = {
        "delivery": import_id,
        "line": lines,
        "source": pa.repeat(pa.scalar("crm"), contacts),
        "contact_id": _texts("C{}", np.arange(contacts)),
        "created_on": _days(dice.integers(-200, 360, contacts)),
    }
    facts = {
        "delivery": import_id,
        "line": lines,
        "email_norm": _texts("person{}@firm.example", np.arange(contacts) * 3),
    }
    of = dice.integers(0, contacts, contacts)
    kinds = np.array(["activity", "opportunity"])[(dice.random(contacts) < 0.15).astype(int)]
    created = dice.integers(0, 365, contacts)
    rows = {
        "delivery": pa.repeat(pa.scalar("crm_activities-crm"), contacts),
        "line": lines,
        "source": people["source"],
        "object": pa.array(kinds),
        "crm_id": _texts("R{}", np.arange(contacts)),
        "contact_ids": pa.array([[f"C{one}"] for one in of.tolist()], tables.TEXTS),
        "account_key": _texts("firm {}", dice.integers(0, contacts, contacts)),
        "type": pa.array(np.array(["Call", "Email", "Meeting"])[dice.integers(0, 3, contacts)]),
        "stage": pa.array(
            np.where(
                kinds == "opportunity",
                np.array(["Closed Won", "Closed Lost", "Negotiation"])[dice.integers(0, 3, contacts)],
                np.array(["Completed", "No show"])[dice.integers(0, 2, contacts)],
            )
        ),
        "amount_minor": pa.array(dice.integers(1000, 10**7, contacts)),
        "currency": pa.repeat(pa.scalar("USD"), contacts),
        "created_on": _days(created),
        "occurred_on": _days(created + 5),
        "closed_on": _days(created + dice.integers(10, 100, contacts)),
        "snapshot_on": pa.repeat(pa.scalar(FIRST + timedelta(days=365), tables.DAY), contacts),
    }
    return _table(tables.CONTACTS, people), _table(tables.FACTS, facts), _table(tables.CRM_ROWS, rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
