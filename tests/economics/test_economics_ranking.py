"""All vendors in one list, none left out, with who is cheapest and what may be done about it."""

from dataclasses import replace

import pytest

from leadaudit.economics.cost import Shown, cost_per_real_lead
from leadaudit.economics.decisions import BudgetVerdict, Worked
from leadaudit.economics.ranking import PairDecision, Ranking, VendorData, rank_vendors
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.spend import Bought, spend_rates
from leadaudit.policy import default_policy

POLICY = default_policy()
WORKED = Worked(worked=80, usable=100)


def vendor(name: str, events: float, trials: float, cost: float | None) -> VendorData:
    return VendorData(
        vendor=name,
        events=events,
        trials=trials,
        cost_per_record=cost,
        budget=30_000,
        worked=WORKED,
        outcomes_known=True,
    )


FIVE = [
    vendor("A", 2, 80, 40),
    vendor("B", 9, 500, 60),
    vendor("C", 14, 600, 65),
    vendor("D", 0, 60, 35),
    vendor("E", 31, 2400, 55),
]


def ranked(vendors: list[VendorData], target: float | None = None) -> Ranking:
    found = rank_vendors(vendors, cost=POLICY.cost, decisions=POLICY.decisions)
    return found if target is None else found.with_target(target)


@pytest.fixture(scope="module")
def five() -> Ranking:
    return ranked(FIVE, target=4000)


def pair(ranking: Ranking, to: str, away_from: str) -> PairDecision:
    return next(found for found in ranking.pairs if (found.to, found.away_from) == (to, away_from))


def test_e23_the_ranking_of_five_vendors(five: Ranking) -> None:
    assert [one.vendor for one in five.vendors] == ["A", "B", "C", "D", "E"]
    p_cheapest = [one.p_cheapest for one in five.vendors]
    assert p_cheapest == pytest.approx([0.4329275, 0.0391575, 0.071325, 0.451825, 0.004765], abs=0.01)
    medians = [one.cost.median for one in five.vendors if one.cost is not None]
    expected = [2338.44950822, 3581.85805946, 3366.14795993, 2458.94957734, 3989.9304327]
    assert medians == pytest.approx(expected, rel=0.01)


def test_shown_is_what_each_vendor_says_by_itself(five: Ranking) -> None:
    assert [one.shown for one in five.vendors] == [
        Shown.DIRECTIONAL_ONLY,
        Shown.RANK,
        Shown.RANK,
        Shown.DIRECTIONAL_ONLY,
        Shown.RANK,
    ]


def test_a_likely_but_directional_vendor_is_a_lean_at_most(five: Ranking) -> None:
    found = pair(five, "A", "E")
    assert found.comparison.p_by_record == pytest.approx(0.9294775, abs=0.01)
    assert found.decision.verdict is BudgetVerdict.LEAN or found.comparison.p < 0.75


def test_a_vendor_without_a_lead_is_no_favourite_for_the_money(five: Ranking) -> None:
    found = pair(five, "D", "E")
    assert found.comparison.p_by_record > 0.75
    assert found.comparison.p_by_money < 0.65
    assert found.decision.verdict is BudgetVerdict.NOT_ENOUGH_DATA


def test_alike_per_money_takes_what_was_spent(five: Ranking) -> None:
    bought = [Bought(events=one.events, spend=one.trials * (one.cost_per_record or 0)) for one in FIVE]
    expected = spend_rates(bought, cv_prior_max=2.0).cost_intervals(0.9)
    assert [one.cost_by_money for one in five.vendors] == expected


def test_alike_means_within_the_factor_on_either_side() -> None:
    found = ranked([vendor("one", 10, 500, 50), vendor("other", 10, 500, 50)]).pairs[0].comparison
    assert found.p_by_record == pytest.approx(0.5, abs=0.02)
    # Drawn toward each other: about half within 1.2 either way, three quarters not above it.
    assert 0.3 < found.p_alike < 0.65


def test_with_no_lead_there_is_a_least_cost_and_with_one_there_is_none(five: Ranking) -> None:
    at_least = [one.at_least for one in five.vendors]
    own = cost_per_real_lead(RatePosterior(events=0, trials=60), 35, level=0.9)
    assert at_least == [None, None, None, own.low, None]
    told = [one.told for one in five.vendors]
    assert told[3] == own
    assert [told[place] for place in (0, 1, 2, 4)] == [five.vendors[place].cost for place in (0, 1, 2, 4)]


def test_where_nobody_had_a_real_lead_nothing_told_is_beyond_what_the_records_bound() -> None:
    found = ranked([vendor("one", 0, 20_000, 5_000), vendor("other", 0, 19_000, 6_000)])
    for one in found.vendors:
        assert one.told is not None
        assert one.told.low is not None
        assert 1e6 < one.told.low < 1e8
        assert (one.told.median, one.told.high) == (None, None)


