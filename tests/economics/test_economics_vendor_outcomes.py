"""What came of each vendor's records and what they cost, from an assessment to the comparison."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.economics.cohort_cost import CostPart, Rung
from leadaudit.economics.cost import Shown
from leadaudit.economics.credit import CreditRule
from leadaudit.economics.outcome_cells import Sight
from leadaudit.economics.outcome_entry import Basis, Per
from leadaudit.economics.own_costs import CostLine, OwnCosts, read_own_costs, write_own_costs
from leadaudit.economics.ranked_outcomes import common_parts, compare, is_far_apart, real_lead_cost
from leadaudit.errors import FileMistakesError
from leadaudit.exchange import ExchangeRates, Rate
from leadaudit.policy import default_policy
from tests.economics.outcome_house import AS_OF, OLD, House

POLICY = default_policy()
MEDIA = (CostPart.MEDIA, CostPart.CREDITS)


def two_vendors() -> House:
    """800 records of two vendors at 10 each; 16 and 4 real leads."""
    house = House()
    for line in house.delivers("osprelle", 400)[:16]:
        house.comes(line)
    for line in house.delivers("quillmere", 400)[:4]:
        house.comes(line)
    return house


def test_realised_is_plain_division_and_the_others_pull_what_is_expected() -> None:
    outcomes = two_vendors().outcomes()
    compared = compare(outcomes, policy=POLICY)
    assert [one.name for one in compared.outcomes] == ["osprelle", "quillmere"]
    assert compared.realised_minor("osprelle") == 400 * 1000 / 16
    assert compared.realised_minor("quillmere") == 400 * 1000 / 4
    expected = compared.ranked("quillmere").cost
    assert expected is not None
    assert expected.low is not None
    assert expected.median is not None
    assert expected.high is not None
    assert expected.low < expected.median < 100_000
    assert expected.median < expected.high
    assert compared.ranked("osprelle").shown is Shown.RANK
    assert compared.ranked("quillmere").shown is Shown.DIRECTIONAL_ONLY


def test_a_vendor_of_whom_nothing_is_known_stays_in_every_table() -> None:
    house = two_vendors()
    house.delivers("tallowgate", 50, linked=False)
    house.delivers("lumivane", 30, flags=["account_only"], linked=False)
    compared = compare(house.outcomes(), policy=POLICY)
    assert [one.name for one in compared.outcomes] == ["osprelle", "quillmere", "tallowgate", "lumivane"]
    for name in ("tallowgate", "lumivane"):
        assert compared.ranked(name).shown is Shown.NOT_KNOWN_YET
        assert compared.ranked(name).cost is None
    lumivane = compared.outcomes[-1]
    assert (lumivane.lines, lumivane.people, lumivane.real_leads) == (30, 0, None)


def with_our_own() -> House:
    """The two vendors, and 100 people of ours with 30 real leads, 7 of them found nowhere in the CRM."""
    house = two_vendors()
    house.ours = frozenset({"own-seminars"})
    for line in house.delivers("own-seminars", 93)[:30]:
        house.comes(line)
    house.delivers("own-seminars", 7, linked=False)
    return house


def test_everything_is_what_was_bought_and_not_what_came_by_itself() -> None:
    everything = with_our_own().outcomes(per=Per.EVERYTHING)["everything"]
    assert (everything.lines, everything.people, everything.linked, everything.in_sight) == (800, 800, 800, 800)
    assert (everything.real_leads, everything.confirmed, everything.estimates["real_lead"].events) == (20, 20, 20)
    assert everything.programs == ("osprelle-2026", "quillmere-2026")
    assert everything.realised_minor(MEDIA) == 800 * 1000 / 20
    assert not everything.is_baseline
    assert everything == two_vendors().outcomes(per=Per.EVERYTHING)["everything"]


def test_where_nothing_was_bought_everything_is_our_own() -> None:
    house = House(ours=frozenset({"own-seminars"}))
    for line in house.delivers("own-seminars", 93)[:30]:
        house.comes(line)
    everything = house.outcomes(per=Per.EVERYTHING)["everything"]
    assert (everything.people, everything.real_leads, everything.is_baseline) == (93, 30, True)


def test_our_own_people_carry_their_part_of_a_cost_for_everybody_and_it_is_not_added_to_what_was_bought() -> None:
    house = with_our_own()
    house.own = OwnCosts(currency="USD", line=(CostLine(part="platform", amount=Decimal(900)),))
    by_vendor, everything = house.outcomes(), house.outcomes(per=Per.EVERYTHING)["everything"]
    assert by_vendor["own-seminars"].cost.parts[CostPart.PLATFORM] == pytest.approx(10_000)
    assert everything.cost.parts[CostPart.PLATFORM] == pytest.approx(80_000)


@pytest.mark.parametrize("through", [None, OLD], ids=["no CRM", "CRM of the day of delivery"])
def test_318_records_of_which_nothing_could_be_known_give_no_figure(through: date | None) -> None:
    house = House(sight=Sight(known_through=through, has_crm=through is not None, has_crm_outcomes=through is not None))
    house.delivers("northwell", 318)
    compared = compare(house.outcomes(), policy=POLICY)
    [one] = compared.outcomes
    found = compared.ranked("northwell")
    assert (found.shown, found.cost, found.yield_, found.p_cheapest, found.at_least) == (
        Shown.NOT_KNOWN_YET, None, None, None, None,
    )  # fmt: skip
    assert one.realised_minor(compared.parts) is None
    assert real_lead_cost(one, compared.parts, POLICY).expected is None
    assert one.real_leads == (None if through is None else 0)


def test_the_first_day_of_a_figure_is_when_enough_records_are_worth_a_whole_one() -> None:
    house = House(sight=Sight(known_through=OLD, has_crm=True, has_crm_outcomes=True))
    house.delivers("northwell", 318)
    [one] = house.outcomes().values()
    # 318 records count as 30 when 9.4 % of real leads have come: 1 - exp(-3 / 30) is 9.5 %, a little more cut at 180.
    assert one.possible_on == OLD + timedelta(days=3)
    house.lines = house.lines[:29]
    [few] = house.outcomes().values()
    assert few.possible_on is None


def test_old_records_count_in_full_and_young_ones_in_part() -> None:
    house = House()
    house.delivers("osprelle", 100)
    house.delivers("osprelle", 100, on=AS_OF - timedelta(days=30))
    house.delivers("osprelle", 100, on=AS_OF)
    [one] = house.outcomes().values()
    young = (1 - 2.718281828**-1) / (1 - 2.718281828**-6)
    assert one.estimates["real_lead"].trials == pytest.approx(100 + 100 * young, abs=0.01)
    assert one.observed == 200
    assert one.matured_share == pytest.approx((100 + 100 * young) / 200, abs=1e-4)


def test_people_the_crm_does_not_hold_are_paid_for_and_tell_nothing() -> None:
    house = House()
    for line in house.delivers("osprelle", 200)[:10]:
        house.comes(line)
    house.delivers("osprelle", 200, linked=False)
    compared = compare(house.outcomes(), policy=POLICY)
    [one] = compared.outcomes
    assert one.estimates["real_lead"].trials == pytest.approx(200)
    assert (one.linked, one.people) == (200, 400)
    expected = real_lead_cost(one, compared.parts, POLICY).expected
    assert expected is not None
    assert expected.median == pytest.approx(400 * 1000 / 10, rel=0.05)


def test_what_counts_as_a_real_lead_is_the_users_choice_and_never_mixed() -> None:
    house = House()
    lines = house.delivers("osprelle", 100)
    house.comes(lines[0])
    house.comes(lines[1], k=2, fractional=0.5, first=0.0, last=1.0)
    house.comes(lines[2], standing="re_engaged")
    house.comes(lines[3], standing="known")
    house.comes(lines[4], kind="lead_attested", after=0.5)
    house.comes(lines[0], kind="lead_attested", after=0.5, turn=2)

    def leads(basis: Basis) -> float | None:
        found: float | None = house.outcomes(basis)["osprelle"].real_leads
        return found

    assert leads(Basis()) == 1.5
    assert leads(Basis(rule=CreditRule.FIRST)) == 1
    assert leads(Basis(rule=CreditRule.LAST)) == 2
    assert leads(Basis(rule=CreditRule.ANY)) == 2
    assert leads(Basis(net_new_only=False)) == 2.5
    assert leads(Basis(attested=True)) == 2.5
    assert house.outcomes(Basis(attested=True))["osprelle"].confirmed == 1.5


def test_what_came_after_the_day_outcomes_are_known_through_is_a_fact_and_no_estimate() -> None:
    house = House(sight=Sight(known_through=AS_OF - timedelta(days=100), has_crm=True, has_crm_outcomes=True))
    lines = house.delivers("osprelle", 100)
    house.comes(lines[0], after=10)
    house.comes(lines[1], after=290)
    [one] = house.outcomes().values()
    assert one.real_leads == 2
    assert one.estimates["real_lead"].events == 1


def test_a_part_nobody_told_us_is_unknown_and_left_out_for_all_alike() -> None:
    house = two_vendors()
    house.own = OwnCosts(
        line=(
            CostLine(part="verification", amount=Decimal(80)),
            CostLine(part="ask_campaign", amount=Decimal(500), vendor="osprelle"),
        )
    )
    outcomes = house.outcomes()
    assert outcomes["osprelle"].cost.parts[CostPart.VERIFICATION] == pytest.approx(4000)
    assert outcomes["osprelle"].cost.parts[CostPart.ASK_CAMPAIGN] == pytest.approx(50_000)
    assert outcomes["quillmere"].cost.parts[CostPart.ASK_CAMPAIGN] is None
    assert outcomes["osprelle"].cost.total_minor is None
    assert common_parts(outcomes.values()) == (CostPart.MEDIA, CostPart.VERIFICATION, CostPart.CREDITS)
    compared = compare(outcomes, policy=POLICY)
    assert compared.realised_minor("osprelle") == pytest.approx((400_000 + 4000) / 16)


def test_zero_given_is_known_and_sales_time_is_estimated_from_touches() -> None:
    house = two_vendors()
    house.own = OwnCosts(
        minutes_per_touch=Decimal(6),
        sales_rate_per_hour=Decimal(50),
        line=(CostLine(part="platform", amount=Decimal(0)),),
    )
    cost = house.outcomes()["osprelle"].cost
    assert cost.parts[CostPart.PLATFORM] == 0
    # 400 touches of 6 minutes are 40 hours at 50.
    assert cost.parts[CostPart.SALES_TIME] == pytest.approx(200_000)
    assert cost.estimated == {CostPart.SALES_TIME}


def test_credited_records_come_off_and_invoices_go_before_the_contract() -> None:
    house = two_vendors()
    house.unpaid = house.lines[:3]
    assert house.outcomes()["osprelle"].cost_of(MEDIA) == 400_000 - 3000
    billed = house.outcomes(invoiced_minor=380_000)["osprelle"]
    assert billed.cost_of(MEDIA) == pytest.approx(380_000)


def test_another_currency_is_turned_at_the_rate_of_the_delivery_or_named_as_missing() -> None:
    house = two_vendors()
    house.currencies["quillmere"] = "EUR"
    without = house.outcomes()["quillmere"]
    assert without.cost.parts[CostPart.MEDIA] is None
    assert without.spent.without_rate == {"EUR"}
    assert compare(house.outcomes(), policy=POLICY).ranked("quillmere").cost is None
    house.rates = ExchangeRates.of([Rate(on=OLD, currency="EUR", into="USD", rate=Decimal("1.1"))])
    assert house.outcomes()["quillmere"].cost.parts[CostPart.MEDIA] == pytest.approx(440_000)


def test_an_unknown_price_gives_a_yield_and_no_cost() -> None:
    house = two_vendors()
    house.price_minor = None
    compared = compare(house.outcomes(), policy=POLICY)
    assert compared.parts == ()
    assert compared.ranked("osprelle").cost is None
    assert compared.ranked("osprelle").yield_ is not None


def test_the_ladder_holds_payable_and_taken_on_by_sales_as_different_rungs() -> None:
    house = House()
    lines = house.delivers("osprelle", 10)
    for line in lines[:4]:
        line["verdict"] = "return"
    for line in lines[:7]:
        line["worked"] = False
    house.comes(lines[9], kind="meeting_held")
    counts = house.outcomes()["osprelle"].counts
    assert (counts[Rung.PAYABLE], counts[Rung.ACCEPTED_BY_SALES], counts[Rung.MEETING_HELD]) == (6, 3, 1)
    assert counts[Rung.WON] == 0


def test_months_programs_and_deliveries_add_up_to_the_vendor() -> None:
    house = two_vendors()
    for line in house.delivers("osprelle", 50, on=date(2026, 3, 5))[:5]:
        house.comes(line)
    whole = house.outcomes()["osprelle"]
    for per in (Per.MONTH, Per.DELIVERY):
        parts = [one for one in house.outcomes(per=per).values() if one.vendor == "osprelle"]
        assert len(parts) == 2
        assert sum(one.real_leads or 0 for one in parts) == whole.real_leads == 21
        assert sum(one.cost_of(MEDIA) or 0 for one in parts) == pytest.approx(whole.cost_of(MEDIA) or -1)


@settings(max_examples=25, deadline=None)
@given(
    shares=st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=8),
    amount=st.integers(min_value=0, max_value=10_000),
)
def test_shared_people_and_shared_amounts_are_counted_once(shares: list[int], amount: int) -> None:
    house = House(own=OwnCosts(line=(CostLine(part="platform", amount=Decimal(amount)),)))
    vendors = ["ann", "ben", "cat", "dan"]
    lines = {vendor: house.delivers(vendor, len(shares) + 3) for vendor in vendors}
    for at, k in enumerate(shares):
        for vendor in vendors[:k]:
            house.comes(lines[vendor][at], k=k, fractional=1 / k)
    outcomes = house.outcomes()
    assert sum(one.real_leads or 0 for one in outcomes.values()) == pytest.approx(len(shares))
    platform = [one.cost.parts[CostPart.PLATFORM] or 0 for one in outcomes.values()]
    assert sum(platform) == pytest.approx(amount * 100)


def test_far_apart_is_more_than_fifteen_in_a_hundred() -> None:
    assert not is_far_apart(1000, 1149)
    assert is_far_apart(1000, 1151)
    assert is_far_apart(1000, 840)
    assert not is_far_apart(None, 840)


def test_costs_of_ones_own_are_read_as_they_were_written() -> None:
    costs = OwnCosts(
        currency="GBP",
        minutes_per_touch=Decimal("7.5"),
        line=(CostLine(part="nurture", amount=Decimal(12), vendor="osprelle", note='"spring" \\ wave'),),
    )
    assert read_own_costs(write_own_costs(costs), where="costs.toml") == costs


def test_mistakes_in_costs_are_all_named() -> None:
    text = 'currency = "dollars"\n[[line]]\npart = "rent"\namount = -1\n'
    with pytest.raises(FileMistakesError) as error:
        read_own_costs(text, where="costs.toml")
    assert "currency" in str(error.value)
    assert "line.1.part: is 'rent'. Use verification, platform, sales_time, nurture or ask_campaign." in str(
        error.value
    )
    assert "line.1.amount" in str(error.value)
