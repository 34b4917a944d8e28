"""Conversion with young records and competing ends, against answers worked out with scikit-survival."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.economics.delay import ExponentialDelay
from leadaudit.economics.survival import (
    End,
    Maturity,
    conversion_by,
    incidence_curve,
    incidence_variance,
    mature_share,
    maturity,
)
from leadaudit.policy import default_policy

DAYS = [5, 12, 12, 20, 25, 31, 31, 40, 44, 50, 58, 60, 61, 75, 80, 88, 90, 90, 120, 150]
ENDS = [2, 1, 2, 0, 1, 2, 0, 1, 0, 2, 0, 1, 0, 0, 2, 0, 1, 0, 0, 0]
DELAY = ExponentialDelay(mean_days=45, horizon_days=180)


@pytest.mark.parametrize(
    ("horizon", "incidence", "variance", "worth", "low", "high"),
    [
        pytest.param(30, 0.103125, 0.00478015, 19.3488087, 0.02201793, 0.2918799, id="D01-30"),
        pytest.param(60, 0.22968386, 0.01047017, 16.89840476, 0.08147234, 0.46177426, id="D01-60"),
        pytest.param(90, 0.34526272, 0.0182964, 12.35523992, 0.13426278, 0.61991834, id="D01-90"),
    ],
)
def test_tied_days_share_one_risk_set(
    horizon: int, incidence: float, variance: float, worth: float, low: float, high: float
) -> None:
    curve = incidence_curve(DAYS, ENDS)
    assert incidence_variance(curve, horizon) == pytest.approx(variance, abs=1e-6)
    found = conversion_by(horizon, curve=curve, ages=DAYS, delay=DELAY, level=0.95)
    assert found.incidence == pytest.approx(incidence, abs=1e-6)
    assert found.effective_records == pytest.approx(worth, abs=1e-5)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-6)
    assert found.records == 20


def test_d01_disqualified_people_are_no_survivors() -> None:
    survivors = [0 if end == End.OTHERWISE else end for end in ENDS]
    assert incidence_curve(DAYS, survivors).by(90) == pytest.approx(0.4534413, abs=1e-6)


def test_d03_a_mature_cohort_converts_as_counted() -> None:
    days = [*[20, 45, 90], *[10, 70], *[200] * 95]
    ends = [*[End.OUTCOME] * 3, *[End.OTHERWISE] * 2, *[End.STILL_WAITING] * 95]
    found = conversion_by(90, curve=incidence_curve(days, ends), ages=[200] * 100, delay=DELAY, level=0.95)
    assert found.incidence == pytest.approx(0.03, abs=1e-12)
    assert found.effective_records == pytest.approx(100)
    assert (found.outcomes, found.mature_share) == (3, 1.0)


def test_without_an_outcome_young_records_say_little() -> None:
    curve = incidence_curve([10] * 100, [0] * 100)
    found = conversion_by(180, curve=curve, ages=[10] * 100, delay=DELAY, level=0.95)
    assert found.incidence == 0
    assert found.effective_records == pytest.approx(20.298031, abs=1e-5)
    assert found.interval.low == 0
    assert found.interval.high == pytest.approx(0.1137, abs=2e-3)


def test_without_an_outcome_an_early_horizon_is_known_earlier() -> None:
    curve = incidence_curve([10] * 100, [0] * 100)
    soon = conversion_by(10, curve=curve, ages=[10] * 100, delay=DELAY, level=0.95)
    assert soon.effective_records == pytest.approx(100)


def test_everybody_converted_is_known_as_well_as_there_are_records() -> None:
    curve = incidence_curve([3, 4, 5], [1, 1, 1])
    found = conversion_by(30, curve=curve, ages=[40, 40, 40], delay=DELAY, level=0.95)
    assert found.incidence == pytest.approx(1)
    assert found.effective_records == 3


def test_groups_count_as_their_records() -> None:
    one_by_one = incidence_curve([5, 5, 5, 9, 9], [1, 1, 0, 2, 0])
    grouped = incidence_curve([5, 5, 9, 9], [1, 0, 2, 0], [2, 1, 1, 1])
    assert grouped.by(9) == one_by_one.by(9) == pytest.approx(0.4)
    assert incidence_variance(grouped, 9) == pytest.approx(incidence_variance(one_by_one, 9))


def test_an_empty_cohort_has_no_incidence() -> None:
    curve = incidence_curve([], [])
    assert (curve.by(30), incidence_variance(curve, 30), mature_share([], 30)) == (0, 0, 0)


def test_a_day_before_the_delivery_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="day -1 is before the delivery"):
        incidence_curve([-1], [1])


def test_half_a_day_stands_for_a_statement_that_came_with_the_record() -> None:
    curve = incidence_curve([0.5, 10, 20, 20], [1, 0, 0, 0])
    assert (curve.by(0), curve.by(0.5)) == (0, 0.25)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from([0, 1, 2])), min_size=1, max_size=40), st.randoms())
def test_the_order_of_records_says_nothing(records: list[tuple[int, int]], random: object) -> None:
    shuffled = sorted(records, key=lambda record: hash((record, id(random))))
    one, other = (incidence_curve(*zip(*given, strict=True)) for given in (records, shuffled))
    assert np.array_equal(one.incidence, other.incidence)
    # Both kinds of end and those still waiting make up everybody.
    switched = incidence_curve([day for day, _ in records], [{0: 0, 1: 2, 2: 1}[end] for _, end in records])
    waiting = np.cumprod(1 - one.ends / one.at_risk)
    assert one.incidence + switched.incidence + waiting == pytest.approx(np.ones(one.days.size))


@pytest.mark.parametrize(
    ("ages", "label"),
    [
        ([90, 91, 200], Maturity.MATURE),
        ([89, 90, 91], Maturity.MATURING),
        ([89, 90], Maturity.MATURING),
        ([89, 89, 90], Maturity.IMMATURE),
        ([], Maturity.IMMATURE),
    ],
)
def test_a_figure_is_mature_when_every_record_is_old_enough(ages: list[int], label: Maturity) -> None:
    assert maturity(mature_share(ages, 90), default_policy().conversion.maturity) is label
