"""People out of pairs: who is joined, what was cut, and which pairs are left to a person to decide.

Pairs of at least ``SAME`` join, decisions of people before all.  A component that holds two records which cannot be
one person, or which on the whole speak against each other, is cut: its records are joined again two groups at a time,
the pair of groups whose records say most for each other on average first, until what is left speaks against it
(average linkage).  docs/method.md, "Who is the same person".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.cluster.hierarchy import fcluster, linkage

from leadaudit.identity.connected import components, earliest_of
from leadaudit.identity.pairs.between import PAIRS
from leadaudit.identity.pairs.coded import Coded, coded
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.learning import SAME
from leadaudit.identity.pairs.levels import LEVELS, compared
from leadaudit.identity.pairs.scoring import weighed
from leadaudit.identity.pairs.weights import Weights, shares_of
from leadaudit.sql import run
from leadaudit.tables import FLAG, LINE, TEXT, Contract

Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = npt.NDArray[np.float64]

PAIR_DECISIONS: Final = Contract(
    name="pair_decisions",
    one_row_per="decision of a person about two records",
    schema=pa.schema(
        [("delivery", TEXT), ("line", LINE), ("other_delivery", TEXT), ("other_line", LINE), ("is_same", FLAG)]
    ),
    key=("delivery", "line", "other_delivery", "other_line"),
)
MEMBERS: Final = Contract(
    name="members",
    one_row_per="record or contact",
    schema=pa.schema([("delivery", TEXT), ("line", LINE), ("person", TEXT)]),
    key=("delivery", "line"),
)
UNSURE: Final = 0.50
# Two groups of records whose pairs say less than this on average are two people.
_WEAKEST_AVERAGE: Final = -6.0
# One overwhelming pair does not outvote many doubts.
_MOST_BITS: Final = 15.0
# Two first names under one last name, and nothing that makes them one: two people, whoever stands between them.
_CLEARLY_TWO: Final = -6.0
_CLEARLY_TWO_IN_A_HOUSE: Final = -2.0
_NEVER: Final = -1e6
_ALWAYS: Final = 1e3
# Pairs grow with the square; a component beyond this is first taken apart by asking for more and more evidence.
_LARGEST_COMPONENT: Final = 400
_STRICTER_BY: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is who.

    Args:
        members: ``MEMBERS``, one row per node in the order of the nodes; ``person`` is ``<delivery>:<line>`` of the
            person's earliest node.
        cut: Pairs that would have joined (``PAIRS``) and whose records ended as two people.
        unsure: Pairs likelier than not whose records are two people so far (``PAIRS``), cut ones included.
    """

    members: pa.Table
    cut: pa.Table
    unsure: pa.Table


