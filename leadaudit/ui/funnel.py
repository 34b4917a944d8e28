"""How far delivered people came and how fast both sides were: sentences, figures, tables, lists."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

import streamlit as st
from altair import LayerChart

from leadaudit.answers.funnel import (
    MATURITY_WORDS,
    OF_WORDS,
    OUTCOME_OF,
    STAGE_WORDS,
    funnel_answer,
)
from leadaudit.economics.followup import (
    Cohort,
    cohorts_of,
    meetings_of,
)
from leadaudit.economics.funnel import (
    OUTCOME_STAGES,
    SOON_DAYS,
    WAIT_KINDS,
    Funnel,
    FunnelCells,
    Stage,
    StageCount,
    Tried,
    funnel_of,
    funnel_rows,
    months_of,
    vendors_of,
)
from leadaudit.economics.outcome_cells import delays_of
from leadaudit.economics.rates import Interval
from leadaudit.economics.waiting import AnsweredWithin
from leadaudit.export.csv_file import csv_text
from leadaudit.policy import Policy
from leadaudit.ui import followup, overview
from leadaudit.ui.format import UNDEFINED, count, day, interval, percent
from leadaudit.ui.funnel_charts import LINES_SHOWN, cohort_lines
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import OutcomeCosts
from leadaudit.workspace.page_counts import funnel_cells_of

CALCULATION: Final = (
    "Records are counted at each stage, none forced into an order: a person may hold a meeting without a reply in the "
    "CRM. Outcomes count strictly after the delivery, not of people whom sales knew and worked already. A person two "
    "vendors delivered stands in the funnel of both. Intervals are Jeffreys'.",
    "Cohorts: share with the outcome by each day since delivery (Aalen and Johansen), those still waiting and those "
    "that ended otherwise taken into account. Speed: share tried by each day (Kaplan and Meier), people nobody tried "
    "counted as still waiting; both clocks start on the day of delivery.",
)
QUERIES: Final = (
    "economics_funnel",
    "economics_waits",
    "economics_touches",
    "economics_touch_hours",
    "economics_meetings",
    "economics_lateness",
    "economics_class_met",
)
NOTHING_HERE: Final = (
    "Here will stand how far the delivered people came and how fast they were followed up.",
    "It needs a delivery, and what your CRM says became of its people.",
)
_UNLIKE: Final = (
    "Sales chose whom to try, so the columns do not say what trying brings. A meeting counts as a try; what came of "
    "people without one came by itself, or was not written down."
)

_STAR: Final = "In the tables a star means still maturing: not all of them are old enough to have had the whole time."

STAGE_COLUMNS: Final = (
    Column(label="Stage"),
    Column(label="Records", align="number"),
    Column(label="Share", align="number"),
    Column(label="Interval", align="number"),
    Column(label="A share of"),
    Column(label="Old enough"),
)
VENDOR_STAGES: Final = (
    Stage.USABLE, Stage.LINKED, Stage.WORKED, Stage.REPLIED, Stage.MEETING_HELD, Stage.OPPORTUNITY,
)  # fmt: skip
_SHORT: Final[Mapping[Stage, str]] = {Stage.LINKED: "In your CRM", Stage.WORKED: "Worked"}
TRIED_COLUMNS: Final = (
    Column(label="Stage"),
    Column(label=f"Tried within {SOON_DAYS} days", align="number"),
    Column(label="Tried later", align="number"),
    Column(label="No dated try", align="number"),
)
COHORT_COLUMNS: Final = (Column(label="Cohort", align="word"), Column(label="People", align="number"))


def opened(costs: OutcomeCosts, found: StoredAssessment) -> FunnelCells:
    """Everything the page counts; kept per assessment and per day up to which outcomes are known."""
    through = costs.cells.sight.known_through
    return _opened(found.assessment_id, None if through is None else through.isoformat(), _found=found, _costs=costs)


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(assessment_id: str, through: str | None, *, _found: StoredAssessment, _costs: OutcomeCosts) -> FunnelCells:
    del assessment_id, through
    return funnel_cells_of(_found, _costs.cells.sight)


def month_words(cells: FunnelCells, vendor: str | None) -> dict[str, str]:
    """Delivery months as the URL has them, with their words."""
    return {month.isoformat()[:7]: f"{month:%B %Y}" for month in months_of(cells, vendor)}


def month_of(written: str | None) -> date | None:
    """The first day of a month as the URL has it."""
    return None if written is None else date.fromisoformat(f"{written}-01")


def told_of(cells: FunnelCells, policy: Policy, vendor: str | None, month: date | None) -> Funnel:
    """How far the records the page is narrowed to came."""
    return funnel_of(cells, policy=policy, vendor=vendor, month=month)


def vendors(cells: FunnelCells) -> tuple[str, ...]:
    """Vendors one can choose."""
    return vendors_of(cells)


def provenance(
    workspace: Workspace, found: StoredAssessment, costs: OutcomeCosts, vendor: str | None, month: date | None
) -> str:
    """The small print: rules, day, what is loaded, up to when outcomes are known, what the page is narrowed to."""
    chosen = () if month is None else (f"what was delivered in {month:%B %Y}",)
    words = overview.provenance(found, workspace, narrowed=(*((vendor,) if vendor else ()), *chosen))
    through = costs.cells.sight.known_through
    return words if through is None else f"{words} · outcomes known through {day(through)}"


def answer(told: Funnel, touched: AnsweredWithin | None) -> tuple[str, ...]:
    """How far they came and whether we follow up."""
    return funnel_answer(told, touched)


def figures(
    cells: FunnelCells, told: Funnel, in_time: AnsweredWithin | None, vendor: str | None, month: date | None
) -> tuple[Figure, ...]:
    """Found, worked, tried in time, meetings held."""
    linked, worked = told[Stage.LINKED], told[Stage.WORKED]
    met = meetings_of(cells, vendor=vendor, month=month)
    known = cells.sight.has_crm_outcomes
    return (
        _figure("Found in your CRM", linked, "people"),
        _figure("Worked", worked, "in the CRM"),
        Figure(
            label=f"Tried within {followup.HEADLINE_DAYS} business days",
            value=UNDEFINED if in_time is None else percent(in_time.share),
            of="no dated touch is loaded" if in_time is None else f"of {count(in_time.records)} usable in the CRM",
        ),
        Figure(
            label="Meetings held",
            value=count(met.held) if known else "not known yet",
            of=f"of {count(met.due)} that are due, {count(met.booked)} booked" if known else "no activities loaded",
        ),
    )


def _figure(label: str, one: StageCount, of: str) -> Figure:
    return Figure(
        label=label,
        value="not known yet" if one.records is None else percent(one.share),
        of="no CRM loaded" if one.records is None else f"{count(one.records)} of {count(one.of)} {of}",
    )


def stage_rows(told: Funnel, *, vendor: str | None = None) -> list[list[Cell]]:
    """One row per stage, in order."""
    return [_stage_row(one, vendor) for one in told.stages]


def _stage_row(one: StageCount, vendor: str | None) -> list[Cell]:
    name = STAGE_WORDS[one.stage]
    narrowed = (("vendor", vendor),) if vendor else ()
    leads: Cell = name
    if one.stage in {Stage.DELIVERED, Stage.USABLE}:
        filters = (*narrowed, *((("usable", "yes"),) if one.stage is Stage.USABLE else ()))
        leads = Link(words=name, page="records", params=filters)
    return [
        leads,
        "not known yet" if one.records is None else count(one.records),
        None if one.share is None else percent(one.share),
        interval_words(one),
        OF_WORDS.get(one.stage, OUTCOME_OF) + f": {count(one.of)}" if one.of else None,
        age_words(one),
    ]


def age_words(one: StageCount) -> Cell:
    """How many of the people had the whole time for a stage."""
    if one.maturity is None or one.mature_share is None:
        return None
    return f"{MATURITY_WORDS[one.maturity]} ({percent(one.mature_share)})"


def interval_words(one: StageCount) -> Cell:
    """The interval of a stage's share."""
    if one.interval is None or one.interval.low is None:
        return None
    return interval(percent(one.interval.low), None if one.interval.high is None else percent(one.interval.high))


