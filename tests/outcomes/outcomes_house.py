"""A small CRM and a few delivered records, made on the spot."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa

from leadaudit import tables
from leadaudit.outcomes.results import Came, crm_evidence, outcomes_of, what_came
from leadaudit.outcomes.stages import Stages
from leadaudit.outcomes.steps import CrmSteps, crm_steps, with_names
from leadaudit.policy import default_policy

# The day everybody here is delivered, unless said otherwise.
T0 = date(2026, 3, 1)
AS_OF = date(2026, 11, 1)
EXPORTED = date(2026, 10, 31)

Row = dict[str, object]


def on(days: int) -> date:
    """A day counted from the delivery."""
    return T0 + timedelta(days=days)


@dataclass
class Scene:
    """Everything outcomes are made from; records and contacts are joined where they name the same person."""

    rows: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    matches: list[Row] = field(default_factory=list)
    stages: Stages = field(default_factory=Stages)
    as_of: date = AS_OF

    def record(self, person: str, *, vendor: str = "osprelle", delivered_on: date = T0, **more: object) -> None:
        """A delivered record; its e-mail is the person's."""
        self.records.append({"person": person, "vendor": vendor, "delivered_on": delivered_on, **more})

    def contact(self, contact_id: str, person: str, **more: object) -> None:
        """Somebody in the CRM."""
        self.contacts.append({"contact_id": contact_id, "person": person, **more})

    def row(self, what: str, crm_id: str, **more: object) -> None:
        """A row of the CRM."""
        self.rows.append({"object": what, "crm_id": crm_id, **more})

    def steps(self) -> CrmSteps:
        """What the CRM says."""
        return crm_steps(self._rows(), stages=self.stages, as_of=self.as_of)

    def names(self, found: CrmSteps) -> pa.Table:
        """Whom its names stand for."""
        return with_names(
            found,
            contacts=self.crm_people(),
            facts=self._facts(),
            contact_facts=self._contact_facts(),
            people=self.people(),
        )

    def outcomes(self) -> list[Row]:
        """OUTCOMES as rows."""
        found = self.steps()
        rows: list[Row] = outcomes_of(found, self.names(found), as_of=self.as_of).to_pylist()
        return rows

    def evidence(self) -> list[Row]:
        """EVIDENCE as rows."""
        found = self.steps()
        made = crm_evidence(found, self.names(found), policy=default_policy(), as_of=self.as_of)
        rows: list[Row] = made.to_pylist()
        return rows

    def came(self) -> Came:
        """Links, credits, follow-up, influence."""
        found = self.steps()
        return what_came(
            found,
            outcomes=outcomes_of(found, self.names(found), as_of=self.as_of),
            classes=self._classes(),
            people=self.people(),
            matches=tables.MATCHES.build(self.matches),
            facts=self._facts(),
            contacts=self.crm_people(),
            contact_facts=self._contact_facts(),
            evidence=tables.EVIDENCE.empty(),
            subjects=tables.SUBJECTS.empty(),
            policy=default_policy(),
            as_of=self.as_of,
        )

    def state_of(self, person: str) -> str:
        """How well a person was known."""
        return next(str(row["state"]) for row in self.came().links.to_pylist() if row["person"] == person)

    def credits_of(self, kind: str) -> list[Row]:
        """Credits of one kind."""
        return [row for row in self.came().credits.to_pylist() if row["kind"] == kind]

    def _rows(self) -> pa.Table:
        given = [
            {
                "delivery": "crm-2026-10-31",
                "line": at + 2,
                "source": "crm",
                "snapshot_on": EXPORTED,
                **row,
            }
            for at, row in enumerate(self.rows)
        ]
        return tables.CRM_ROWS.build(given)

    def _lines(self, of: list[Row], delivery: str) -> list[Row]:
        return [{"delivery": delivery, "line": at + 2, **row} for at, row in enumerate(of)]

    def _facts(self) -> pa.Table:
        return _facts_of(self._lines(self.records, "delivered"))

    def _contact_facts(self) -> pa.Table:
        return _facts_of(self._lines(self.contacts, "crm_contacts"))

    def crm_people(self) -> pa.Table:
        """CONTACTS."""
        return tables.CONTACTS.build(
            [
                {"source": "crm", "snapshot_on": EXPORTED, **_only(row, tables.CONTACTS)}
                for row in self._lines(self.contacts, "crm_contacts")
            ]
        )

    def people(self) -> pa.Table:
        """PEOPLE."""
        records = [{**row, "is_contact": False} for row in self._lines(self.records, "delivered")]
        contacts = [{**row, "is_contact": True} for row in self._lines(self.contacts, "crm_contacts")]
        return tables.PEOPLE.build([_only(row, tables.PEOPLE) for row in [*records, *contacts]])

    def _classes(self) -> pa.Table:
        return tables.CLASSES.build(
            [{"class": "signal", **_only(row, tables.CLASSES)} for row in self._lines(self.records, "delivered")]
        )


def _facts_of(lines: list[Row]) -> pa.Table:
    rows = []
    for row in lines:
        email = row.get("email", f"{row['person']}@northwell.example")
        rows.append(
            {
                "delivery": row["delivery"],
                "line": row["line"],
                "email_norm": email,
                "email_domain": str(email).partition("@")[2],
                "email_is_free": False,
                "company_key": row.get("company_key"),
            }
        )
    return tables.FACTS.build(rows)


def _only(row: Row, contract: tables.Contract) -> Row:
    return {name: value for name, value in row.items() if name in contract.schema.names}


def ada_delivered(*, company_key: str | None = None) -> Scene:
    """Ada, delivered by osprelle on the first of March, a contact since the day after."""
    made = Scene()
    made.record("ada", company_key=company_key)
    made.contact("C1", "ada", created_on=on(1))
    return made
