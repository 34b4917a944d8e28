from collections.abc import Mapping
from random import Random

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.identity.groups import MOST_VARIANTS
from leadaudit.identity.people import people
from leadaudit.tables import FACTS, KEYS, NODES, PEOPLE
from tests.identity.identity_house import FREE, House

Record = tuple[str, int, Mapping[str, object]]


def apart(*said: Mapping[str, object]) -> bool:
    """Whether all records, one a delivery of one vendor, stay different people."""
    who = House([(f"a{number}", 2, one) for number, one in enumerate(said)]).who()
    return len(set(who.values())) == len(said)


def together(*said: Mapping[str, object]) -> bool:
    """Whether all records, one a delivery of one vendor, are one person."""
    who = House([(f"a{number}", 2, one) for number, one in enumerate(said)]).who()
    return set(who.values()) == {"a0:2"}


ANNA = {"first": "anna", "last": "meier", "email": "anna.meier@acme.example"}


def test_nobody_gives_nobody() -> None:
    assert people(nodes=NODES.empty(), keys=KEYS.empty(), facts=FACTS.empty()).equals(PEOPLE.empty())


def test_one_address_is_one_person_named_by_the_earliest_record() -> None:
    found = House([("b2", 2, ANNA), ("a1", 10, ANNA), ("a1", 9, {"email": ANNA["email"]}), ("a1", 3, {})])
    assert found.who() == {"a1:3": "a1:3", "a1:9": "a1:9", "a1:10": "a1:9", "b2:2": "a1:9"}
    assert found.rules() == {"a1:3": None, "a1:9": "email", "a1:10": "email", "b2:2": "email"}


def test_a_later_line_of_an_earlier_file_comes_first_by_number_not_by_text() -> None:
    assert House([("a10", 2, ANNA), ("a9", 100, ANNA), ("a9", 20, ANNA)]).who()["a10:2"] == "a9:20"


def test_a_nickname_or_a_new_surname_on_the_same_address_is_the_same_person() -> None:
    assert together(
        {"first": "robert", "last": "smith", "email": "rs@acme.example"},
        {"first": "bob", "last": "smith", "email": "rs@acme.example"},
    )
    assert together(ANNA, ANNA | {"last": "schmidt"})


def test_a_tag_in_an_address_makes_nobody_another_person() -> None:
    name = {"first": "jane", "last": "doe"}
    assert together({**name, "email": "jane@acme.example"}, {**name, "email": "jane+news@acme.example"})
    shared = {**name, "phone": "+12025550143"}
    assert together({**shared, "email": "jane+a@acme.example"}, {**shared, "email": "jane+b@acme.example"})
    assert apart(
        {**name, "email": "jane@acme.example"}, {"first": "ben", "last": "roe", "email": "jane+b@acme.example"}
    )


def test_another_name_on_the_same_address_is_another_person() -> None:
    assert apart(ANNA, ANNA | {"first": "wei", "last": "chen"})


def test_two_of_three_on_a_shared_address_are_one_and_the_third_stays_apart() -> None:
    other = ANNA | {"first": "wei", "last": "chen"}
    who = House([("a1", 2, ANNA), ("a1", 3, other), ("a1", 4, ANNA), ("a1", 5, {"email": ANNA["email"]})]).who()
    assert who == {"a1:2": "a1:2", "a1:3": "a1:3", "a1:4": "a1:2", "a1:5": "a1:5"}


def test_a_record_that_fits_two_people_joins_neither() -> None:
    shared = "jsmith@acme.example"
    assert apart(
        {"first": "john", "last": "smith", "email": shared},
        {"first": "jane", "last": "smith", "email": shared},
        {"first": "j", "last": "smith", "email": shared},
    )


def test_a_role_mailbox_joins_nobody() -> None:
    assert apart({"email": "info@acme.example"}, {"email": "info@acme.example"})
    assert apart(
        {"email": "info@acme.example", "first": "anna", "last": "meier"},
        {"email": "info@acme.example", "first": "wei", "last": "chen"},
    )


