"""Two rates against each other, against answers worked out with statsmodels or by hand."""

import math

import numpy as np
import pytest

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.lift import Arm, lift, pooled_lift, smallest_detectable
from leadaudit.economics.other_two_rates import agresti_caffo, log_odds_adjusted, log_ratio_adjusted, newcombe
from leadaudit.economics.two_rates import difference_interval, ratio_interval


def ends(bounds: Bounds | None) -> tuple[float, float]:
    assert bounds is not None
    return bounds.low, bounds.high


def test_d11_lift_against_a_holdout() -> None:
    found = lift(Arm(events=14, records=300), Arm(events=6, records=310), level=0.95, is_randomised=True)
    assert found is not None
    assert (found.difference, found.ratio) == pytest.approx((0.02731183, 2.41111111), abs=1e-6)
    # The upper end is not the 0.0594886 of statsmodels 0.15; see the next test.
    assert ends(found.difference_bounds) == pytest.approx((-0.00106276, 0.05968101), abs=2e-5)
    assert ends(found.ratio_bounds) == pytest.approx((0.97095617, 6.01224347), abs=2e-5)
    assert not found.is_distinguishable


def test_d11_the_published_upper_end_comes_from_a_slip_in_a_cubic() -> None:
    """Where statsmodels writes events x difference, the likelihood wants records x difference."""
    x1, n1, x0, n0 = 14, 300, 6, 310

    def score(difference: float, rate: float) -> float:
        spread = (rate + difference) * (1 - rate - difference) / n1 + rate * (1 - rate) / n0
        return (x1 / n1 - x0 / n0 - difference) / math.sqrt(spread * 610 / 609)

    def with_the_slip(difference: float) -> float:
        cubic = [
            n1 + n0,
            (n1 + 2 * n0) * difference - 610 - 20,
            (x0 * difference - 610 - 2 * x0) * difference + 20,
            x0 * difference * (1 - difference),
        ]
        return float(np.sort(np.roots(cubic).real)[1])

    def likeliest(difference: float) -> float:
        rate = np.linspace(0.001, 0.1, 99_001)
        one = rate + difference
        logs = x1 * np.log(one) + 286 * np.log(1 - one) + x0 * np.log(rate) + 304 * np.log(1 - rate)
        return float(rate[np.argmax(logs)])

    assert score(0.0594886, with_the_slip(0.0594886)) == pytest.approx(-1.959964, abs=1e-5)
    assert score(0.05968101, likeliest(0.05968101)) == pytest.approx(-1.959964, abs=1e-4)
    assert abs(score(0.0594886, likeliest(0.0594886)) + 1.959964) > 8e-3


@pytest.mark.parametrize(
    ("found", "low", "high"),
    [
        pytest.param(newcombe(14, 300, 6, 310, level=0.95), -0.00171, 0.05920483, id="D11-newcombe"),
        pytest.param(agresti_caffo(14, 300, 6, 310, level=0.95), -0.00227045, 0.0567364, id="D11-agresti-caffo"),
        pytest.param(log_ratio_adjusted(14, 300, 6, 310, level=0.95), 0.92646289, 5.73476359, id="D11-log-adjusted"),
        pytest.param(log_ratio_adjusted(9, 120, 14, 880, level=0.95), 2.1604982, 10.60820549, id="F01-log-adjusted"),
        pytest.param(log_odds_adjusted(9, 120, 14, 880, level=0.95), 2.19470461, 11.81197527, id="F01-odds"),
    ],
)
def test_other_intervals_of_two_rates(found: Bounds, low: float, high: float) -> None:
    assert ends(found) == pytest.approx((low, high), abs=2e-5)


def test_a_clear_lift_is_told_from_none() -> None:
    found = lift(Arm(events=40, records=300), Arm(events=6, records=310), level=0.95, is_randomised=False)
    assert found is not None
    assert found.is_distinguishable
    assert found.ratio_bounds.low > 1


def test_two_rates_swapped_give_the_mirrored_interval() -> None:
    low, high = difference_interval(14, 300, 6, 310, level=0.9)
    other_low, other_high = difference_interval(6, 310, 14, 300, level=0.9)
    assert (low, high) == pytest.approx((-other_high, -other_low), abs=1e-9)
    ratio_low, ratio_high = ratio_interval(14, 300, 6, 310, level=0.9)
    other_ratio_low, other_ratio_high = ratio_interval(6, 310, 14, 300, level=0.9)
    assert (ratio_low, ratio_high) == pytest.approx((1 / other_ratio_high, 1 / other_ratio_low), rel=1e-9)


def test_whole_arrays_answer_as_one_by_one() -> None:
    events, trials = np.array([0, 3, 9, 120]), np.array([40, 60, 120, 120])
    low, high = ratio_interval(events, trials, 14, 880, level=0.95)
    for place, (x, n) in enumerate(zip(events, trials, strict=True)):
        one_low, one_high = ratio_interval(x, n, 14, 880, level=0.95)
        assert (low[place], high[place]) == pytest.approx((float(one_low), float(one_high)))


def test_a_side_where_nothing_happened_leaves_an_end_open() -> None:
    low, high = ratio_interval([0, 5, 0], [100, 100, 100], [5, 0, 0], [100, 100, 100], level=0.95)
    assert list(low) == [0, pytest.approx(low[1]), 0]
    assert low[1] > 1
    assert high[0] < 1
    assert list(high[1:]) == [np.inf, np.inf]


