"""Records that share no key are compared all the same where both are likely one person with a third."""

from functools import partial

import pyarrow.compute as pc
import pytest

from leadaudit.identity.pairs import chains
from leadaudit.identity.pairs.arriving import Arrived, Input, block_keys, pairs_of_arrival
from leadaudit.identity.pairs.between import PAIRS
from leadaudit.identity.pairs.chains import CHAIN
from leadaudit.identity.pairs.weights import shipped_weights
from tests.identity.pairs_house import table

# The first and the last share nothing but what nobody is looked up by; the one between them is like both.
FIRST = {"first": "katherine", "last": "oyelaran", "email": "k.oyelaran@north.example", "city": "leeds"}
BETWEEN = {**FIRST, "profile": "katherine-oyelaran"}
LAST = {"first": "kate", "last": "oyelaran smythe", "profile": "katherine-oyelaran", "city": "leeds"}
NOBODY = {"first": "ingrid", "last": "solberg", "email": "solberg@globex.example"}


def given(name: str, *people: dict[str, str]) -> Input:
    said = table(people, delivery=name, lines=range(1, len(people) + 1))
    return Input(name=name, blocks=partial(block_keys, said), said=lambda: said)


def found(arrived: Arrived) -> dict[tuple[str, int, str, int], int]:
    """The rules that found each pair."""
    return {tuple(row[name] for name in PAIRS.key): row["rules"] for row in arrived.pairs.to_pylist()}


def chains_told(arrived: Arrived) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = arrived.blocking.filter(pc.equal(arrived.blocking["rule"], CHAIN)).to_pylist()
    return rows


def test_two_records_that_only_a_third_brings_together_are_compared() -> None:
    arrived = pairs_of_arrival(given("d1", FIRST, BETWEEN, LAST), [], shipped_weights())
    rules = found(arrived)
    assert all(rules["d1", one, "d1", one + 1] for one in (1, 2))
    assert rules["d1", 1, "d1", 3] == 0
    [told] = chains_told(arrived)
    assert (told["keys"], told["keys_skipped"], told["pairs_skipped"], told["line"]) == (1, 0, 0, None)
    assert told["compared"] == 3


def test_records_of_two_inputs_are_chained_by_those_two_alone() -> None:
    earlier, arriving = given("d1", FIRST, LAST, NOBODY), given("d2", BETWEEN, NOBODY)
    rules = found(pairs_of_arrival(arriving, [earlier], shipped_weights()))
    # The two records of the earlier input are its own affair, and were compared, or not, when it came.
    assert set(rules) == {("d1", 1, "d2", 1), ("d1", 2, "d2", 1), ("d1", 3, "d2", 2)}
    assert 0 not in rules.values()


def test_a_third_input_brings_no_pair_of_two_others_together() -> None:
    one, other, third = given("d1", FIRST), given("d2", LAST), given("d3", BETWEEN)
    assert not found(pairs_of_arrival(other, [one], shipped_weights()))
    rules = found(pairs_of_arrival(third, [one, other], shipped_weights()))
    assert set(rules) == {("d1", 1, "d3", 1), ("d2", 1, "d3", 1)}


def test_records_of_two_inputs_meet_through_one_of_each() -> None:
    earlier, arriving = given("d1", FIRST, LAST), given("d2", BETWEEN, {**LAST, "profile": "kate-smythe"})
    rules = found(pairs_of_arrival(arriving, [earlier], shipped_weights(), within=False))
    assert all(rules["d1", one, "d2", other] for one, other in ((1, 1), (2, 1), (2, 2)))
    assert rules["d1", 1, "d2", 2] == 0


def test_too_many_records_in_one_chain_are_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "_MOST_RECORDS", 2)
    arrived = pairs_of_arrival(given("d1", NOBODY, FIRST, BETWEEN, LAST), [], shipped_weights())
    assert 0 not in found(arrived).values()
    [told] = chains_told(arrived)
    assert (told["keys"], told["keys_skipped"], told["pairs_skipped"], told["line"]) == (1, 1, 3, 2)


def test_where_nobody_hangs_together_nothing_is_said_of_it() -> None:
    assert not chains_told(pairs_of_arrival(given("d1", NOBODY, FIRST), [], shipped_weights()))
