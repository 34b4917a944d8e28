"""Pairs depend on the two records, and nothing else: not on order, not on who else is there."""

from collections.abc import Sequence
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadaudit.identity.pairs.between import PAIRS, pairs_between, reestimated
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.weights import shipped_weights, weights_from_json
from tests.identity.pairs_house import Said, explained, groups, people_by_record, settled, table

FIRSTS = ("john", "jon", "robert", "bob", "maria", "j", "wei", "ingrid")
LASTS = ("abernathy", "abernaty", "solberg", "chen", "garcia", "john")
COMPANIES = ("acme", "acme labs", "globex")

maybe = st.none()
person = st.fixed_dictionaries(
    {
        "first": st.sampled_from(FIRSTS) | maybe,
        "last": st.sampled_from(LASTS) | maybe,
        "company": st.sampled_from(COMPANIES) | maybe,
        "phone": st.sampled_from(("12025550101", "12025550111", "442079460101")) | maybe,
        "email": st.sampled_from(("j.abernathy@acme.example", "solberg@globex.example", "wei77@mail.example")) | maybe,
        "title": st.sampled_from(("buyer", "head of purchasing")) | maybe,
        "born": st.sampled_from(("19800102", "19800201")) | maybe,
        "generation": st.sampled_from(("jr", "sr")) | maybe,
    }
)
records = st.lists(person, min_size=2, max_size=9)
few = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def said_of(pairs: pa.Table) -> dict[tuple[object, ...], float]:
    """The bits of every pair by its key."""
    return {tuple(row[name] for name in PAIRS.key): round(row["bits"], 9) for row in pairs.to_pylist()}


def people(described: pa.Table) -> dict[tuple[str, int], str]:
    """The person of every record of some inputs, pairs looked for input by input."""
    weights = shipped_weights()
    inputs = [described.filter(pc.equal(described["delivery"], name)) for name in unique(described)]
    scopes = [(one, None) for one in inputs]
    scopes += [(one, other) for place, one in enumerate(inputs) for other in inputs[place + 1 :]]
    pairs = pa.concat_tables([pairs_between(one, other, weights).pairs for one, other in scopes])
    return people_by_record(settled(described, pairs))


def unique(described: pa.Table) -> list[str]:
    return list(dict.fromkeys(described["delivery"].to_pylist()))


def test_nobody_gives_no_pairs() -> None:
    found = pairs_between(DESCRIBED.empty(), None, shipped_weights())
    assert found.pairs.equals(PAIRS.empty())
    assert (found.compared, found.recall) == (0, None)


@few
@given(records, records)
def test_which_input_is_left_does_not_matter(one: Sequence[Said], other: Sequence[Said]) -> None:
    left, right = table(one), table(other, delivery="b1")
    weights = shipped_weights()
    assert said_of(pairs_between(left, right, weights).pairs) == said_of(pairs_between(right, left, weights).pairs)


@few
@given(person, person)
def test_which_record_comes_first_does_not_matter(one: Said, other: Said) -> None:
    assert explained(one, other).bits == pytest.approx(explained(other, one).bits)


