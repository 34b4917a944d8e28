"""Who is who once records arrive, from who was who before: only people whom an arrival can reach are looked at anew.

Records fall into houses: two are in one house when any chain of shared keys, shared phones and likely pairs leads from
one to the other.  Who is one person inside a house depends on that house alone, so the houses an arrival has nothing
to do with stay as they were, and the answer is what looking at everybody would give.  docs/method.md, "Who is the same
person".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.connected import components
from leadaudit.identity.contradictions import JOINING_RULES
from leadaudit.identity.decisions import Decision
from leadaudit.identity.linkage import SAME, UNSURE
from leadaudit.identity.people import Persons, persons
from leadaudit.identity.rows import Rows, spelled_out
from leadaudit.tables import MATCHES, PEOPLE
from leadaudit.vocabulary import MatchOutcome

Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

_RULES: Final = pa.array([rule.value for rule in JOINING_RULES])
_ENDS: Final = (("delivery", "line"), ("other_delivery", "other_line"))


@dataclass(frozen=True, kw_only=True)
class Known:
    """Who was who among some records and contacts, before anybody decided anything.

    Args:
        people: ``tables.PEOPLE``, ordered by its key.
        matches: ``tables.MATCHES``, ordered by its key; texts may be kept as numbers of a dictionary.
        house: Number of the house of each row of ``people``.
        ends: For every row of ``matches`` the rows of ``people`` it speaks of.
    """

    people: pa.Table
    matches: pa.Table
    house: Numbers
    ends: tuple[Numbers, Numbers]

    @cached_property
    def rows(self) -> Rows:
        """The rows of ``people`` by delivery and line."""
        return Rows(self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """Records and contacts among whom people are looked for, as ``people.persons`` takes them."""

    nodes: pa.Table
    keys: pa.Table
    facts: pa.Table


def known(everybody: Everybody, pairs: pa.Table) -> Known:
    """Who is who among everybody, and in which house.

    Args:
        everybody: All records and contacts.
        pairs: Pairs of them that may be one person (``pairs.between.PAIRS``, without levels).
    """
    found = persons(nodes=everybody.nodes, keys=everybody.keys, facts=everybody.facts, pairs=pairs)
    rows = Rows(found.people)
    one, other = (rows.of(found.matches, ends) for ends in _ENDS)
    return Known(people=found.people, matches=found.matches, house=_houses(rows, everybody, pairs), ends=(one, other))


def _houses(rows: Rows, everybody: Everybody, pairs: pa.Table) -> Numbers:
    # Here and not above: importing it takes longer than auditing a small file.
    keys = _joining(everybody.keys)
    phones = everybody.facts.filter(pc.is_valid(everybody.facts["phone_e164"]))
    numbers = phones["phone_e164"].combine_chunks().dictionary_encode().indices.to_numpy()
    likely = pairs.filter(pc.greater_equal(pairs["p"], SAME))
    chains = [
        _chain(rows.of(keys), keys["hash64"].to_numpy()),
        _chain(rows.of(phones), numbers),
        tuple(rows.of(likely, ends) for ends in _ENDS),
    ]
    left, right = (np.concatenate([chain[side] for chain in chains]) for side in (0, 1))
    there = (left >= 0) & (right >= 0)
    count = everybody.nodes.num_rows
    return components(left[there], right[there], count)


def _joining(keys: pa.Table) -> pa.Table:
    return keys.filter(pc.is_in(keys["rule"], _RULES))


def _chain(rows: Numbers, values: npt.NDArray[np.generic]) -> tuple[Numbers, Numbers]:
    """Each row with the next one that holds the same value; rows of nobody are left out."""
    rows, values = rows[rows >= 0], values[rows >= 0]
    order = np.argsort(values, kind="stable")
    same = values[order][1:] == values[order][:-1]
    return rows[order[:-1][same]], rows[order[1:][same]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What came on top of what is known.

    Args:
        everybody: The records that came.
        names: Their deliveries.
        pairs: Pairs that may be one person, at least one of each among those that came; others are ignored.
        decisions: What people decided.
    """

    everybody: Everybody
    names: frozenset[str]
    pairs: pa.Table
    decisions: tuple[Decision, ...] = ()


