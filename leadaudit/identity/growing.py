"""Who is who once records arrive, from who was who before: only people whom an arrival can reach are looked at anew.

Records fall into houses: two are in one house when any chain of shared keys, shared phones and likely pairs leads from
one to the other.  Who is one person inside a house depends on that house alone, so the houses an arrival has nothing
to do with stay as they were, and the answer is what looking at everybody would give.  docs/method.md, "Who is the same
person".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.contradictions import JOINING_RULES
from leadaudit.identity.decisions import Decision
from leadaudit.identity.joined import SAME, UNSURE
from leadaudit.identity.people import Persons, persons
from leadaudit.tables import MATCHES, PEOPLE
from leadaudit.vocabulary import MatchOutcome

Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

_RULES: Final = pa.array([rule.value for rule in JOINING_RULES])
_ENDS: Final = (("delivery", "line"), ("other_delivery", "other_line"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who was who among some records and contacts, before anybody decided anything.

    Args:
        people: ``tables.PEOPLE``, ordered by its key.
        matches: ``tables.MATCHES``.
        house: Number of the house of each row of ``people``.
    """

    people: pa.Table
    matches: pa.Table
    house: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """Records and contacts among whom people are looked for, as ``people.persons`` takes them."""

    nodes: pa.Table
    keys: pa.Table
    facts: pa.Table


def places(people: pa.Table, table: pa.Table, ends: tuple[str, str] = ("delivery", "line")) -> Numbers:
    """The row of ``people`` that each row of another table speaks of, -1 where it has none.

    Args:
        people: Ordered by delivery and line.
        table: Holds a delivery and a line.
        ends: The names of these two columns.
    """
    names = pc.unique(people["delivery"])
    (own, lines), (asked, asked_lines) = (
        (pc.fill_null(pc.index_in(deliveries, names), -1).to_numpy().astype(np.int64), numbers.to_numpy())
        for deliveries, numbers in ((people["delivery"], people["line"]), (table[ends[0]], table[ends[1]]))
    )
    # Lines are nearly without gaps, so a row for every line there could be is quicker than searching.
    last = np.zeros(len(names) + 1, np.int64)
    np.maximum.at(last, own, lines)
    starts = np.cumsum(last + 1) - last - 1
    rows = np.full(int((last + 1).sum()), -1)
    rows[starts[own] + lines] = np.arange(len(own))
    there = (asked >= 0) & (asked_lines <= last[asked])
    return np.where(there, rows[np.where(there, starts[asked] + asked_lines, 0)], -1)


def known(everybody: Everybody, pairs: pa.Table) -> Known:
    """Who is who among everybody, and in which house.

    Args:
        everybody: All records and contacts.
        pairs: Pairs of them that may be one person (``pairs.between.PAIRS``, without levels).
    """
    found = persons(nodes=everybody.nodes, keys=everybody.keys, facts=everybody.facts, pairs=pairs)
    return Known(people=found.people, matches=found.matches, house=_houses(found.people, everybody, pairs))


