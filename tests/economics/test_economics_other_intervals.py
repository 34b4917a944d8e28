"""Other intervals and how many records it takes, against answers worked out elsewhere."""

import pytest

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.other_intervals import (
    agresti_coull,
    clopper_pearson,
    exact_upper_bound_of_none,
    mid_p,
    rule_of_three,
    wald,
    wilson,
)
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.sample_size import (
    chance_of_fewer,
    events_for_precision,
    records_for_events,
    records_for_events_expected,
    records_for_precision,
)


def ends(bounds: Bounds) -> tuple[float, float]:
    return bounds.low, bounds.high


@pytest.mark.parametrize(
    ("found", "low", "high"),
    [
        pytest.param(wilson(3, 100, level=0.95), 0.01025452, 0.08451936, id="A06"),
        pytest.param(clopper_pearson(3, 100, level=0.95), 0.00622997, 0.08517605, id="A07"),
        pytest.param(mid_p(3, 100, level=0.95), 0.00768658, 0.07945457, id="A08"),
    ],
)
def test_known_intervals(found: Bounds, low: float, high: float) -> None:
    assert ends(found) == pytest.approx((low, high), abs=1e-6)


def test_a09_upper_bounds_when_nothing_happened() -> None:
    assert exact_upper_bound_of_none(100, level=0.95) == pytest.approx(0.02951305, abs=1e-6)
    assert rule_of_three(100) == 0.03
    assert RatePosterior(events=0, trials=100).quantile(0.95) == pytest.approx(0.01897689, abs=1e-6)


@pytest.mark.parametrize("interval", [wilson, agresti_coull, clopper_pearson, mid_p])
def test_bounds_stay_rates_at_both_ends(interval: object) -> None:
    assert callable(interval)
    none, every = interval(0, 40, level=0.9), interval(40, 40, level=0.9)
    assert none.low == pytest.approx(0, abs=1e-12)
    assert every.high == pytest.approx(1)
    assert none.high == pytest.approx(1 - every.low)
    assert 0 < none.high < 0.2


def test_the_textbook_interval_of_nothing_has_no_width() -> None:
    assert ends(wald(0, 40, level=0.9)) == (0, 0)


def test_agresti_and_coull_are_never_narrower_than_wilson() -> None:
    for events in range(21):
        score, plain = wilson(events, 400, level=0.95), agresti_coull(events, 400, level=0.95)
        assert plain.low <= score.low + 1e-12
        assert plain.high >= score.high - 1e-12


def test_a11_records_for_five_events() -> None:
    assert records_for_events(0.02, events=5, probability=0.8) == 335


def test_records_for_events_is_the_first_number_that_is_enough() -> None:
    # One event at a half, seven times in eight: three tosses.
    assert records_for_events(0.5, events=1, probability=0.875) == 3
    assert records_for_events(0.5, events=1, probability=0.876) == 4
    assert records_for_events(0.5, events=0, probability=0.9) == 0
    assert records_for_events(0.0, events=1, probability=0.9) is None


def test_a_rate_known_only_in_part_needs_more_records() -> None:
    known_well, known_little = RatePosterior(events=2000, trials=100_000), RatePosterior(events=2, trials=100)
    sure = records_for_events_expected(known_well, events=5, probability=0.8)
    unsure = records_for_events_expected(known_little, events=5, probability=0.8)
    assert sure == pytest.approx(335, abs=3)
    assert sure is not None
    assert unsure is not None
    assert unsure > 1.2 * sure
    assert chance_of_fewer(known_little, unsure, 5) <= 0.2 < chance_of_fewer(known_little, unsure - 1, 5)


def test_the_chance_of_fewer_sums_to_one_over_all_counts() -> None:
    rate = RatePosterior(events=1, trials=10)
    assert chance_of_fewer(rate, 7, 8) == pytest.approx(1)
    assert chance_of_fewer(rate, 7, 0) == 0


def test_half_of_itself_either_way_takes_sixteen_events() -> None:
    assert events_for_precision(relative=0.5, level=0.95) == 16
    assert records_for_precision(0.02, relative=0.5, level=0.95) == 800
