"""What the next order will bring, and whether the dearer of two programs is worth its price."""

from dataclasses import replace

import pytest

from leadaudit.economics.cell_costs import BoughtProgram
from leadaudit.economics.next_order import next_order, premiums, usual_order
from leadaudit.economics.outcome_entry import Basis, Per
from leadaudit.economics.ranked_outcomes import compare
from leadaudit.economics.vendor_outcomes import vendor_outcomes
from leadaudit.policy import default_policy
from tests.economics.outcome_house import House

POLICY = default_policy()


def test_the_next_order_brings_what_the_vendors_taken_together_let_expect() -> None:
    house = House()
    for line in house.delivers("osprelle", 1000)[:40]:
        house.comes(line)
    house.delivers("quillmere", 5)
    told = compare(house.outcomes(), policy=POLICY)
    one = {each.name: each for each in told.outcomes}
    order = next_order(one["osprelle"], told, records=500)
    assert order is not None
    assert (order.seen, order.cost_minor) == (500, 500_000)
    assert order.batch.expected == pytest.approx(20, abs=1)
    assert order.batch.low < 20 < order.batch.high
    assert next_order(one["quillmere"], told, records=500) is None
    assert next_order(replace(one["osprelle"], is_baseline=True), told, records=500) is None


def test_of_an_order_only_those_can_be_counted_whom_the_crm_will_hold() -> None:
    house = House()
    for line in house.delivers("osprelle", 400)[:20]:
        house.comes(line)
    house.delivers("osprelle", 400, linked=False)
    told = compare(house.outcomes(), policy=POLICY)
    [one] = told.outcomes
    order = next_order(one, told, records=100)
    assert order is not None
    assert (order.records, order.seen, order.cost_minor) == (100, 50, 100_000)


def test_an_order_begins_near_what_was_usual() -> None:
    house = House()
    house.delivers("osprelle", 730)
    assert usual_order(house.outcomes().values()) == 700
    assert usual_order([]) == 100


def test_a_dearer_program_pays_only_when_its_yield_is_higher_than_its_price() -> None:
    house = House()
    for line in house.delivers("osprelle", 500)[:10]:
        house.comes(line)
    for line in house.delivers("osprelle", 500, program="osprelle-intent", delivery="osprelle-dear")[:15]:
        house.comes(line)
    dear = BoughtProgram(
        program="osprelle-intent", vendor="osprelle", currency="USD", invoiced_minor=1_000_000, is_intent_priced=True
    )
    plain = house.sources()
    sources = replace(plain, programs={**plain.programs, dear.program: dear})
    found = vendor_outcomes(house.cells(), sources, per=Per.PROGRAM, basis=Basis(), policy=POLICY)
    [premium] = premiums(found, sources.programs, compare(found, policy=POLICY).parts, policy=POLICY)
    assert (premium.plain, premium.dearer, premium.is_intent_priced) == ("osprelle-2026", "osprelle-intent", True)
    assert premium.worth.cost_ratio == 2
    assert premium.worth.rate_ratio == pytest.approx(1.5)
    assert premium.worth.is_favourable is False
    assert premium.worth.breakeven_price == pytest.approx(1500)
    assert 0.1 < premium.p_favourable < 0.5
