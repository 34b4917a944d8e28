"""Whoever hangs together is joined by what all records say, and taken apart where some contradict; all invented."""

import numpy as np
import pyarrow as pa
import pytest

from leadaudit.identity.connected import average_linkage
from leadaudit.identity.groups import Numbers, TraitTable
from leadaudit.identity.linkage import Ties, linked

COLUMNS = ("first", "last", "generation", "email", "domain", "profile", "phone", "company")


def traits(*said: dict[str, str]) -> TraitTable:
    return TraitTable(pa.table({name: pa.array([one.get(name) for one in said], pa.string()) for name in COLUMNS}))


def joined(
    said: list[dict[str, str]],
    bits: dict[tuple[int, int], float],
    *,
    labels: list[int] | None = None,
    apart: frozenset[tuple[int, int]] = frozenset(),
) -> list[int]:
    pairs = list(bits)
    ties = Ties(
        low=np.array([low for low, _ in pairs], np.int64),
        high=np.array([high for _, high in pairs], np.int64),
        bits=np.array(list(bits.values()), np.float64),
    )
    start: Numbers = np.array(labels if labels is not None else range(len(said)), np.int64)
    return [int(label) for label in linked(start, ties, apart, traits(*said))]


JOHN, JANE, J = ({"first": first, "last": "smith"} for first in ("john", "jane", "j"))


def test_an_initial_joins_the_nearer_of_two_and_makes_them_one_no_more() -> None:
    assert joined([JOHN, JANE, J], {(0, 2): 6, (1, 2): 9}) == [0, 1, 1]


def test_another_first_name_is_no_contradiction_where_all_other_records_agree_and_no_house_is_shared() -> None:
    damaged = {"first": "xq", "last": "smith"}
    assert joined([JOHN, JOHN | {"last": "smyth"}, damaged], {(0, 1): 12, (1, 2): 8}) == [0, 0, 0]


@pytest.mark.parametrize("house", [{"domain": "acme.example"}, {"phone": "+12025550100"}, {"company": "acme"}])
def test_another_first_name_in_one_house_is_another_person(house: dict[str, str]) -> None:
    between = {"first": "jo", "last": "smith"} | house
    people = joined([JOHN | house, JANE | house, between], {(0, 2): 8, (1, 2): 8})
    assert people[0] != people[1]


def test_suffixes_that_differ_are_two_however_likely_they_are_one() -> None:
    father, son = JOHN | {"generation": "sr"}, JOHN | {"generation": "jr"}
    assert joined([father, son], {(0, 1): 14}) == [0, 1]


def test_what_somebody_told_apart_stays_apart_through_any_bridge() -> None:
    assert joined([JOHN, JOHN, JOHN], {(0, 2): 5, (1, 2): 8}, apart=frozenset({(0, 1)})) == [0, 1, 1]


def test_people_that_keys_made_stay_one_and_are_joined_as_one() -> None:
    # 0 and 1 are one person by a key; 2 is like 1 only.
    assert joined([JOHN, JOHN | {"last": "smyth"}, JOHN], {(1, 2): 7}, labels=[0, 0, 2]) == [0, 0, 0]


def test_two_groups_that_speak_against_each_other_on_average_stay_two() -> None:
    four = [JOHN, JOHN, {"first": "john", "last": "smithers"}, {"first": "john", "last": "smithers"}]
    weak = {(0, 1): 12.0, (2, 3): 12.0, (1, 2): 4.5}
    # One tie against three pairs nobody kept: (4.5 - 3 x 8) / 4 = -4.9 is above what keeps two apart, so one more
    # record that shares nothing tips it.
    assert joined(four, weak) == [0, 0, 0, 0]
    assert joined([*four, four[3]], weak | {(3, 4): 12.0, (2, 4): 12.0}) == [0, 0, 2, 2, 2]


def test_more_records_than_can_be_compared_with_each_other_are_first_taken_apart_by_their_weak_ties() -> None:
    chain = {(at, at + 1): 20.0 if at != 250 else 5.0 for at in range(600)}
    said = [JOHN | {"last": f"smith{at}"} for at in range(601)]
    people = joined(said, chain)
    assert people[250] != people[251]
    assert len(set(people)) > 1


def test_the_order_of_ties_changes_nobody() -> None:
    bits = {(0, 2): 6.0, (1, 2): 6.0, (2, 3): 5.0}
    said = [JOHN, JANE, J, JOHN]
    assert joined(said, bits) == joined(said, dict(reversed(bits.items())))


def test_average_linkage_stops_where_the_average_falls_below_what_is_asked() -> None:
    likeness = np.array([[0.0, 9, -3], [9, 0, -5], [-3, -5, 0]])
    assert len(set(average_linkage(likeness, least=-4.5).tolist())) == 1
    assert average_linkage(likeness, least=-3.5).tolist()[0] != average_linkage(likeness, least=-3.5).tolist()[2]
