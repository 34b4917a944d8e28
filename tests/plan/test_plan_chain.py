"""From revenue back to records, and what a better stage is worth."""

import numpy as np
import pytest

from leadaudit.economics.rates import RatePosterior
from leadaudit.plan.chain import p_target_met, plan_back, plan_range, whole
from leadaudit.plan.elasticity import Scenario, better_stages, more_records, stage_worth
from leadaudit.plan.lifetime import lifetime_value, revenue_in_time, share_in_time

RATES = {
    "record_to_lead": 0.018,
    "lead_to_meeting": 0.55,
    "show": 0.72,
    "meeting_to_opp": 0.45,
    "opp_to_win": 0.22,
}


def seeded() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(17))


def test_g01_from_revenue_back_to_records_and_money() -> None:
    plan = plan_back(target=480_000, deal=24_000, rates=RATES, cost_per_record=72)
    assert plan.wins == 20
    assert list(plan.needed) == list(RATES)
    assert list(plan.needed.values()) == pytest.approx(
        [28341.77918353, 510.1520253, 280.58361392, 202.02020202, 90.90909091], abs=1e-4
    )
    assert plan.records == plan.needed["record_to_lead"]
    assert plan.spend == pytest.approx(2040608.10121416, abs=1e-4)
    assert [whole(needed) for needed in (plan.wins, *plan.needed.values())] == [20, 28342, 511, 281, 203, 91]


def test_a_whole_number_that_misses_by_a_rounding_stays() -> None:
    assert (whole(20.000000000001), whole(20.001), whole(19.2)) == (20, 21, 20)


def test_an_unknown_cost_leaves_the_spend_unknown() -> None:
    assert plan_back(target=480_000, deal=24_000, rates=RATES, cost_per_record=None).spend is None


@pytest.mark.parametrize(
    ("target", "deal", "rates", "sentence"),
    [
        (0, 24_000, RATES, "a revenue target of 0 needs nothing; give one above 0"),
        (480_000, 0, RATES, "a deal of 0 reaches no target; give one above 0"),
        (480_000, 24_000, {}, "no stage was given"),
        (480_000, 24_000, {"show": 0.0}, "the rate of show is not above 0 and at most 1; nothing passes such a stage"),
    ],
)
def test_a_plan_that_means_nothing_is_refused_in_words(
    target: float, deal: float, rates: dict[str, float], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        plan_back(target=target, deal=deal, rates=rates, cost_per_record=None)


def test_a_range_comes_from_what_is_not_known_of_the_rates() -> None:
    known = {"record_to_lead": RatePosterior(events=180, trials=10_000), "win": RatePosterior(events=500, trials=1000)}
    hardly = {"record_to_lead": RatePosterior(events=2, trials=110), "win": RatePosterior(events=5, trials=10)}
    wide, narrow = (
        plan_range(
            target=480_000, deal=24_000, rates=rates, cost_per_record=10, level=0.8, assurance=0.8, random=seeded()
        )
        for rates in (hardly, known)
    )
    assert narrow.records.low < narrow.middle.records < narrow.records.high
    assert narrow.records.high / narrow.records.low < 1.4
    assert wide.records.high / wide.records.low > 4
    assert narrow.spend is not None
    assert narrow.spend.low == pytest.approx(10 * narrow.records.low)
    assert narrow.middle.records < narrow.records_assured < narrow.records.high


def test_the_same_seed_gives_the_same_range() -> None:
    rates = {"record_to_lead": RatePosterior(events=9, trials=500)}
    one, other = (
        plan_range(target=10, deal=1, rates=rates, cost_per_record=1, level=0.8, assurance=0.8, random=seeded())
        for _ in range(2)
    )
    assert one == other


def test_assured_records_are_enough_as_often_as_said() -> None:
    rate = RatePosterior(events=9, trials=500)
    found = plan_range(
        target=30, deal=1, rates={"r": rate}, cost_per_record=None, level=0.8, assurance=0.8, random=seeded()
    )
    # Enough on average of chance: the rate is at least wins over records.
    assert 1 - rate_below(rate, 30 / found.records_assured) == pytest.approx(0.8, abs=0.01)
    assert found.spend is None


def rate_below(rate: RatePosterior, value: float) -> float:
    return float((seeded().beta(rate.a, rate.b, 200_000) < value).mean())


def test_p_target_met_falls_as_the_target_grows() -> None:
    rates = [RatePosterior(events=20, trials=1000), RatePosterior(events=10, trials=1000)]
    met = [p_target_met([1000, 1000], rates, target=target, random=seeded()) for target in (15, 30, 60)]
    assert met[0] > 0.95
    assert met[1] == pytest.approx(0.5, abs=0.06)
    assert met[2] < 0.02


def test_g02_a_point_and_a_tenth_at_each_stage() -> None:
    found = stage_worth(revenue=480_000, rates=RATES)
    assert {stage: worth.plus_one_point for stage, worth in found.items()} == pytest.approx(
        {
            "record_to_lead": 266666.66666667,
            "lead_to_meeting": 8727.27272727,
            "show": 6666.66666667,
            "meeting_to_opp": 10666.66666667,
            "opp_to_win": 21818.18181818,
        },
        abs=1e-4,
    )
    assert all(worth.plus_ten_percent == pytest.approx(48_000) for worth in found.values())


def test_no_stage_passes_more_than_everybody() -> None:
    found = stage_worth(revenue=100, rates={"all": 1.0, "nearly": 0.995})
    assert (found["all"].plus_one_point, found["all"].plus_ten_percent) == (0, 0)
    assert found["nearly"].plus_one_point == pytest.approx(100 * 0.005 / 0.995)


def test_twice_the_records_cost_twice_and_a_better_stage_costs_nothing() -> None:
    now = Scenario(records=10_000, cost_per_record=60, rates={"lead": 0.02, "win": 0.1}, deal=24_000)
    more, better = more_records(now, factor=2), better_stages(now, factors={"lead": 2})
    assert more.revenue == better.revenue == pytest.approx(2 * now.revenue)
    assert (more.spend, better.spend) == (2 * now.spend, now.spend)
    assert more.cost_per_win == now.cost_per_win == pytest.approx(30_000)
    assert better.cost_per_win == pytest.approx(15_000)


def test_improvements_multiply() -> None:
    now = Scenario(records=100, cost_per_record=1, rates={"a": 0.5, "b": 0.4, "c": 0.9}, deal=1)
    assert better_stages(now, factors={"a": 1.1, "b": 1.1}).wins == pytest.approx(1.21 * now.wins)
    assert better_stages(now, factors={"c": 1.5}).rates["c"] == 1


def test_g09_what_a_customer_is_worth() -> None:
    found = lifetime_value(revenue_per_month=1500, margin=0.75, churn_per_month=0.02, cac=18_000)
    assert (found.ltv, found.ltv_to_cac, found.payback_months) == pytest.approx((56250, 3.125, 16))
    with pytest.raises(ValueError, match="revenue, margin and churn have to be above 0"):
        lifetime_value(revenue_per_month=1500, margin=0.75, churn_per_month=0, cac=18_000)


def test_g10_what_lands_in_the_quarter() -> None:
    shares = [share_in_time(mean_days=150, remaining_days=days) for days in (90, 60, 30)]
    assert shares == pytest.approx([0.45118836, 0.32967995, 0.18126925], abs=1e-6)
    assert revenue_in_time([(100, 90), (200, 30)], mean_days=150) == pytest.approx(45.118836 + 36.25385)
    assert share_in_time(mean_days=150, remaining_days=-5) == 0
