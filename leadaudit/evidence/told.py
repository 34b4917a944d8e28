"""What was found out about records after they came, as far as a contract may speak of it.

Source: docs/method.md, "Reached or not".
"""

from datetime import date

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.evidence.reach import reach_on, same_day
from leadaudit.policy import Policy

TOLD = pa.schema(
    [
        ("delivery", tables.TEXT),
        ("line", tables.LINE),
        ("code", tables.TEXT),
        ("kind", tables.TEXT),
        ("told_on", tables.DAY),
        ("known_on", tables.DAY),
        ("words", tables.TEXT),
        ("ref", tables.TEXT),
    ]
)


def told_of_records(  # noqa: PLR0913 -- whom a piece of evidence speaks of is told by all of these
    *,
    facts: pa.Table,
    deliveries: pa.Table,
    people: pa.Table,
    contacts: pa.Table,
    contact_facts: pa.Table,
    imported: pa.Table,
    subjects: pa.Table,
    policy: Policy,
    as_of: date,
) -> pa.Table:
    """Mails that came back, people who left, wrong employers, titles and numbers, people who deny having asked.

    Args:
        facts: FACTS.
        deliveries: DELIVERIES.
        people: PEOPLE.
        contacts: CONTACTS in force.
        contact_facts: FACTS of the contacts.
        imported: EVIDENCE of imports alone.
        subjects: SUBJECTS.
        policy: What each kind says of an address.
        as_of: The day after which nothing is read.

    Returns:
        One row per record and reason, as ``evidence_told.sql`` describes.
    """
    if not imported.num_rows:
        return TOLD.empty_table()
    addressed = {"facts": facts, "people": people, "evidence": imported, "subjects": subjects}
    reach = reach_on(same_day(facts, as_of), **addressed, policy=policy)
    read = {
        **addressed,
        "deliveries": deliveries,
        "contacts": contacts,
        "contact_facts": contact_facts,
        "reach": reach,
    }
    found = sql.run("evidence_told", read, {"as_of": as_of})
    return found.cast(TOLD)
