"""People who look like one and are two, by name; and one person who looks like two."""

import pytest

from leadaudit.identity.linkage import SAME, UNSURE
from leadaudit.identity.pairs.weights import shipped_weights
from leadaudit.vocabulary import MatchOutcome
from tests.identity.pairs_house import explained, groups, outcomes, people, people_by_record, probability

ACME = {"company": "acme", "domain": "acme.example", "country": "US"}
JOHN = ACME | {"first": "john", "last": "abernathy", "email": "john.abernathy@acme.example", "phone": "12025550101"}


def test_one_person_twice_is_one_person() -> None:
    assert probability(JOHN, JOHN) >= SAME
    assert groups([JOHN, JOHN | {"title": "buyer"}]) == [0, 0]


def test_father_and_son_with_a_generational_suffix_are_two() -> None:
    father, son = JOHN | {"generation": "sr"}, JOHN | {"generation": "jr"}
    assert probability(father, son) < UNSURE
    assert groups([father, son]) == [0, 1]


def test_a_record_without_suffix_does_not_merge_father_and_son() -> None:
    found = people([JOHN | {"generation": "sr"}, JOHN, JOHN | {"generation": "jr"}])
    person = people_by_record(found)
    assert person["a1", 2] != person["a1", 4]
    assert outcomes(found).count(MatchOutcome.CUT) == 1


def test_two_maria_garcias_in_one_large_company_with_different_addresses_are_not_merged() -> None:
    colleagues = [
        {
            "first": "anna",
            "last": "meier",
            "company": "globex",
            "email": f"p{number}@globex.example",
            "domain": "globex.example",
        }
        for number in range(3)
    ]
    maria = {"first": "maria", "last": "garcia", "company": "globex", "domain": "globex.example", "country": "US"}
    two = [
        maria | {"email": "maria.garcia@globex.example", "title": "controller", "phone": "12025550111"},
        maria | {"email": "mgarcia2@globex.example", "title": "nurse", "phone": "12025550122"},
    ]
    assert groups([*colleagues, *two])[3:] == [3, 4]


def test_a_shared_switchboard_joins_nobody() -> None:
    staff = [ACME | {"first": first, "last": last, "phone": "12025550100"} for first, last in NAMES]
    assert groups(staff) == list(range(len(NAMES)))


NAMES = [("wei", "chen"), ("anna", "meier"), ("omar", "haddad"), ("ingrid", "solberg"), ("paul", "okafor")]


def test_an_assistants_phone_and_company_do_not_make_her_the_boss() -> None:
    boss = ACME | {"first": "ingrid", "last": "solberg", "phone": "12025550101", "title": "chief executive"}
    assistant = ACME | {"first": "wei", "last": "chen", "phone": "12025550101", "title": "assistant to the ceo"}
    assert probability(boss, assistant) < 0.01


def test_an_assistants_mailbox_does_not_make_her_the_boss() -> None:
    boss = ACME | {"first": "ingrid", "last": "solberg", "email": "office.solberg@acme.example"}
    assistant = ACME | {"first": "wei", "last": "chen", "email": "office.solberg@acme.example"}
    assert probability(boss, assistant) < SAME


def test_twins_in_a_family_firm_are_two() -> None:
    house = ACME | {"last": "abernathy", "phone": "12025550101", "street": "1 mill lane", "born": "19800102"}
    assert probability(house | {"first": "claire"}, house | {"first": "edward"}) < UNSURE


def test_husband_and_wife_on_one_line_are_two() -> None:
    house = {"last": "abernathy", "street": "1 mill lane", "phone": "442079460101", "country": "GB"}
    assert probability(house | {"first": "claire"}, house | {"first": "edward"}) < UNSURE


def test_an_initial_between_two_relatives_does_not_merge_them() -> None:
    firm = ACME | {"last": "abernathy", "phone": "12025550101"}
    person = groups([firm | {"first": "claire"}, firm | {"first": "c"}, firm | {"first": "charles"}])
    assert person[0] != person[2]


