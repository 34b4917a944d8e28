"""What a real lead costs, in sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leadaudit.answers.costs import (
    cost_answer,
    decision_words,
    more_records,
    none_words,
    standing_words,
    why_apart,
    why_not_more,
)
from leadaudit.economics.decisions import BudgetVerdict
from leadaudit.economics.outcome_cells import Sight
from leadaudit.economics.ranked_outcomes import Compared, compare
from leadaudit.policy import default_policy
from tests.economics.outcome_house import AS_OF, OLD, House

NOT_GIVEN = (
    "Counted as cost: price of the records, credits taken off; not given: verification, platform and set-up fees, "
    "sales time, nurture and asking people."
)


def told(house: House) -> tuple[Compared, tuple[str, ...]]:
    compared = compare(house.outcomes(), policy=default_policy())
    return compared, cost_answer(compared, house.cells())


def house_of(**leads: tuple[int, int]) -> House:
    """Vendors with so many old records at 10 USD, so many of them real leads."""
    house = House()
    for vendor, (records, came) in leads.items():
        for line in house.delivers(vendor, records)[:came]:
            house.comes(line)
    return house


def test_a_vendor_far_ahead_is_named_with_what_may_move_to_it() -> None:
    house = house_of(osprelle=(400, 24), quillmere=(400, 6))
    compared, sentences = told(house)
    assert sentences[0].startswith("Osprelle's real leads: expect **1")
    assert sentences[0].endswith(").")
    assert "(90 %: " in sentences[0]
    assert sentences[1:] == (
        "Budget may move to it from quillmere.",
        NOT_GIVEN,
        "800 of 800 (100 %) were found in your CRM, known through 1 November 2026.",
    )
    [pair] = compared.ranking.pairs
    assert decision_words(pair, compared, house.cells()) == (
        "Move up to 2,000 USD from quillmere to osprelle: cheaper with over 99 in 100. Look again on 30 January 2027."
    )
    assert why_not_more(pair) == ""


def test_vendors_nearly_alike_are_no_reason_to_move_and_the_records_that_would_tell_are_named() -> None:
    house = house_of(osprelle=(300, 9), quillmere=(300, 6))
    compared, sentences = told(house)
    [pair] = compared.ranking.pairs
    assert pair.decision.verdict is BudgetVerdict.NOT_ENOUGH_DATA
    more = more_records(pair, compared)
    assert more is not None
    assert sentences[1] == f"Quillmere may be cheaper; {more:,} more records of each would tell."
    assert decision_words(pair, compared, house.cells()).startswith(
        "Not enough data to tell osprelle from quillmere: cheaper with "
    )


def test_people_followed_up_otherwise_make_vendors_not_comparable() -> None:
    house = house_of(osprelle=(400, 24), quillmere=(400, 6))
    for line in house.lines[400:700]:
        line["worked"] = False
    compared, sentences = told(house)
    [pair] = compared.ranking.pairs
    assert sentences[1] == "It cannot be compared with quillmere: their people were not followed up alike."
    assert decision_words(pair, compared, house.cells()) == (
        "Osprelle and quillmere are not comparable: follow-up differs "
        "(400 of 400 (100 %) against 100 of 400 (25 %) worked)."
    )


def test_none_of_many_gives_a_bound_and_no_middle() -> None:
    compared, sentences = told(house_of(osprelle=(300, 0)))
    assert sentences[0] == "Osprelle's real leads: expect **at least 1,568 USD** each; none came so far."
    assert standing_words(compared.outcomes[0], compared) == "at least 1,568"


@pytest.mark.parametrize(
    ("sight", "sentences"),
    [
        (
            Sight(known_through=None),
            (
                "What a real lead costs is **not known yet**: nothing loaded could show one.",
                "Bring in the activities and opportunities of your CRM for the last twelve months.",
                "A figure can be given as soon as they are here.",
            ),
        ),
        (
            Sight(known_through=OLD, has_crm=True, has_crm_outcomes=True),
            (
                "Real leads so far: **0**; what one costs is **not known yet**.",
                "A figure can be given from 13 January 2026.",
            ),
        ),
    ],
    ids=["no CRM", "CRM of the day of delivery"],
)
def test_318_records_nobody_could_know_anything_of_give_no_figure(sight: Sight, sentences: tuple[str, ...]) -> None:
    house = House(sight=sight)
    house.delivers("northwell", 318)
    compared, answer = told(house)
    assert answer == sentences
    assert "USD" not in " ".join([*answer, standing_words(compared.outcomes[0], compared)])


def test_why_so_far_and_expected_differ_is_said() -> None:
    young = House()
    for line in young.delivers("osprelle", 500, on=AS_OF - timedelta(days=20))[:20]:
        young.comes(line, after=10)
    compared, _ = told(young)
    reason = why_apart(compared.outcomes[0], compared)
    assert reason is not None
    assert reason.startswith("Osprelle: 250 so far, ")
    assert reason.endswith("because only about 49 % of its real leads have had time to come.")
    pulled = house_of(osprelle=(1000, 40), quillmere=(1000, 40), tallowgate=(100, 1))
    compared, _ = told(pulled)
    few = next(one for one in compared.outcomes if one.name == "tallowgate")
    assert str(why_apart(few, compared)).endswith(
        "1 real lead is little evidence, so it is pulled toward the other vendors."
    )
    many = next(one for one in compared.outcomes if one.name == "osprelle")
    assert why_apart(many, compared) is None


def test_a_vendor_of_companies_alone_is_said_to_have_no_people() -> None:
    house = house_of(osprelle=(300, 9))
    house.delivers("lumivane", 30, flags=["account_only"], linked=False)
    compared, _ = told(house)
    assert standing_words(compared.outcomes[-1], compared) == "companies, no people"


def test_a_currency_without_a_rate_is_named_with_its_vendor_and_what_to_do() -> None:
    house = house_of(osprelle=(400, 24), quillmere=(400, 12))
    house.currencies["quillmere"] = "EUR"
    assert (
        "What quillmere's records cost is not known: there is no rate of exchange from EUR into USD for every day of "
        "delivery. Bring rates in (page Data, or leadaudit import fx)."
    ) in told(house)[1]


def test_none_of_many_says_how_many_at_most_and_what_one_costs_at_least() -> None:
    house = house_of(osprelle=(400, 24), corvane=(400, 0))
    compared, _ = told(house)
    corvane = next(one for one in compared.outcomes if one.name == "corvane")
    assert none_words(corvane, compared) == (
        "Corvane: none of 400 records old enough to tell became a real lead, so at most 0.5 % do (95 %)."
    )
    assert standing_words(corvane, compared) == "at least 2,089"
    assert none_words(compared.outcomes[0], compared) is None


def test_people_who_come_by_themselves_are_never_whom_budget_moves_to() -> None:
    house = house_of(inbound=(400, 60), osprelle=(400, 24), quillmere=(400, 6))
    outcomes = house.outcomes()
    outcomes["inbound"] = replace(outcomes["inbound"], is_baseline=True)
    compared = compare(outcomes, policy=default_policy())
    sentences = cost_answer(compared, house.cells())
    assert [one.name for one in compared.outcomes] == ["inbound", "osprelle", "quillmere"]
    assert sentences[0].startswith("Osprelle's real leads: expect **")
    assert sentences[1] == "Budget may move to it from quillmere."


def test_our_own_people_are_named_beside_the_vendors_and_stand_in_no_total() -> None:
    house = house_of(inbound=(400, 60), osprelle=(400, 24), quillmere=(400, 6))
    house.ours = frozenset({"inbound"})
    sentences = told(house)[1]
    assert "Inbound (ours) stands beside the vendors and in no total, with 60 real leads." in sentences
    assert "800 of 800 (100 %) were found in your CRM, known through 1 November 2026." in sentences


def test_our_own_people_alone_are_beside_nobody() -> None:
    house = house_of(inbound=(400, 60))
    house.ours = frozenset({"inbound"})
    sentences = told(house)[1]
    assert sentences[0] == (
        "Inbound's real leads cost **66.67 USD** each so far; nobody sells them, so there is no next order."
    )
    assert not any("beside" in sentence for sentence in sentences)
    assert "400 of 400 (100 %) were found in your CRM, known through 1 November 2026." in sentences


def test_without_a_figure_real_leads_so_far_are_those_that_were_bought() -> None:
    house = house_of(inbound=(20, 5), osprelle=(20, 2))
    house.ours = frozenset({"inbound"})
    assert told(house)[1][:2] == (
        "Real leads so far: **2**; what one costs is **not known yet**.",
        "Inbound (ours) stands beside the vendors and in no total, with 5 real leads.",
    )