def _houses(people: pa.Table, everybody: Everybody, pairs: pa.Table) -> Numbers:
    # Here and not above: importing it takes longer than auditing a small file.
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    keys = _joining(everybody.keys)
    phones = everybody.facts.filter(pc.is_valid(everybody.facts["phone_e164"]))
    numbers = phones["phone_e164"].combine_chunks().dictionary_encode().indices.to_numpy()
    likely = pairs.filter(pc.greater_equal(pairs["p"], SAME))
    chains = [
        _chain(places(people, keys), keys["hash64"].to_numpy()),
        _chain(places(people, phones), numbers),
        tuple(places(people, likely, ends) for ends in _ENDS),
    ]
    left, right = (np.concatenate([chain[side] for chain in chains]) for side in (0, 1))
    there = (left >= 0) & (right >= 0)
    count = people.num_rows
    graph = coo_array((np.ones(there.sum(), np.int8), (left[there], right[there])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


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
        pairs: All pairs that may be one person, among those that came and those that were there.
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
        keys: Exact keys of those who are known, in parts.
        phones: Delivery, line and ``phone_e164`` of them, in parts.
    """
    came = arrival.everybody
    hashes = np.sort(_joining(came.keys)["hash64"].to_numpy())
    numbers = pc.unique(came.facts["phone_e164"].drop_null())
    found = [np.zeros(0, np.int64)]
    for part in keys:
        values = part["hash64"].to_numpy()
        at = np.minimum(np.searchsorted(hashes, values), max(len(hashes) - 1, 0))
        hit = hashes[at] == values if len(hashes) else np.zeros(len(values), np.bool_)
        found.append(places(before.people, _joining(part.filter(pa.array(hit)))))
    found += [places(before.people, part.filter(pc.is_in(part["phone_e164"], numbers))) for part in phones]
    likely = arrival.pairs.filter(pc.greater_equal(arrival.pairs["p"], SAME))
    ends = [places(before.people, likely, one) for one in _ENDS]
    # One of the two came, so that only the other is known.
    found += [one[(one >= 0) & (other < 0)] for one, other in (ends, ends[::-1])]
    found.append(_decided(before.people, arrival.decisions))
    rows = np.concatenate(found)
    is_reached = np.zeros(int(before.house.max(initial=0)) + 1, np.bool_)
    is_reached[before.house[rows[rows >= 0]]] = True
    return is_reached[before.house]


def _decided(people: pa.Table, decisions: tuple[Decision, ...]) -> Numbers:
    ends = [end for one in decisions for end in (one.left, one.right)]
    table = pa.table(
        {
            "delivery": pa.array([delivery for delivery, _ in ends], pa.string()),
            "line": pa.array([line for _, line in ends], pa.int32()),
        }
    )
    return places(people, table)


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
    ends = [places(before.people, arrival.pairs, one) for one in _ENDS]
    # Of those who came there is no row: they are looked at.
    new = [_is_new(arrival, one) for one in _ENDS]
    there_both = ((ends[0] >= 0) | new[0]) & ((ends[1] >= 0) | new[1])
    looked_at = [((rows < 0) | again[rows]) & there_both for rows in ends]
    found = persons(
        nodes=pa.concat_tables([others.nodes, came.nodes]),
        keys=pa.concat_tables([others.keys, came.keys]),
        facts=pa.concat_tables([others.facts, came.facts]),
        pairs=arrival.pairs.filter(pa.array(looked_at[0] & looked_at[1])),
        decisions=arrival.decisions,
    )
    people = _in_order(PEOPLE.key, before.people.filter(pa.array(~again)), found.people)
    untouched = ~np.logical_or(*(again[places(before.people, before.matches, one)] for one in _ENDS))
    between = arrival.pairs.filter(pa.array(looked_at[0] ^ looked_at[1]))
    matches = _in_order(MATCHES.key, before.matches.filter(pa.array(untouched)), found.matches, _apart(people, between))
    return Persons(people=people, matches=matches)


def _is_new(arrival: Arrival, ends: tuple[str, str]) -> Flags:
    return np.asarray(pc.is_in(arrival.pairs[ends[0]], pa.array(sorted(arrival.names), pa.string())), np.bool_)


def _in_order(key: tuple[str, ...], *parts: pa.Table) -> pa.Table:
    """Rows of several tables in the order of their key: ends of records, each a delivery and a line."""
    together = pa.concat_tables(parts)
    names = pc.unique(pa.chunked_array([*together[key[0]].chunks, *together[key[-2]].chunks], pa.string())).sort()
    ends = [
        pc.index_in(together[delivery], names).to_numpy().astype(np.int64) << 32 | together[line].to_numpy()
        for delivery, line in zip(key[::2], key[1::2], strict=True)
    ]
    # Numbers are ordered several times faster than texts.
    return together.take(pa.array(np.lexsort(ends[::-1]))).combine_chunks()


def _apart(people: pa.Table, pairs: pa.Table) -> pa.Table:
    """Pairs of records of two houses: whatever joins people would have made one house of the two."""
    person = people["person"]
    sides = [person.take(pa.array(places(people, pairs, one))) for one in _ENDS]
    unsure = pc.greater_equal(pairs["p"], UNSURE)
    outcome = pc.if_else(unsure, MatchOutcome.UNSURE.value, MatchOutcome.DIFFERENT.value)
    told = pairs.select([*MATCHES.key, "bits", "p"])
    for name, column in (("outcome", outcome), ("person", sides[0]), ("other_person", sides[1])):
        told = told.append_column(name, column)
    return MATCHES.require(told)
