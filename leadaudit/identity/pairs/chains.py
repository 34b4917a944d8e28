"""Pairs that no key brings together and that hang together all the same, through records that are like both.

Whoever holds several records is made one person by what each two of them say.  Two that share no key are compared here,
so that joining knows what speaks for and against them instead of taking silence for doubt.  Only records of the two
inputs count, so that a third one can neither add nor take away a pair.  docs/method.md, "Who is the same person".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.connected import components
from leadaudit.identity.linkage import LIKELY
from leadaudit.identity.pairs.blocking import Candidates, ranges
from leadaudit.identity.pairs.coded import Coded
from leadaudit.identity.pairs.levels import Seen, all_seen
from leadaudit.identity.pairs.likely import likely_pairs
from leadaudit.identity.pairs.scoring import Bits
from leadaudit.identity.pairs.weights import Shares, Weights

Numbers: TypeAlias = npt.NDArray[np.int64]

# What the report calls it, beside the names of keys.
CHAIN: Final = "third_record"
# Two hang together by themselves; more than so many are nobody's.
_FEWEST_RECORDS: Final = 3
_MOST_RECORDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """How the records of two inputs, or of one, hang together.

    Args:
        chains: How often more than two records do.
        chains_skipped: How many of these hold too many records.
        pairs_skipped: The pairs they would have made.
        largest: Nodes of the largest of them; none where none was skipped.
        compared: How many pairs were looked at that no key brought together, or that were too unlikely to be kept.
    """

    chains: int = 0
    chains_skipped: int = 0
    pairs_skipped: int = 0
    largest: Numbers
    compared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """Likely pairs with those that hang together through them.

    Args:
        seen: The pairs.
        bits: log2 of the odds of each.
        told: How records hang together, by the numbers of the two inputs; none where they do not.
    """

    seen: Seen
    bits: Bits
    told: Mapping[tuple[int, int], Chains]


def with_chains(
    values: Coded, known: tuple[Seen, Bits], inputs: Numbers, weights: Weights, shares: Shares, *, least: float
) -> Chained:
    """Likely pairs with those that hang together through them, likely enough to be kept as well.

    Args:
        values: What the nodes say.
        known: The pairs that keys brought together and that are kept, with their bits; the smaller node first.
        inputs: For every node the number of its input, ascending.
        weights: What each level weighs.
        shares: How common each value is.
        least: log2 of the odds a pair must have.
    """
    groups = _hanging_together(*known, inputs)
    left, right = _pairs_within(groups, groups.sizes() <= _MOST_RECORDS, inputs)
    new = np.flatnonzero(~np.isin(left * values.count + right, _place(known[0], values.count)))
    pairs = Candidates(
        left=left[new].astype(np.int32),
        right=right[new].astype(np.int32),
        rules=np.zeros(len(new), np.int64),
        stands_for=np.ones(len(new)),
    )
    found = [known, *((seen, said.total) for seen, said in likely_pairs(values, pairs, weights, shares, least=least))]
    return Chained(
        seen=all_seen([seen for seen, _ in found]),
        bits=np.concatenate([bits for _, bits in found]),
        told=_told(groups, _two_inputs(pairs.left, pairs.right, inputs), int(inputs.max(initial=0)) + 1),
    )


def _place(seen: Seen, count: int) -> Numbers:
    return np.asarray(seen.left.astype(np.int64) * count + seen.right, np.int64)


def _two_inputs(left: npt.NDArray[np.integer], right: npt.NDArray[np.integer], inputs: Numbers) -> Numbers:
    """One number for the two inputs of each pair."""
    return np.asarray(inputs[left] * (int(inputs.max(initial=0)) + 1) + inputs[right], np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups:
    """Records that hang together, more than two.

    Args:
        nodes: Their nodes, group by group, ascending in each.
        starts: Where each group begins.
        two: The two inputs of each group, as one number.
    """

    nodes: Numbers
    starts: Numbers
    two: Numbers

    def sizes(self) -> Numbers:
        return np.diff(np.append(self.starts, len(self.nodes)))


def _hanging_together(seen: Seen, bits: Bits, inputs: Numbers) -> _Groups:
    likely = np.flatnonzero(bits >= LIKELY)
    # A record stands once for each two inputs it has pairs in: what hangs together does so within the two.
    two, count = _two_inputs(seen.left[likely], seen.right[likely], inputs), max(len(inputs), 1)
    ends = np.concatenate([two * count + seen.left[likely], two * count + seen.right[likely]])
    held, place = np.unique(ends, return_inverse=True)
    label = components(place[: len(likely)], place[len(likely) :], len(held))
    several = np.flatnonzero((np.bincount(label, minlength=1) >= _FEWEST_RECORDS)[label])
    order = several[np.argsort(label[several], kind="stable")]
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    return _Groups(nodes=held[order] % count, starts=starts, two=held[order[starts]] // count)


def _pairs_within(groups: _Groups, chosen: npt.NDArray[np.bool_], inputs: Numbers) -> tuple[Numbers, Numbers]:
    """Every two records of the chosen groups that are of the group's two inputs."""
    starts, sizes = groups.starts[chosen], groups.sizes()[chosen]
    places = ranges(starts, sizes)
    later = np.repeat(starts + sizes, sizes) - places - 1
    left, right = np.repeat(groups.nodes[places], later), groups.nodes[ranges(places + 1, later)]
    of_group = np.repeat(groups.two[chosen], sizes * (sizes - 1) // 2)
    kept = np.flatnonzero(_two_inputs(left, right, inputs) == of_group)
    return left[kept], right[kept]


def _told(groups: _Groups, compared: Numbers, inputs: int) -> dict[tuple[int, int], Chains]:
    sizes, told = groups.sizes(), {}
    for two in np.unique(groups.two).tolist():
        here = np.flatnonzero(groups.two == two)
        skipped = here[sizes[here] > _MOST_RECORDS]
        largest = skipped[np.argmax(sizes[skipped])] if len(skipped) else -1
        told[divmod(two, inputs)] = Chains(
            chains=len(here),
            chains_skipped=len(skipped),
            pairs_skipped=int((sizes[skipped] * (sizes[skipped] - 1) // 2).sum()),
            largest=groups.nodes[groups.starts[largest] :][: sizes[largest]] if len(skipped) else groups.nodes[:0],
            compared=int((compared == two).sum()),
        )
    return told
