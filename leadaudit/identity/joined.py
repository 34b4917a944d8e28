"""People out of what exact keys joined, what records have in common, and what people decided.

Decisions come first, then keys, then likeness (``linkage``).  docs/method.md, "Who is the same person".
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.groups import Flags, Groups, Numbers, TraitTable
from leadaudit.identity.linkage import SAME, UNSURE, Ties, linked
from leadaudit.vocabulary import Judgement, MatchOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PairNodes:
    """Pairs of nodes, each once; ``low`` is the earlier node.

    Args:
        low: One node of each pair.
        high: The other.
        bits: log2 of the odds that they are one person; NaN where that was never computed.
        p: The same as a probability.
        judgement: What somebody decided, "" where nobody did.
    """

    low: Numbers
    high: Numbers
    bits: npt.NDArray[np.float64]
    p: npt.NDArray[np.float64]
    judgement: npt.NDArray[np.str_]

    def decided(self, judgement: Judgement) -> Flags:
        """Of which pairs that was decided."""
        return np.asarray(self.judgement == judgement.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Who is one person in the end.

    Args:
        labels: For every node its person's earliest node.
        by_decision: Nodes that are with others of their person because somebody decided so.
        outcome: ``vocabulary.MatchOutcome`` of every pair.
    """

    labels: Numbers
    by_decision: Numbers
    outcome: npt.NDArray[np.str_]


def pair_nodes(found: pa.Table, decisions: pa.Table) -> PairNodes:
    """Compared pairs and decisions (both ``identity_pair_nodes``), each pair once."""
    low, high = (np.concatenate([part[name].to_numpy() for part in (found, decisions)]) for name in ("low", "high"))
    bits, p = (
        np.concatenate([found[name].to_numpy(), np.full(decisions.num_rows, np.nan)]).astype(np.float64)
        for name in ("bits", "p")
    )
    words = np.array([*[""] * found.num_rows, *decisions["judgement"].to_pylist()], dtype="<U12")
    order = np.lexsort((high, low))
    low, high, bits, p, words = low[order], high[order], bits[order], p[order], words[order]
    again = np.flatnonzero((low[1:] == low[:-1]) & (high[1:] == high[:-1])) if len(low) > 1 else np.zeros(0, np.int64)
    # Compared pairs stand before their decision: it is written to them, and the second row goes.
    words[again] = np.where(words[again + 1] != "", words[again + 1], words[again])
    kept = np.ones(len(low), np.bool_)
    kept[again + 1] = False
    return PairNodes(
        low=low[kept].astype(np.int64),
        high=high[kept].astype(np.int64),
        bits=bits[kept],
        p=p[kept],
        judgement=words[kept],
    )


def join(labels: Numbers, pairs: PairNodes, groups: Groups, traits: TraitTable) -> Joined:
    """Who is one person, once likeness and decisions are added to what exact keys joined.

    Args:
        labels: For every node the earliest node it is joined with by exact keys.
        pairs: What is likely, and what was decided.
        groups: The exact keys, for people that a decision takes apart again.
        traits: What the nodes say of their person.
    """
    if not len(pairs.low):
        return Joined(labels=labels, by_decision=np.zeros(0, np.int64), outcome=np.zeros(0, "<U20"))
    apart = frozenset(_ends(pairs, pairs.decided(Judgement.DIFFERENT)))
    by_key = _taken_apart(labels, apart, groups, pairs)
    told_same = pairs.decided(Judgement.SAME) & (by_key[pairs.low] != by_key[pairs.high])
    sure = _told(by_key, pairs.low[told_same], pairs.high[told_same], apart)
    undecided = pairs.judgement == ""
    # What somebody could not tell ties nobody, and stands as two records that were never compared.
    ties = Ties(low=pairs.low[undecided], high=pairs.high[undecided], bits=pairs.bits[undecided])
    together = linked(sure, ties, apart, traits)
    return Joined(
        labels=together,
        by_decision=np.unique(np.concatenate([pairs.low[told_same], pairs.high[told_same]])),
        outcome=_outcomes(pairs, by_key, together),
    )


def _ends(pairs: PairNodes, chosen: Flags) -> Iterable[tuple[int, int]]:
    return zip(pairs.low[chosen].tolist(), pairs.high[chosen].tolist(), strict=True)


