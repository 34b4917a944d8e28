"""From what the CRM counts for each vendor to what is credited to it: every step with its people, and it closes.

Source: docs/method.md, "From records to cost per real lead".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.economics.credit import FromTheirsToOurs, from_theirs_to_ours

# In the order in which they are told.
STEPS: Final = ("not_delivered", "duplicate", "known_before", "outside_window", "further", "shared", "added")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrmCount:
    """What the CRM counts for a vendor beside what is credited.

    Args:
        steps: Numbers; what is taken off adds up, what the CRM names another source for is below 0.
        people: Rows of economics_crm_count.sql behind them.
    """

    steps: FromTheirsToOurs
    people: pa.Table


def crm_counts(
    sources: Mapping[str, sql.Source], *, kind: str = "opportunity", net_new_only: bool = True
) -> dict[str, CrmCount]:
    """One entry per vendor that the CRM names in a lead source, or that is credited with the outcome.

    Args:
        sources: contacts, people, classes, outcomes and credits of one day.
        kind: meeting_set, meeting_held, opportunity or won.
        net_new_only: Whether people we knew count for nothing.
    """
    names = ("contacts", "people", "classes", "outcomes", "credits")
    rows = sql.run(
        "economics_crm_count", {name: sources[name] for name in names}, {"kind": kind, "net_new_only": net_new_only}
    )
    listed = rows.to_pylist()
    found: dict[str, CrmCount] = {}
    for vendor in sorted({row["vendor"] for row in listed}):
        own = [row for row in listed if row["vendor"] == vendor]
        theirs = sum(row["number"] for row in own if row["step"] == "theirs")
        taken = [(row["step"], row["number"]) for row in own if row["step"] != "theirs"]
        people = pa.Table.from_pylist(own, schema=rows.schema)
        found[vendor] = CrmCount(steps=from_theirs_to_ours(theirs, taken), people=people)
    return found
