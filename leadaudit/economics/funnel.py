"""Where people stop, and whether both sides were fast: stages, cohorts, touches, meetings.

Public names, used by pages and commands:

- ``Stage``, ``STAGES``: the stages in order.  ``FunnelCells`` and ``read_funnel_cells``: everything counted once.
- ``Funnel`` and ``funnel_of``: the stages of everybody, one vendor, one month, those tried soon, later or never.
- ``funnel_rows``: the stages as plain rows, for CSV and JSON.

Source: docs/method.md, "Funnel".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.economics.outcome_cells import Sight
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.economics.survival import Maturity, maturity
from leadaudit.policy import Policy


class Stage(StrEnum):
    """How far a record came."""

    DELIVERED = "delivered"
    READ = "read"
    USABLE = "usable"
    LINKED = "linked"
    WORKED = "worked"
    CONTACTED = "contacted"
    REPLIED = "replied"
    REAL_LEAD = "real_lead"
    MEETING_SET = "meeting_set"
    MEETING_HELD = "meeting_held"
    OPPORTUNITY = "opportunity"
    WON = "won"


class Tried(StrEnum):
    """When somebody of ours first tried to reach the person, by a dated call, mail or meeting."""

    SOON = "soon"
    LATER = "later"
    NEVER = "never"


STAGES: Final = tuple(Stage)

# Tried soon is within so many calendar days of the delivery: over a weekend too.
SOON_DAYS: Final = 5

# Waits are told in hours up to this many; longer ones in days.
MOST_HOURS: Final = 48

# What each stage is a share of; outcomes are never expected of people nobody could see one of.
_SHARE_OF: Final[Mapping[Stage, str]] = {
    Stage.READ: "delivered",
    Stage.USABLE: "delivered",
    Stage.LINKED: "people",
    Stage.WORKED: "linked",
    Stage.CONTACTED: "linked",
    **dict.fromkeys(
        (Stage.REPLIED, Stage.REAL_LEAD, Stage.MEETING_SET, Stage.MEETING_HELD, Stage.OPPORTUNITY, Stage.WON),
        "observed",
    ),
}

# Stages that take time to be reached; a young record says little of them.
OUTCOME_STAGES: Final = tuple(stage for stage, of in _SHARE_OF.items() if of == "observed")

# Kinds of economics_waits.sql that the same stage has.
WAIT_KINDS: Final[Mapping[Stage, str]] = {
    Stage.REAL_LEAD: "lead",
    Stage.MEETING_SET: "meeting_set",
    Stage.MEETING_HELD: "meeting_held",
    Stage.OPPORTUNITY: "opportunity",
    Stage.WON: "won",
}

_CRM_STAGES: Final = frozenset({Stage.LINKED, Stage.WORKED, Stage.CONTACTED})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FunnelCells:
    """Counts the funnel is made from.

    Args:
        as_of: The day they speak for.
        sight: How far outcomes are known.
        stages: economics_funnel.sql.
        touches: economics_touches.sql; no rows without a CRM.
        meetings: economics_meetings.sql.
        lateness: economics_lateness.sql.
        hours: economics_touch_hours.sql; no rows where no time of the day is known.
    """

    as_of: date
    sight: Sight
    stages: pa.Table
    touches: pa.Table
    meetings: pa.Table
    lateness: pa.Table
    hours: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """One stage.

    Args:
        stage: Which.
        records: Records that came so far; None: not known yet.
        of: Of how many; 0 for the first.
        interval: Of the share; None for the first and where it is not known.
        mature_share: For outcomes: the share of records old enough to have had the whole time; else None.
        maturity: The word for it; None where age does not matter.
    """

    stage: Stage
    records: int | None
    of: int
    interval: Interval | None
    mature_share: float | None
    maturity: Maturity | None

    @property
    def share(self) -> float | None:
        """Records over how many; None where that cannot be told."""
        return None if self.records is None or not self.of else self.records / self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How far some records came.

    Args:
        stages: Every stage, in order.
        people: Read records about a person.
        observed: Of them, those of whom an outcome could be known.
        level: Of the intervals.
        horizon_days: Days a record needs to have had the whole time.
    """

    stages: tuple[StageCount, ...]
    people: int
    observed: int
    level: float
    horizon_days: int

    def __getitem__(self, stage: Stage) -> StageCount:
        return self.stages[STAGES.index(stage)]


