"""From what the CRM counts for each vendor to what is credited to it: every step with its people, and it closes.

Source: docs/method.md, "From records to cost per real lead".
"""

from collections.abc import Mapping
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.economics.credit import FromTheirsToOurs, from_theirs_to_ours

# In the order in which they are told.
STEPS: Final = ("not_delivered", "duplicate", "known_before", "outside_window", "further", "shared", "added")


def crm_counts(
    sources: Mapping[str, sql.Source | sql.Asked],
    *,
    kind: str = "opportunity",
    net_new_only: bool = True,
    query: sql.Query = sql.run,
) -> dict[str, FromTheirsToOurs]:
    """What the CRM counts beside what is credited; what it names another source for is taken off below 0.

    One entry per vendor that the CRM names in a lead source, or that is credited with the outcome.

    Args:
        sources: contacts, people, classes, outcomes and credits of one day.
        kind: meeting_set, meeting_held, opportunity or won.
        net_new_only: Whether people we knew count for nothing.
        query: Whom to ask.
    """
    rows = query("economics_crm_steps", {"counted": _counted(sources, kind, net_new_only=net_new_only)}, {}).to_pylist()
    found = {}
    for vendor in sorted({row["vendor"] for row in rows}):
        numbers = {row["step"]: row["number"] for row in rows if row["vendor"] == vendor}
        theirs = round(numbers.pop("theirs", 0))
        found[vendor] = from_theirs_to_ours(theirs, numbers.items())
    return found


def people_of_steps(
    sources: Mapping[str, sql.Source | sql.Asked], *, kind: str = "opportunity", net_new_only: bool = True
) -> pa.Table:
    """Every person behind a step: rows of economics_crm_count.sql."""
    asked = _counted(sources, kind, net_new_only=net_new_only)
    return sql.run(asked.name, asked.tables, asked.params)


def _counted(sources: Mapping[str, sql.Source | sql.Asked], kind: str, *, net_new_only: bool) -> sql.Asked:
    names = ("contacts", "people", "classes", "outcomes", "credits")
    return sql.Asked(
        name="economics_crm_count",
        tables={name: sources[name] for name in names},
        params={"kind": kind, "net_new_only": net_new_only},
    )