def test_father_and_son_stay_two() -> None:
    phone, domain = "+12025550143", "@acme.example"
    for other in ("sr", None):
        father = {"first": "john", "last": "smith", "generation": other, "phone": phone}
        son = {"first": "john", "last": "smith", "generation": "jr", "phone": phone}
        assert apart(father, son)
        assert apart(father | {"email": "js" + domain}, son | {"website_domain": "acme.example"})
    assert apart({**ANNA, "generation": "jr"}, {**ANNA, "generation": "sr"})
    assert together({**ANNA, "generation": "jr"}, ANNA)  # the same address: the suffix was left out


def test_a_switchboard_joins_nobody() -> None:
    phone = "+12025550100"
    assert apart(
        {"first": "anna", "last": "meier", "phone": phone},
        {"first": "wei", "last": "chen", "phone": phone},
        {"last": "meier", "phone": phone},
        {"first": "bernd", "last": "meier", "phone": phone},
    )


def test_on_a_switchboard_a_surname_alone_is_not_enough() -> None:
    anna, surname = {"first": "anna", "last": "meier"}, {"last": "meier"}
    phone, elsewhere = "+12025550100", {"first": "wei", "last": "chen", "phone": "+12025550100"}
    assert together(anna | {"phone": phone}, surname | {"phone": phone})
    assert apart(anna | {"phone": phone}, surname | {"phone": phone}, elsewhere)


def test_two_maria_garcias_at_one_company_stay_two() -> None:
    maria = {"first": "maria", "last": "garcia"}
    one, other = {**maria, "email": "maria.garcia@acme.example"}, {**maria, "email": "mgarcia2@acme.example"}
    assert apart(one, other)
    assert apart(one | {"phone": "+12025550100"}, other | {"phone": "+12025550100"})
    # A third record that says less could be either of them.
    assert apart(one, other, {**maria, "website_domain": "acme.example"})
    assert together(one, {**maria, "website_domain": "acme.example"})


def test_a_private_and_a_business_address_at_one_company_may_be_namesakes() -> None:
    maria = {"first": "maria", "last": "garcia"}
    private = {**maria, "email": "maria@" + FREE, "website_domain": "acme.example"}
    business = {**maria, "email": "mgarcia@acme.example"}
    assert apart(private, business)
    switchboard = {"phone": "+12025550100"}
    assert apart(private | switchboard, business | switchboard, {"first": "wei", "last": "chen"} | switchboard)
    assert together(private | switchboard, business | switchboard)  # a line of her own


def test_two_profile_pages_are_two_people_of_one_name() -> None:
    maria = {"first": "maria", "last": "garcia", "website_domain": "acme.example"}
    assert apart({**maria, "profile": "linkedin.com/in/maria1"}, {**maria, "profile": "linkedin.com/in/maria2"})
    assert together({**maria, "profile": "linkedin.com/in/maria1"}, maria)


def test_phone_and_surname_join_a_private_and_a_business_address() -> None:
    phone = "+12025550143"
    assert together(ANNA | {"phone": phone}, {**ANNA, "email": "anna@" + FREE, "phone": phone})
    assert House([("a1", 2, ANNA | {"phone": phone}), ("a1", 3, {"last": "meier", "phone": phone})]).rules() == {
        "a1:2": "phone_and_last_name",
        "a1:3": "phone_and_last_name",
    }


def test_a_contradiction_that_only_the_whole_shows_is_cut_at_the_weaker_key() -> None:
    phone = "+12025550143"
    # 2 and 4 never share a key, but are two addresses at one company; 3 has the phone of 2 and the name of both.
    found = House(
        [
            ("a1", 2, {"first": "maria", "last": "garcia", "email": "maria@acme.example", "phone": phone}),
            ("a1", 3, {"last": "garcia", "phone": phone, "profile": "linkedin.com/in/mg"}),
            ("a1", 4, {"last": "garcia", "email": "mg@acme.example", "profile": "linkedin.com/in/mg"}),
        ]
    )
    assert found.who() == {"a1:2": "a1:2", "a1:3": "a1:3", "a1:4": "a1:3"}


def test_a_vendors_line_numbers_are_no_people() -> None:
    assert apart({**ANNA, "id": "1"}, {"first": "wei", "last": "chen", "email": "wei@zeta.example", "id": "1"})
    assert apart({"email": "a@acme.example", "id": "1"}, {"email": "b@zeta.example", "id": "1"})
    assert together(
        {"first": "anna", "last": "meier", "email": "anna@zeta.example", "id": "L-9"},
        {"first": "anna", "last": "meier", "email": "am@acme.example", "id": "L-9"},
    )


