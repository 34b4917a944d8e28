"""Nodes of a few invented people, with their facts and keys."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pyarrow as pa

from leadaudit.facts.keys import keys
from leadaudit.identity.people import people
from leadaudit.identity.repeats import nodes
from leadaudit.tables import CONTACTS, DELIVERIES, FACTS, KEYS

FIRST_DAY = date(2026, 1, 1)
FREE = "mail.example"


def _sender(delivery: str) -> str:
    return "crm" if delivery.startswith("crm") else delivery[0]


class House:
    """Records and contacts as tables, and who they turn out to be.

    A record is written as ``("a1", 2, {"email": ..., "first": ...})``: delivery ``a1`` is the first of vendor ``a``.
    """

    def __init__(self, records: Sequence[tuple[str, int, Mapping[str, object]]]) -> None:
        self.rows = [{"delivery": delivery, "line": line, **self._facts({**said})} for delivery, line, said in records]
        self.records = records

    @staticmethod
    def _facts(said: dict[str, object]) -> dict[str, object]:
        email = said.pop("email", None)
        facts: dict[str, object] = {"name_status": "ok", "email_status": "missing"}
        if isinstance(email, str):
            domain = email.partition("@")[2]
            facts |= {"email_norm": email, "email_domain": domain, "email_status": "ok", "email_is_disposable": False}
            facts |= {"email_is_role": email.startswith("info@"), "email_is_free": domain == FREE}
        names = {"first": "first_key", "last": "last_key", "phone": "phone_e164", "profile": "profile_key"}
        return facts | {names.get(name, name): value for name, value in said.items() if name not in {"id", "crm"}}

    @property
    def facts(self) -> pa.Table:
        return FACTS.build(self.rows)

    @property
    def keys(self) -> pa.Table:
        found = []
        for sender in sorted({_sender(delivery) for delivery, _, _ in self.records}):
            chosen = [record for record in self.records if _sender(record[0]) == sender]
            asked = pa.table(
                {
                    "delivery": [delivery for delivery, _, _ in chosen],
                    "line": pa.array([line for _, line, _ in chosen], pa.int32()),
                    "vendor_record_id": pa.array([said.get("id") for _, _, said in chosen], pa.string()),
                    "crm_contact_id": pa.array([said.get("crm") for _, _, said in chosen], pa.string()),
                }
            )
            facts = FACTS.build([row for row in self.rows if _sender(str(row["delivery"])) == sender])
            found.append(keys(facts=facts, records=asked, vendor=None if sender == "crm" else sender))
        return pa.concat_tables(found) if found else KEYS.empty()

    @property
    def contacts(self) -> pa.Table:
        return CONTACTS.build(
            [
                {
                    "delivery": delivery,
                    "line": line,
                    "source": "crm",
                    "contact_id": said.get("crm") or f"C{line}",
                    "created_on": FIRST_DAY + timedelta(days=line),
                }
                for delivery, line, said in self.records
                if delivery.startswith("crm")
            ]
        )

    @property
    def deliveries(self) -> pa.Table:
        return DELIVERIES.build(
            [
                {
                    "delivery": delivery,
                    "vendor": delivery[0],
                    "delivered_on": FIRST_DAY + timedelta(days=int(delivery[1:])),
                }
                for delivery in sorted({delivery for delivery, _, _ in self.records})
                if not delivery.startswith("crm")
            ]
        )

    @property
    def nodes(self) -> pa.Table:
        return nodes(facts=self.facts, deliveries=self.deliveries, contacts=self.contacts)

    @property
    def people(self) -> pa.Table:
        return people(nodes=self.nodes, keys=self.keys, facts=self.facts)

    def who(self) -> dict[str, str]:
        """The person of every node, by id."""
        return {f"{row['delivery']}:{row['line']}": str(row["person"]) for row in self.people.to_pylist()}

    def rules(self) -> dict[str, str | None]:
        """The rule that joins every node, by id."""
        return {f"{row['delivery']}:{row['line']}": row["rule"] for row in self.people.to_pylist()}
