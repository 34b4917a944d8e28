"""How fast outcomes come, and what young records are worth."""

from statistics import NormalDist

import numpy as np
import pytest

from leadaudit.economics.delay import ExponentialDelay, SeenDelay, chosen_delay, delays_differ, seen_delay
from leadaudit.economics.survival import incidence_curve
from leadaudit.economics.young import days_until_trials, effective_trials, young_rate, young_rate_on_grid

DAYS = [5, 12, 12, 20, 25, 31, 31, 40, 44, 50, 58, 60, 61, 75, 80, 88, 90, 90, 120, 150]
ENDS = [2, 1, 2, 0, 1, 2, 0, 1, 0, 2, 0, 1, 0, 0, 2, 0, 1, 0, 0, 0]
DELAY = ExponentialDelay(mean_days=45, horizon_days=180)


def test_d04_outcomes_at_a_constant_pace() -> None:
    shares = DELAY.share([10, 30, 60, 120, 180])
    assert shares == pytest.approx([0.20298031, 0.49566123, 0.7501422, 0.94787753, 1.0], abs=1e-6)
    assert DELAY.share([0, 500]) == pytest.approx([0, 1])


def test_d18_the_pace_of_a_pooled_history() -> None:
    curve = incidence_curve(DAYS, ENDS)
    delay = seen_delay(curve.days, curve.incidence, horizon_days=90)
    assert delay is not None
    assert delay.share([15, 30, 60, 90]) == pytest.approx([0.14481726, 0.29868559, 0.66524372, 1.0], abs=1e-6)
    assert delay.share([1, 200]) == pytest.approx([0, 1])


def test_a_history_without_outcomes_has_no_pace() -> None:
    curve = incidence_curve([5, 6], [0, 2])
    assert seen_delay(curve.days, curve.incidence, horizon_days=90) is None


def test_an_earlier_horizon_is_reached_earlier() -> None:
    curve = incidence_curve(DAYS, ENDS)
    delay = seen_delay(curve.days, curve.incidence, horizon_days=90)
    assert delay is not None
    assert delay.until(30).share([15, 30]) == pytest.approx([0.14481726 / 0.29868559, 1], abs=1e-6)
    assert delay.until(10).share([9, 10]) == pytest.approx([0, 1])
    assert DELAY.until(60).share([30, 60]) == pytest.approx([0.49566123 / 0.7501422, 1], abs=1e-6)


def test_d06_the_rate_while_leads_are_young() -> None:
    ages, records = [10, 30, 60, 120, 200], [40, 60, 49, 29, 19]
    posterior = young_rate_on_grid(3, ages, delay=DELAY, records=records)
    interval = posterior.interval(0.95)
    assert posterior.mean == pytest.approx(0.02824444, abs=2e-5)
    assert (interval.low, interval.median, interval.high) == pytest.approx(
        (0.00689359, 0.02570651, 0.06393251), abs=2e-5
    )
    # The three converted were 60, 120 and 200 days old: 40, 60, 50, 30 and 20 records in all.
    trials = effective_trials(ages, delay=DELAY, records=[40, 60, 50, 30, 20])
    close = young_rate(3, trials)
    assert close.mean == pytest.approx(0.02804435, abs=2e-5)
    assert (close.quantile(0.025), close.quantile(0.975)) == pytest.approx((0.00687102, 0.06324732), abs=2e-5)


def test_mature_records_give_the_plain_posterior() -> None:
    grid, plain = young_rate_on_grid(9, [400] * 491, delay=DELAY), young_rate(9, 500)
    assert grid.mean == pytest.approx(plain.mean, abs=1e-6)
    for share in (0.025, 0.5, 0.975):
        assert grid.quantile(share) == pytest.approx(plain.quantile(share), abs=5e-6)


def test_a_high_rate_needs_no_other_grid() -> None:
    assert young_rate_on_grid(19, [400], delay=DELAY).quantile(0.5) == pytest.approx(
        young_rate(19, 20).median, abs=1e-4
    )


def test_outcomes_that_have_come_are_trials() -> None:
    assert young_rate(5, 1.2).trials == 5
    assert young_rate(1, 3.5).trials == 3.5


def test_vendors_whose_outcomes_come_alike_share_a_pace() -> None:
    one, other = np.arange(1, 41), np.arange(2, 42)
    assert delays_differ([one, other]) > 0.5
    assert delays_differ([one, other + 60]) < 1e-6
    assert delays_differ([one, []]) == 1


def test_three_vendors_are_told_apart_when_one_is_late() -> None:
    assert delays_differ([np.arange(1, 31), np.arange(1, 31), np.arange(40, 90)]) < 1e-6


def test_the_log_rank_statistic_is_the_textbook_one() -> None:
    # Observed minus expected over its standard deviation, by hand: days 1 and 2 in one group, 3 and 4 in the other.
    expected = 2 / 4 + 1 / 3
    variance = (2 / 4) * (2 / 4) + (1 / 3) * (2 / 3)
    statistic = (2 - expected) ** 2 / variance
    assert delays_differ([[1, 2], [3, 4]]) == pytest.approx(2 * (1 - _normal(statistic**0.5)), rel=1e-9)


def _normal(value: float) -> float:
    return NormalDist().cdf(value)


def test_own_history_speaks_from_thirty_outcomes_on() -> None:
    curve = incidence_curve(DAYS, ENDS)
    own, assumed = (
        chosen_delay(curve.days, curve.incidence, outcomes=outcomes, mean_days=45, horizon_days=90, min_events=30)
        for outcomes in (30, 29)
    )
    assert isinstance(own, SeenDelay)
    assert assumed == ExponentialDelay(mean_days=45, horizon_days=90)


def test_the_earliest_day_of_a_figure() -> None:
    # 50 records of today: 30 of them are worth a trial when G reaches 0.6, after 42 days at a mean of 45.
    days = days_until_trials([0], 30, delay=DELAY, records=[50])
    assert days is not None
    assert DELAY.share(days - 1) < 0.6 <= DELAY.share(days)
    assert days_until_trials([200] * 30, 30, delay=DELAY) == 0
    assert days_until_trials([0] * 29, 30, delay=DELAY) is None