def reached(before: Known, arrival: Arrival, *, keys: Iterable[pa.Table], phones: Iterable[pa.Table]) -> Flags:
    """Which rows of the known people stand in a house that the arrival, or a decision, has to do with.

    Args:
        before: What is known.
        arrival: What came.
        keys: Exact keys of those who are known, in parts; those nobody who came holds may be left out.
        phones: Delivery, line and ``phone_e164`` of them, the same way.
    """
    came = arrival.everybody
    hashes = np.sort(_joining(came.keys)["hash64"].to_numpy())
    numbers = pc.unique(came.facts["phone_e164"].drop_null())
    found = [np.zeros(0, np.int64)]
    for part in keys:
        values = part["hash64"].to_numpy()
        at = np.minimum(np.searchsorted(hashes, values), max(len(hashes) - 1, 0))
        hit = hashes[at] == values if len(hashes) else np.zeros(len(values), np.bool_)
        found.append(before.rows.of(_joining(part.filter(pa.array(hit)))))
    found += [before.rows.of(part.filter(pc.is_in(part["phone_e164"], numbers))) for part in phones]
    likely = arrival.pairs.filter(pc.greater_equal(arrival.pairs["p"], SAME))
    ends = [before.rows.of(likely, one) for one in _ENDS]
    # One of the two came, so that only the other is known.
    found += [one[(one >= 0) & (other < 0)] for one, other in (ends, ends[::-1])]
    found.append(_decided(before.rows, arrival.decisions))
    rows = np.concatenate(found)
    is_reached = np.zeros(int(before.house.max(initial=0)) + 1, np.bool_)
    is_reached[before.house[rows[rows >= 0]]] = True
    return is_reached[before.house]


def _decided(rows: Rows, decisions: tuple[Decision, ...]) -> Numbers:
    ends = [end for one in decisions for end in (one.left, one.right)]
    table = pa.table(
        {
            "delivery": pa.array([delivery for delivery, _ in ends], pa.string()),
            "line": pa.array([line for _, line in ends], pa.int32()),
        }
    )
    return rows.of(table)


def grown(before: Known, arrival: Arrival, again: Flags, load: Callable[[pa.Table], Everybody]) -> Persons:
    """Who is who with the arrival.

    Args:
        before: What is known.
        arrival: What came.
        again: Which known people are looked at anew (``reached``).
        load: Gives everything about some known records and contacts: delivery, line and is_contact.

    Returns:
        What ``people.persons`` says of everybody.
    """
    others = load(before.people.filter(pa.array(again)).select(["delivery", "line", "is_contact"]))
    came = arrival.everybody
    pairs = _pairs_to_look_at(before, arrival, again)
    ends = [before.rows.of(pairs, one) for one in _ENDS]
    # Of those who came there is no row: they are looked at.
    new = [_is_new(arrival, pairs, one) for one in _ENDS]
    there_both = ((ends[0] >= 0) | new[0]) & ((ends[1] >= 0) | new[1])
    looked_at = [((rows < 0) | again[rows]) & there_both for rows in ends]
    found = persons(
        nodes=pa.concat_tables([others.nodes, came.nodes]),
        keys=pa.concat_tables([others.keys, came.keys]),
        facts=pa.concat_tables([others.facts, came.facts]),
        pairs=pairs.filter(pa.array(looked_at[0] & looked_at[1])),
        decisions=arrival.decisions,
    )
    people = _people(before, arrival, found.people)
    of_two_houses = pairs.filter(pa.array(looked_at[0] ^ looked_at[1]))

    def listed() -> pa.Table:
        rows = Rows(people)
        return _matches(before, rows, again, [found.matches, _apart(people, rows, of_two_houses)])

    return Persons(people=people, list_matches=listed)


