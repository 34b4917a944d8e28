"""People out of keys, likeness and decisions; every person is invented."""

import pyarrow as pa

from leadaudit.identity.decisions import Decision, decided
from leadaudit.identity.pairs.between import PAIRS
from leadaudit.identity.people import Persons, persons
from leadaudit.vocabulary import Judgement, MatchOutcome
from tests.identity.identity_house import House

ADA = ("a1", 1, {"first": "ada", "last": "marlow", "email": "ada@brightwater.example"})
ADA_AT_HOME = ("b1", 1, {"first": "ada", "last": "marlow", "email": "marlow77@mail.example"})
BEN = ("a1", 2, {"first": "ben", "last": "okoro", "email": "ben@silver.example"})

Ends = tuple[tuple[str, int], tuple[str, int]]


def likely(*told: tuple[Ends, float]) -> pa.Table:
    rows = [
        {"delivery": one[0], "line": one[1], "other_delivery": other[0], "other_line": other[1], "bits": bits,
         "p": 1 / (1 + 2**-bits)}
        for (one, other), bits in told
    ]  # fmt: skip
    return PAIRS.build(rows)


def settled(house: House, pairs: pa.Table, *decisions: Decision) -> Persons:
    return persons(nodes=house.nodes, keys=house.keys, facts=house.facts, pairs=pairs, decisions=decisions)


def who(found: Persons) -> dict[str, str]:
    return {f"{row['delivery']}:{row['line']}": row["person"] for row in found.people.to_pylist()}


def outcomes(found: Persons) -> list[str]:
    return [row["outcome"] for row in found.matches.to_pylist()]


def test_likely_records_without_a_key_are_one_person() -> None:
    found = settled(House([ADA, BEN, ADA_AT_HOME]), likely(((("a1", 1), ("b1", 1)), 6.0)))
    assert who(found) == {"a1:1": "a1:1", "a1:2": "a1:2", "b1:1": "a1:1"}
    assert outcomes(found) == [MatchOutcome.SAME]
    rules = {row["delivery"] + str(row["line"]): row["rule"] for row in found.people.to_pylist()}
    assert rules == {"a11": "likeness", "a12": None, "b11": "likeness"}


def test_an_unsure_pair_waits_and_joins_nobody() -> None:
    found = settled(House([ADA, ADA_AT_HOME]), likely(((("a1", 1), ("b1", 1)), 2.0)))
    assert who(found) == {"a1:1": "a1:1", "b1:1": "b1:1"}
    assert outcomes(found) == [MatchOutcome.UNSURE]


def test_a_decision_joins_whatever_the_weights_say() -> None:
    said = decided(("b1", 1), ("a1", 2), Judgement.SAME)
    found = settled(House([ADA, BEN, ADA_AT_HOME]), PAIRS.empty(), said)
    assert who(found) == {"a1:1": "a1:1", "a1:2": "a1:2", "b1:1": "a1:2"}
    assert outcomes(found) == [MatchOutcome.DECIDED_SAME]
    assert {row["rule"] for row in found.people.to_pylist() if row["person"] == "a1:2"} == {"decision"}


def test_a_decision_takes_apart_what_a_key_joined_and_a_later_copy_follows_one_of_them() -> None:
    shared = {"first": "ada", "last": "marlow", "email": "ada@brightwater.example"}
    house = House([ADA, ("b1", 1, shared), ("c1", 1, shared)])
    assert set(who(settled(house, PAIRS.empty())).values()) == {"a1:1"}
    found = settled(house, PAIRS.empty(), decided(("a1", 1), ("b1", 1), Judgement.DIFFERENT))
    assert who(found) == {"a1:1": "a1:1", "b1:1": "b1:1", "c1:1": "a1:1"}
    assert outcomes(found) == [MatchOutcome.DECIDED_DIFFERENT]


def test_a_bridge_does_not_join_two_who_were_told_apart_and_its_weaker_tie_is_cut() -> None:
    house = House([ADA, BEN, ADA_AT_HOME])
    pairs = likely(((("a1", 1), ("b1", 1)), 6.0), ((("a1", 2), ("b1", 1)), 9.0))
    found = settled(house, pairs, decided(("a1", 1), ("a1", 2), Judgement.DIFFERENT))
    assert who(found) == {"a1:1": "a1:1", "a1:2": "a1:2", "b1:1": "a1:2"}
    assert sorted(outcomes(found)) == [MatchOutcome.CUT, MatchOutcome.DECIDED_DIFFERENT, MatchOutcome.SAME]


def test_father_and_son_stay_two_whoever_stands_between_them() -> None:
    house = House(
        [
            ("a1", 1, {"first": "carl", "last": "voss", "generation": "sr"}),
            ("a1", 2, {"first": "carl", "last": "voss", "generation": "jr"}),
            ("b1", 1, {"first": "carl", "last": "voss"}),
        ]
    )
    pairs = likely(((("a1", 1), ("b1", 1)), 7.0), ((("a1", 2), ("b1", 1)), 6.0))
    assert who(settled(house, pairs)) == {"a1:1": "a1:1", "a1:2": "a1:2", "b1:1": "a1:1"}


def test_a_bridge_does_not_join_two_whose_names_differ() -> None:
    house = House(
        [
            ("a1", 1, {"first": "john", "last": "smith"}),
            ("a1", 2, {"first": "jane", "last": "smith"}),
            ("b1", 1, {"first": "j", "last": "smith"}),
        ]
    )
    pairs = likely(((("a1", 1), ("b1", 1)), 6.0), ((("a1", 2), ("b1", 1)), 5.0))
    assert who(settled(house, pairs)) == {"a1:1": "a1:1", "a1:2": "a1:2", "b1:1": "a1:1"}


def test_the_order_of_pairs_and_decisions_changes_nobody() -> None:
    house = House([ADA, BEN, ADA_AT_HOME])
    pairs = likely(((("a1", 1), ("b1", 1)), 6.0), ((("a1", 2), ("b1", 1)), 9.0))
    said = (decided(("a1", 1), ("a1", 2), Judgement.DIFFERENT), decided(("a1", 2), ("b1", 1), Judgement.CANNOT_TELL))
    backwards = pairs.take(pa.array([1, 0]))
    assert settled(house, pairs, *said).people.equals(settled(house, backwards, *reversed(said)).people)
    assert settled(house, pairs, *said).matches.equals(settled(house, backwards, *reversed(said)).matches)
