"""Whom an outcome is due to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.economics.credit import Copy, CreditRule, credit_shares, from_theirs_to_ours, net_new

THREE = [Copy(vendor="A", day=10), Copy(vendor="B", day=40), Copy(vendor="C", day=40)]


@pytest.mark.parametrize(
    ("rule", "shares"),
    [
        pytest.param("first", {"A": 1, "B": 0, "C": 0}, id="D08-first"),
        pytest.param("last", {"A": 0, "B": 0.5, "C": 0.5}, id="D08-last"),
        pytest.param("any", {"A": 1, "B": 1, "C": 1}, id="D08-any"),
        pytest.param("fractional", {"A": 1 / 3, "B": 1 / 3, "C": 1 / 3}, id="D08-fractional"),
    ],
)
def test_three_vendors_one_meeting(rule: str, shares: dict[str, float]) -> None:
    found = credit_shares(THREE, outcome_day=70, window_days=180, rule=CreditRule(rule))
    assert found == pytest.approx(shares, abs=1e-9)


def test_a_delivery_on_the_day_or_after_has_no_share() -> None:
    found = credit_shares(THREE, outcome_day=40, window_days=180, rule=CreditRule.FRACTIONAL)
    assert found == {"A": 1, "B": 0, "C": 0}


def test_the_window_includes_its_last_day() -> None:
    fractional = CreditRule.FRACTIONAL
    assert credit_shares(THREE, outcome_day=190, window_days=180, rule=fractional)["A"] == pytest.approx(1 / 3)
    assert credit_shares(THREE, outcome_day=191, window_days=180, rule=fractional) == {"A": 0, "B": 0.5, "C": 0.5}
    assert sum(credit_shares(THREE, outcome_day=500, window_days=180, rule=fractional).values()) == 0


def test_a_vendor_that_delivered_twice_counts_once() -> None:
    twice = [*THREE, Copy(vendor="A", day=50)]
    shares = credit_shares(twice, outcome_day=70, window_days=180, rule=CreditRule.FRACTIONAL)
    assert shares["A"] == pytest.approx(1 / 3)
    assert credit_shares(twice, outcome_day=70, window_days=180, rule=CreditRule.LAST)["A"] == 1


COPIES = st.lists(st.builds(Copy, vendor=st.sampled_from("ABCD"), day=st.integers(0, 400)), max_size=8)


@settings(max_examples=50, deadline=None)
@given(COPIES, st.integers(0, 400), st.sampled_from([CreditRule.FIRST, CreditRule.LAST, CreditRule.FRACTIONAL]))
def test_an_outcome_is_given_away_once_or_not_at_all(copies: list[Copy], day: int, rule: CreditRule) -> None:
    shares = credit_shares(copies, outcome_day=day, window_days=180, rule=rule)
    in_time = any(0 < day - copy.day <= 180 for copy in copies)
    assert sum(shares.values()) == pytest.approx(1 if in_time else 0)
    assert credit_shares(copies[::-1], outcome_day=day, window_days=180, rule=rule) == shares


def test_d10_net_new_people_and_their_cost() -> None:
    found = net_new(delivered=250, duplicates=15, known_active=40, re_engaged=25, cost=15000)
    assert (found.unique, found.net_new, found.re_engaged) == (235, 170, 25)
    assert (found.rate, found.cost_per_net_new) == pytest.approx((0.72340426, 88.23529412), abs=1e-6)


def test_an_unknown_cost_stays_unknown() -> None:
    assert net_new(delivered=5, duplicates=0, known_active=0, re_engaged=0, cost=None).cost_per_net_new is None
    nobody = net_new(delivered=5, duplicates=0, known_active=5, re_engaged=0, cost=100)
    assert (nobody.rate, nobody.cost_per_net_new) == (0, None)


def test_more_known_than_delivered_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="6 known of 5 people"):
        net_new(delivered=5, duplicates=0, known_active=6, re_engaged=0, cost=None)


def test_from_their_count_to_ours_every_step_adds_up() -> None:
    steps = [("known before", 2.0), ("duplicate", 1.0), ("outside 180 days", 1.0), ("shared", 1.0)]
    found = from_theirs_to_ours(9, steps)
    assert found.ours == 4
    assert found.theirs == found.ours + sum(found.taken_off.values())
    with pytest.raises(ValueError, match="5 taken off 4"):
        from_theirs_to_ours(4, steps)
