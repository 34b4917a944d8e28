"""Meetings, pipeline and account influence."""

import pytest

from leadaudit.economics.meetings import meetings
from leadaudit.economics.pipeline import account_influence, pipeline_per_day


def test_d13_only_meetings_that_are_due_can_be_missed() -> None:
    found = meetings(booked=40, future=6, held=24, no_show=8, cancelled_by_us=2)
    assert (found.booked, found.due, found.not_recorded) == (40, 32, 0)
    assert (found.show_rate, found.no_show_rate, found.set_rate) == (0.75, 0.25, None)


def test_a_meeting_nobody_wrote_about_is_no_show_of_nobody() -> None:
    found = meetings(booked=10, future=0, held=5, no_show=2, cancelled_by_us=0, leads=40)
    assert (found.not_recorded, found.show_rate, found.set_rate) == (3, 0.5, 0.25)


def test_meetings_to_come_have_no_show_rate_yet() -> None:
    found = meetings(booked=3, future=3, held=0, no_show=0, cancelled_by_us=0)
    assert (found.due, found.show_rate) == (0, None)


def test_more_held_than_due_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="3 held and 1 not come of 3 meetings that are due"):
        meetings(booked=4, future=1, held=3, no_show=1, cancelled_by_us=0)


def test_d15_pipeline_flows_by_the_day() -> None:
    assert pipeline_per_day(opportunities=40, win_rate=0.25, deal=18000, cycle_days=75) == pytest.approx(2400)
    with pytest.raises(ValueError, match="a cycle of 0 days"):
        pipeline_per_day(opportunities=40, win_rate=0.25, deal=18000, cycle_days=0)


def test_d17_influence_stands_beside_what_was_to_be_expected() -> None:
    found = account_influence(exposed_accounts=80, opportunities=12, amount=240000, control_rate=0.09)
    assert (found.influenced, found.expected_without, found.net) == pytest.approx((240000, 144000, 96000))


def test_without_accounts_to_compare_nothing_is_expected() -> None:
    found = account_influence(exposed_accounts=80, opportunities=0, amount=0, control_rate=None)
    assert (found.influenced, found.expected_without, found.net) == (0, None, None)
