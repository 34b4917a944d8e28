"""Looking only at whom an arrival can reach gives what looking at everybody gives; every person is invented."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from leadaudit.identity.decisions import Decision, decided
from leadaudit.identity.growing import Arrival, Everybody, grown, known, reached
from leadaudit.identity.pairs.between import PAIRS
from leadaudit.identity.people import Persons, persons
from leadaudit.vocabulary import Judgement
from tests.identity.identity_house import House

FIRSTS = ("ada", "adam", "ben", "cleo")
LASTS = ("marlow", "okoro", "voss")
DELIVERIES = ("a1", "a2", "b1", "crm1")


def village(random: Random, size: int) -> House:
    """People who share addresses, lines and names more often than anybody does."""
    records = []
    for line in range(1, size + 1):
        first, last, firm = random.choice(FIRSTS), random.choice(LASTS), random.choice(("tide", "brook", "hill"))
        said: dict[str, object] = {
            "first": first, "last": last, "email": f"{first}{random.randint(1, size)}@{firm}.example",
            "phone": f"+1202555{random.randint(100, 100 + size):04}",
        }  # fmt: skip
        for name in random.sample(sorted(said), random.randint(0, 2)):
            said.pop(name)
        if random.random() < 0.1:
            said["generation"] = random.choice(("jr", "sr"))
        records.append((random.choice(DELIVERIES), line, said))
    return House(sorted(records, key=lambda one: (one[0], one[1])))


def some_pairs(random: Random, house: House, count: int) -> pa.Table:
    rows: dict[tuple[tuple[str, int], tuple[str, int]], dict[str, object]] = {}
    while len(rows) < count:
        one, other = sorted(random.sample([(name, line) for name, line, _ in house.records], 2))
        bits = random.choice((-5.0, -1.0, 2.0, 6.0, 9.0))
        rows[(one, other)] = {
            "delivery": one[0], "line": one[1], "other_delivery": other[0], "other_line": other[1], "bits": bits,
            "p": 1 / (1 + 2**-bits),
        }  # fmt: skip
    return PAIRS.build([rows[ends] for ends in sorted(rows)]).select([*PAIRS.key, "bits", "p"])


def only(table: pa.Table, names: Sequence[str], ends: Sequence[str] = ("delivery",)) -> pa.Table:
    for end in ends:
        table = table.filter(pc.is_in(table[end], pa.array(names)))
    return table


def everybody(house: House, names: Sequence[str]) -> Everybody:
    return Everybody(nodes=only(house.nodes, names), keys=only(house.keys, names), facts=only(house.facts, names))


def grown_by(house: House, pairs: pa.Table, came: str, decisions: tuple[Decision, ...]) -> tuple[Persons, int]:
    """Who is who once ``came`` has come, and how many of those before were looked at again."""
    earlier = [name for name in DELIVERIES if name != came]
    there = everybody(house, earlier)
    before = known(there, only(pairs, earlier, ("delivery", "other_delivery")))
    arrival = Arrival(everybody=everybody(house, [came]), names=frozenset([came]), pairs=pairs, decisions=decisions)
    again = reached(before, arrival, keys=[there.keys], phones=[there.facts])

    def load(wanted: pa.Table) -> Everybody:
        def of(table: pa.Table) -> pa.Table:
            found = table.join(wanted.select(["delivery", "line"]), ["delivery", "line"], join_type="left semi")
            return found.sort_by([("delivery", "ascending"), ("line", "ascending")])

        return Everybody(nodes=of(there.nodes), keys=of(there.keys), facts=of(there.facts))

    return grown(before, arrival, again, load), int(np.sum(again))


@pytest.mark.parametrize("seed", range(12))
def test_an_arrival_gives_what_looking_at_everybody_gives(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - dice, not secrets
    house = village(random, 60)
    pairs = some_pairs(random, house, 40)
    ends = [(name, line) for name, line, _ in house.records]
    told = [(random.sample(ends, 2), random.choice((Judgement.SAME, Judgement.DIFFERENT))) for _ in range(seed % 4)]
    said = tuple(decided(one, other, judgement) for (one, other), judgement in told)
    whole = persons(nodes=house.nodes, keys=house.keys, facts=house.facts, pairs=pairs, decisions=said)
    for came in ("a2", "b1", "a1"):
        found, _ = grown_by(house, pairs, came, said)
        assert found.people.equals(whole.people)
        assert found.matches.equals(whole.matches)


def test_who_has_nothing_to_do_with_an_arrival_is_not_looked_at() -> None:
    house = House(
        [
            ("a1", 1, {"first": "ada", "last": "marlow", "email": "ada@tide.example", "phone": "+12025550101"}),
            ("a1", 2, {"first": "ben", "last": "okoro", "email": "ben@hill.example", "phone": "+12025550102"}),
            ("b1", 1, {"first": "cleo", "last": "voss", "email": "cleo@brook.example", "phone": "+12025550102"}),
        ]
    )
    found, again = grown_by(house, PAIRS.empty().select([*PAIRS.key, "bits", "p"]), "b1", ())
    assert again == 1
    assert found.people["person"].to_pylist() == ["a1:1", "a1:2", "b1:1"]
