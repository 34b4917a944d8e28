"""Rates and costs from few events, against answers worked out elsewhere (scipy, statsmodels, arithmetic)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.economics.cost import Shown, cost_per_real_lead, prices_at, show_rule
from leadaudit.economics.rates import RatePosterior
from leadaudit.policy import default_policy

COST = default_policy().cost


def rate(events: float, trials: float) -> RatePosterior:
    return RatePosterior(events=events, trials=trials)


@pytest.mark.parametrize(
    ("events", "trials", "mean", "median", "low", "high"),
    [
        (3, 100, 0.03465347, 0.03162253, 0.00852028, 0.07788757),
        (0, 50, 0.00980392, 0.00451644, 0.0, 0.04875846),
        (12, 600, 0.02079867, 0.0202692, 0.01097848, 0.03362312),
    ],
    ids=["A01", "A02", "A04"],
)
def test_a_jeffreys_interval(events: int, trials: int, mean: float, median: float, low: float, high: float) -> None:
    interval = rate(events, trials).interval(0.95)
    found = (rate(events, trials).mean, interval.median, interval.low, interval.high)
    assert found == pytest.approx((mean, median, low, high), abs=1e-6)


def test_a_rate_that_never_failed_reaches_one() -> None:
    assert rate(20, 20).interval(0.9).high == 1.0
    assert rate(19, 20).interval(0.9).high != 1.0


def test_the_one_sided_bound_of_a_rate_never_seen() -> None:
    assert rate(0, 100).quantile(0.95) == pytest.approx(0.01897689, abs=1e-6)


@pytest.mark.parametrize("level", [0, 1, 90])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(ValueError, match="is not between 0 and 1"):
        rate(1, 2).interval(level)


def test_more_events_than_trials_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="3 events in 2 trials"):
        rate(3, 2)


def test_e03_cost_per_real_lead_inverts_the_rate() -> None:
    cost = cost_per_real_lead(rate(9, 500), 77.1, level=0.95)
    assert cost.low == pytest.approx(2365.58996776, abs=1e-4)
    assert cost.median == pytest.approx(4207.27664894, abs=1e-4)
    assert cost.high == pytest.approx(8621.42489829, abs=1e-4)


def test_the_median_is_shown_and_not_the_mean_of_the_inverse() -> None:
    posterior = rate(9, 500)
    mean_of_inverse = 60 * (posterior.a + posterior.b - 1) / (posterior.a - 1)
    assert mean_of_inverse == pytest.approx(3529.41176471, abs=1e-4)
    assert cost_per_real_lead(posterior, 60, level=0.9).median == pytest.approx(3274.14525209, abs=1e-4)


def test_without_a_lead_there_is_only_a_lower_bound() -> None:
    cost = cost_per_real_lead(rate(0, 100), 50.0, level=0.9)
    assert cost.low == pytest.approx(50 / 0.01897689, rel=1e-6)
    assert (cost.median, cost.high, cost.level) == (None, None, 0.95)


@pytest.mark.parametrize(
    ("events", "trials", "ratio", "shown"),
    [
        (0, 40, 953.99587783, "too_few_records"),
        (0, 120, 969.18290159, "directional_only"),
        (2, 80, 9.36895469, "directional_only"),
        (5, 300, 4.24681695, "directional_only"),
        (9, 500, 2.94969214, "rank"),
        (31, 2400, 1.79732472, "rank"),
    ],
)
def test_e19_what_may_be_shown_when_little_is_known(events: int, trials: int, ratio: float, shown: str) -> None:
    assert rate(events, trials).high_to_low(0.9) == pytest.approx(ratio, rel=1e-3)
    assert show_rule(rate(events, trials), COST, outcomes_known=True) == shown


def test_nothing_is_shown_before_anything_could_show_a_lead() -> None:
    assert show_rule(rate(9, 500), COST, outcomes_known=False) is Shown.NOT_KNOWN_YET
    assert show_rule(rate(9, 29.9), COST, outcomes_known=True) is Shown.NOT_KNOWN_YET
    assert show_rule(rate(9, 30), COST, outcomes_known=True) is Shown.TOO_FEW_RECORDS
    assert show_rule(rate(30, 49.9), COST, outcomes_known=True) is Shown.TOO_FEW_RECORDS
    assert show_rule(rate(30, 50), COST, outcomes_known=True) is Shown.RANK


def test_the_price_if_one_two_or_four_in_a_hundred_ask() -> None:
    assert prices_at(4800, COST.example_rates) == pytest.approx({0.01: 480_000, 0.02: 240_000, 0.04: 120_000})


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.5, 0.99))
def test_an_interval_holds_its_median(events: int, misses: int, level: float) -> None:
    interval = rate(events, events + misses).interval(level)
    assert interval.low is not None
    assert interval.median is not None
    assert interval.high is not None
    assert 0 <= interval.low <= interval.median <= interval.high <= 1


@given(st.integers(1, 50), st.integers(50, 500))
def test_another_lead_never_makes_leads_dearer(events: int, trials: int) -> None:
    fewer = cost_per_real_lead(rate(events, trials), 10, level=0.9)
    more = cost_per_real_lead(rate(events + 1, trials), 10, level=0.9) if events < trials else fewer
    assert (more.median or 0) <= (fewer.median or 0)