def test_nothing_on_either_side_is_no_difference() -> None:
    low, high = difference_interval(0, 100, 0, 100, level=0.95)
    assert low < 0 < high
    assert high == pytest.approx(0.0370, abs=1e-3)
    assert lift(Arm(events=0, records=0), Arm(events=0, records=10), level=0.9, is_randomised=False) is None


def test_the_smallest_lift_that_would_have_been_seen() -> None:
    found = smallest_detectable(0.02, exposed_records=1000, control_records=1000, level=0.95)
    assert found is not None
    rate = 0.02 + found
    spread = (rate * (1 - rate) / 1000 + 0.02 * 0.98 / 1000) ** 0.5
    assert found == pytest.approx((1.95996 + 0.84162) * spread, rel=1e-4)
    assert smallest_detectable(0.5, exposed_records=2, control_records=2, level=0.95) is None


def test_one_stratum_pools_to_itself() -> None:
    found = pooled_lift([(Arm(events=14, records=300), Arm(events=6, records=310))], level=0.95)
    assert (found.difference, found.ratio) == pytest.approx((0.02731183, 2.41111111), abs=1e-6)
    assert found.odds_ratio == pytest.approx(14 * 304 / (286 * 6))


def test_one_stratum_pools_to_the_variances_it_has_alone() -> None:
    found = pooled_lift([(Arm(events=14, records=300), Arm(events=6, records=310))], level=0.95)
    z = 1.959964
    deviation = (14 * 286 / 300**3 + 6 * 304 / 310**3) ** 0.5
    assert ends(found.difference_bounds) == pytest.approx(
        (0.02731183 - z * deviation, 0.02731183 + z * deviation), abs=1e-7
    )
    of_ratio = math.exp(z * (1 / 14 - 1 / 300 + 1 / 6 - 1 / 310) ** 0.5)
    assert ends(found.ratio_bounds) == pytest.approx((2.41111111 / of_ratio, 2.41111111 * of_ratio), rel=1e-6)
    of_odds = math.exp(z * (1 / 14 + 1 / 286 + 1 / 6 + 1 / 304) ** 0.5)
    odds = 14 * 304 / (286 * 6)
    assert ends(found.odds_bounds) == pytest.approx((odds / of_odds, odds * of_odds), rel=1e-6)


def test_the_same_stratum_twice_halves_the_variance() -> None:
    stratum = (Arm(events=14, records=300), Arm(events=6, records=310))
    once, twice = pooled_lift([stratum], level=0.95), pooled_lift([stratum, stratum], level=0.95)
    for one, other in (
        (once.difference_bounds, twice.difference_bounds),
        (once.ratio_bounds, twice.ratio_bounds),
        (once.odds_bounds, twice.odds_bounds),
    ):
        narrow, wide = ends(other), ends(one)
        if one is not once.difference_bounds:
            narrow, wide = (math.log(narrow[0]), math.log(narrow[1])), (math.log(wide[0]), math.log(wide[1]))
        assert narrow[1] - narrow[0] == pytest.approx((wide[1] - wide[0]) / 2**0.5)


def test_a_stratum_without_one_side_is_dropped_and_said_so() -> None:
    strata = [
        (Arm(events=14, records=300), Arm(events=6, records=310)),
        (Arm(events=3, records=100), Arm(events=0, records=0)),
    ]
    found = pooled_lift(strata, level=0.95)
    assert (found.strata, found.dropped_strata, found.dropped_exposed) == (1, 1, 0.25)
    assert found.ratio == pytest.approx(2.41111111)


def test_nothing_to_compare_gives_no_figure() -> None:
    found = pooled_lift([(Arm(events=3, records=100), Arm(events=0, records=0))], level=0.95)
    assert (found.difference, found.ratio, found.odds_ratio, found.is_distinguishable) == (None, None, None, False)


def test_strata_keep_a_mix_of_markets_from_passing_for_a_lift() -> None:
    # Within each market both sides convert alike, 10 and 1 in 100; exposed records are mostly of the good one.
    strata = [
        (Arm(events=90, records=900), Arm(events=10, records=100)),
        (Arm(events=1, records=100), Arm(events=9, records=900)),
    ]
    found = pooled_lift(strata, level=0.95)
    assert (found.difference, found.ratio, found.odds_ratio) == pytest.approx((0, 1, 1))
    crude = lift(Arm(events=91, records=1000), Arm(events=19, records=1000), level=0.95, is_randomised=False)
    assert crude is not None
    assert crude.is_distinguishable
    assert not found.is_distinguishable


def test_the_pooled_variance_is_what_repetition_shows() -> None:
    # Two strata drawn again and again: the 90 % interval holds the true difference about nine times in ten.
    random = np.random.Generator(np.random.PCG64(7))
    held = 0
    for _ in range(400):
        strata = [
            (
                Arm(events=float(random.binomial(200, base + 0.03)), records=200),
                Arm(events=float(random.binomial(300, base)), records=300),
            )
            for base in (0.04, 0.10)
        ]
        bounds = pooled_lift(strata, level=0.9).difference_bounds
        assert bounds is not None
        held += bounds.holds(0.03)
    assert held / 400 == pytest.approx(0.9, abs=0.045)
