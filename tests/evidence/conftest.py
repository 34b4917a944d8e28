"""A small delivery that a test changes in one place, taken through evidence, consent, freshness and class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.evidence.classify import Classified, classify
from leadaudit.evidence.consent import judge_consent
from leadaudit.evidence.freshness import judge_freshness, seen_elsewhere
from leadaudit.evidence.read import read_evidence
from leadaudit.evidence.subjects import evidence_subjects
from leadaudit.evidence.told import TOLD
from leadaudit.policy import Policy, default_policy

Row = dict[str, object]
RETURNED = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE), ("settled_on", tables.DAY)])

DELIVERED_ON = date(2026, 3, 5)
FACTS: Row = {
    "email_norm": "mara.lindqvist@northwell.example",
    "email_domain": "northwell.example",
    "email_status": "ok",
    "first_name": "Mara",
    "last_name": "Lindqvist",
    "title": "Head of Purchasing",
    "seniority": "director",
    "function": "procurement",
    "company": "Northwell",
    "company_key": "northwell",
    "domain_is_employers": True,
    "activity_on": date(2026, 3, 2),
}


@dataclass(kw_only=True)
class Delivered:
    """Rows of one or several deliveries, and what other stages found of them."""

    facts: list[Row] = field(default_factory=list)
    cells: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    deliveries: dict[str, Row] = field(default_factory=dict)
    people: dict[tuple[str, int], str] = field(default_factory=dict)
    repeats: list[Row] = field(default_factory=list)
    list_hits: list[Row] = field(default_factory=list)
    reasons: list[Row] = field(default_factory=list)
    wordings: list[Row] = field(default_factory=list)
    imported: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    contact_facts: list[Row] = field(default_factory=list)
    program_types: dict[str, str] = field(default_factory=dict)
    returned: list[Row] = field(default_factory=list)
    told: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    names: tuple[str, ...] = ("Fernhollow Systems", "Fernhollow")
    policy: Policy = field(default_factory=default_policy)

    def deliver(self, delivery: str = "corvane-1", **changes: object) -> None:
        """One more delivery; by default Corvane's of 5 March 2026, whose profiles nobody vouches for."""
        self.deliveries[delivery] = {
            "delivery": delivery,
            "vendor": delivery.partition("-")[0],
            "program": f"{delivery.partition('-')[0]}-program",
            "delivered_on": DELIVERED_ON,
            "received_at": datetime(2026, 3, 5, 12, tzinfo=UTC),
            "profile_source": "unknown",
            **changes,
        }

    def record(
        self,
        line: int = 2,
        delivery: str = "corvane-1",
        *,
        person: str | None = None,
        facts: Mapping[str, object] | None = None,
        cells: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """One more record: facts that differ from Mara Lindqvist's, delivered words, answers by question."""
        if delivery not in self.deliveries:
            self.deliver(delivery)
        key: Row = {"delivery": delivery, "line": line}
        self.facts.append({**key, **FACTS, **(facts or {})})
        self.cells.append({**key, **(cells or {})})
        self.people[delivery, line] = person or f"{delivery}:{line}"
        for number, (question, answer) in enumerate((answers or {}).items()):
            self.answers.append({**key, "column_no": 20 + number, "question": question, "answer": answer})

    def records(self) -> pa.Table:
        names = sorted({name for row in self.cells for name in row} - {"delivery", "line"})
        schema = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE), *((name, tables.TEXT) for name in names)])
        return pa.Table.from_pylist(self.cells, schema=schema)

    def evidence(self) -> pa.Table:
        read = read_evidence(
            records=self.records(),
            facts=tables.FACTS.build(self.facts),
            answers=tables.ANSWERS.build(self.answers),
            deliveries=tables.DELIVERIES.build(list(self.deliveries.values())),
            wordings=tables.WORDINGS.build(self.wordings),
            buyer_names=self.names,
            program_types=self.program_types,
            policy=self.policy,
        )
        return pa.concat_tables([read, tables.EVIDENCE.build(self.imported)])

    def consent(self) -> pa.Table:
        return judge_consent(
            records=self.records(),
            facts=tables.FACTS.build(self.facts),
            deliveries=tables.DELIVERIES.build(list(self.deliveries.values())),
            wordings=tables.WORDINGS.build(self.wordings),
            buyer_names=self.names,
            policy=self.policy,
        )

    def freshness(self, as_of: date = DELIVERED_ON, *, seen: pa.Table | None = None) -> pa.Table:
        return judge_freshness(
            facts=tables.FACTS.build(self.facts),
            deliveries=tables.DELIVERIES.build(list(self.deliveries.values())),
            policy=self.policy,
            as_of=as_of,
            records=self.records(),
            seen=self.seen(as_of) if seen is None else seen,
        )

    def contact(self, person: str, *, facts: Mapping[str, object] | None = None, **changes: object) -> None:
        """Somebody in the CRM since 1 January 2026; by default Mara Lindqvist as she was delivered."""
        key: Row = {"delivery": "crm-1", "line": 2 + len(self.contacts)}
        self.contacts.append(
            {**key, "source": "crm", "contact_id": str(key["line"]), "created_on": date(2026, 1, 1), **changes}
        )
        self.contact_facts.append({**key, **FACTS, "activity_on": None, **(facts or {})})
        self.people["crm-1", 1 + len(self.contacts)] = person

    def seen(
        self, as_of: date = DELIVERED_ON, *, evidence: pa.Table | None = None, subjects: pa.Table | None = None
    ) -> pa.Table:
        return seen_elsewhere(
            facts=tables.FACTS.build(self.facts),
            deliveries=tables.DELIVERIES.build(list(self.deliveries.values())),
            people=self.people_table(),
            contacts=tables.CONTACTS.build(self.contacts),
            contact_facts=tables.FACTS.build(self.contact_facts),
            evidence=self.evidence() if evidence is None else evidence,
            subjects=self.subjects() if subjects is None else subjects,
            policy=self.policy,
            as_of=as_of,
        )

    def subjects(self) -> pa.Table:
        return evidence_subjects(
            evidence=tables.EVIDENCE.build(self.imported),
            facts=tables.FACTS.build(self.facts),
            people=self.people_table(),
            contacts=tables.CONTACTS.build(self.contacts),
            contact_facts=tables.FACTS.build(self.contact_facts),
        )

    def people_table(self) -> pa.Table:
        persons = list(self.people.values())
        rows: Sequence[Row] = [
            {
                "delivery": delivery,
                "line": line,
                "is_contact": delivery == "crm-1",
                "person": person,
                "rule": "email" if persons.count(person) > 1 else None,
            }
            for (delivery, line), person in self.people.items()
        ]
        return tables.PEOPLE.build(list(rows))

    def classes(self, as_of: date = DELIVERED_ON) -> pa.Table:
        return self.classified(as_of).classes

    def classified(self, as_of: date = DELIVERED_ON) -> Classified:
        evidence, subjects = self.evidence(), self.subjects()
        seen = self.seen(as_of, evidence=evidence, subjects=subjects)
        return classify(
            facts=tables.FACTS.build(self.facts),
            deliveries=tables.DELIVERIES.build(list(self.deliveries.values())),
            people=self.people_table(),
            repeats=tables.REPEATS.build(self.repeats),
            list_hits=tables.LIST_HITS.build(self.list_hits),
            reasons=tables.REASONS.build(self.reasons),
            evidence=evidence,
            subjects=subjects,
            returned=pa.Table.from_pylist(self.returned, schema=RETURNED),
            consent=self.consent(),
            freshness=self.freshness(as_of, seen=seen),
            policy=self.policy,
            as_of=as_of,
            records=self.records(),
            seen=seen,
            outcomes=tables.OUTCOMES.build(self.outcomes),
            told=pa.Table.from_pylist(self.told, schema=TOLD),
        )

    def class_of(self, line: int = 2, delivery: str = "corvane-1", as_of: date = DELIVERED_ON) -> Row:
        rows = self.classes(as_of).to_pylist()
        found: Row = next(row for row in rows if (row["delivery"], row["line"]) == (delivery, line))
        return found


@pytest.fixture
def delivered() -> Delivered:
    return Delivered()


@pytest.fixture(scope="session")
def deliver_anew() -> type[Delivered]:
    """For a test that needs a fresh delivery for each of many examples."""
    return Delivered
