"""A plan from what came of records: what it needs, what it cannot do, and what it says of it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from leadaudit.economics.outcome_entry import Basis, Per
from leadaudit.economics.ranked_outcomes import compare
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.vendor_outcomes import vendor_outcomes
from leadaudit.errors import FileMistakesError
from leadaudit.plan.allocate import Offer
from leadaudit.plan.constraint import StageSeen, find_constraint
from leadaudit.plan.lifetime_words import lifetime_of, lifetime_words
from leadaudit.plan.planner import PlanFacts, Planned, alternatives, plan_facts, planned
from leadaudit.plan.stages import FlowReport
from leadaudit.plan.target import PlanTarget, read_target, write_target
from leadaudit.plan.words import plan_answer, shadow_words
from leadaudit.policy import default_policy
from tests.economics.outcome_house import AS_OF, House

RULES = default_policy()
LEAD, OPPORTUNITY, WIN = "record to real lead", "real lead to opportunity", "opportunity to win"
STAGES = {
    LEAD: RatePosterior(events=100, trials=1000),
    OPPORTUNITY: RatePosterior(events=50, trials=100),
    WIN: RatePosterior(events=10, trials=50),
}


def target(**more: object) -> PlanTarget:
    """A hundred thousand, of wins of ten thousand: ten wins, some fifty opportunities, a hundred leads."""
    return PlanTarget.model_validate({"revenue": 100_000, "currency": "USD", "deal": 10_000, **more})


def facts(*offers: Offer, per_month: float = 100) -> PlanFacts:
    """What is known of the stages; a record costs 50 USD."""
    yields = tuple(RatePosterior(events=offer.yield_ * 1000, trials=1000) for offer in offers)
    return PlanFacts(
        rates=STAGES, deal=1_000_000, deal_of=None, cost_per_record=5_000, records_per_month=per_month, offers=offers,
        yields=yields,
    )  # fmt: skip


def cheap(at_most: float, hours: float = 0.0) -> Offer:
    """A vendor of ten leads in a hundred records of 50 USD."""
    return Offer(vendor="cheap", cost_per_record=5_000, yield_=0.1, at_most=at_most, hours_per_record=hours)


def dear(at_most: float, hours: float = 0.0) -> Offer:
    """A vendor of five leads in a hundred records of 50 USD."""
    return Offer(vendor="dear", cost_per_record=5_000, yield_=0.05, at_most=at_most, hours_per_record=hours)


def flow(*, rate: float) -> FlowReport:
    """What the stages say when so large a share became leads lately, held against one in ten."""
    seen = StageSeen(stage=LEAD, passed=rate * 1000, entered=1000, benchmark=0.1)
    return FlowReport(
        stages=(seen,), verdict=find_constraint([seen], RULES.planner), divergences=(), answered_in_time=None,
        without_benchmark=(), records_now=1000, records_before=1000,
    )  # fmt: skip


def plan(wanted: PlanTarget, known: PlanFacts, report: FlowReport | None = None) -> Planned:
    """The plan on the first of November."""
    return planned(wanted, known, report, as_of=AS_OF, minor_per_unit=100, policy=RULES)


def test_a_target_goes_back_to_records_and_money_with_a_range_and_enough_for_four_in_five() -> None:
    found = plan(target(), facts(cheap(5000)))
    assert found.needed is not None
    assert found.needed.middle.records == pytest.approx(1000, rel=0.03)
    assert found.needed.middle.spend == pytest.approx(found.needed.middle.records * 5_000)
    assert found.needed.records.low < found.needed.middle.records < found.needed.records_assured
    # four in five have enough where one in ten has more than the range
    assert found.needed.records_assured < found.needed.records.high
    assert found.doubling == found.needed.middle.spend
    assert plan_answer(found, target())[0].startswith("100,000 USD need **")


def test_without_a_budget_the_least_money_that_brings_the_leads_is_spent() -> None:
    found = plan(target(), facts(cheap(600), dear(5000)))
    assert found.allocation is not None
    assert found.allocation.records[0] == pytest.approx(600)
    assert found.allocation.leads == pytest.approx(found.leads or 0)
    # the last lead comes from the dear one: 50 USD over one in twenty
    assert found.last_lead == pytest.approx(100_000)
    assert (
        shadow_words(found.allocation, target(), found.last_lead)[0]
        == "The last real lead of this plan costs 1,000 USD."
    )


def test_with_a_budget_shadow_prices_say_what_is_scarce_and_agree_with_a_little_more_of_it() -> None:
    wanted = target(budget=20_000, sales_hours=1_000, hours_per_record=1)
    known = facts(cheap(300, hours=1.0), dear(5000, hours=1.0))
    found = plan(wanted, known)
    assert found.allocation is not None
    more = plan(target(budget=21_000, sales_hours=1_000, hours_per_record=1), known).allocation
    assert more is not None
    gained = more.leads - found.allocation.leads
    assert gained == pytest.approx(found.allocation.shadow_budget * 100_000)
    assert shadow_words(found.allocation, wanted, None) == (
        "An extra 1,000 USD brings 1 more real leads.",
        "An extra sales hour brings no further real lead.",
        "Money is scarce, hours are not.",
    )
    assert [one.kind.value for one in found.capacities] == ["budget", "volume"]


def test_scarce_hours_are_told_from_scarce_money() -> None:
    wanted = target(budget=200_000, sales_hours=200, hours_per_record=1)
    found = plan(wanted, facts(cheap(5000, hours=1.0)))
    assert found.allocation is not None
    assert shadow_words(found.allocation, wanted, None)[2] == (
        "Hours are scarce: more money brings nothing, people to call would."
    )


def test_a_target_beyond_every_cap_is_said_to_be_with_what_can_be_reached() -> None:
    found = plan(target(), facts(cheap(100), dear(200)))
    assert found.is_beyond_reach
    assert found.allocation is None
    assert "at their limits 20 real leads of " in plan_answer(found, target())[1]


@pytest.mark.parametrize(
    ("rate", "per_month", "warns"), [(0.05, 10.0, True), (0.1, 10.0, False), (0.05, 5000.0, False)]
)
def test_more_records_in_front_of_an_open_constraint_are_warned_of(rate: float, per_month: float, warns: bool) -> None:
    found = plan(target(), facts(cheap(5000), per_month=per_month), flow(rate=rate))
    assert (found.warning is not None) is warns
    said = any("in front of an open constraint: **record to real lead**" in one for one in plan_answer(found, target()))
    assert said is warns


def test_only_what_closes_in_time_counts_for_the_quarter() -> None:
    found = plan(target(until=date(2026, 12, 31)), facts(cheap(5000)))
    assert found.share_in_time == pytest.approx(1 - 2.718281828 ** (-60 / RULES.conversion.mean_delay_days.won))
    late = plan(target(until=date(2026, 10, 1)), facts(cheap(5000)))
    assert any("1 October 2026 is over" in one for one in plan_answer(late, target(until=date(2026, 10, 1))))


def test_a_stage_nobody_passed_reaches_no_target_and_is_named() -> None:
    known = facts(cheap(5000))
    stages = {**STAGES, WIN: RatePosterior(events=0, trials=50)}
    found = plan(
        target(),
        PlanFacts(**{name: getattr(known, name) for name in PlanFacts.__slots__ if name != "rates"}, rates=stages),
    )
    assert found.needed is None
    assert plan_answer(found, target())[1].startswith("Nobody has passed opportunity to win so far")


def test_hours_without_hours_of_a_record_are_asked_for() -> None:
    found = plan(target(sales_hours=100), facts(cheap(5000)))
    assert found.missing == ("Sales hours are limited and what a record takes is not given. Give hours_per_record.",)


def test_better_stages_multiply_and_cost_nothing_more_while_twice_the_records_cost_twice() -> None:
    by_name = {one.name: one.scenario for one in alternatives(facts(cheap(5000)), 1000)}
    now, twice, all_better = (
        by_name["as planned"],
        by_name["twice the records"],
        by_name["a tenth better at every stage"],
    )
    assert twice.spend == pytest.approx(2 * now.spend)
    assert all_better.spend == now.spend
    assert all_better.revenue == pytest.approx(1.1**3 * now.revenue)


def test_rates_costs_and_offers_come_from_what_came_of_the_records() -> None:
    house = House()
    lines = house.delivers("northwell", 200)
    for at, line in enumerate(lines[:40]):
        house.comes(line)
        if at < 20:
            house.comes(line, "opportunity", after=60)
        if at < 5:
            house.comes(line, "won", after=90, amount_minor=800_000, currency="USD")
    costs, cells = house.sources(), house.cells()
    by = {
        per: vendor_outcomes(cells, costs, per=per, basis=Basis(), policy=RULES) for per in (Per.VENDOR, Per.EVERYTHING)
    }
    wanted = PlanTarget.model_validate({"revenue": 100_000, "currency": "USD", "caps": {"northwell": 70}})
    known = plan_facts(
        wanted,
        total=by[Per.EVERYTHING]["everything"],
        compared=compare(by[Per.VENDOR], policy=RULES),
        minor_per_unit=100,
        records_per_month={"northwell": 20.0},
        policy=RULES,
    )
    assert [(rate.events, round(rate.trials)) for rate in known.rates.values()] == [(40, 200), (20, 40), (5, 20)]
    assert (known.deal, known.deal_of) == (800_000, 5)
    assert known.cost_per_record == 1000
    [offer] = known.offers
    assert (offer.vendor, offer.at_most, offer.at_least) == ("northwell", 70, 30)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('revenue = 0\ncurrency = "USD"', "revenue: is 0; such a target needs nothing. Give one above 0."),
        ('revenue = 9\ncurrency = "USD"\ndeal = 0', "deal: is 0; such a deal reaches no target."),
        ('revenue = 9\ncurrency = "dollars"', "currency: "),
        ("revenue = 9", "currency: is missing. Add it."),
    ],
)
def test_a_target_that_means_nothing_is_refused_in_words(text: str, sentence: str) -> None:
    with pytest.raises(FileMistakesError) as caught:
        read_target(text, where="target.toml")
    assert sentence in str(caught.value)


def test_a_written_target_reads_as_the_same() -> None:
    given: Mapping[str, object] = {
        "until": date(2026, 12, 31), "budget": Decimal("12000.50"), "caps": {"north well": 10}, "programs": ("a", "b"),
        "customer": {"revenue_per_month": Decimal(1900), "margin": Decimal("0.75"), "churn_per_month": Decimal("0.02")},
    }  # fmt: skip
    wanted = target(**given)
    assert read_target(write_target(wanted), where="again") == wanted


CUSTOMER = {"revenue_per_month": 1_500, "margin": 0.75, "churn_per_month": 0.02}


def test_g09_a_customer_over_time_stands_beside_what_winning_one_costs() -> None:
    # ten wins of a plan of some thousand records of 50 USD each: 5,000 USD a win
    found = plan(target(customer=CUSTOMER), facts(cheap(5000)))
    worth = lifetime_of(found, target(customer=CUSTOMER))
    assert worth is not None
    assert worth.ltv == pytest.approx(5_625_000)
    assert found.needed is not None
    assert found.needed.middle.spend is not None
    assert worth.ltv_to_cac == pytest.approx(5_625_000 / (found.needed.middle.spend / 10))
    assert "A customer is worth 56,250 USD over time, " in lifetime_words(found, target(customer=CUSTOMER))
    assert "usually asked for" not in lifetime_words(found, target(customer=CUSTOMER))
    poor = target(customer={**CUSTOMER, "churn_per_month": 0.1})
    assert "; less than the 3 times that is usually asked for." in lifetime_words(plan(poor, facts(cheap(5000))), poor)


def test_without_a_customer_over_time_nothing_is_said_of_one() -> None:
    assert lifetime_words(plan(target(), facts(cheap(5000))), target()) == ""


@pytest.mark.parametrize("wrong", ["revenue_per_month", "margin", "churn_per_month"])
def test_a_customer_of_nothing_or_without_end_is_refused_by_name(wrong: str) -> None:
    rows = "\n".join(f"{name} = {0 if name == wrong else value}" for name, value in CUSTOMER.items())
    with pytest.raises(FileMistakesError) as caught:
        read_target(f'revenue = 9\ncurrency = "USD"\n[customer]\n{rows}', where="target.toml")
    assert f"customer.{wrong}" in str(caught.value)