def _outcomes(pairs: PairNodes, by_key: Numbers, together: Numbers) -> npt.NDArray[np.str_]:
    one = together[pairs.low] == together[pairs.high]
    one_key = by_key[pairs.low] == by_key[pairs.high]
    return np.select(
        [
            pairs.decided(Judgement.DIFFERENT) & ~one,
            pairs.decided(Judgement.SAME) & one,
            one & one_key,
            one,
            pairs.decided(Judgement.CANNOT_TELL),
            (pairs.p >= SAME) | pairs.decided(Judgement.SAME),
            pairs.p >= UNSURE,
        ],
        [
            MatchOutcome.DECIDED_DIFFERENT.value,
            MatchOutcome.DECIDED_SAME.value,
            MatchOutcome.KEY.value,
            MatchOutcome.SAME.value,
            MatchOutcome.CANNOT_TELL.value,
            MatchOutcome.CUT.value,
            MatchOutcome.UNSURE.value,
        ],
        MatchOutcome.DIFFERENT.value,
    )


class _Clusters:
    """Sets of nodes that are joined step by step."""

    def __init__(self, label_of: dict[int, int]) -> None:
        by_label: dict[int, list[int]] = {}
        for node, label in label_of.items():
            by_label.setdefault(label, []).append(node)
        self._of = {node: members for members in by_label.values() for node in members}

    def of(self, node: int) -> list[int]:
        """The set a node is in."""
        return self._of[node]

    def join_unless(self, low: int, high: int, apart: Set[tuple[int, int]]) -> None:
        """Make one set of those of two nodes, unless somebody told two of their nodes apart."""
        one, other = self._of[low], self._of[high]
        if one is other or any((min(a, b), max(a, b)) in apart for a in one for b in other):
            return
        one.extend(other)
        for node in other:
            self._of[node] = one


def _told(by_key: Numbers, low: Numbers, high: Numbers, apart: Set[tuple[int, int]]) -> Numbers:
    """The labels once those are one whom somebody said are, except where that would undo another decision."""
    if not len(low):
        return by_key
    labels = by_key.copy()
    members = np.flatnonzero(np.isin(by_key, by_key[np.concatenate([low, high])])).tolist()
    clusters = _Clusters({node: int(by_key[node]) for node in members})
    for one, other in zip(low.tolist(), high.tolist(), strict=True):
        clusters.join_unless(one, other, apart)
    labels[members] = [min(clusters.of(node)) for node in members]
    return labels


def _taken_apart(labels: Numbers, apart: Set[tuple[int, int]], groups: Groups, pairs: PairNodes) -> Numbers:
    """The labels without exact joins that a decision forbids: keys join again, strongest first, around it."""
    broken = {int(labels[low]) for low, high in apart if labels[low] == labels[high]}
    if not broken:
        return labels
    units = labels.copy()
    held = np.flatnonzero(np.isin(labels[groups.node], np.array(sorted(broken), np.int64)))
    for root in sorted(broken):
        members = np.flatnonzero(labels == root).tolist()
        clusters = _Clusters({node: node for node in members})
        ties = _ties(groups.where(held[labels[groups.node[held]] == root]), pairs, set(members))
        for low, high in ties:
            clusters.join_unless(low, high, apart)
        units[members] = [min(clusters.of(node)) for node in members]
    return units


def _ties(groups: Groups, pairs: PairNodes, members: set[int]) -> list[tuple[int, int]]:
    """What ties the nodes of one person, the surest first: a decision, then the keys in their order."""
    inside = np.flatnonzero(pairs.decided(Judgement.SAME))
    ties = [
        (int(pairs.low[at]), int(pairs.high[at]))
        for at in inside.tolist()
        if {int(pairs.low[at]), int(pairs.high[at])} <= members
    ]
    starts = groups.starts()
    ends = np.append(starts[1:], len(groups.node))
    by_rank: list[tuple[int, int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        nodes = sorted(set(groups.node[start:end].tolist()) & members)
        by_rank += [(int(groups.rank[start]), low, high) for low, high in _all_pairs(nodes)]
    return [*ties, *((low, high) for _, low, high in sorted(by_rank))]


def _all_pairs(nodes: Sequence[int]) -> Iterable[tuple[int, int]]:
    return ((low, high) for at, low in enumerate(nodes) for high in nodes[at + 1 :])