def test_the_same_record_id_of_two_vendors_means_nothing() -> None:
    one = {"first": "anna", "last": "meier", "id": "L-9"}
    assert set(House([("a1", 2, one), ("b1", 2, one)]).who().values()) == {"a1:2", "b1:2"}


def test_a_contact_is_named_by_its_earliest_record_and_may_have_several_ids() -> None:
    found = House([("crm-1", 2, ANNA | {"crm": "003A"}), ("crm-1", 5, ANNA | {"crm": "003B"}), ("b7", 3, ANNA)])
    assert found.who() == {"b7:3": "b7:3", "crm-1:2": "b7:3", "crm-1:5": "b7:3"}


def test_a_key_under_very_many_names_joins_only_what_says_the_same() -> None:
    crowd = [("a1", n, {"first": f"{chr(97 + n % 26) * 4}", "last": f"last{n}", "email": "x@acme.example"})
             for n in range(2, MOST_VARIANTS + 4)]  # fmt: skip
    again: Record = ("a2", 2, dict(crowd[0][2]))
    who = House([*crowd, again]).who()
    assert who["a2:2"] == "a1:2"
    assert len(set(who.values())) == len(crowd)


SAID = st.fixed_dictionaries(
    {},
    optional={
        "first": st.sampled_from(["anna", "ann", "wei", "bob", "robert", "a"]),
        "last": st.sampled_from(["meier", "chen"]),
        "generation": st.sampled_from(["jr", "sr"]),
        "email": st.sampled_from(["a@acme.example", "b@acme.example", "info@acme.example", "c@" + FREE]),
        "phone": st.sampled_from(["+12025550143", "+12025550144"]),
        "profile": st.sampled_from(["linkedin.com/in/a", "linkedin.com/in/b"]),
        "website_domain": st.just("acme.example"),
        "id": st.sampled_from(["1", "2"]),
    },
)
WORLD = st.lists(st.tuples(st.sampled_from(["a1", "a2", "b1"]), SAID), min_size=1, max_size=9).map(
    lambda said: [(delivery, line, one) for line, (delivery, one) in enumerate(said, start=2)]
)


@settings(max_examples=30)
@given(WORLD, st.randoms(use_true_random=False))
def test_people_do_not_depend_on_the_order_of_rows(records: list[Record], random: Random) -> None:
    found = House(records)
    shuffled = list(range(len(records)))
    random.shuffle(shuffled)
    keys = found.keys
    mixed = list(range(keys.num_rows))
    random.shuffle(mixed)
    order = pa.array(mixed, pa.int64())
    again = people(nodes=found.nodes.take(shuffled), keys=keys.take(order), facts=found.facts.take(shuffled))
    assert again.equals(found.people)


@settings(max_examples=30)
@given(WORLD, st.sampled_from(["a1", "b1", "c0"]))
def test_a_record_that_shares_nothing_changes_nobody(records: list[Record], delivery: str) -> None:
    before = House(records).who()
    stranger: Record = (delivery, 99, {"first": "olga", "last": "ruiz", "email": "olga@zeta.example", "id": "77"})
    after = House([*records, stranger]).who()
    assert after.pop(f"{delivery}:99") == f"{delivery}:99"
    assert after == before


@settings(max_examples=30)
@given(WORLD)
def test_nobody_holds_two_generations_or_clearly_different_names(records: list[Record]) -> None:
    said_of: dict[str, list[Mapping[str, object]]] = {}
    who = House(records).who()
    for delivery, line, said in records:
        said_of.setdefault(who[f"{delivery}:{line}"], []).append(said)
    for said_by_one in said_of.values():
        assert len({said["generation"] for said in said_by_one if "generation" in said}) <= 1
        firsts = {str(said["first"]) for said in said_by_one if "first" in said}
        assert not ({"wei"} & firsts and firsts - {"wei"})


@settings(max_examples=30)
@given(WORLD)
def test_everybody_in_company_has_a_rule_and_everybody_alone_has_none(records: list[Record]) -> None:
    found = House(records).people.to_pylist()
    size: dict[str, int] = {}
    for row in found:
        size[row["person"]] = size.get(row["person"], 0) + 1
    assert all((row["rule"] is not None) == (size[row["person"]] > 1) for row in found)
    assert len(found) == len(records)