def read_funnel_cells(
    assessed: Mapping[str, sql.Source], *, sight: Sight, as_of: date, policy: Policy, query: sql.Query = sql.run
) -> FunnelCells:
    """Everything counted, in five passes over an assessment.

    Args:
        assessed: The tables of an assessment.
        sight: How far outcomes are known.
        as_of: The day of the assessment.
        policy: Its horizon.
        query: Whom to ask.
    """
    day = {"known_through": sight.known_through or as_of}
    stages = query(
        "economics_funnel",
        _only(assessed, ("usable", "classes", "deliveries", "links", "outcomes", "followup", "credits")),
        {
            **day,
            "sees_everybody": sight.sees_everybody,
            "horizon_days": policy.conversion.real_lead_horizon_days,
            "soon_days": SOON_DAYS,
        },
    )
    return FunnelCells(
        as_of=as_of,
        sight=sight,
        stages=stages,
        touches=query("economics_touches", _only(assessed, ("usable", "classes", "followup")), day),
        meetings=query("economics_meetings", _only(assessed, ("credits", "outcomes", "classes")), day),
        lateness=query("economics_lateness", _only(assessed, ("classes", "facts", "reasons")), {}),
        hours=query(
            "economics_touch_hours",
            _only(assessed, ("usable", "classes", "deliveries", "followup")),
            {**day, "most_hours": MOST_HOURS},
        ),
    )


def vendors_of(cells: FunnelCells) -> tuple[str, ...]:
    """Every vendor that delivered, by name."""
    return tuple(sorted(pc.unique(cells.stages["vendor"]).to_pylist()))


def months_of(cells: FunnelCells, vendor: str | None = None) -> tuple[date, ...]:
    """First days of the delivery months, earliest first."""
    months = {row["month"] for row in chosen_rows(cells.stages, vendor=vendor)}
    return tuple(sorted(month for month in months if isinstance(month, date)))


def chosen_rows(
    table: pa.Table, *, vendor: str | None = None, month: date | None = None, tried: Tried | None = None
) -> list[dict[str, object]]:
    """Rows of a table of counts, narrowed."""
    wanted = {"vendor": vendor, "month": month, "tried": None if tried is None else tried.value}
    for column, value in wanted.items():
        if value is not None:
            table = table.filter(pc.equal(table[column], pa.scalar(value)))
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


def funnel_of(
    cells: FunnelCells,
    *,
    policy: Policy,
    vendor: str | None = None,
    month: date | None = None,
    tried: Tried | None = None,
) -> Funnel:
    """How far the records of a vendor, a month, or everybody came.

    Args:
        cells: read_funnel_cells of an assessment.
        policy: Level of the intervals, words for maturity, prior.
        vendor: Whose records; None: everybody's.
        month: First day of the delivery month; None: all of them.
        tried: Only records somebody tried to reach soon, later or never; None: all of them.
    """
    total = _summed(chosen_rows(cells.stages, vendor=vendor, month=month, tried=tried))
    return Funnel(
        stages=tuple(_counted(stage, total, cells.sight, policy) for stage in STAGES),
        people=total["people"],
        observed=total["observed"],
        level=policy.cost.level,
        horizon_days=policy.conversion.real_lead_horizon_days,
    )


def funnel_rows(cells: FunnelCells, *, policy: Policy, by_month: bool = False) -> list[dict[str, object]]:
    """One row per vendor (or vendor and month) and stage: records so far, of how many, the interval, how mature."""
    keys = [
        (vendor, month) for vendor in vendors_of(cells) for month in (months_of(cells, vendor) if by_month else (None,))
    ]
    return [
        {
            "vendor": vendor,
            "month": month,
            "stage": one.stage.value,
            "records": one.records,
            "of": one.of or None,
            "share": one.share,
            "low": None if one.interval is None else one.interval.low,
            "high": None if one.interval is None else one.interval.high,
            "level": None if one.interval is None else one.interval.level,
            "maturity": None if one.maturity is None else one.maturity.value,
        }
        for vendor, month in keys
        for one in funnel_of(cells, policy=policy, vendor=vendor, month=month).stages
    ]


def is_known(stage: Stage, sight: Sight) -> bool:
    """Whether what is loaded can show a stage at all."""
    if stage in _CRM_STAGES:
        return sight.has_crm
    if stage is Stage.REAL_LEAD:
        return sight.known_through is not None
    return sight.has_crm_outcomes if stage in OUTCOME_STAGES else True


def _counted(stage: Stage, total: Mapping[str, int], sight: Sight, policy: Policy) -> StageCount:
    of_what = _SHARE_OF.get(stage)
    of = total[of_what] if of_what else 0
    records = total[stage.value] if is_known(stage, sight) else None
    is_told = records is not None and of > 0
    posterior = RatePosterior(events=records or 0, trials=of, prior=policy.cost.prior_rate) if is_told else None
    old = total["old_enough"] / of if stage in OUTCOME_STAGES and is_told else None
    return StageCount(
        stage=stage,
        records=records,
        of=of,
        # Whether a line can be read is no chance: a share of it has no interval.
        interval=None if posterior is None or stage is Stage.READ else posterior.interval(policy.cost.level),
        mature_share=old,
        maturity=None if old is None else maturity(old, policy.conversion.maturity),
    )


def _summed(rows: Iterable[Mapping[str, object]]) -> dict[str, int]:
    total = dict.fromkeys((*(stage.value for stage in STAGES), "people", "observed", "old_enough"), 0)
    for row in rows:
        for column in total:
            total[column] += int(str(row[column]))
    return total


def _only(assessed: Mapping[str, sql.Source], names: tuple[str, ...]) -> dict[str, sql.Source]:
    return {name: assessed[name] for name in names}
