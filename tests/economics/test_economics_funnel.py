"""The funnel, on ten lines of two vendors that can be counted by hand."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from leadaudit import sql, tables
from leadaudit.economics.followup import (
    days_without,
    lateness_of,
    meetings_of,
    time_to_touch,
    touched_within,
    touched_within_hours,
)
from leadaudit.economics.funnel import FunnelCells, Stage, Tried, funnel_of, funnel_rows, read_funnel_cells
from leadaudit.economics.outcome_cells import Sight
from leadaudit.economics.survival import Maturity, incidence_curve
from leadaudit.policy import default_policy

POLICY = default_policy()
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 29)  # a Monday and a Friday
THROUGH = date(2026, 10, 1)
SIGHT = Sight(known_through=THROUGH, has_crm=True, has_crm_outcomes=True)

# osprelle: four people in March and a company; aldergate: three in May and a line nobody could read.
_PEOPLE = {
    ("osprelle", 1): ("ada", MARCH),
    ("osprelle", 2): ("ben", MARCH),
    ("osprelle", 3): ("cleo", MARCH),
    ("osprelle", 4): ("dan", MARCH),
    ("aldergate", 1): ("ben", MAY),
    ("aldergate", 2): ("eve", MAY),
    ("aldergate", 3): ("fay", MAY),
}


def _classes() -> pa.Table:
    rows = [
        {
            "delivery": vendor, "line": line, "vendor": vendor, "delivered_on": on, "person": person,
            "class": "opt_in", "flags": [],
        }
        for (vendor, line), (person, on) in _PEOPLE.items()
    ]  # fmt: skip
    company = {
        "delivery": "osprelle", "line": 5, "vendor": "osprelle", "delivered_on": MARCH, "person": "firm",
        "class": "signal", "flags": ["account_only"],
    }  # fmt: skip
    return tables.CLASSES.build([*rows, company])


def _usable() -> pa.Table:
    keys = [*_PEOPLE, ("osprelle", 5), ("aldergate", 4)]
    unusable = {("osprelle", 4), ("osprelle", 5), ("aldergate", 4)}
    return tables.USABLE.build(
        [
            {"delivery": vendor, "line": line, "vendor": vendor, "usable": (vendor, line) not in unusable}
            for vendor, line in keys
        ]
    )


def _credit(vendor: str, line: int, kind: str, on: date, **more: object) -> dict[str, object]:
    person, _ = _PEOPLE[vendor, line]
    return {
        "delivery": vendor, "line": line, "vendor": vendor, "person": person, "kind": kind, "occurred_on": on,
        "turn": 1, "standing": "net_new", "outcome_id": f"{kind}-{person}", **more,
    }  # fmt: skip


@pytest.fixture(scope="module")
def cells() -> FunnelCells:
    followup = {
        ("osprelle", 1): (date(2026, 3, 3), 2),
        ("osprelle", 2): (date(2026, 3, 30), 1),
        ("osprelle", 3): (None, 0),
        ("aldergate", 1): (date(2026, 6, 1), 1),
        ("aldergate", 2): (None, 0),
    }
    met = {"kind": "meeting_set", "occurred_on": date(2026, 4, 1), "people": 1}
    credits_ = [
        _credit("osprelle", 1, "lead", date(2026, 3, 20), outcome_id=None),
        _credit("osprelle", 1, "meeting_set", date(2026, 4, 1)),
        _credit("osprelle", 1, "meeting_held", date(2026, 4, 8)),
        _credit("osprelle", 2, "meeting_set", date(2026, 4, 1), standing="known"),
        _credit("aldergate", 1, "meeting_set", date(2026, 6, 9)),
        # after the day up to which outcomes are known
        _credit("aldergate", 2, "opportunity", date(2026, 10, 9)),
    ]
    assessed: Mapping[str, sql.Source] = {
        "usable": _usable(),
        "classes": _classes(),
        "deliveries": tables.DELIVERIES.build(
            [
                {
                    "delivery": vendor,
                    "vendor": vendor,
                    "delivered_on": on,
                    "received_at": received,
                }
                # nobody noted the time of the day in March; the Friday's file came late in the afternoon
                for vendor, on, received in (
                    ("osprelle", MARCH, datetime(2026, 3, 2, tzinfo=UTC)),
                    ("aldergate", MAY, datetime(2026, 5, 29, 16, tzinfo=UTC)),
                )
            ]
        ),
        "links": tables.LINKS.build(
            [{"person": person, "linked": person not in {"dan", "fay"}, "ambiguous": False}
             for person in ("ada", "ben", "cleo", "dan", "eve", "fay")]
        ),
        "outcomes": tables.OUTCOMES.build(
            [
                {"outcome_id": "r1", "person": "ada", "kind": "replied", "occurred_on": date(2026, 3, 20)},
                # before aldergate delivered him: a reply to osprelle's record alone
                {"outcome_id": "r2", "person": "ben", "kind": "replied", "occurred_on": date(2026, 4, 2)},
                {"outcome_id": "meeting_set-ada", "person": "ada", "state": "held", "due_on": date(2026, 4, 8), **met},
                {"outcome_id": "meeting_set-ben", "person": "ben", "state": "open", "due_on": date(2026, 11, 2), **met},
            ]
        ),
        "followup": tables.FOLLOWUP.build(
            [
                {
                    "delivery": vendor, "line": line, "worked": touched is not None, "first_touch_on": touched,
                    "touches": touches,
                    "first_touch_at": datetime(2026, 6, 1, 9, tzinfo=UTC) if touched == date(2026, 6, 1) else None,
                }
                for (vendor, line), (touched, touches) in followup.items()
            ]
        ),
        "credits": tables.CREDITS.build(credits_),
        "facts": tables.FACTS.build(
            [
                {
                    "delivery": vendor,
                    "line": line,
                    "captured_on": {1: date(2026, 2, 28), 2: date(2026, 2, 20), 3: date(2026, 2, 27)}.get(line),
                }
                for vendor, line in [*_PEOPLE, ("osprelle", 5)]
            ]
        ),
        "reasons": tables.REASONS.build(
            [
                {"delivery": "osprelle", "line": 2, "code": "late", "status": "violated", "clause": "terms"},
                {"delivery": "osprelle", "line": 3, "code": "late", "status": "unknown", "clause": "terms"},
            ]
        ),
    }  # fmt: skip
    return read_funnel_cells(assessed, sight=SIGHT, as_of=date(2026, 10, 15), policy=POLICY)


def test_records_are_counted_at_each_stage(cells: FunnelCells) -> None:
    told = funnel_of(cells, policy=POLICY)
    assert {one.stage.value: (one.records, one.of) for one in told.stages} == {
        "delivered": (9, 0),
        "read": (8, 9),
        "usable": (6, 9),
        "linked": (5, 7),
        "worked": (3, 5),
        "contacted": (3, 5),
        "replied": (2, 5),
        "real_lead": (1, 5),
        "meeting_set": (2, 5),
        "meeting_held": (1, 5),
        "opportunity": (0, 5),
        "won": (0, 5),
    }


def test_vendors_and_months_add_up_to_everybody(cells: FunnelCells) -> None:
    total = funnel_of(cells, policy=POLICY)
    each = [funnel_of(cells, policy=POLICY, vendor=vendor) for vendor in ("osprelle", "aldergate")]
    months = [funnel_of(cells, policy=POLICY, month=month) for month in (date(2026, 3, 1), date(2026, 5, 1))]
    for stage in Stage:
        assert sum(one[stage].records or 0 for one in each) == total[stage].records
        assert sum(one[stage].records or 0 for one in months) == total[stage].records


def test_people_tried_soon_later_and_never_are_told_apart_and_add_up(cells: FunnelCells) -> None:
    met = {tried: funnel_of(cells, policy=POLICY, tried=tried)[Stage.MEETING_SET] for tried in Tried}
    assert {tried: (one.records, one.of) for tried, one in met.items()} == {
        Tried.SOON: (2, 2),  # after one day, and after three
        Tried.LATER: (0, 1),  # after four weeks
        Tried.NEVER: (0, 2),
    }


def test_an_outcome_is_still_maturing_while_half_of_the_people_are_young(cells: FunnelCells) -> None:
    # Osprelle's three had 213 days, Aldergate's two 125 of 180.
    held = funnel_of(cells, policy=POLICY)[Stage.MEETING_HELD]
    assert held.mature_share == pytest.approx(0.6)
    assert held.maturity is Maturity.MATURING
    assert funnel_of(cells, policy=POLICY, vendor="osprelle")[Stage.MEETING_HELD].maturity is Maturity.MATURE
    assert funnel_of(cells, policy=POLICY, vendor="aldergate")[Stage.MEETING_HELD].maturity is Maturity.IMMATURE
    assert funnel_of(cells, policy=POLICY)[Stage.LINKED].maturity is None


def test_without_a_crm_nothing_that_came_of_people_is_known(cells: FunnelCells) -> None:
    blind = FunnelCells(
        as_of=cells.as_of,
        sight=Sight(known_through=None),
        stages=cells.stages,
        touches=cells.touches,
        meetings=cells.meetings,
        lateness=cells.lateness,
        hours=cells.hours,
    )
    told = funnel_of(blind, policy=POLICY)
    assert told[Stage.USABLE].records == 6
    assert {one.stage.value for one in told.stages if one.records is None} == {
        "linked", "worked", "contacted", "replied", "real_lead", "meeting_set", "meeting_held", "opportunity", "won",
    }  # fmt: skip
    assert touched_within(blind, clock="days", limit_days=2, level=0.9) is None


def test_a_friday_and_the_monday_after_are_one_business_day_apart(cells: FunnelCells) -> None:
    of_may = {"vendor": "aldergate", "limit_days": 1, "level": 0.9}
    on_business_days = touched_within(cells, clock="business_days", **of_may)
    on_the_calendar = touched_within(cells, clock="days", **of_may)
    assert on_business_days is not None
    assert on_the_calendar is not None
    assert (on_business_days.records, on_business_days.touched) == (2, 1)
    assert on_business_days.share == pytest.approx(0.5)
    assert on_the_calendar.share == 0


def test_business_days_are_those_of_the_calendar(cells: FunnelCells) -> None:
    found = {(row["days"], row["business_days"]) for row in cells.touches.to_pylist() if row["touched"]}
    # Monday to Tuesday; Monday 2 March to Monday 30 March; Friday to Monday.
    assert found == {(1, 1), (28, 20), (3, 1)}


def test_people_nobody_tried_are_still_waiting(cells: FunnelCells) -> None:
    mean = time_to_touch(cells, vendor="osprelle")
    assert mean is not None
    # One after a day, one after 28, one in none of the 90: 1 and (28 - 1) * 2/3 and (90 - 28) / 3.
    assert mean.days == pytest.approx(1 + 27 * 2 / 3 + 62 / 3)


def test_a_meeting_of_somebody_sales_knew_is_not_the_vendors(cells: FunnelCells) -> None:
    assert meetings_of(cells, vendor="osprelle").booked == 1
    assert meetings_of(cells, vendor="osprelle").held == 1
    to_come = meetings_of(cells, vendor="aldergate")
    assert (to_come.booked, to_come.due, to_come.held) == (1, 0, 0)


def test_a_vendor_is_late_by_contract_only_where_a_clause_is_broken(cells: FunnelCells) -> None:
    late = lateness_of(cells, vendor="osprelle")
    assert (late.records, late.dated, late.late) == (5, 3, 1)
    assert (late.median_days, late.slow_days) == (3, 10)


def test_days_without_an_outcome_are_told_only_where_somebody_was_followed_so_long() -> None:
    young = incidence_curve([10, 20], [1, 0])
    assert days_without(young) is None
    # Half of them after 30 days, nobody later: 30 and half of 60.
    assert days_without(incidence_curve([30, 120], [1, 0])) == pytest.approx(60)


def test_plain_rows_have_every_vendor_and_stage(cells: FunnelCells) -> None:
    rows = funnel_rows(cells, policy=POLICY)
    assert len(rows) == 2 * len(Stage)
    first = rows[0]
    assert (first["vendor"], first["stage"], first["records"], first["of"]) == ("aldergate", "delivered", 4, None)


def test_hours_are_told_where_file_and_touch_have_a_time_and_working_hours_leave_the_weekend_out(
    cells: FunnelCells,
) -> None:
    # from Friday 16:00 to Monday 9:00: 65 hours, 17 of them on working days; of the other nobody tried
    shares = {
        (clock, hours): touched_within_hours(cells, clock=clock, limit_hours=hours, level=0.9)
        for clock in ("hours", "working_hours")
        for hours in (8, 24, 48)
    }
    assert {at: one.share for at, one in shares.items() if one is not None} == {
        ("hours", 8): 0, ("hours", 24): 0, ("hours", 48): 0,
        ("working_hours", 8): 0, ("working_hours", 24): 0.5, ("working_hours", 48): 0.5,
    }  # fmt: skip
    assert touched_within_hours(cells, clock="hours", limit_hours=8, level=0.9, vendor="osprelle") is None
