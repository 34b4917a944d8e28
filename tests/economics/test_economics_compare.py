"""Two or more vendors against each other, each by itself; against quadrature and simulation made elsewhere."""

import numpy as np
import pytest

from leadaudit.economics.compare import (
    Priced,
    p_cheaper,
    p_cost_at_most,
    p_each_cheapest,
    value_of_drawn_move,
    value_of_move,
)
from leadaudit.economics.cost import cost_per_real_lead, cost_with_dearer_leads
from leadaudit.economics.rates import RatePosterior


def priced(events: float, trials: float, cost: float) -> Priced:
    return Priced(rate=RatePosterior(events=events, trials=trials), cost_per_record=cost)


def test_e05_a_dearer_record_can_be_the_cheaper_lead() -> None:
    assert p_cheaper(priced(14, 600, 65), priced(7, 550, 50)) == pytest.approx(0.77198218, abs=1e-5)
    assert p_cheaper(priced(7, 550, 50), priced(14, 600, 65)) == pytest.approx(1 - 0.77198218, abs=1e-5)


def test_e07_equal_data_tell_nothing() -> None:
    assert p_cheaper(priced(5, 300, 60), priced(5, 300, 60)) == pytest.approx(0.5, abs=1e-6)


def test_e20_who_is_cheapest_each_by_itself() -> None:
    five = [priced(2, 80, 40), priced(9, 500, 60), priced(14, 600, 65), priced(0, 60, 35), priced(31, 2400, 55)]
    found = p_each_cheapest(five)
    assert found == pytest.approx([0.70545274, 0.06419614, 0.12753483, 0.09914399, 0.00367229], abs=1e-4)
    assert sum(found) == pytest.approx(1, abs=1e-5)


def test_e21_finance_asks_for_a_target() -> None:
    rate = RatePosterior(events=9, trials=500)
    assert p_cost_at_most(rate, cost_per_record=77.1, target=5000) == pytest.approx(0.69636131, abs=1e-6)
    assert p_cost_at_most(rate, cost_per_record=77.1, target=70) == 0


def test_a_move_is_worth_what_draws_say_it_is() -> None:
    one, other = priced(14, 600, 65), priced(7, 550, 50)
    exact = value_of_move(one, other, money=10_000)
    random = np.random.Generator(np.random.PCG64(2))
    draws = [random.beta(each.rate.a, each.rate.b, 200_000) / each.cost_per_record for each in (one, other)]
    drawn = value_of_drawn_move(draws[0], draws[1], money=10_000)
    assert exact.gain == pytest.approx(10_000 * (14.5 / 601 / 65 - 7.5 / 551 / 50))
    assert (drawn.gain, drawn.regret) == pytest.approx((exact.gain, exact.regret), abs=0.01)
    assert 0 < exact.regret_share < 1


def test_a_move_without_gain_is_all_regret() -> None:
    assert value_of_move(priced(7, 550, 50), priced(14, 600, 65), money=1).regret_share == float("inf")


def test_leads_that_cost_more_hours_cost_more() -> None:
    rate = RatePosterior(events=9, trials=500)
    plain = cost_per_real_lead(rate, 60, level=0.9)
    same = cost_with_dearer_leads(rate, other_minor=60, lead_minor=60, level=0.9)
    dearer = cost_with_dearer_leads(rate, other_minor=60, lead_minor=460, level=0.9)
    assert (same.low, same.median, same.high) == pytest.approx((plain.low, plain.median, plain.high))
    assert dearer.median == pytest.approx((plain.median or 0) + 400)
    # The same by the mixture: (cost of the others + cost of the lead) over the rate.
    assert dearer.median == pytest.approx((60 * (1 - rate.median) + 460 * rate.median) / rate.median)


def test_without_a_lead_dearer_leads_have_a_lower_bound_only() -> None:
    found = cost_with_dearer_leads(RatePosterior(events=0, trials=100), other_minor=50, lead_minor=90, level=0.9)
    assert found.low == pytest.approx(50 / 0.01897689 + 40, rel=1e-6)
    assert (found.median, found.high, found.level) == (None, None, 0.95)
