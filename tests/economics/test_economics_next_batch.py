"""The next order, filters and asks."""

import numpy as np
import pytest

from leadaudit.economics.compare import Priced
from leadaudit.economics.filters import ask_yield, filter_worth, p_filter_pays
from leadaudit.economics.next_batch import next_batch
from leadaudit.economics.rates import RatePosterior


def test_the_next_order_is_less_sure_than_the_rate() -> None:
    rate = RatePosterior(events=9, trials=500)
    found = next_batch(rate, 400, level=0.9)
    random = np.random.Generator(np.random.PCG64(5))
    drawn = random.binomial(400, random.beta(rate.a, rate.b, 400_000))
    assert found.expected == pytest.approx(400 * 9.5 / 501)
    assert ((drawn >= found.low) & (drawn <= found.high)).mean() >= 0.9
    assert ((drawn > found.low) & (drawn < found.high)).mean() < 0.9
    assert found.p_any == pytest.approx((drawn > 0).mean(), abs=2e-3)


def test_one_record_is_as_likely_as_the_mean_rate() -> None:
    found = next_batch(RatePosterior(events=9, trials=500), 1, level=0.9)
    assert found.p_any == pytest.approx(9.5 / 501)
    assert (found.low, found.high) == (0, 0)


def test_no_order_brings_nothing() -> None:
    found = next_batch(RatePosterior(events=9, trials=500), 0, level=0.9)
    assert (found.low, found.high) == (0, 0)
    assert found.p_any == pytest.approx(0, abs=1e-12)
    with pytest.raises(ValueError, match="an order of -1 records"):
        next_batch(RatePosterior(events=9, trials=500), -1, level=0.9)


def test_e15_a_filter_pays_when_yields_differ_more_than_costs() -> None:
    found = filter_worth(plain_price=45, filtered_price=70, downstream=12, plain_rate=0.012, filtered_rate=0.02)
    assert (found.cost_ratio, found.rate_ratio) == pytest.approx((1.43859649, 1.66666667), abs=1e-6)
    assert found.cost_per_lead == pytest.approx((4750, 4100))
    assert found.is_favourable


def test_at_its_breakeven_price_a_filter_is_worth_nothing() -> None:
    found = filter_worth(plain_price=45, filtered_price=70, downstream=12, plain_rate=0.012, filtered_rate=0.02)
    assert found.breakeven_price == pytest.approx(83)
    at_it = filter_worth(plain_price=45, filtered_price=83, downstream=12, plain_rate=0.012, filtered_rate=0.02)
    assert at_it.cost_ratio == pytest.approx(at_it.rate_ratio)
    above = filter_worth(plain_price=45, filtered_price=83.01, downstream=12, plain_rate=0.012, filtered_rate=0.02)
    assert above.is_favourable is False


def test_a_plain_buy_without_a_lead_gives_nothing_to_compare() -> None:
    found = filter_worth(plain_price=45, filtered_price=70, downstream=12, plain_rate=0, filtered_rate=0.02)
    assert (found.rate_ratio, found.is_favourable, found.cost_per_lead[0]) == (None, None, None)


def test_how_likely_a_filter_pays() -> None:
    plain = Priced(rate=RatePosterior(events=12, trials=1000), cost_per_record=57)
    filtered = Priced(rate=RatePosterior(events=20, trials=1000), cost_per_record=82)
    assert 0.5 < p_filter_pays(plain, filtered) < 0.8
    assert p_filter_pays(filtered, filtered) == pytest.approx(0.5, abs=1e-6)


def test_an_ask_creates_leads_at_a_cost() -> None:
    found = ask_yield(asked=200, answered=30, yes=8, cost=1000, level=0.9)
    assert (found.answer_rate, found.cost_per_yes) == (0.15, 125)
    assert found.yes_rate is not None
    assert found.yes_rate.median == pytest.approx(RatePosterior(events=8, trials=200).median)
    with pytest.raises(ValueError, match="9 yes and 8 answers of 200 people asked"):
        ask_yield(asked=200, answered=8, yes=9, cost=None, level=0.9)


def test_nobody_asked_is_no_yield() -> None:
    found = ask_yield(asked=0, answered=0, yes=0, cost=100, level=0.9)
    assert (found.answer_rate, found.yes_rate, found.cost_per_yes) == (None, None, None)
