"""People out of what exact keys joined, what records have in common, and what people decided.

Everything likely is joined, and then cut, the weakest ties first, until nobody is one with a record that somebody
said is another person's, or that contradicts them.  docs/method.md, "Who is the same person".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.connected import components, earliest_of
from leadaudit.identity.contradictions import Traits
from leadaudit.identity.groups import Flags, Groups, Numbers, TraitTable, varies
from leadaudit.identity.names import names_differ
from leadaudit.similarity import slips
from leadaudit.vocabulary import Judgement, MatchOutcome

# From here on two records are one person; from the second on a person should look (docs/method.md).
SAME: Final = 0.95
UNSURE: Final = 0.5


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
    apart = set(_ends(pairs, pairs.decided(Judgement.DIFFERENT)))
    units = _taken_apart(labels, apart, groups, pairs)
    told_same = pairs.decided(Judgement.SAME)
    colleagues = _two_addresses(pairs, traits)
    undecided = pairs.judgement == ""
    strong = told_same | (pairs.p >= SAME) & undecided & ~colleagues
    tie = strong & (units[pairs.low] != units[pairs.high])
    together = _components(units, pairs.low[tie], pairs.high[tie])
    by_root = np.flatnonzero(tie)
    by_root = by_root[np.argsort(together[pairs.low[by_root]], kind="stable")]
    roots = together[pairs.low[by_root]]
    for members in _suspects(units, together, apart, traits):
        root = together[members[0]]
        inside = by_root[np.searchsorted(roots, root, side="left") : np.searchsorted(roots, root, side="right")]
        together[members] = _without_contradictions(members, units, pairs, inside, apart, traits)
    return Joined(
        labels=together,
        by_decision=np.unique(np.concatenate([pairs.low[tie & told_same], pairs.high[tie & told_same]])),
        outcome=_outcomes(pairs, units, together, colleagues),
    )


def _two_addresses(pairs: PairNodes, traits: TraitTable) -> Flags:
    """Of which likely pairs the two have different addresses at one company: namesakes, until somebody looked.

    One letter in the address may be a slip; more than that is never joined without a person's word.  Digits number
    people and companies: ada1@firm1 and ada2@firm2 are two, at whatever domains.
    """
    email, domain = traits.codes("email"), traits.codes("domain")
    one, other = domain[pairs.low], domain[pairs.high]
    likely: Flags = (pairs.p >= SAME) & (email[pairs.low] != email[pairs.high]) & (one >= 0) & (other >= 0)
    found = np.zeros(len(likely), np.bool_)
    at = np.flatnonzero(likely)
    if len(at):
        lefts, rights = (
            pa.array([str(each.email) for each in traits.of(side[at])]) for side in (pairs.low, pairs.high)
        )
        same_digits = _agree_without(lefts, rights, "[^0-9]+")
        numbered = _agree_without(lefts, rights, "[0-9]+") & ~same_digits
        found[at] = np.where(one[at] == other[at], ~(_one_slip(lefts, rights) & same_digits), numbered)
    return found


def _one_slip(left: pa.Array, right: pa.Array) -> Flags:
    """Where one letter makes the difference between two addresses."""
    return np.asarray(slips(left.to_pylist(), right.to_pylist(), at_most=1) <= 1)


def _agree_without(left: pa.Array, right: pa.Array, left_out: str) -> Flags:
    """Where two addresses are the same but for some signs."""
    one, other = (pc.replace_substring_regex(side, left_out, "") for side in (left, right))
    return np.asarray(pc.equal(one, other).to_numpy(zero_copy_only=False), np.bool_)


def _ends(pairs: PairNodes, chosen: Flags) -> Iterable[tuple[int, int]]:
    return zip(pairs.low[chosen].tolist(), pairs.high[chosen].tolist(), strict=True)


def _outcomes(pairs: PairNodes, units: Numbers, together: Numbers, colleagues: Flags) -> npt.NDArray[np.str_]:
    one = together[pairs.low] == together[pairs.high]
    by_key = units[pairs.low] == units[pairs.high]
    return np.select(
        [
            pairs.decided(Judgement.DIFFERENT) & ~one,
            pairs.decided(Judgement.SAME) & one,
            one & by_key,
            one,
            pairs.decided(Judgement.CANNOT_TELL),
            colleagues,
            (pairs.p >= SAME) | pairs.decided(Judgement.SAME),
            pairs.p >= UNSURE,
        ],
        [
            MatchOutcome.DECIDED_DIFFERENT.value,
            MatchOutcome.DECIDED_SAME.value,
            MatchOutcome.KEY.value,
            MatchOutcome.SAME.value,
            MatchOutcome.CANNOT_TELL.value,
            MatchOutcome.UNSURE.value,
            MatchOutcome.CUT.value,
            MatchOutcome.UNSURE.value,
        ],
        MatchOutcome.DIFFERENT.value,
    )


def _components(labels: Numbers, left: Numbers, right: Numbers) -> Numbers:
    if not len(left):
        return labels.copy()
    count = len(labels)
    one, other = np.concatenate((np.arange(count), left)), np.concatenate((labels, right))
    return earliest_of(components(one, other, count))


def _suspects(units: Numbers, together: Numbers, apart: set[tuple[int, int]], traits: TraitTable) -> list[Numbers]:
    """Nodes of each component that might hold two people: a quick and generous answer."""
    grown = np.flatnonzero(together != units)
    if not len(grown):
        return []
    is_grown = np.zeros(len(together), np.bool_)
    is_grown[together[grown]] = True
    nodes = np.flatnonzero(is_grown[together])
    nodes = nodes[np.argsort(together[nodes], kind="stable")]
    roots = together[nodes]
    starts = np.flatnonzero(np.append(True, roots[1:] != roots[:-1]))
    sizes = np.diff(np.append(starts, len(nodes)))
    suspect = varies(traits.codes("generation")[nodes], starts)
    several = varies(traits.codes("name")[nodes], starts) | varies(traits.codes("email")[nodes], starts)
    suspect |= (sizes > 2) & several
    told = {int(together[low]) for low, high in apart if together[low] == together[high]}
    suspect |= np.isin(roots[starts], np.array(sorted(told), np.int64))
    return [nodes[start : start + size] for start, size in zip(starts[suspect], sizes[suspect], strict=True)]


def _without_contradictions(
    members: Numbers, units: Numbers, pairs: PairNodes, inside: Numbers, apart: set[tuple[int, int]], traits: TraitTable
) -> Numbers:
    """The labels of one component: the surest ties join first, and none that brings two people together."""
    told_same = pairs.judgement[inside] == Judgement.SAME.value
    bits = np.nan_to_num(pairs.bits[inside], nan=0.0)
    order = np.lexsort((pairs.high[inside], pairs.low[inside], -bits, ~told_same))
    likely = set(zip(pairs.low[inside].tolist(), pairs.high[inside].tolist(), strict=True))
    said = dict(zip(members.tolist(), traits.of(members), strict=True))
    clusters = _Clusters(dict(zip(members.tolist(), units[members].tolist(), strict=True)))
    for at in inside[order].tolist():
        one, other = clusters.of(int(pairs.low[at])), clusters.of(int(pairs.high[at]))
        decided = pairs.judgement[at] == Judgement.SAME.value
        if one is not other and not any(
            _apart(low, high, said, apart, likely, decided=decided) for low in one for high in other
        ):
            clusters.join(one, other)
    return np.array([min(clusters.of(node)) for node in members.tolist()], np.int64)


def _apart(
    low: int,
    high: int,
    said: dict[int, Traits],
    apart: set[tuple[int, int]],
    likely: set[tuple[int, int]],
    *,
    decided: bool,
) -> bool:
    """Whether two nodes may not be one person; what a person decided outweighs all but another decision."""
    ends = (min(low, high), max(low, high))
    if ends in apart:
        return True
    if decided:
        return False
    one, other = said[low], said[high]
    if one.generation and other.generation and one.generation != other.generation:
        return True
    if ends in likely:
        return False
    if names_differ(one.first, one.last, other.first, other.last):
        return True
    return one.domain is not None and one.domain == other.domain and one.email != other.email


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

    def join(self, one: list[int], other: list[int]) -> None:
        """Make one set of two."""
        one.extend(other)
        for node in other:
            self._of[node] = one


def _taken_apart(labels: Numbers, apart: set[tuple[int, int]], groups: Groups, pairs: PairNodes) -> Numbers:
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
            one, other = clusters.of(low), clusters.of(high)
            if one is not other and not any(
                (min(left, right), max(left, right)) in apart for left in one for right in other
            ):
                clusters.join(one, other)
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
