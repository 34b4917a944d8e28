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
        ("told_on", tables.DAY),
        ("words", tables.TEXT),
    ]
)


def told_of_records(
    *,
    facts: pa.Table,
    deliveries: pa.Table,
    people: pa.Table,
    imported: pa.Table,
    subjects: pa.Table,
    policy: Policy,
    as_of: date,
) -> pa.Table:
    """Mails that came back, people who left, people who deny having asked: one row per record and reason.

    Args:
        facts: FACTS.
        deliveries: DELIVERIES.
        people: PEOPLE.
        imported: EVIDENCE of imports alone.
        subjects: SUBJECTS.
        policy: What each kind says of an address.
        as_of: The day after which nothing is read.
    """
    if not imported.num_rows:
        return TOLD.empty_table()
    addressed = {"facts": facts, "people": people, "evidence": imported, "subjects": subjects}
    reach = reach_on(same_day(facts, as_of), **addressed, policy=policy)
    found = sql.run("evidence_told", {**addressed, "deliveries": deliveries, "reach": reach}, {"as_of": as_of})
    return found.cast(TOLD)
