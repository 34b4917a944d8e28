"""Several vendors together, against a finer grid, importance sampling and arithmetic."""

import numpy as np
import pytest

from leadaudit.economics.hierarchy import Seen, VendorRates, vendor_rates
from leadaudit.economics.other_cost_intervals import fieller, likeliest_prior, mean_cost
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.spend import Bought, spend_rates

FIVE = [(2, 80), (9, 500), (14, 600), (0, 60), (31, 2400)]
COSTS = np.array([40.0, 60, 65, 35, 55])


def together(seen: list[tuple[float, float]]) -> VendorRates:
    return vendor_rates([Seen(events=events, trials=trials) for events, trials in seen], cv_prior_max=2.0)


@pytest.mark.parametrize(
    ("seen", "expected", "mean_yield"),
    [
        pytest.param(
            FIVE,
            [
                (0.01911808, 0.00883153, 0.01708853, 0.03613825),
                (0.01735939, 0.01087437, 0.0167569, 0.02587635),
                (0.02013386, 0.01306698, 0.0193038, 0.02995535),
                (0.014161, 0.00209471, 0.01422588, 0.02604325),
                (0.01387893, 0.01018527, 0.01379027, 0.01788604),
            ],
            0.01908716,
            id="E09",
        ),
        pytest.param(
            [(1, 38.2), (4, 310.7), (0, 51.4)],
            [
                (0.01994114, 0.00332685, 0.01493696, 0.05428315),
                (0.0132947, 0.00508488, 0.01237492, 0.02464126),
                (0.00990473, 3.859e-05, 0.00779129, 0.02764193),
            ],
            0.03004966,
            id="E24",
        ),
    ],
)
def test_few_data_lean_on_the_others(
    seen: list[tuple[float, float]], expected: list[tuple[float, ...]], mean_yield: float
) -> None:
    rates = together(seen)
    found = np.column_stack([rates.means(), rates.quantiles([0.05, 0.5, 0.95])])
    assert found == pytest.approx(np.array(expected), abs=5e-5)
    assert rates.mean_yield == pytest.approx(mean_yield, abs=1e-4)


def test_e23_who_is_cheapest_when_all_are_taken_together() -> None:
    rates = together([(float(events), float(trials)) for events, trials in FIVE])
    per_money = rates.draw(40_000, np.random.Generator(np.random.PCG64(1))) / COSTS
    cheapest = np.bincount(per_money.argmax(axis=1), minlength=5) / 40_000
    assert cheapest == pytest.approx([0.4329275, 0.0391575, 0.071325, 0.451825, 0.004765], abs=0.01)
    assert (per_money[:, 0] > per_money[:, 4]).mean() == pytest.approx(0.9294775, abs=0.01)
    medians = COSTS / rates.quantiles([0.5])[:, 0]
    expected = [2338.44950822, 3581.85805946, 3366.14795993, 2458.94957734, 3989.9304327]
    assert medians == pytest.approx(expected, rel=0.01)


def test_alike_per_money_a_cheap_vendor_without_a_lead_is_no_favourite() -> None:
    bought = [Bought(events=x, spend=n * cost) for (x, n), cost in zip(FIVE, COSTS, strict=True)]
    draws = spend_rates(bought, cv_prior_max=2.0).draw(40_000, np.random.Generator(np.random.PCG64(1)))
    assert (draws.argmax(axis=1) == 3).mean() == pytest.approx(0.16, abs=0.01)


def test_the_unit_of_money_is_of_no_matter() -> None:
    per_unit = spend_rates([Bought(events=3, spend=9e3), Bought(events=9, spend=3e4)], cv_prior_max=2.0)
    per_cent = spend_rates([Bought(events=3, spend=9e5), Bought(events=9, spend=3e6)], cv_prior_max=2.0)
    for one, other in zip(per_unit.cost_intervals(0.9), per_cent.cost_intervals(0.9), strict=True):
        ends = (one.low, one.median, one.high)
        assert (other.low, other.median, other.high) == pytest.approx([100 * end for end in ends if end], rel=1e-6)


