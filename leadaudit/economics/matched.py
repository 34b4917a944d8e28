"""Whether a vendor's people came further than like people of others: associated with the vendor, never caused by it.

Source: docs/method.md, "Lift".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from leadaudit import sql
from leadaudit.economics.distributions import normal_quantile, two_sided_z
from leadaudit.economics.lift import POWER, Arm, PooledLift, pooled_lift


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedLift:
    """One vendor's people beside like people that others delivered.

    Args:
        vendor: Who delivered them.
        days: So long both sides were watched, from their delivery.
        exposed: Its people that have somebody to be compared with.
        control: Those they are compared with.
        left_out: Its people that nobody of the others is like.
        pooled: The difference over all strata.
    """

    vendor: str
    days: int
    exposed: Arm
    control: Arm
    left_out: int
    pooled: PooledLift

    @property
    def is_told(self) -> bool:
        """Whether there is a comparison, and anybody on either side who came."""
        return self.pooled.difference is not None and self.exposed.events + self.control.events > 0

    @property
    def smallest_detectable(self) -> float | None:
        """The least difference that would have been told from none four times in five, at the spread that was seen."""
        bounds = self.pooled.difference_bounds
        if bounds is None or not self.is_told:
            return None
        reach = two_sided_z(bounds.level)
        return (bounds.high - bounds.low) / 2 * (reach + float(normal_quantile(POWER))) / reach


def matched_lifts(
    people: "sql.Source | sql.Asked",
    assessed: Mapping[str, sql.Source],
    *,
    known_through: date | None,
    outcome_days: int,
    level: float,
    query: sql.Query = sql.run,
) -> tuple[MatchedLift, ...]:
    """One entry per vendor with people old enough to tell, in order of name; none while no outcome could be known.

    Args:
        people: Followed people (economics.followed).
        assessed: facts and links of the same assessment.
        known_through: The day up to which outcomes are known; None: nothing loaded could show one.
        outcome_days: How long each is watched.
        level: Of the intervals.
        query: Whom to ask.
    """
    if known_through is None:
        return ()
    rows = query(
        "economics_lift",
        {"people": people, "facts": assessed["facts"], "links": assessed["links"]},
        {"known_through": known_through, "outcome_days": outcome_days},
    ).to_pylist()
    return tuple(
        _lift_of(vendor, list(strata), outcome_days, level) for vendor, strata in groupby(rows, itemgetter("vendor"))
    )


def _lift_of(vendor: str, strata: list[Mapping[str, int]], days: int, level: float) -> MatchedLift:
    sides = [
        (
            Arm(events=row["exposed_came"], records=row["exposed"]),
            Arm(events=row["control_came"], records=row["control"]),
        )
        for row in strata
    ]
    kept = [(one, other) for one, other in sides if other.records]
    return MatchedLift(
        vendor=vendor,
        days=days,
        exposed=_sum(one for one, _ in kept),
        control=_sum(other for _, other in kept),
        left_out=sum(int(one.records) for one, other in sides if not other.records),
        pooled=pooled_lift(sides, level=level),
    )


def _sum(arms: Iterable[Arm]) -> Arm:
    listed = list(arms)
    return Arm(events=sum(one.events for one in listed), records=sum(one.records for one in listed))
