"""Two by two for each signal, against answers worked out with scipy and statsmodels."""

import numpy as np
import pytest

from leadaudit.signals.backtest import (
    benjamini_hochberg,
    doubled_mid_p,
    fisher_p,
    p_ratio_above,
    shrunk_log_ratio,
    signal_lift,
)
from tests.signals.signals_house import counts


def test_f01_one_signal() -> None:
    found = signal_lift(counts((9, 120, 14, 880)), prior_sd_log_rr=0.5)
    assert found.ratio[0] == pytest.approx(4.71428571, abs=1e-6)
    assert (found.low[0], found.high[0]) == pytest.approx((2.11462895, 10.35651875), abs=2e-5)
    assert found.odds_ratio[0] == pytest.approx(5.01544402, abs=1e-6)
    assert found.fisher_p[0] == pytest.approx(0.00072867, abs=1e-7)
    assert doubled_mid_p(9, 120, 14, 880) == pytest.approx(0.00085505, abs=1e-7)
    assert found.expected_exposed_events[0] == pytest.approx(120 * 14 / 880)


def test_f04_the_share_of_false_finds() -> None:
    p = [
        *[0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34],
        *[0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986],
    ]
    expected = [
        *[0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.26428571, *[0.49107143] * 7, 0.5328125, 0.5328125, 0.56470588],
        *[0.78157895, 0.78157895, 0.87, 0.90714286, 0.986, 0.986, 0.986, 0.986],
    ]
    q = benjamini_hochberg(p)
    assert q == pytest.approx(expected, abs=1e-8)
    assert ((q <= 0.10).sum(), (q <= 0.25).sum()) == (2, 6)


def test_the_order_of_tests_is_of_no_matter() -> None:
    p = np.array([0.3, 0.001, 0.04, 0.2])
    assert benjamini_hochberg(p[::-1]) == pytest.approx(benjamini_hochberg(p)[::-1])
    assert benjamini_hochberg([]).size == 0


def test_fisher_counts_every_table_as_unlikely() -> None:
    # One of two events exposed, two of four records exposed: every table is at most as likely.
    assert fisher_p(1, 2, 1, 2) == pytest.approx(1)
    # Both exposed: 1 of 6 ways, and the mirror image as unlikely.
    assert fisher_p(2, 2, 0, 2) == pytest.approx(2 / 6)
    assert fisher_p(0, 50, 0, 50) == 1


def test_a_ratio_is_above_one_as_often_as_draws_say() -> None:
    random = np.random.Generator(np.random.PCG64(8))
    one, other = random.beta(9.5, 111.5, 400_000), random.beta(14.5, 866.5, 400_000)
    for ratio in (1.0, 1.5, 4.0):
        drawn = (one / other > ratio).mean()
        assert p_ratio_above(9, 120, 14, 880, ratio=ratio) == pytest.approx(drawn, abs=2e-3)
    assert p_ratio_above(5, 300, 5, 300, ratio=1.0) == pytest.approx(0.5, abs=1e-6)


def test_few_data_are_drawn_toward_no_lift() -> None:
    few, many = shrunk_log_ratio([2, 200], [20, 2000], [10, 1000], [400, 40_000], prior_sd=0.5)
    raw = np.log(4)
    assert 0 < few < 0.6 * raw
    assert 0.97 * raw < many < raw
    assert shrunk_log_ratio(2, 20, 10, 400, prior_sd=1e6) == pytest.approx(np.log(2.5 / 20.5 / (10.5 / 400.5)))


def test_a_signal_nobody_or_everybody_showed_says_nothing_and_breaks_nothing() -> None:
    found = signal_lift(counts((0, 0, 14, 880), (14, 880, 0, 0), (3, 40, 0, 500)), prior_sd_log_rr=0.5)
    assert np.isnan(found.ratio[0])
    assert np.isnan(found.ratio[1])
    assert found.ratio[2] == np.inf
    assert found.fisher_p[:2].tolist() == [1, 1]
    assert (found.low[0], found.high[2]) == (0, np.inf)
    assert found.expected_exposed_events[0] == 0
