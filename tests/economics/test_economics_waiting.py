"""Waiting times."""

import pytest

from leadaudit.economics.waiting import answered_within, restricted_mean, restricted_mean_difference


def test_the_mean_wait_is_cut_off_at_the_limit() -> None:
    # Everybody followed: 10, 30 and twice the limit of 90.
    found = restricted_mean([10, 30, 200, 200], [True, True, False, False], within_days=90)
    assert found.days == pytest.approx((10 + 30 + 90 + 90) / 4)


def test_a_young_record_counts_until_it_is_seen_no_more() -> None:
    # After day 20 two of three are left; the one of day 50 therefore stands for half of three quarters.
    found = restricted_mean([10, 20, 50, 90], [True, False, True, False], within_days=90)
    assert found.days == pytest.approx(10 + 0.75 * 40 + 0.375 * 40)


def test_without_censoring_the_variance_is_that_of_a_mean() -> None:
    days = [10, 30, 50, 90]
    mean = sum(days) / 4
    found = restricted_mean(days, [True] * 4, within_days=100)
    assert found.variance == pytest.approx(sum((day - mean) ** 2 for day in days) / 16)


def test_the_faster_side_waits_fewer_days() -> None:
    fast = restricted_mean([10, 20, 30] * 20, [True] * 60, within_days=90)
    slow = restricted_mean([40, 50, 60] * 20, [True] * 60, within_days=90)
    days, bounds = restricted_mean_difference(fast, slow, level=0.9)
    assert days == pytest.approx(-30)
    assert bounds.high < 0
    assert bounds.low == pytest.approx(-60 - bounds.high)


def test_means_within_other_limits_are_not_compared() -> None:
    one, other = (restricted_mean([1.0], [True], within_days=limit) for limit in (30, 90))
    with pytest.raises(ValueError, match="one mean is within 30 days, the other within 90"):
        restricted_mean_difference(one, other, level=0.9)


def test_untouched_records_wait_and_are_not_left_out() -> None:
    # Touched after 1 and 3 hours; one waits since 2 hours, one since 48.
    found = answered_within([1, 3, 2, 48], [True, True, False, False], limit_hours=4, level=0.9)
    assert found.share == pytest.approx(1 - 0.75 * 0.5)
    assert (found.touched, found.records) == (2, 4)


def test_everybody_seen_for_the_limit_is_a_plain_share() -> None:
    found = answered_within([1, 2, 9, 48], [True, True, True, False], limit_hours=4, level=0.9)
    assert found.share == pytest.approx(0.5)
    assert found.interval.low is not None
    assert 0 < found.interval.low < 0.5


def test_nobody_in_time_is_known_from_those_seen_long_enough() -> None:
    short = answered_within([1] * 50, [False] * 50, limit_hours=4, level=0.9)
    long = answered_within([9] * 50, [False] * 50, limit_hours=4, level=0.9)
    assert short.share == long.share == 0
    assert short.interval.high == 1.0
    assert long.interval.high == pytest.approx(0.0375, abs=5e-3)
