"""What the answers tell of real leads is what the page of costs shows."""

from leadaudit.economics.outcome_entry import Basis, Per
from leadaudit.economics.ranked_outcomes import compare
from leadaudit.policy import default_policy
from leadaudit.workspace.outcome_costs import OutcomeCosts, told_outcomes
from tests.economics.outcome_house import House


def two_vendors() -> OutcomeCosts:
    house = House()
    for vendor, leads in (("osprelle", 16), ("quillmere", 6)):
        for line in house.delivers(vendor, 400)[:leads]:
            house.comes(line)
    return OutcomeCosts(cells=house.cells(), sources=house.sources(), policy=default_policy())


def test_a_vendors_next_real_lead_costs_the_same_wherever_it_is_told() -> None:
    costs = two_vendors()
    compared = compare(costs.by(Per.VENDOR, Basis()), policy=costs.policy)
    told = told_outcomes(costs, Per.VENDOR)
    for vendor in ("osprelle", "quillmere"):
        among = compared.ranked(vendor).cost
        assert among is not None
        assert told[vendor].cost.expected == among


def test_all_together_and_one_delivery_speak_by_their_own_records() -> None:
    costs = two_vendors()
    [everything] = told_outcomes(costs, Per.EVERYTHING).values()
    assert everything.cost.leads == 22
    assert everything.cost.expected is not None
    alone = told_outcomes(costs, Per.DELIVERY)["quillmere-2026-01-10"].cost.expected
    assert alone != told_outcomes(costs, Per.VENDOR)["quillmere"].cost.expected
