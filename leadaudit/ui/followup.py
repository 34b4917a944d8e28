"""Speed of both sides on the screen: how soon ours tried, how late the vendor was, what became of meetings."""

from datetime import date
from typing import Final

from leadaudit.answers.class_trend_words import ORDER, class_trend_sentences
from leadaudit.answers.funnel import lateness_words, meeting_words
from leadaudit.economics.followup import (
    LIMITS_DAYS,
    LIMITS_HOURS,
    Clock,
    HourClock,
    days_without,
    lateness_of,
    meetings_of,
    time_to_touch,
    touched_within,
    touched_within_hours,
)
from leadaudit.economics.funnel import FunnelCells, chosen_rows, vendors_of
from leadaudit.economics.waiting import AnsweredWithin, restricted_mean_difference
from leadaudit.policy import Policy
from leadaudit.ui import parts, run
from leadaudit.ui.format import interval, percent, plural, share
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import OutcomeCosts
from leadaudit.workspace.page_counts import CLASS_MET

# Business days within which a record counts as answered in the figures; the table has other limits.
HEADLINE_DAYS: Final = 2
_DAY_CLOCKS: Final[tuple[Clock, ...]] = ("days", "business_days")
_HOUR_CLOCKS: Final[tuple[HourClock, ...]] = ("hours", "working_hours")
SPEED_COLUMNS: Final = (
    Column(label="Tried within"),
    Column(label="Wall clock", align="number"),
    Column(label="Interval", align="number"),
    Column(label="Working hours and days", align="number"),
    Column(label="Interval", align="number"),
)
SIDES_WORDS: Final = (
    "Delivered after: half of the records came within so many days after they were captured. Late: against a clause of "
    "the contract. Tried in 2 days: business days. Mean wait until somebody tried, and no meeting for: of the first 90 "
    "days. Against all: days longer (+) or shorter (-) than everybody's, with the interval."
)
SIDES_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Delivered after", align="number"),
    Column(label="Late", align="number"),
    Column(label="Tried in 2 days", align="number"),
    Column(label="Mean wait", align="number"),
    Column(label="Against all", align="number"),
    Column(label="No meeting for", align="number"),
)


def touched(cells: FunnelCells, policy: Policy, vendor: str | None, month: date | None) -> AnsweredWithin | None:
    """Share tried in time on the clock of the figures."""
    return _within(cells, policy, "business_days", HEADLINE_DAYS, vendor, month)


def speed_rows(cells: FunnelCells, policy: Policy, vendor: str | None, month: date | None) -> list[list[Cell]]:
    """How many were tried within some hours and days, on both clocks."""
    rows: list[list[Cell]] = []
    level = policy.cost.level
    for hours in LIMITS_HOURS:
        clocked = [
            touched_within_hours(cells, clock=clock, limit_hours=hours, level=level, vendor=vendor, month=month)
            for clock in _HOUR_CLOCKS
        ]
        if any(one is not None for one in clocked):
            rows.append([plural(hours, "hour"), *(cell for one in clocked for cell in _within_cells(one))])
    for limit in LIMITS_DAYS:
        found = [_within(cells, policy, clock, limit, vendor, month) for clock in _DAY_CLOCKS]
        if any(one is not None for one in found):
            rows.append([plural(limit, "day"), *(cell for one in found for cell in _within_cells(one))])
    return rows


def speed_words(cells: FunnelCells, vendor: str | None, month: date | None) -> str:
    """Of how many records the hours are told; nothing where there are none."""
    timed = sum(int(str(row["records"])) for row in chosen_rows(cells.hours, vendor=vendor, month=month))
    dated = sum(int(str(row["records"])) for row in chosen_rows(cells.touches, vendor=vendor, month=month))
    if not dated or not cells.sight.has_crm_outcomes:
        return ""
    clocks = "Wall clock: all hours and days. Working: those of Monday to Friday."
    if not timed:
        return f"{clocks} Hours cannot be told: no file has a time of the day at which it came, or no touch has one."
    return (
        f"{clocks} Hours are told of {share(timed, dated)} of these records: their file came at a known time, and so "
        "did the first touch, if there was one."
    )


def _within(
    cells: FunnelCells, policy: Policy, clock: Clock, limit: int, vendor: str | None, month: date | None
) -> AnsweredWithin | None:
    return touched_within(cells, clock=clock, limit_days=limit, level=policy.cost.level, vendor=vendor, month=month)


def _within_cells(one: AnsweredWithin | None) -> tuple[Cell, Cell]:
    if one is None:
        return None, None
    low, high = one.interval.low, one.interval.high
    return percent(one.share), interval(percent(low), None if high is None else percent(high))


def sides_rows(cells: FunnelCells, costs: OutcomeCosts, *, only: str | None = None) -> list[list[Cell]]:
    """One row per vendor, or for one of them: its own lateness, and how fast ours were with its people."""
    policy = costs.policy
    overall = time_to_touch(cells)
    rows: list[list[Cell]] = []
    for vendor in vendors_of(cells) if only is None else (only,):
        late, mean = lateness_of(cells, vendor=vendor), time_to_touch(cells, vendor=vendor)
        in_time = _within(cells, policy, "business_days", HEADLINE_DAYS, vendor, None)
        against: Cell = None
        if mean is not None and overall is not None:
            more, ends = restricted_mean_difference(mean, overall, level=policy.cost.level)
            against = f"{more:+.1f} ({ends.low:+.1f} to {ends.high:+.1f})"
        without = days_without(costs.cells.curve("meeting_set", vendor=vendor)) if costs.cells.waits.num_rows else None
        rows.append(
            [
                Link(words=vendor, page="vendor_scorecards", params=(("vendor", vendor),)),
                None if late.median_days is None else plural(late.median_days, "day"),
                share(late.late, late.records) if late.late else "0",
                None if in_time is None else percent(in_time.share),
                None if mean is None else f"{mean.days:.1f} days",
                against,
                None if without is None else f"{without:.0f} of 90 days",
            ]
        )
    return rows


def sides_sentences(cells: FunnelCells, vendor: str | None, month: date | None) -> tuple[str, ...]:
    """What became of the meetings, and how late the vendor itself was."""
    told = (meeting_words(meetings_of(cells, vendor=vendor, month=month)),) if cells.sight.has_crm_outcomes else ()
    return told if vendor is None else (*told, lateness_words(vendor, lateness_of(cells, vendor=vendor, month=month)))


def show_classes(found: StoredAssessment, cells: FunnelCells) -> None:
    """Whether higher classes at delivery led to more meetings; nothing while no meeting could be known."""
    through = cells.sight.known_through
    if through is None or not cells.sight.has_crm_outcomes:
        return
    rows = run.query(found, "economics_class_met", CLASS_MET, {"known_through": through}).to_pylist()
    counted = {row["class"]: (row["met"], row["records"]) for row in rows}
    met, records = zip(*(counted.get(one.value, (0, 0)) for one in ORDER), strict=True)
    told = class_trend_sentences(met, records, what="met with us within 90 days")
    parts.titled("Do the classes mean anything?", (), (), nothing=" ".join(told))