def people_of(*, described: pa.Table, pairs: pa.Table, decisions: pa.Table, weights: Weights) -> People:
    """The people among all active records and contacts.

    Args:
        described: ``DESCRIBED``, all of them, the earliest first: it names the person.
        pairs: ``PAIRS`` of all pairs of inputs; pairs of records that are not described are ignored.
        decisions: ``PAIR_DECISIONS`` in force.
        weights: What each level weighs.
    """
    nodes = described.select(["delivery", "line"])
    nodes = nodes.append_column("number", pa.array(np.arange(described.num_rows)))
    numbered = run("identity_numbered_pairs", {"nodes": nodes, "pairs": PAIRS.require(pairs)})
    decided = run("identity_numbered_pairs", {"nodes": nodes, "pairs": PAIR_DECISIONS.require(decisions)})
    edges = _Edges(
        left=numbered["l"].to_numpy().astype(np.int64),
        right=numbered["r"].to_numpy().astype(np.int64),
        bits=numbered["bits"].to_numpy(),
        decided=_Decided.of(decided),
    )
    label = _labels(DESCRIBED.require(described), edges, weights)
    apart = label[edges.left] != label[edges.right]
    p, kept = numbered["p"].to_numpy(), numbered.drop_columns(["l", "r"])
    names = pa.array(
        [
            f"{delivery}:{line}"
            for delivery, line in zip(nodes["delivery"].to_pylist(), nodes["line"].to_pylist(), strict=True)
        ],
        TEXT,
    )
    return People(
        members=MEMBERS.require(nodes.append_column("person", names.take(pa.array(label)))),
        cut=PAIRS.require(kept.filter(pa.array(apart & (p >= SAME)))),
        unsure=PAIRS.require(kept.filter(pa.array(apart & (p >= UNSURE)))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    left: Numbers
    right: Numbers
    is_same: Flags

    @classmethod
    def of(cls, numbered: pa.Table) -> "_Decided":
        return cls(
            left=numbered["l"].to_numpy().astype(np.int64),
            right=numbered["r"].to_numpy().astype(np.int64),
            is_same=numbered["is_same"].to_numpy(zero_copy_only=False).astype(np.bool_),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edges:
    left: Numbers
    right: Numbers
    bits: Bits
    decided: _Decided


def _labels(described: pa.Table, edges: _Edges, weights: Weights) -> Numbers:
    """For every node the number of its person's earliest node."""
    least = float(np.log2(SAME / (1 - SAME)))
    label = _components(described.num_rows, edges, least)
    groups = _groups_of_three(label, edges)
    inside: list[Numbers] = []
    while groups:
        inside += [group for group in groups if len(group) <= _LARGEST_COMPONENT]
        large = [group for group in groups if len(group) > _LARGEST_COMPONENT]
        if not large:
            break
        least += _STRICTER_BY
        among = np.concatenate(large)
        label[among] = _components(described.num_rows, edges, least)[among]
        groups = _groups_of_three(np.where(np.isin(np.arange(len(label)), among), label, -1), edges)
    for group, parts in zip(inside, _parts_of(inside, described, edges, weights), strict=True):
        for part in np.unique(parts):
            label[group[parts == part]] = group[parts == part].min()
    return label


def _components(count: int, edges: _Edges, least: float) -> Numbers:
    joins = edges.bits >= least
    left = np.concatenate([edges.left[joins], edges.decided.left[edges.decided.is_same]])
    right = np.concatenate([edges.right[joins], edges.decided.right[edges.decided.is_same]])
    return earliest_of(components(left, right, count))


def _groups_of_three(label: Numbers, edges: _Edges) -> list[Numbers]:
    """The nodes of every component of three and more, and of two that somebody decided are not one person."""
    joined = np.flatnonzero(label >= 0)
    order = joined[np.argsort(label[joined], kind="stable")]
    starts = np.flatnonzero(np.append(True, label[order][1:] != label[order][:-1])) if len(order) else order
    sizes = np.diff(np.append(starts, len(order)))
    different = edges.decided.left[~edges.decided.is_same]
    judged = np.isin(label[order[starts]], label[different]) if len(order) else np.zeros(0, np.bool_)
    wanted = (sizes > 2) | (sizes == 2) & judged
    return [order[start : start + size] for start, size in zip(starts[wanted], sizes[wanted], strict=True)]


def _parts_of(groups: Sequence[Numbers], described: pa.Table, edges: _Edges, weights: Weights) -> list[Numbers]:
    """For every group the number of the part that each of its nodes belongs to."""
    if not groups:
        return []
    inside = np.concatenate(groups)
    # Only what the nodes of these groups say is read again; all their pairs are compared, blocked or not.
    values = coded(described.take(pa.array(inside)))
    corners = [np.triu_indices(len(group), 1) for group in groups]
    starts = np.cumsum([0, *(len(group) for group in groups)])
    left = np.concatenate([start + one for start, (one, _) in zip(starts, corners, strict=False)])
    right = np.concatenate([start + other for start, (_, other) in zip(starts, corners, strict=False)])
    bits = _bits_within(values, left, right, weights)
    _apply_decisions(bits, inside[left], inside[right], edges.decided)
    ends = np.cumsum([len(one) for one, _ in corners])
    return [_average_linkage(said) for said in np.split(bits, ends[:-1])]


def _bits_within(values: Coded, left: Numbers, right: Numbers, weights: Weights) -> Bits:
    one, other = left.astype(np.int32), right.astype(np.int32)
    levels = compared(values, one, other)
    bits = np.clip(
        weighed(values, one, other, levels, weights, shares_of(values, weights)).total, -_MOST_BITS, _MOST_BITS
    )
    in_one_house = np.any([levels[name] == 0 for name in ("employer", "phone", "street")], axis=0)
    relatives = (levels["first"] == LEVELS["first"].index("differs")) & (levels["last"] == 0)
    relatives &= bits < np.where(in_one_house, _CLEARLY_TWO_IN_A_HOUSE, _CLEARLY_TWO)
    bits[relatives | (levels["generation"] == LEVELS["generation"].index("differs"))] = _NEVER
    return np.asarray(bits)


def _apply_decisions(bits: Bits, left: Numbers, right: Numbers, decided: _Decided) -> None:
    place = {pair: number for number, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True))}
    for one, other, is_same in zip(
        decided.left.tolist(), decided.right.tolist(), decided.is_same.tolist(), strict=True
    ):
        at = place.get((min(one, other), max(one, other)))
        if at is not None:
            bits[at] = _ALWAYS if is_same else _NEVER


def _average_linkage(bits: Bits) -> Numbers:
    if bits.min() >= _WEAKEST_AVERAGE:
        return np.ones(round((1 + np.sqrt(1 + 8 * len(bits))) / 2), np.int64)
    merged = linkage(_ALWAYS - bits, method="average")
    return np.asarray(fcluster(merged, t=_ALWAYS - _WEAKEST_AVERAGE, criterion="distance"), np.int64)