@few
@given(records, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(said: Sequence[Said], random: Random) -> None:
    described = table(said)
    places = list(range(described.num_rows))
    random.shuffle(places)
    weights = shipped_weights()
    shuffled = pairs_between(described.take(pa.array(places)), None, weights)
    assert said_of(shuffled.pairs) == said_of(pairs_between(described, None, weights).pairs)


@few
@given(records, records, st.booleans())
def test_the_order_of_inputs_does_not_matter(one: Sequence[Said], other: Sequence[Said], turned: bool) -> None:
    inputs = [table(one), table(other, delivery="b1")]
    assert people(pa.concat_tables(inputs[::-1] if turned else inputs)) == people(pa.concat_tables(inputs))


@few
@given(records)
def test_an_unrelated_record_changes_nobody(said: Sequence[Said]) -> None:
    stranger = {"first": "ottilie", "last": "quartermain", "company": "unheard", "email": "oq@unheard.example"}
    assert groups([*said, stranger])[:-1] == groups(said)


@few
@given(records, records)
def test_an_input_that_is_taken_out_leaves_what_would_have_been(one: Sequence[Said], other: Sequence[Said]) -> None:
    weights = shipped_weights()
    left, right = table(one), table(other, delivery="b1")
    scopes = ((left, None), (right, None), (left, right))
    pairs = pa.concat_tables([pairs_between(first, second, weights).pairs for first, second in scopes])
    after = settled(left, pairs)
    never = settled(left, pairs_between(left, None, weights).pairs)
    assert after.people.equals(never.people)
    assert after.matches.equals(never.matches)


@few
@given(records)
def test_the_explanation_adds_up_to_the_pair(said: Sequence[Said]) -> None:
    described = table(said)
    for row in pairs_between(described, None, shipped_weights()).pairs.to_pylist():
        found = explained(said[row["line"] - 2], said[row["other_line"] - 2])
        assert sum(step.bits for step in found.steps) == pytest.approx(found.bits, abs=0.1)
        assert found.bits == pytest.approx(row["bits"])


def test_a_key_held_by_too_many_is_left_out_and_reported() -> None:
    staff = [
        {"phone": "12025550100", "first": f"{chr(97 + n // 26)}{chr(97 + n % 26)}x", "last": f"l{n}"} for n in range(60)
    ]
    described = pa.concat_tables([table(staff, lines=[n * 2000 + block for n in range(60)]) for block in range(25)])
    found = pairs_between(described, None, shipped_weights())
    report = {row["rule"]: row for row in found.blocking.to_pylist()}
    assert report["phone"]["keys_skipped"] == 1
    assert report["phone"]["pairs_skipped"] == 1500 * 1499 // 2
    assert report["phone"]["largest_key_records"] == 1500
    assert report["everybody"]["pairs_skipped"] == 1500 * 1499 // 2


def test_few_records_are_all_compared() -> None:
    strangers = [{"first": "wei", "last": "chen"}, {"first": "ingrid", "last": "solberg"}, {"email": "x@mail.example"}]
    assert pairs_between(table(strangers), None, shipped_weights()).compared == 3


def several(count: int) -> list[Said]:
    """Invented people, every third of them twice with a misspelled first name or without phone."""
    made: list[Said] = []
    for number in range(count):
        last = "".join(chr(97 + (number * step) % 26) for step in (7, 11, 3, 5, 17))
        one = {
            "first": FIRSTS[number % 5], "last": last, "company": COMPANIES[number % 3],
            "phone": f"1202555{number:04}", "email": f"{last}@{COMPANIES[number % 3].replace(' ', '')}.example",
        }  # fmt: skip
        made.append(one)
        if number % 3 == 0:
            made.append(
                one | {"first": "johnn"} if number % 2 else {name: one[name] for name in one if name != "phone"}
            )
    return made


def test_reestimated_weights_are_the_same_for_the_same_records_in_any_order() -> None:
    one, other = table(several(60)), table(several(40), delivery="b1")
    weights = reestimated([one, other], shipped_weights())
    assert (
        reestimated([other, one.take(pa.array(range(one.num_rows)[::-1]))], shipped_weights()).version
        == weights.version
    )
    assert weights.version != shipped_weights().version


def test_reestimated_weights_learn_how_common_a_value_is() -> None:
    weights = reestimated([table(several(120))], shipped_weights())
    # Forty of 120 people, with fifty pseudo-people who hold something else.
    assert weights.shares["company"]["acme"] == pytest.approx(40 / 170, abs=0.08)
    assert weights.unseen["company"] < 0.01


def test_reestimated_weights_learn_how_common_a_name_is_in_its_country() -> None:
    here = [{"first": "wei", "last": "chen", "country": "SG", "company": f"firm {at}"} for at in range(40)]
    there = [{"first": f"name{at}", "last": f"family{at}", "country": "GB"} for at in range(200)]
    weights = reestimated([table([*here, *there])], shipped_weights())
    assert weights.shares["last_there"]["chen|SG"] > 2 * weights.shares["last"]["chen"]
    # What hardly anybody holds is not told, in no country.
    assert set(weights.shares["last_there"]) == {"chen|SG"}
    pair = {"first": "wei", "last": "chen"}
    home, away = (explained(pair | {"country": code}, pair | {"country": code}, weights) for code in ("SG", "GB"))
    bits = [next(step.bits for step in one.steps if step.comparison == "last") for one in (home, away)]
    assert bits[0] < bits[1] - 1


def test_reestimated_weights_know_families_by_their_postal_code_where_no_street_is_given() -> None:
    families = [
        {
            "first": first,
            "last": f"family{at}",
            "postcode": f"LS{at:03d}",
            "city": "leeds",
            "born": f"19{60 + at % 30}0{day}02",
        }
        for at in range(60)
        for day, first in enumerate(("homer", "wei", "ingrid"), start=1)
    ]
    streets = [one | {"street": f"{at} mill lane"} for at, one in enumerate(families)]
    here, there = (reestimated([table(said)], shipped_weights()).relatives for said in (families, streets))
    assert here > 2 * there


def test_a_pair_says_the_same_to_the_last_bit_alone_and_among_others() -> None:
    one = {"first": "robert", "last": "marlow", "title": "vp finance", "company": "brightwater", "country": "GB"}
    said = [one | {"phone": "442079460101"}, one | {"first": "rob", "phone": "442079460102", "city": "leeds"}]
    others = [{"first": f"name{at}", "last": "marlow", "company": "brightwater"} for at in range(9)]
    alone, among = (pairs_between(table([*said, *more]), None, shipped_weights()).pairs for more in ([], others))
    assert (alone.num_rows, alone["bits"][0]) == (1, among["bits"][0])


def test_weights_survive_being_stored() -> None:
    weights = reestimated([table(several(30))], shipped_weights())
    assert weights_from_json(weights.as_json()) == weights
    assert weights_from_json(weights.as_json()).version == weights.version


def test_two_records_are_too_few_to_learn_from() -> None:
    assert reestimated([table([{"first": "wei"}, {"first": "wei"}])], shipped_weights()) == shipped_weights()
