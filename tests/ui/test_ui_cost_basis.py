"""What a real lead may cost at most: how far the slider goes."""

from leadaudit.economics.ranked_outcomes import Compared, compare
from leadaudit.policy import default_policy
from leadaudit.ui.cost_basis import MOST, slider_scale
from tests.economics.outcome_house import House


def told(**leads: tuple[int, int]) -> Compared:
    """Vendors with so many old records at 10 USD, so many of them real leads."""
    house = House()
    for vendor, (records, came) in leads.items():
        for line in house.delivers(vendor, records)[:came]:
            house.comes(line)
    return compare(house.outcomes(), policy=default_policy())


def test_the_slider_ends_past_twice_what_vendors_cost_in_a_hundred_steps() -> None:
    assert slider_scale(told(osprelle=(400, 20), quillmere=(400, 16)), 0, 100) == (500, 5)


def test_vendors_without_any_real_lead_leave_the_slider_at_what_somebody_would_pay() -> None:
    most, step = slider_scale(told(osprelle=(400, 0), quillmere=(300, 0)), 0, 100)
    assert (most, step) == (5_000, 50)


def test_a_target_of_the_address_lengthens_the_slider_and_stands_on_a_step() -> None:
    compared = told(osprelle=(400, 20), quillmere=(400, 16))
    assert slider_scale(compared, 900, 100) == (1_000, 10)
    assert slider_scale(compared, 903, 100) == (1_000, 1)


def test_no_target_goes_beyond_what_a_slider_takes() -> None:
    most, _ = slider_scale(told(osprelle=(400, 20)), MOST, 100)
    assert MOST <= most < 2**53