def test_a_quantile_is_where_the_probability_is_reached() -> None:
    rates = together([(1, 38.2), (4, 310.7), (0, 51.4)])
    for place, share in enumerate((0.05, 0.5, 0.95)):
        assert rates.below(rates.quantiles([0.05, 0.5, 0.95])[:, place]) == pytest.approx([share] * 3, abs=1e-7)
    money = spend_rates([Bought(events=0, spend=10.0), Bought(events=40, spend=20.0)], cv_prior_max=2.0)
    assert money.quantiles([0.5])[1, 0] == pytest.approx(2, rel=0.05)


def test_many_data_speak_for_themselves() -> None:
    rates = together([(400, 20_000), (1_200, 20_000), (5, 500)])
    own = RatePosterior(events=1_200, trials=20_000)
    interval = rates.intervals(0.9)[1]
    assert (interval.low, interval.high) == pytest.approx((own.quantile(0.05), own.quantile(0.95)), rel=0.01)


def test_vendors_alike_come_closer_together() -> None:
    raw = [(10.0, 500.0), (12.0, 500.0), (8.0, 500.0), (11.0, 500.0)]
    spread = np.ptp(together(raw).means())
    assert spread < 0.5 * np.ptp([events / trials for events, trials in raw])


def test_the_same_state_draws_the_same() -> None:
    rates = together([(3.0, 100.0), (1.0, 90.0)])
    one, other = (rates.draw(50, np.random.Generator(np.random.PCG64(4))) for _ in range(2))
    assert np.array_equal(one, other)
    assert rates.draw(20_000, np.random.Generator(np.random.PCG64(4))).mean(axis=0) == pytest.approx(
        rates.means(), rel=0.02
    )


def test_no_vendor_and_too_many_events_are_mistakes() -> None:
    with pytest.raises(ValueError, match="no vendor was given"):
        together([])
    with pytest.raises(ValueError, match="3 events in 2 trials"):
        together([(3, 2)])
    with pytest.raises(ValueError, match="every vendor needs money behind its records"):
        spend_rates([Bought(events=1, spend=0)], cv_prior_max=2.0)
    with pytest.raises(ValueError, match="level 90 is not between 0 and 1"):
        together([(1, 2)]).intervals(90)


def test_e08_the_likeliest_prior_of_six_vendors() -> None:
    seen = [(1, 400), (30, 800), (4, 600), (26, 700), (9, 900), (2, 500)]
    prior = likeliest_prior(seen)
    assert (prior.a, prior.b) == pytest.approx((1.28801415, 76.36496124), abs=1e-3)
    shrunk = [0.00479012, 0.03564964, 0.00780342, 0.03509022, 0.01052318, 0.00569202]
    assert [prior.shrunk(events, trials) for events, trials in seen] == pytest.approx(shrunk, abs=1e-6)


def test_e11_fieller() -> None:
    found = fieller(cost=77.1, rate=0.018, var_cost=1.8, var_rate=3.5352e-05, cov=0.00024, level=0.95)
    assert found.is_bounded
    assert (found.g, found.low, found.high) == pytest.approx((0.41914584, 2598.8523288, 12139.74508386), abs=1e-3)


def test_fieller_has_no_end_where_the_rate_may_be_nothing() -> None:
    found = fieller(cost=77.1, rate=0.004, var_cost=1.8, var_rate=1.2e-05, cov=0, level=0.95)
    assert (found.is_bounded, found.low, found.high) == (False, None, None)


def test_e12_the_mean_of_the_inverse_is_inflated() -> None:
    assert mean_cost(RatePosterior(events=9, trials=500), 60) == pytest.approx(3529.41176471, abs=1e-4)
    assert mean_cost(RatePosterior(events=0, trials=500), 60) == float("inf")
