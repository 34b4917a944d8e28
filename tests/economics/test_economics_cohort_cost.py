"""Full cost, the ladder, the waterfall and what came back, by arithmetic."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.economics.cohort_cost import CohortCost, CostPart, Rung, ladder_costs, sales_time
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.waterfall import waterfall
from leadaudit.economics.worth import credits_due, differs_from_realised, p_return_positive, return_on, time_lost

E01 = CohortCost(
    parts={
        CostPart.MEDIA: 30000,
        CostPart.VERIFICATION: 2000,
        CostPart.PLATFORM: 1500,
        CostPart.SALES_TIME: 6600,
        CostPart.NURTURE: 600,
        CostPart.ASK_CAMPAIGN: 250,
        CostPart.CREDITS: 2400,
    }
)


def test_e01_the_ladder_at_full_cost() -> None:
    counts = {
        Rung.DELIVERED: 500,
        Rung.PAYABLE: 460,
        Rung.OPT_IN_OR_BETTER: 380,
        Rung.SIGNAL_OR_BETTER: 70,
        Rung.REAL_LEAD: 9,
        Rung.MEETING_HELD: 6,
        Rung.OPPORTUNITY: 3,
        Rung.WON: 1,
    }
    found = ladder_costs(E01, counts)
    assert E01.total_minor == 38550
    assert found[Rung.DELIVERED] == pytest.approx(77.1)
    assert found[Rung.PAYABLE] == pytest.approx(83.80434783)
    assert found[Rung.OPT_IN_OR_BETTER] == pytest.approx(101.44736842)
    assert found[Rung.SIGNAL_OR_BETTER] == pytest.approx(550.71428571)
    assert found[Rung.REAL_LEAD] == pytest.approx(4283.33333333)
    assert found[Rung.MEETING_HELD] == pytest.approx(6425)
    assert found[Rung.OPPORTUNITY] == pytest.approx(12850)
    assert found[Rung.WON] == pytest.approx(38550)
    assert found[Rung.USABLE] is None


@pytest.mark.parametrize("part", list(CostPart))
def test_a_part_nobody_told_us_makes_the_total_unknown(part: CostPart) -> None:
    unknown, absent = (
        CohortCost(parts={**E01.parts, part: None}),
        CohortCost(parts={other: amount for other, amount in E01.parts.items() if other is not part}),
    )
    for cost in (unknown, absent):
        assert cost.total_minor is None
        assert cost.unknown == (part,)
        assert cost.per(500) is None
    assert unknown.known_minor == 38550 - (-2400 if part is CostPart.CREDITS else E01.parts[part] or 0)


def test_a_part_that_cost_nothing_is_known() -> None:
    cost = CohortCost(parts={**dict.fromkeys(CostPart, 0.0), CostPart.MEDIA: 100.0})
    assert (cost.total_minor, cost.unknown, cost.per(0)) == (100, (), None)


def test_sales_time_is_logged_or_estimated_and_never_guessed() -> None:
    logged = sales_time(hours=120, rate_minor_per_hour=5500, touches=900, minutes_per_touch=6)
    estimated = sales_time(hours=None, rate_minor_per_hour=5500, touches=900, minutes_per_touch=6)
    assert (logged.amount_minor, logged.is_estimated) == (660_000, False)
    assert (estimated.amount_minor, estimated.is_estimated) == (495_000, True)
    assert sales_time(hours=None, rate_minor_per_hour=5500, touches=900).amount_minor is None
    assert sales_time(hours=120, rate_minor_per_hour=None).amount_minor is None


def test_the_waterfall_loses_every_unit_once() -> None:
    steps = waterfall(1000, {Rung.DELIVERED: 300, Rung.PAYABLE: 200, Rung.REAL_LEAD: 1})
    assert [(step.rung, step.lost_minor, step.left_minor) for step in steps] == [
        (Rung.DELIVERED, 0, 1000),
        (Rung.PAYABLE, 333, 667),
        (Rung.REAL_LEAD, 664, 3),
    ]


def test_a_rung_above_the_one_before_it_loses_nothing() -> None:
    steps = waterfall(1000, {Rung.DELIVERED: 10, Rung.PAYABLE: 4, Rung.USABLE: 6, Rung.WON: 1})
    assert [step.lost_minor for step in steps] == [0, 600, 0, 300]
    with pytest.raises(ValueError, match="no records to share the cost"):
        waterfall(1000, {Rung.DELIVERED: 0})


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**12), st.integers(1, 10**6), st.dictionaries(st.sampled_from(list(Rung)[1:]), st.floats(0, 10**6))
)
def test_the_waterfall_closes(total: int, delivered: int, counts: dict[Rung, float]) -> None:
    steps = waterfall(total, {Rung.DELIVERED: delivered, **counts})
    assert sum(step.lost_minor for step in steps) + steps[-1].left_minor == total
    assert sum(step.lost_records for step in steps) + steps[-1].records == pytest.approx(delivered)
    assert all(step.lost_minor >= 0 for step in steps)


def test_e13_return_on_margin() -> None:
    found = return_on(won_revenue=54000, margin=0.7, cost=38550)
    assert found is not None
    assert (found.roi, found.breakeven_revenue) == pytest.approx((-0.01945525, 55071.42857143), abs=1e-6)
    assert return_on(won_revenue=54000, margin=0.7, cost=0) is None


def test_e14_will_the_next_records_pay() -> None:
    won = RatePosterior(events=1, trials=500)
    found = p_return_positive(won, deal=54000, margin=0.7, cost_per_record=77.1)
    assert found == pytest.approx((0.00203968, 0.56399334), abs=1e-6)
    assert p_return_positive(won, deal=1, margin=0.7, cost_per_record=77.1)[1] == 0


def test_e17_time_on_records_that_are_no_leads() -> None:
    found = time_lost(hours_total=120, hours_on_leads=22, rate_per_hour=55)
    assert (found.hours, found.cost) == (98, 5390)
    assert found.share == pytest.approx(0.81666667)
    with pytest.raises(ValueError, match="22 hours on leads of 20 hours"):
        time_lost(hours_total=20, hours_on_leads=22, rate_per_hour=55)


def test_credits_expected_and_received_are_two_numbers() -> None:
    found = credits_due(returned_records=40, price=60, received=1800)
    assert (found.expected, found.outstanding, found.received_share) == (2400, 600, 0.75)
    assert credits_due(returned_records=0, price=60, received=0).received_share is None


def test_a_figure_that_leans_on_others_says_so() -> None:
    assert differs_from_realised(1000, 1151)
    assert differs_from_realised(1000, 849)
    assert not differs_from_realised(1000, 1150)
    assert not differs_from_realised(None, 900)
