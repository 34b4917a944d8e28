"""Followed people by their days alone: the same stages as from each person, and nothing where nobody can tell."""

from datetime import timedelta

from leadaudit.economics.followed import FollowedPeople, followed_asked, read_followed_days
from leadaudit.economics.outcome_cells import Sight
from leadaudit.plan.stages import flow_report
from leadaudit.policy import default_policy
from tests.signals.followed_house import SEES_THE_CRM, THROUGH, FollowedHouse

PLANNER = default_policy().planner
STEPS = ((4, "meeting_set", 5), (5, "meeting_held", 9), (8, "opportunity", 30), (16, "won", 60))


def house_of_two_years() -> FollowedHouse:
    """Two vendors whose people ask, meet and buy at different paces; some were delivered by both."""
    house = FollowedHouse()
    for at in range(400):
        on = THROUGH - timedelta(days=95 + at // 2)
        house.person(f"p{at}", on, vendor="osprelle" if at % 3 else "quillmere")
        if at % 10 == 0:
            house.person(f"p{at}", on + timedelta(days=7), vendor="brackenfeld")
        for every, kind, days in (
            (4, "meeting_set", 5),
            (5, "meeting_held", 9),
            (8, "opportunity", 30),
            (16, "won", 60),
        ):
            if at % every == 0:
                worth = 100 * at if kind == "won" else None
                house.came(f"p{at}", kind, on + timedelta(days=days), worth)
    return house


def days_of(house: FollowedHouse, sight: Sight = SEES_THE_CRM) -> FollowedPeople:
    asked = followed_asked(house.tables(), sight=sight, as_of=THROUGH, currency="USD")
    return read_followed_days(asked, sight=sight)


def test_stages_are_the_same_from_days_as_from_people() -> None:
    house = house_of_two_years()
    each, days = house.followed(), days_of(house)
    assert days.people.num_rows == each.people.num_rows == 440
    assert days.vendors == each.vendors == ("brackenfeld", "osprelle", "quillmere")
    for vendor in (None, *each.vendors):
        told = flow_report(days, PLANNER, vendor=vendor)
        assert told is not None
        assert told == flow_report(each, PLANNER, vendor=vendor)
        assert told.records_now > 0
    assert days.amounts().sum() == each.amounts().sum() > 0


def test_where_nothing_could_show_an_outcome_nobody_is_followed() -> None:
    house = house_of_two_years()
    assert flow_report(days_of(house, Sight(known_through=None)), PLANNER) is None