def group_columns(label: str) -> tuple[Column, ...]:
    """Columns of a table of several funnels beside each other."""
    return (
        Column(label=label, align="word"),
        *(Column(label=_SHORT.get(stage, STAGE_WORDS[stage]), align="number") for stage in VENDOR_STAGES),
    )


def vendor_rows(cells: FunnelCells, policy: Policy, month: date | None) -> list[list[Cell]]:
    """One row per vendor."""
    return [
        [
            Link(words=vendor, page="funnel", params=(("vendor", vendor),)),
            *_group_row(funnel_of(cells, policy=policy, vendor=vendor, month=month)),
        ]
        for vendor in vendors_of(cells)
    ]


def month_rows(cells: FunnelCells, policy: Policy, vendor: str | None) -> list[list[Cell]]:
    """One row per delivery month, latest first."""
    return [
        [f"{month:%B %Y}", *_group_row(funnel_of(cells, policy=policy, vendor=vendor, month=month))]
        for month in reversed(months_of(cells, vendor))
    ]


def _group_row(told: Funnel) -> list[Cell]:
    return [group_cell(told[stage]) for stage in VENDOR_STAGES]


def group_cell(one: StageCount) -> Cell:
    """A stage in a table of several funnels; a star where it is still maturing."""
    if one.records is None:
        return None
    young = "" if one.maturity is None or one.mature_share == 1 else " *"
    return f"{count(one.records)} of {count(one.of)}{young}"


