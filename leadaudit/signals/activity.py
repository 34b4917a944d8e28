"""Opens, clicks and the like, counted apart: they never stand for what came of them.

Source: docs/method.md, "Progress".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from leadaudit import sql
from leadaudit.policy import Policy
from leadaudit.vocabulary import EvidenceRole

_ACTIVITY = frozenset({EvidenceRole.VANITY.value, EvidenceRole.ACTIVITY.value})
_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCount:
    """How often something was done that says nothing of a purchase.

    Args:
        kind: Kind of evidence.
        now: In this month and the two before.
        before: In the three months before those.
    """

    kind: str
    now: int
    before: int


def activity_counts(assessed: Mapping[str, sql.Source], policy: Policy, as_of: date) -> tuple[ActivityCount, ...]:
    """Every kind of activity of the last six months, by name.

    Args:
        assessed: evidence of an assessment.
        policy: Roles of the kinds.
        as_of: The day asked about.
    """
    kinds = pa.table(
        {
            "kind": pa.array(list(policy.kinds), pa.string()),
            "role": pa.array([kind.role.value for kind in policy.kinds.values()], pa.string()),
        }
    )
    table = sql.run("signals_activity", {"evidence": assessed["evidence"], "kinds": kinds}, {"as_of": as_of})
    counts: dict[str, list[int]] = {}
    for row in table.to_pylist():
        age = (as_of.year - row["month"].year) * 12 + as_of.month - row["month"].month
        if row["role"] in _ACTIVITY and 0 <= age < 2 * _MONTHS:
            counts.setdefault(row["kind"], [0, 0])[age // _MONTHS] += row["number"]
    return tuple(ActivityCount(kind=kind, now=now, before=before) for kind, (now, before) in sorted(counts.items()))
