"""Whether the person of a record can be reached at its address, by what bounced, was checked or was answered.

Source: docs/method.md, "Reached or not".
"""

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.policy import Policy

REACH = pa.schema(
    [
        ("delivery", tables.TEXT),
        ("line", tables.LINE),
        ("day", tables.DAY),
        ("email_gone", tables.FLAG),
        ("never_mail", tables.FLAG),
        ("wrong_person", tables.FLAG),
    ]
)


def reach_on(
    days: pa.Table,
    *,
    facts: pa.Table,
    people: pa.Table,
    evidence: pa.Table,
    subjects: pa.Table,
    policy: Policy,
) -> pa.Table:
    """What is known of the addresses of records, each on a day of its own.

    Args:
        days: One row per record and day: delivery, line, day.
        facts: FACTS.
        people: PEOPLE.
        evidence: EVIDENCE.
        subjects: SUBJECTS.
        policy: What each kind says of an address.

    Returns:
        One row per record and day of which something is known, as ``evidence_reach.sql`` describes.
    """
    kinds = {name: kind.reach for name, kind in policy.kinds.items() if kind.reach is not None}
    told = evidence.filter(pc.is_in(evidence["kind"], value_set=pa.array(list(kinds), tables.TEXT)))
    if not told.num_rows:
        return REACH.empty_table()
    read: dict[str, sql.Source] = {
        "days": days,
        "facts": facts.select(["delivery", "line", "email_norm"]),
        "people": people,
        "evidence": told,
        "subjects": subjects,
        "kinds": pa.table({"kind": list(kinds), "reach": list(kinds.values())}),
    }
    return sql.run("evidence_reach", read).cast(REACH)


def same_day(records: pa.Table, on: date) -> pa.Table:
    """All records asked about one day."""
    day = pa.repeat(pa.scalar(on, tables.DAY), records.num_rows)
    return records.select(["delivery", "line"]).append_column("day", day)