def test_a_nickname_at_the_same_employer_is_the_same_person() -> None:
    record = ACME | {"last": "abernathy", "phone": "12025550101", "title": "head of purchasing"}
    assert probability(record | {"first": "robert"}, record | {"first": "bob"}) >= SAME


def test_swapped_names_with_the_same_address_are_the_same_person() -> None:
    assert probability(JOHN, JOHN | {"first": "abernathy", "last": "john"}) >= SAME
    assert "first and last name swapped" in explained(JOHN, JOHN | {"first": "abernathy", "last": "john"}).sentence


def test_a_misheard_name_with_the_same_phone_at_the_same_employer_is_the_same_person() -> None:
    record = ACME | {"phone": "12025550101", "first": "geoffrey", "title": "head of purchasing"}
    assert probability(record | {"last": "lieberman"}, record | {"last": "leeberman"}) >= SAME


def test_a_new_employer_with_the_same_profile_page_is_the_same_person() -> None:
    new = JOHN | {"company": "globex", "domain": "globex.example", "email": "jabernathy@globex.example"}
    old = JOHN | {"profile": "linkedin.com/in/jabernathy"}
    assert probability(old, new | {"profile": "linkedin.com/in/jabernathy", "phone": "12025550177"}) >= SAME


def test_a_new_employer_with_the_same_private_address_is_the_same_person() -> None:
    private = {"email": "j.abernathy77@mail.example", "domain": "", "phone": ""}
    old = {name: said for name, said in (JOHN | private).items() if said}
    assert probability(old, old | {"company": "globex"}) >= SAME


def test_a_common_name_at_two_employers_is_two_people() -> None:
    old = {
        "first": "john",
        "last": "smith",
        "company": "acme",
        "email": "john.smith@acme.example",
        "domain": "acme.example",
    }
    new = {
        "first": "john",
        "last": "smith",
        "company": "globex",
        "email": "jsmith@globex.example",
        "domain": "globex.example",
    }
    assert probability(old, new) < UNSURE


def test_people_who_differ_by_a_digit_in_name_address_and_company_are_two() -> None:
    staff = [
        {
            "first": f"ada{number}", "last": "brook", "email": f"ada{number}@firm{number}.example",
            "company": f"firm {number}", "domain": f"firm{number}.example", "phone": f"1202555010{number}",
            "title": "buyer", "country": "US",
        }
        for number in range(1, 7)
    ]  # fmt: skip
    assert probability(staff[0], staff[1]) < UNSURE
    assert groups(staff) == list(range(6))


def test_nothing_said_is_nothing_known() -> None:
    assert probability({}, {}) < 0.001
    assert explained({}, {}).sentence == "Two people (0%): nothing tells."


def test_a_missing_value_weighs_nothing() -> None:
    without = {name: said for name, said in JOHN.items() if name != "phone"}
    compared = {step.comparison for step in explained(JOHN, without).steps}
    assert "phone" not in compared
    assert "email" in compared


def test_people_who_were_decided_to_be_two_stay_two() -> None:
    assert groups([JOHN, JOHN], decided=[(0, 1, False)]) == [0, 1]
    assert outcomes(people([JOHN, JOHN], decided=[(1, 0, False)])) == [MatchOutcome.DECIDED_DIFFERENT]


def test_people_who_were_decided_to_be_one_are_one() -> None:
    other = {"first": "wei", "last": "chen", "email": "wei@globex.example"}
    assert groups([JOHN, other]) == [0, 1]
    assert groups([JOHN, other], decided=[(0, 1, True)]) == [0, 0]


def test_a_decision_holds_through_a_bridge() -> None:
    person = groups([JOHN, JOHN, JOHN], decided=[(0, 2, False)])
    assert person[0] != person[2]
    assert person[1] in {person[0], person[2]}


