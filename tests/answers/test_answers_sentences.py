"""Each form of the answer as a whole, on numbers that can be checked in the head."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from leadaudit.answers import Outcomes, Story, answer, next_steps, not_checked
from leadaudit.economics.cost import Shown, prices_at
from leadaudit.economics.delivery_counts import Counted
from leadaudit.economics.ladder import Ladder, RealLeadCost
from leadaudit.economics.rates import Interval
from leadaudit.economics.summary import Claims, LineCounts, Summary

UNKNOWN_LEADS = RealLeadCost(leads=None, realised_minor=None, expected=None, shown=Shown.NOT_KNOWN_YET)
NOTHING = Counted(records=0, amount_minor=0)


def summary(
    *,
    scope: str = "northwell-2026-11-03-aaaaaa",
    delivered: int = 318,
    usable: int = 233,
    not_usable: Mapping[str, int] | None = None,
    price_minor: int = 4800,
    currency: str | None = "USD",
    attested: float = 0.0,
    claimable: Counted = NOTHING,
    last_on: date | None = None,
    returned: int = 0,
    paid_twice: Counted = NOTHING,
    consent: Mapping[str, int] | None = None,
    companies: Mapping[str, int] | None = None,
) -> Summary:
    reasons = (
        {"duplicate": 34, "unreachable": 26, "non_human": 14, "employer": 11} if not_usable is None else not_usable
    )
    media = delivered * price_minor if currency else None
    per_delivered = media / delivered if media and delivered else None
    proofs = {"proven": 0, "proven_by_program": 0, "asserted": 290, "absent": 28, "contradicted": 0}
    return Summary(
        scope=scope,
        deliveries=(scope,),
        lines=LineCounts(delivered=delivered, read=delivered, repaired=0, unreadable=0),
        usable=Counted(records=usable, amount_minor=usable * price_minor),
        usable_share=None,
        not_usable={
            code: Counted(records=number, amount_minor=number * price_minor if currency else None)
            for code, number in reasons.items()
        },
        consent=proofs if consent is None else {**dict.fromkeys(proofs, 0), **consent},
        classes={},
        account_level=0,
        companies={
            code: Counted(records=number, amount_minor=number * price_minor if currency else None)
            for code, number in (companies or {}).items()
        },
        excluded={},
        verdicts={
            "accept": Counted(records=delivered - returned, amount_minor=0),
            "return": Counted(records=returned, amount_minor=0),
            "review": NOTHING,
        },
        claims=Claims(by_code={}, claimable=claimable, until_at=None, last_on=last_on),
        employer={},
        title={},
        still_true={},
        paid_twice=paid_twice,
        attested=attested,
        cost=Ladder(
            currency=currency,
            media_minor=media,
            per_delivered_minor=per_delivered,
            per_payable_minor=None,
            per_usable_minor=media / usable if media and usable else None,
            confirmed=UNKNOWN_LEADS,
            real_lead=UNKNOWN_LEADS,
        ),
        prices_at={} if per_delivered is None else prices_at(per_delivered, (0.01, 0.02, 0.04)),
    )


def one_file(total: Summary, **changes: object) -> Story:
    story = Story(
        total=total,
        deliveries={total.scope: total},
        vendors={"northwell": total},
        delivered_on=date(2026, 11, 3),
        as_of=date(2026, 11, 21),
        not_checked=("contract terms", "suppression list", "your CRM", "earlier deliveries"),
        has_contract=False,
    )
    return replace(story, **changes)  # type: ignore[arg-type]


def test_one_file_says_what_is_usable_what_it_costs_and_what_is_not_known() -> None:
    assert answer(one_file(summary())) == (
        "Northwell's file of 3 November: 318 lines for 15,264 USD.",
        "**233 are usable: 65.51 USD each instead of 48.**",
        "Not usable: 34 repeats, 26 that cannot be reached, 14 test or machine entries, "
        "11 whose employer is probably no longer current.",
        "Real leads: **not known yet**; a lead is a person who asked us, and nothing loaded here could show it.",
        "If 1 in 100 asks, a real lead costs 4,800 USD; 2 in 100, 2,400; 4 in 100, 1,200.",
        "Permission: 290 say yes and no more, 0 prove it, 28 say nothing.",
        "Not checked yet: contract terms, suppression list, your CRM, earlier deliveries.",
    )


def test_a_file_of_another_year_names_it() -> None:
    first = answer(one_file(summary(), delivered_on=date(2025, 12, 31)))[0]
    assert first == "Northwell's file of 31 December 2025: 318 lines for 15,264 USD."


def test_many_reasons_are_named_up_to_four_and_the_rest_counted() -> None:
    reasons = {"duplicate": 30, "off_spec_level": 20, "no_channel": 2, "unreadable": 1, "fake": 3, "late": 4}
    sentence = answer(one_file(summary(usable=258, not_usable=reasons)))[2]
    assert sentence == (
        "Not usable: 30 repeats, 20 whose level was not ordered, 2 that cannot be reached, 1 that cannot be read, "
        "7 for other reasons."
    )


def test_a_file_without_a_price_names_no_money() -> None:
    sentences = answer(one_file(summary(currency=None)))
    assert sentences[:2] == ("Northwell's file of 3 November: 318 lines.", "**233 are usable.**")
    assert not any("costs" in sentence for sentence in sentences)


def test_a_file_that_is_all_usable_or_none_says_so() -> None:
    everything = answer(one_file(summary(usable=318, not_usable={})))
    assert everything[1] == "**All are usable: 48 USD each.**"
    nothing = answer(one_file(summary(usable=0, not_usable={"duplicate": 318})))
    assert nothing[1:3] == ("**None is usable.**", "Not usable: 318 repeats.")


def test_a_header_alone_is_a_file_without_lines() -> None:
    assert answer(one_file(summary(delivered=0, usable=0, not_usable={}))) == (
        "The file holds column names and no line.",
    )


def test_companies_without_a_person_are_counted_apart() -> None:
    # Three of the companies were not on the list that was ordered from: they are companies all the same.
    reasons = {"account_only": 37, "duplicate": 10, "out_of_spec": 3}
    companies = {"account_only": 37, "out_of_spec": 3}
    mixed = answer(one_file(summary(delivered=100, usable=50, not_usable=reasons, companies=companies)))
    assert mixed[:3] == (
        "Northwell's file of 3 November: 60 lines for 2,880 USD.",
        "**50 are usable: 57.60 USD each instead of 48.**",
        "Not usable: 10 repeats.",
    )
    assert "Counted apart: 40 lines about companies without a person." in mixed


def test_a_feed_of_companies_is_no_list_of_people() -> None:
    reasons = {"account_only": 200}
    feed = summary(delivered=200, usable=0, not_usable=reasons, companies=reasons)
    assert answer(one_file(feed, not_checked=())) == (
        "Northwell: 200 lines for 9,600 USD, **all about companies, none about a person**. "
        "They say where to look, never who asked.",
    )


def several(**changes: object) -> Story:
    osprelle = summary(
        scope="o", delivered=800, usable=720, not_usable={"duplicate": 80}, currency="EUR", price_minor=6200
    )
    tallowgate = summary(
        scope="t",
        delivered=1400,
        usable=700,
        not_usable={"duplicate": 700},
        price_minor=2900,
        paid_twice=Counted(records=97, amount_minor=281_300),
        claimable=Counted(records=12, amount_minor=34_800),
        last_on=date(2026, 12, 5),
    )
    companies = {"account_only": 190, "out_of_spec": 10}
    feed = summary(scope="l", delivered=200, usable=0, not_usable=companies, companies=companies, price_minor=1200)
    total = summary(
        delivered=2400,
        usable=1420,
        not_usable={"duplicate": 780, **companies},
        companies=companies,
        currency=None,
        price_minor=0,
    )
    story = Story(
        total=total,
        deliveries={"o": osprelle, "t": tallowgate, "l": feed},
        vendors={"osprelle": osprelle, "tallowgate": tallowgate, "lumivane": feed},
        delivered_on=None,
        as_of=date(2026, 11, 21),
        not_checked=("your CRM",),
        has_contract=True,
    )
    return replace(story, **changes)  # type: ignore[arg-type]


def test_several_vendors_are_compared_on_usable_share_cost_and_what_was_paid_twice() -> None:
    assert answer(several()) == (
        "2 vendors delivered 2,200 lines for 49,600 EUR and 40,600 USD.",
        "**1,420 of 2,200 (65 %) are usable.**",
        "From osprelle, 720 of 800 (90 %), 68.89 EUR each, down to tallowgate, 700 of 1,400 (50 %), 58 USD each.",
        "Paid twice, for people whom another vendor had delivered before: 97 records worth 2,813 USD.",
        "Claimable now: 12 records worth 348 USD, the first of them until 5 December 2026.",
        "Real leads: **not known yet**; a lead is a person who asked us, and nothing loaded here could show it.",
        "Counted apart: 200 lines about companies without a person.",
        "Not checked yet: your CRM.",
    )


def with_our_own(**changes: object) -> Story:
    """Several vendors, and 264 people of ours beside them."""
    story = several()
    own = summary(scope="s", delivered=264, usable=251, not_usable={"duplicate": 13}, price_minor=6400, currency="EUR")
    beside = {"vendors": {**story.vendors, "seminars": own}, "own": {"seminars": own}, "ours": frozenset({"seminars"})}
    return replace(story, **{**beside, **changes})  # type: ignore[arg-type]


def test_people_who_came_by_themselves_are_ours_and_counted_in_nothing_that_was_bought() -> None:
    bought, told = answer(several()), answer(with_our_own())
    assert told == (*bought[:-1], "Ours, and counted in none of this: 264 lines of seminars.", bought[-1])


@pytest.mark.parametrize(("leads", "words"), [(48.0, "48 real leads"), (1.0, "1 real lead"), (47.5, "47.5 real leads")])
def test_real_leads_of_our_own_are_said_to_stand_beside_those_that_were_bought(leads: float, words: str) -> None:
    told = answer(with_our_own(outcomes=replace(OUTCOMES, own_leads=leads)))
    assert f"Ours, and counted in none of this: 264 lines of seminars with {words}." in told
    assert "Real leads so far: **37**." in told


def test_one_vendor_beside_our_own_is_named() -> None:
    told = answer(with_our_own(ours=frozenset({"seminars", "osprelle"})))
    assert told[0] == "Tallowgate delivered 2,200 lines for 49,600 EUR and 40,600 USD."
    assert not any("down to" in sentence for sentence in told)


def test_of_our_own_programs_alone_nobody_is_called_a_vendor() -> None:
    told = answer(several(ours=frozenset({"osprelle", "tallowgate", "lumivane"})))
    assert told[0] == "Osprelle and tallowgate (ours) delivered 2,200 lines for 49,600 EUR and 40,600 USD."


def test_a_feed_of_companies_beside_our_own_people_still_names_them() -> None:
    companies = {"account_only": 200}
    feed = summary(scope="l", delivered=200, usable=0, not_usable=companies, companies=companies, price_minor=1200)
    told = answer(with_our_own(total=feed, deliveries={"l": feed}))
    assert told[1] == "Ours, and counted in none of this: 264 lines of seminars."


def test_relayed_statements_are_attested_and_never_confirmed() -> None:
    sentences = answer(one_file(summary(attested=12.0)))
    assert "**12 people asked on the vendor's form** (attested). Confirmed by us: **not known yet**." in sentences
    assert not any("nothing loaded here could show it" in sentence for sentence in sentences)


OUTCOMES = Outcomes(
    linked=800,
    of=896,
    confirmed=37.0,
    matured_share=0.62,
    possible_on=date(2027, 1, 15),
    cost=UNKNOWN_LEADS,
    currency="GBP",
    level=0.9,
)
COST = RealLeadCost(
    leads=37.0,
    realised_minor=89_189.0,
    expected=Interval(low=59_000.0, median=81_600.0, high=118_000.0, level=0.9),
    shown=Shown.RANK,
)


def test_a_young_crm_gives_the_count_so_far_its_maturity_and_the_first_possible_day() -> None:
    sentences = answer(one_file(summary(), outcomes=OUTCOMES))
    assert sentences[3:6] == (
        "Real leads so far: **37**.",
        "Of those who ever ask, about 62 % have done so by now.",
        "What one costs can be said from 15 January 2027.",
    )


def test_a_mature_crm_gives_the_cost_of_a_real_lead_with_its_interval() -> None:
    sentence = answer(one_file(summary(), outcomes=replace(OUTCOMES, cost=COST)))[3]
    assert sentence == (
        "A real lead of the next order costs **816 GBP** (90 %: 590 to 1,180); 37 so far at 892 GBP each."
    )


def test_real_leads_of_our_own_have_no_next_order() -> None:
    cost = RealLeadCost(
        leads=48, realised_minor=38_800, expected=Interval(low=29_600, median=36_300, high=45_500, level=0.9),
        shown=Shown.RANK,
    )  # fmt: skip
    told = answer(one_file(summary(), outcomes=replace(OUTCOMES, confirmed=48.0, cost=cost, is_ours=True)))
    assert (
        "Real leads: **48 so far at 388 GBP each**, of our own; nobody sells them, so there is no next order." in told
    )


def test_few_real_leads_give_a_direction_and_none_gives_one_bound() -> None:
    directional = replace(COST, shown=Shown.DIRECTIONAL_ONLY)
    assert answer(one_file(summary(), outcomes=replace(OUTCOMES, cost=directional)))[3].endswith(
        "37 so far at 892 GBP each. This is a direction, not a rank: too few real leads."
    )
    bound = RealLeadCost(
        leads=None,
        realised_minor=None,
        expected=Interval(low=200_000.0, median=None, high=None, level=0.95),
        shown=Shown.DIRECTIONAL_ONLY,
    )
    assert answer(one_file(summary(), outcomes=replace(OUTCOMES, confirmed=0.0, cost=bound)))[3] == (
        "Real leads: **0**. One of the next order costs at least 2,000 GBP (95 %)."
    )


def test_a_crm_that_knows_few_of_the_people_speaks_for_those() -> None:
    sentences = answer(one_file(summary(), outcomes=replace(OUTCOMES, linked=412, cost=COST)))
    assert sentences[3] == "**412 of 896 were found in your CRM**; what follows speaks for those."
    assert sentences[4].startswith("A real lead of the next order costs **816 GBP**")


@pytest.mark.parametrize(("linked", "is_warned"), [(538, False), (537, True)])
def test_the_warning_of_poor_linking_begins_below_three_fifths(linked: int, is_warned: bool) -> None:
    sentences = answer(one_file(summary(), outcomes=replace(OUTCOMES, linked=linked)))
    assert any("were found in your CRM" in sentence for sentence in sentences) is is_warned


def test_what_was_not_checked_is_named_by_what_is_missing() -> None:
    assert not_checked(has_contract=False, has_suppression=False, has_crm=False, has_outcomes=False, deliveries=1) == (
        "contract terms",
        "suppression list",
        "your CRM",
        "earlier deliveries",
    )
    assert not_checked(has_contract=True, has_suppression=True, has_crm=True, has_outcomes=False, deliveries=2) == (
        "meetings and opportunities of your CRM",
    )
    assert not_checked(has_contract=True, has_suppression=True, has_crm=True, has_outcomes=True, deliveries=2) == ()


def test_the_next_steps_are_the_clean_file_the_returns_and_the_wording() -> None:
    assert [step.sentence for step in next_steps(one_file(summary()))] == [
        "Take the clean file: 233 usable records under the column names HubSpot, Salesforce or Marketo expect.",
        "Enter the return terms. The file is 18 days old. Return windows usually close 3 to 10 days after delivery.",
        "Ask northwell for the wording and form version behind 290 opt-ins; a yes alone proves nothing.",
    ]


def test_returns_are_claimed_while_there_is_time_and_regretted_after() -> None:
    in_time = summary(
        returned=34,
        claimable=Counted(records=34, amount_minor=163_200),
        last_on=date(2026, 11, 23),
    )
    assert next_steps(one_file(in_time, has_contract=True))[1].sentence == (
        "Claim 34 records worth 1,632 USD, until 23 November 2026."
    )
    late = next_steps(one_file(summary(returned=1), has_contract=True))[1].sentence
    assert late == "1 record is against the contract, but the time to return it is over."
    clean = next_steps(one_file(summary(usable=0, not_usable={}, consent={}), has_contract=True))
    assert [step.sentence for step in clean] == [
        "There is no clean file: no record is usable.",
        "Nothing to return: no record is against the contract.",
        "No wording to ask for: no line claims an opt-in without proving it.",
    ]