def _pairs_to_look_at(before: Known, arrival: Arrival, again: Flags) -> pa.Table:
    """Pairs with somebody who came, and those known that are looked at again."""
    columns = [*MATCHES.key, "bits", "p"]
    of_arrival = [_is_new(arrival, arrival.pairs, one) for one in _ENDS]
    touched = np.flatnonzero(again[before.ends[0]] | again[before.ends[1]])
    known_pairs = spelled_out(before.matches.select(columns).take(pa.array(touched)))
    return pa.concat_tables(
        [known_pairs, arrival.pairs.select(columns).filter(pa.array(of_arrival[0] | of_arrival[1]))]
    )


def _is_new(arrival: Arrival, pairs: pa.Table, ends: tuple[str, str]) -> Flags:
    return np.asarray(pc.is_in(pairs[ends[0]], pa.array(sorted(arrival.names), pa.string())), np.bool_)


def _people(before: Known, arrival: Arrival, found: pa.Table) -> pa.Table:
    """Who was known, as it is now, and those who came at their places; what stands in order is not ordered again."""
    rows = before.rows.of(found)
    looked_at = np.zeros(before.people.num_rows, np.bool_)
    looked_at[rows[rows >= 0]] = True
    now = found.filter(pa.array(rows >= 0))
    people = before.people
    for name in ("person", "rule"):
        column = pc.replace_with_mask(_whole(people[name]), pa.array(looked_at), _whole(now[name]))
        people = people.set_column(people.column_names.index(name), name, pa.chunked_array([column]))
    parts, done = [], 0
    for name in sorted(arrival.names):
        at = before.rows.before(name)
        parts += [people.slice(done, at - done), found.filter(pc.equal(found["delivery"], name))]
        done = at
    return PEOPLE.require(pa.concat_tables([*parts, people.slice(done)]))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def _matches(before: Known, rows: Rows, again: Flags, found: Sequence[pa.Table]) -> pa.Table:
    """Matches nobody looked at again, and those that were found, by the places of their ends among the people."""
    untouched = np.flatnonzero(~(again[before.ends[0]] | again[before.ends[1]]))
    moved = _moved(before.rows, rows, before.people.num_rows)
    kept = moved[before.ends[0][untouched]] << 32 | moved[before.ends[1][untouched]]
    fresh = np.concatenate([rows.of(one, _ENDS[0]) << 32 | rows.of(one, _ENDS[1]) for one in found])
    order = np.argsort(fresh)
    # What stands in order is not ordered again: the others are put in between.
    places = np.insert(untouched, np.searchsorted(kept, fresh[order]), before.matches.num_rows + order)
    together = pa.concat_tables([before.matches, *(one.cast(before.matches.schema) for one in found)])
    return MATCHES.require(spelled_out(together.unify_dictionaries().take(pa.array(places))))


def _moved(before: Rows, now: Rows, count: int) -> Numbers:
    """Where each row that was known stands now: those who came before it moved it down."""
    by = [now.starts[now.names.index(name)] - start for name, start in zip(before.names, before.starts, strict=True)]
    return np.arange(count) + np.repeat(np.array(by, np.int64), np.diff(np.append(before.starts, count)))


def _apart(people: pa.Table, rows: Rows, pairs: pa.Table) -> pa.Table:
    """Pairs of records of two houses: whatever joins people would have made one house of the two."""
    person = people["person"]
    sides = [person.take(pa.array(rows.of(pairs, one))) for one in _ENDS]
    unsure = pc.greater_equal(pairs["p"], UNSURE)
    outcome = pc.if_else(unsure, MatchOutcome.UNSURE.value, MatchOutcome.DIFFERENT.value)
    told = pairs.select([*MATCHES.key, "bits", "p"])
    for name, column in (("outcome", outcome), ("person", sides[0]), ("other_person", sides[1])):
        told = told.append_column(name, column)
    return MATCHES.require(told)