OSWIN = {"first": "oswin", "last": "pellowe", "company": "bramcroft", "domain": "bramcroft.example", "country": "US"}


def test_a_rare_name_at_another_company_is_not_joined_by_weights_that_do_not_know_how_rare_it_is() -> None:
    there = {"first": "oswin", "last": "pellowe", "company": "quarnfenn", "domain": "quarnfenn.example"}
    assert probability(OSWIN, there | {"country": "US", "title": "analyst"}) < UNSURE
    # The same title, too: somebody should look.
    assert UNSURE <= probability(OSWIN | {"title": "it manager"}, there | {"title": "it manager"}) < SAME


def test_who_changed_jobs_and_kept_phone_or_profile_page_is_one_person() -> None:
    there = {"first": "oswin", "last": "pellowe", "company": "quarnfenn", "domain": "quarnfenn.example"}
    for kept in ({"phone": "12025550131"}, {"profile": "linkedin.com/in/oswinpellowe"}):
        assert probability(OSWIN | kept, there | kept) >= SAME


def test_colleagues_of_one_first_name_in_one_office_are_two() -> None:
    office = {"city": "leeds", "postcode": "LS14AP", "title": "sales manager", "phone": "442079460101"}
    one, other = OSWIN | office, OSWIN | office | {"last": "ravensdale"}
    assert probability(one, other) < UNSURE


def test_two_lines_next_to_each_other_at_one_company_say_nothing_for_one_person() -> None:
    one, other = OSWIN | {"phone": "442079460101"}, OSWIN | {"phone": "442079460102"}
    phone = next(step for step in explained(one, other).steps if step.comparison == "phone")
    assert (phone.level, phone.bits) == ("slip", 0)


def test_the_same_name_weighs_less_among_a_million_than_among_a_thousand() -> None:
    weights = shipped_weights()
    assert weights.among(1_000) == weights
    assert weights.among(3_000_000).prior == pytest.approx(weights.prior / 100)
    name = {"first": "oswin", "last": "pellowe", "country": "US"}
    few, many = (explained(name, name, weights.among(count)) for count in (1_000, 3_000_000))
    assert few.bits - many.bits == pytest.approx(6.64, abs=0.01)


MARIA = {"first": "maria", "last": "garcia", "company": "globex", "domain": "globex.example", "country": "US"}
ONE_BOX, OTHER_BOX = {"email": "maria.garcia@globex.example"}, {"email": "mgarcia2@globex.example"}


def test_two_addresses_at_one_company_wait_for_a_person_unless_the_title_agrees() -> None:
    assert UNSURE <= probability(MARIA | ONE_BOX, MARIA | OTHER_BOX) < SAME
    switchboard = {"phone": "12025550100"}
    assert probability(MARIA | ONE_BOX | switchboard, MARIA | OTHER_BOX | switchboard) < SAME
    title = {"title": "head of treasury"}
    assert probability(MARIA | ONE_BOX | title, MARIA | OTHER_BOX | title) >= SAME


def test_a_slip_in_the_address_does_not_make_two() -> None:
    assert probability(MARIA | ONE_BOX, MARIA | {"email": "maria.garca@globex.example"}) >= SAME


def test_a_record_without_address_does_not_make_one_of_two_maria_garcias() -> None:
    bridge = MARIA | {"title": "head of treasury", "phone": "12025550111"}
    one, other = MARIA | ONE_BOX | {"title": "head of treasury"}, MARIA | OTHER_BOX | {"phone": "12025550111"}
    person = groups([one, bridge, other])
    assert person[0] != person[2]
    assert person[1] in {person[0], person[2]}


def test_numbered_addresses_at_one_company_are_not_a_slip() -> None:
    analyst = MARIA | {"title": "analyst"}
    one, other = (
        analyst | {"email": "maria.garcia1@globex.example"},
        analyst | {"email": "maria.garcia2@globex.example"},
    )
    assert probability(one, other) < SAME
