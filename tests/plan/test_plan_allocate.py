"""Where budget goes, and what one more unit of each scarce thing is worth."""

from dataclasses import replace

import pytest

from leadaudit.plan.allocate import Allocation, Offer, Scarce, floor_of, least_spend, most_leads, reachable_leads

OFFERS = [
    Offer(vendor="A", cost_per_record=60, yield_=0.018, hours_per_record=0.3, at_most=1500),
    Offer(vendor="B", cost_per_record=45, yield_=0.01, hours_per_record=0.25, at_most=3000),
    Offer(vendor="C", cost_per_record=95, yield_=0.034, hours_per_record=0.4, at_most=400),
]


def allocated(budget: float = 120_000, hours: float | None = 700, offers: list[Offer] | None = None) -> Allocation:
    found = most_leads(offers or OFFERS, budget=budget, sales_hours=hours)
    assert found is not None
    return found


def test_g04_budget_binds() -> None:
    found = allocated()
    assert found.records == pytest.approx((1366.66666667, 0, 400), abs=1e-5)
    assert found.leads == pytest.approx(38.2)
    assert (found.shadow_budget, found.shadow_hours) == pytest.approx((0.0003, 0), abs=1e-9)
    assert found.shadow_volume == pytest.approx((0, 0, 0.0055), abs=1e-9)
    assert found.binding == (Scarce.BUDGET, Scarce.VOLUME)
    assert found.spend == pytest.approx(120_000)


def test_g05_with_fewer_hours_the_hours_bind() -> None:
    found = allocated(hours=500)
    assert found.records == pytest.approx((1133.33333333, 0, 400), abs=1e-5)
    assert (found.leads, found.spend, found.hours) == pytest.approx((34, 106_000, 500))
    assert (found.shadow_budget, found.shadow_hours) == pytest.approx((0, 0.06), abs=1e-9)
    assert Scarce.HOURS in found.binding
    assert Scarce.BUDGET not in found.binding


@pytest.mark.parametrize("hours", [700, 500, None])
def test_shadow_prices_are_what_a_little_more_brings(hours: float | None) -> None:
    found = allocated(hours=hours)
    richer = allocated(budget=120_010, hours=hours)
    assert (richer.leads - found.leads) / 10 == pytest.approx(found.shadow_budget, abs=1e-9)
    if hours is not None:
        longer = allocated(hours=hours + 1)
        assert longer.leads - found.leads == pytest.approx(found.shadow_hours, abs=1e-9)
    for place, offer in enumerate(OFFERS):
        assert offer.at_most is not None
        wider = [*OFFERS]
        wider[place] = replace(offer, at_most=offer.at_most + 1)
        more = allocated(hours=hours, offers=wider)
        assert more.leads - found.leads == pytest.approx(found.shadow_volume[place], abs=1e-9)


def test_the_cheapest_way_to_a_target_and_the_price_of_its_last_lead() -> None:
    found = least_spend(OFFERS, leads=38.2, sales_hours=700)
    assert found is not None
    allocation, last = found
    assert allocation.spend == pytest.approx(120_000)
    assert last == pytest.approx(60 / 0.018)
    one_more = least_spend(OFFERS, leads=39.2, sales_hours=700)
    assert one_more is not None
    assert one_more[0].spend - allocation.spend == pytest.approx(last)


def test_a_target_beyond_every_limit_has_no_plan_but_a_most() -> None:
    assert least_spend(OFFERS, leads=1000, sales_hours=700) is None
    most = reachable_leads(OFFERS, sales_hours=700)
    assert most is not None
    assert least_spend(OFFERS, leads=most - 1e-6, sales_hours=700) is not None
    assert least_spend(OFFERS, leads=most + 0.01, sales_hours=700) is None


def test_without_limits_any_number_can_be_reached() -> None:
    endless = [Offer(vendor="A", cost_per_record=60, yield_=0.02, hours_per_record=0.5)]
    assert reachable_leads(endless, sales_hours=None) is None
    assert reachable_leads(endless, sales_hours=100) == pytest.approx(4)
    assert reachable_leads([replace(endless[0], hours_per_record=0)], sales_hours=100) is None


def test_least_volumes_are_kept_and_may_be_too_much() -> None:
    kept = [OFFERS[0], replace(OFFERS[1], at_least=100), OFFERS[2]]
    found = allocated(offers=kept)
    assert found.records[1] == pytest.approx(100)
    assert found.leads < 38.2
    assert most_leads([replace(OFFERS[1], at_least=3000)], budget=120_000, sales_hours=700) is None
    assert most_leads([], budget=120_000, sales_hours=700) is None


def test_dearer_tranches_come_last() -> None:
    tranches = [
        Offer(vendor="A", cost_per_record=50, yield_=0.02, at_most=100),
        Offer(vendor="A", cost_per_record=80, yield_=0.02),
    ]
    assert allocated(budget=13_000, hours=None, offers=tranches).records == pytest.approx((100, 100))


def test_a_vendor_loses_at_most_a_step_and_keeps_what_exploring_needs() -> None:
    assert floor_of(1000, max_step_share=0.5) == 500
    assert floor_of(60, max_step_share=0.5, exploration=100) == 100