def test_pairs_go_from_the_dearer_to_the_cheaper(five: Ranking) -> None:
    medians = {one.vendor: one.cost.median for one in five.vendors if one.cost is not None and one.cost.median}
    assert len(five.pairs) == 10
    assert all(medians[found.to] <= medians[found.away_from] for found in five.pairs)
    assert all(found.money == 15_000 for found in five.pairs)


def test_the_target_is_met_with_the_share_of_the_posterior(five: Ranking) -> None:
    shares = [one.p_at_most for one in five.vendors]
    assert shares[4] == pytest.approx(0.5, abs=0.03)
    assert shares[0] is not None
    assert shares[0] > 0.85
    assert [one.p_at_most for one in five.with_target(1).vendors] == [0.0] * 5


def test_a_clear_difference_moves_budget() -> None:
    found = ranked([vendor("good", 90, 2000, 50), vendor("poor", 20, 2000, 50), vendor("fair", 40, 2000, 50)])
    assert pair(found, "good", "poor").decision.verdict is BudgetVerdict.MOVE
    unlike = replace(vendor("good", 90, 2000, 50), worked=Worked(worked=100, usable=100))
    found = ranked([unlike, vendor("poor", 20, 2000, 50), vendor("fair", 40, 2000, 50)])
    assert pair(found, "good", "poor").decision.verdict is BudgetVerdict.NOT_COMPARABLE


def test_many_like_records_show_no_practical_difference() -> None:
    found = ranked([vendor("one", 400, 20_000, 50), vendor("other", 402, 20_000, 50)])
    assert found.pairs[0].decision.verdict is BudgetVerdict.NO_PRACTICAL_DIFFERENCE


def test_nobody_vanishes_from_the_list() -> None:
    silent = replace(vendor("unlinked", 0, 0, 50), outcomes_known=False)
    unpriced, young = vendor("unpriced", 9, 500, None), vendor("young", 1, 12, 50)
    found = {one.vendor: one for one in ranked([silent, unpriced, young, vendor("known", 20, 1000, 50)]).vendors}
    assert list(found) == ["unlinked", "unpriced", "young", "known"]
    assert (found["unlinked"].shown, found["unlinked"].yield_) == (Shown.NOT_KNOWN_YET, None)
    assert found["unpriced"].yield_ is not None
    assert (found["unpriced"].cost, found["unpriced"].p_cheapest) == (None, None)
    assert (found["young"].yield_, found["young"].cost) == (None, None)
    assert found["known"].p_cheapest == 1


def test_nothing_is_said_where_nothing_is_known() -> None:
    silent = [replace(one, outcomes_known=False) for one in FIVE]
    found = ranked(silent)
    assert all(one.shown is Shown.NOT_KNOWN_YET and one.yield_ is None for one in found.vendors)
    assert found.pairs == ()
    assert ranked([]).vendors == ()


def test_an_outcome_that_came_early_is_no_mistake() -> None:
    found = ranked([vendor("early", 3, 1.5, 50), vendor("known", 20, 1000, 50)])
    assert found.vendors[0].shown is Shown.NOT_KNOWN_YET


def test_a_free_record_has_no_cost_per_lead() -> None:
    with pytest.raises(ValueError, match="a record that costs nothing has no cost per real lead"):
        ranked([vendor("free", 2, 80, 0)])


def test_the_same_data_give_the_same_answer(five: Ranking) -> None:
    assert ranked(FIVE, target=4000) == five


def test_a_baseline_is_compared_with_and_no_budget_moves_to_or_from_it() -> None:
    far_apart = [vendor("by-themselves", 60, 600, 20), vendor("B", 30, 600, 60), vendor("C", 6, 600, 60)]
    vendors = [replace(far_apart[0], is_baseline=True), *far_apart[1:]]
    found, alike = ranked(vendors), ranked(far_apart)
    assert [(one.to, one.away_from) for one in found.pairs] == [("B", "C")]
    assert pair(alike, "by-themselves", "C").decision.verdict is BudgetVerdict.MOVE
    assert pair(found, "B", "C") == pair(alike, "B", "C")
    assert [replace(one, p_cheapest=None) for one in found.vendors] == [
        replace(one, p_cheapest=None) for one in alike.vendors
    ]


def test_a_baseline_is_no_candidate_for_the_cheapest() -> None:
    three = [vendor("by-themselves", 60, 600, 20), vendor("B", 30, 600, 60), vendor("C", 6, 600, 60)]
    found = ranked([replace(three[0], is_baseline=True), *three[1:]])
    chances = [one.p_cheapest for one in found.vendors]
    assert chances[0] is None
    assert chances[1] is not None
    assert chances[1] > 0.99
    assert ranked(three).vendors[1].p_cheapest == pytest.approx(0, abs=0.01)
