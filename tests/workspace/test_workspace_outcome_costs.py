"""What the answers tell of real leads is what the page of costs shows."""

from leadaudit.economics.outcome_entry import Basis, Per
from leadaudit.economics.ranked_outcomes import compare
from leadaudit.policy import default_policy
from leadaudit.workspace.outcome_costs import OutcomeCosts, told_outcomes
from tests.economics.outcome_house import House


def house_of_two() -> House:
    house = House()
    for vendor, leads in (("osprelle", 16), ("quillmere", 6)):
        for line in house.delivers(vendor, 400)[:leads]:
            house.comes(line)
    return house


def two_vendors() -> OutcomeCosts:
    house = house_of_two()
    return OutcomeCosts(cells=house.cells(), sources=house.sources(), policy=default_policy())


def two_vendors_and_ours() -> House:
    house = house_of_two()
    house.ours = frozenset({"own-seminars"})
    for line in house.delivers("own-seminars", 100)[:48]:
        house.comes(line)
    return house


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


def test_our_own_real_leads_are_told_beside_what_was_bought_and_never_in_it() -> None:
    house = two_vendors_and_ours()
    costs = OutcomeCosts(cells=house.cells(), sources=house.sources(), policy=default_policy())
    [everything], [alone] = (told_outcomes(each, Per.EVERYTHING).values() for each in (costs, two_vendors()))
    assert (everything.of, everything.linked, everything.confirmed, everything.own_leads) == (800, 800, 22, 48)
    assert (everything.cost, everything.with_attested) == (alone.cost, alone.with_attested)
    assert (everything.matured_share, everything.is_ours, alone.own_leads) == (alone.matured_share, False, 0)
    by_vendor = told_outcomes(costs, Per.VENDOR)
    assert {name: (one.is_ours, one.own_leads) for name, one in by_vendor.items()} == {
        "osprelle": (False, 0), "own-seminars": (True, 0), "quillmere": (False, 0),
    }  # fmt: skip


def test_a_workspace_of_our_own_programs_alone_speaks_of_them_and_says_so() -> None:
    house = House(ours=frozenset({"own-seminars"}))
    for line in house.delivers("own-seminars", 100)[:48]:
        house.comes(line)
    costs = OutcomeCosts(cells=house.cells(), sources=house.sources(), policy=default_policy())
    [told] = told_outcomes(costs, Per.EVERYTHING).values()
    assert (told.of, told.confirmed, told.is_ours, told.own_leads) == (100, 48, True, 0)
