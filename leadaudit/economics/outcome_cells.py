"""What came of delivered lines, counted once per assessment; everything about cost per real lead is made from it.

Source: docs/method.md, "From records to cost per real lead".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.economics.delay import Delay, ExponentialDelay, chosen_delay, delays_differ
from leadaudit.economics.survival import End, IncidenceCurve, incidence_curve
from leadaudit.policy.outcomes import Conversion

# Delays so unlike each other by chance less often than this are no longer pooled.
UNLIKE: Final = 0.05

# Kinds of economics_waits.sql, with the mean delay each takes before own history.
MEAN_DELAY: Final = {
    "lead": "lead",
    "lead_any": "lead",
    "meeting_set": "meeting",
    "meeting_held": "meeting",
    "opportunity": "opportunity",
    "won": "won",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How far what is loaded can show outcomes.

    Args:
        known_through: The day up to which outcomes are known; None: nothing loaded could show one.
        sees_everybody: Whether it could show a real lead of a person the CRM does not hold.
        has_crm: Whether people of a CRM are loaded, so that it is known who was known before and who was worked.
        has_crm_outcomes: Whether its opportunities, activities or leads are.
    """

    known_through: date | None
    sees_everybody: bool = False
    has_crm: bool = False
    has_crm_outcomes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OutcomeCells:
    """Counts that everything about outcomes and their cost is made from.

    Args:
        as_of: The day they speak for.
        sight: How far outcomes are known.
        lines: economics_outcome_cells.sql, with unpaid_minor: contract price of the records that cost nothing.
        credits: economics_credit_cells.sql.
        waits: economics_waits.sql; no rows while no outcome could be known.
    """

    as_of: date
    sight: Sight
    lines: pa.Table
    credits: pa.Table
    waits: pa.Table

    def curve(self, kind: str, *, vendor: str | None = None, month: date | None = None) -> IncidenceCurve:
        """Cumulative incidence of a kind of outcome, of everybody or one cohort."""
        rows = self._waits_of(kind, vendor, month)
        return incidence_curve(_numbers(rows, "days"), _numbers(rows, "ended"), _numbers(rows, "records"))

    def delay_days(self, kind: str, vendor: str) -> list[float]:
        """Days from delivery to each outcome of a vendor, rising."""
        rows = self._waits_of(kind, vendor, None)
        came = rows.filter(pc.equal(rows["ended"], int(End.OUTCOME)))
        return list(np.repeat(_numbers(came, "days"), _numbers(came, "records").astype(int)))

    def _waits_of(self, kind: str, vendor: str | None, month: date | None) -> pa.Table:
        wanted = pc.equal(self.waits["kind"], kind)
        if vendor is not None:
            wanted = pc.and_(wanted, pc.equal(self.waits["vendor"], vendor))
        if month is not None:
            wanted = pc.and_(wanted, pc.equal(self.waits["month"], pa.scalar(month)))
        return self.waits.filter(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How fast a kind of outcome comes.

    Args:
        pooled: Of all vendors together.
        own: Of vendors whose outcomes come at another pace and whose history is long enough to say so.
        events: Outcomes the pooled one was learnt from.
        is_own_history: Whether it was learnt at all; otherwise it is the policy's.
    """

    pooled: Delay
    own: Mapping[str, Delay]
    events: int
    is_own_history: bool

    def of(self, vendor: str) -> Delay:
        """The delay of a vendor."""
        return self.own.get(vendor, self.pooled)


def read_outcome_cells(
    assessed: Mapping[str, sql.Source],
    *,
    sight: Sight,
    as_of: date,
    unpaid: pa.Table | None = None,
    query: sql.Query = sql.run,
) -> OutcomeCells:
    """Everything counted, in three passes over an assessment.

    Args:
        assessed: usable, classes, verdicts, links, followup, credits and deliveries of an assessment.
        sight: How far outcomes are known.
        as_of: The day of the assessment.
        unpaid: delivery, line of records that cost nothing: credited ones, and those that came instead of others.
        query: Whom to ask.
    """
    through = sight.known_through or as_of
    sees = {"sees_everybody": sight.sees_everybody}
    lines = query("economics_outcome_cells", _only(assessed, _LINES), sees)
    credited = query("economics_credit_cells", _only(assessed, _CREDITS), {"known_through": through})
    waits = query("economics_waits", _only(assessed, _WAITS), {"known_through": through, **sees})
    if sight.known_through is None:
        waits = waits.slice(0, 0)
    return OutcomeCells(
        as_of=as_of, sight=sight, lines=_with_unpaid(lines, assessed, unpaid, query), credits=credited, waits=waits
    )


def _with_unpaid(
    lines: pa.Table, assessed: Mapping[str, sql.Source], unpaid: pa.Table | None, query: sql.Query
) -> pa.Table:
    """The counts of lines with what of their contract price nobody has to pay."""
    free: dict[tuple[str, date], int] = {}
    if unpaid is not None and unpaid.num_rows:
        read = {**_only(assessed, ("usable", "classes")), "unpaid": unpaid.select(_NO_LINES.names)}
        rows = query("economics_unpaid_cells", read, {}).to_pylist()
        free = {(row["delivery"], row["delivered_on"]): row["unpaid_minor"] for row in rows}
    cells = zip(lines["delivery"].to_pylist(), lines["delivered_on"].to_pylist(), strict=True)
    return lines.append_column("unpaid_minor", pa.array([free.get(cell, 0) for cell in cells], pa.int64()))


@lru_cache(maxsize=64)
def delays_of(cells: OutcomeCells, kind: str, policy: Conversion) -> Delays:
    """How fast outcomes of a kind come: own history where it holds enough of them, else the policy's pace."""
    mean, horizon = getattr(policy.mean_delay_days, MEAN_DELAY[kind]), policy.real_lead_horizon_days
    if not cells.waits.num_rows:
        pace = ExponentialDelay(mean_days=mean, horizon_days=horizon)
        return Delays(pooled=pace, own={}, events=0, is_own_history=False)

    def learnt(vendor: str | None) -> tuple[Delay, int]:
        curve = cells.curve(kind, vendor=vendor)
        events = curve.outcomes_by(horizon)
        chosen = chosen_delay(
            curve.days,
            curve.incidence,
            outcomes=events,
            mean_days=mean,
            horizon_days=horizon,
            min_events=policy.min_events_for_own_delay,
        )
        return chosen, events

    pooled, events = learnt(None)
    vendors = sorted(set(pc.unique(cells.waits["vendor"]).to_pylist()))
    unlike = delays_differ([cells.delay_days(kind, vendor) for vendor in vendors]) < UNLIKE
    each = {vendor: learnt(vendor) for vendor in vendors} if unlike else {}
    enough = policy.min_events_for_own_delay
    return Delays(
        pooled=pooled,
        own={vendor: delay for vendor, (delay, seen) in each.items() if seen >= enough},
        events=events,
        is_own_history=events >= enough,
    )


_NO_LINES: Final = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE)])
_LINES: Final = ("usable", "classes", "verdicts", "links", "followup", "credits", "deliveries")
_CREDITS: Final = ("credits", "classes")
_WAITS: Final = ("classes", "links", "followup", "credits")


def _only(assessed: Mapping[str, sql.Source], names: tuple[str, ...]) -> dict[str, sql.Source]:
    return {name: assessed[name] for name in names}


def _numbers(rows: pa.Table, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(rows[name].to_numpy(), np.float64)