def tried_rows(cells: FunnelCells, policy: Policy, vendor: str | None, month: date | None) -> list[list[Cell]]:
    """Outcomes of people somebody tried to reach soon, beside those tried later, and those nobody tried."""
    if not cells.sight.has_crm_outcomes:
        return []
    sides = [funnel_of(cells, policy=policy, vendor=vendor, month=month, tried=tried) for tried in Tried]
    return [[STAGE_WORDS[stage], *(_with_interval(side[stage]) for side in sides)] for stage in OUTCOME_STAGES]


def _with_interval(one: StageCount) -> Cell:
    if one.records is None or one.interval is None or one.share is None:
        return None
    return f"{count(one.records)} of {count(one.of)}: {narrow(one.share, one.interval)}"


def narrow(value: float, ends: Interval) -> str:
    """A share with its interval, the sign said once: ``6.9 % (4.9 to 9.4)``."""
    low, high = percent(ends.low), percent(ends.high)
    short = low.endswith(" %") and not low.startswith("under") and high.endswith(" %")
    words = f"{low.removesuffix(' %')} to {high.removesuffix(' %')}" if short else f"{low} to {high}"
    return f"{percent(value)} ({words})"


def notes(cells: FunnelCells) -> tuple[str, ...]:
    """What must be known to read the tables above; nothing while no outcome is loaded."""
    return (_STAR, _UNLIKE) if cells.sight.has_crm_outcomes else ()


def kind_words(cells: FunnelCells) -> dict[str, str]:
    """Outcomes that cohorts can be shown of, as the URL has them."""
    stages = WAIT_KINDS if cells.sight.has_crm_outcomes else {Stage.REAL_LEAD: WAIT_KINDS[Stage.REAL_LEAD]}
    return {kind: STAGE_WORDS[stage] for stage, kind in stages.items()}


@lru_cache(maxsize=32)
def cohorts(costs: OutcomeCosts, cells: FunnelCells, kind: str, vendor: str | None) -> tuple[Cohort, ...]:
    """One cohort per vendor; of one vendor, one per delivery month."""
    if cells.sight.known_through is None:
        return ()
    names: dict[str, tuple[str | None, date | None]] = (
        {one: (one, None) for one in vendors_of(cells)}
        if vendor is None
        else {f"{month:%b %Y}": (vendor, month) for month in months_of(cells, vendor)}
    )
    return cohorts_of(
        costs.cells,
        kind,
        names,
        horizons=costs.policy.conversion.horizons_days,
        delay=delays_of(costs.cells, kind, costs.policy.conversion).of(vendor or ""),
        level=costs.policy.cost.level,
        told_share=costs.policy.conversion.maturity.maturing,
    )


def picture(found: Sequence[Cohort], policy: Policy, kind: str, words: Mapping[str, str]) -> LayerChart | None:
    """The cohorts as lines; nothing without an outcome."""
    with_any = [one for one in found if one.curve.outcomes.sum()]
    if not with_any:
        return None
    days = policy.conversion.real_lead_horizon_days
    what = words[kind][:1].lower() + words[kind][1:]
    return cohort_lines(with_any, days=days, what=what, level=policy.cost.level)


def picture_words(found: Sequence[Cohort], policy: Policy) -> str:
    """What the picture shows, for those who cannot see it too."""
    with_any = sum(bool(one.curve.outcomes.sum()) for one in found)
    fewer = f" The {LINES_SHOWN} largest cohorts are drawn." if with_any > LINES_SHOWN else ""
    least = percent(policy.conversion.maturity.maturing)
    return (
        f"Share with the outcome by each day since delivery. Dashed: fewer than {least} of the cohort are that old, so "
        f"the line may still move. Bars: intervals by day {', '.join(map(str, policy.conversion.horizons_days))}."
        f"{fewer}"
    )


def cohort_columns(policy: Policy) -> tuple[Column, ...]:
    """Columns of the table of cohorts."""
    return (
        *COHORT_COLUMNS,
        *(Column(label=f"By day {horizon}", align="number") for horizon in policy.conversion.horizons_days),
    )


def cohort_rows(found: Sequence[Cohort]) -> list[list[Cell]]:
    """One row per cohort: what came so far, and the share to have by each horizon with its interval."""
    return [
        [one.name, count(one.by[0].records), *(_horizon_cell(one, at) for at in range(len(one.by)))] for one in found
    ]


def _horizon_cell(cohort: Cohort, at: int) -> Cell:
    one = cohort.by[at]
    if one.horizon_days > cohort.last_days:
        return "too young"
    return f"{narrow(one.incidence, one.interval)}{'' if one.mature_share == 1 else ' *'}"


def funnel_csv(cells: FunnelCells, policy: Policy) -> str:
    """Every stage of every vendor and month."""
    rows = funnel_rows(cells, policy=policy, by_month=True)
    return csv_text(list(rows[0]), [list(row.values()) for row in rows]) if rows else ""
