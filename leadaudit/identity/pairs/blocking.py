"""Which pairs are looked at: those that some key brings together, unless too many nodes hold it.

docs/method.md, "Who is the same person".
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.pairs.coded import Coded, Codes
from leadaudit.identity.pairs.keys import numbered_keys
from leadaudit.identity.pairs.rules import BY_NAME, RULES

Numbers: TypeAlias = npt.NDArray[np.int64]

# So many pairs are not compared in full: first those go whose names do not look alike in any way and that share little
# else.  Fewer are all compared, which finds people even where every name is damaged.
PLENTY_OF_PAIRS: Final = 2_000_000
# To learn from, this many pairs are enough of those that so many rules found, at least and at most: pairs that few
# rules found are rarely one person.
_ENOUGH_OF: Final = ((1, 1, 200_000), (2, 4, 300_000))
_SEED: Final = 20_261_122
_RULE_BITS: Final = 6
# Keys are sorted out by so many bits of theirs first; the factor is odd and without a pattern.
_BUCKET_BITS: Final = 22
_SCATTER: Final = np.uint64(0x9E3779B97F4A7C15)
_REPORT: Final = pa.schema(
    [
        ("rule", pa.string()),
        *((name, pa.int64()) for name in ("keys", "keys_skipped", "pairs_skipped", "largest_key_records")),
        ("largest_key_node", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs to look at.

    Args:
        left: Node of each pair, the smaller one.
        right: The other node.
        rules: Bits of the rules that brought the pair together, in the order of ``RULES``.
        stands_for: How many pairs each one stands for: one, unless this is a sample.
        are_many: Whether there are too many to compare all of them in full.
    """

    left: Codes
    right: Codes
    rules: npt.NDArray[np.int64]
    stands_for: npt.NDArray[np.float64]
    are_many: bool = False

    def __len__(self) -> int:
        return len(self.left)

    def where(self, chosen: npt.NDArray[np.int64] | npt.NDArray[np.bool_] | slice) -> "Candidates":
        """Some of the pairs."""
        return Candidates(
            left=self.left[chosen],
            right=self.right[chosen],
            rules=self.rules[chosen],
            stands_for=self.stands_for[chosen],
            are_many=self.are_many,
        )


def candidates(values: Coded) -> tuple[Candidates, pa.Table]:
    """The pairs that any key brings together, ordered by their nodes, and what each rule did and left out.

    The report has one row per rule: rule, keys, keys_skipped, pairs_skipped, largest_key_records, largest_key_node.
    """
    width = max(values.count - 1, 1).bit_length()

    def by_rule(number: int) -> tuple[list[Numbers], list[dict[str, object]]]:
        name, rule = RULES[number], BY_NAME[RULES[number]]
        groups = _held_by_several(values, name)
        brought = groups.brought()
        kept = (groups.among_holders() if rule.keyed_on else brought) <= rule.most_pairs
        # A pair and the rule that found it in one number: sorting numbers is the quickest way to bring rules together.
        packed = [(one << width | other) << _RULE_BITS | number for one, other in groups.pairs(brought, kept)]
        return packed, [{"rule": name, **groups.left_out(brought, kept)}] if (brought > 0).any() else []

    report: list[dict[str, object]] = []
    found_by: list[Numbers] = [np.zeros(0, np.int64)]
    with ThreadPoolExecutor(_THREADS) as threads:
        for packed, told in threads.map(by_rule, range(len(RULES))):
            found_by += packed
            report += told
    # The numbers go before the pairs are put together: there may be hundreds of millions of either.
    parts = _unpacked(_sorted(found_by), width, values)
    found = Candidates(
        left=np.concatenate([part.left for part in parts]),
        right=np.concatenate([part.right for part in parts]),
        rules=np.concatenate([part.rules for part in parts]),
        stands_for=_one_each(sum(map(len, parts))),
        are_many=parts[0].are_many,
    )
    return found, pa.Table.from_pylist(sorted(report, key=lambda row: str(row["rule"])), schema=_REPORT)


def _sorted(parts: list[Numbers]) -> Numbers:
    """All numbers in order; a part goes as soon as it is copied, so that nothing is held twice."""
    together, done = np.empty(sum(map(len, parts)), np.int64), 0
    while parts:
        part = parts.pop()
        together[done : done + len(part)] = part
        done += len(part)
    together.sort()
    return together


def _edges(together: Numbers) -> Numbers:
    """Where each pair begins, and where the last one ends."""
    is_new = np.ones(len(together) + 1, np.bool_)
    for start in range(1, len(together), _CHUNK):
        here = together[start - 1 : start + _CHUNK] >> _RULE_BITS
        is_new[start : start + len(here) - 1] = here[1:] != here[:-1]
    edges = np.flatnonzero(is_new)
    return edges.astype(np.uint32) if len(together) <= np.iinfo(np.uint32).max else edges


def _unpacked(together: Numbers, width: int, values: Coded) -> list[Candidates]:
    edges = _edges(together)
    count = len(edges) - 1
    are_many = count > PLENTY_OF_PAIRS

    def part(chunk: int) -> Candidates:
        here = edges[chunk : chunk + _CHUNK + 1].astype(np.int64)
        first, held = here[:-1], together[here[0] : here[-1]]
        pair = held[first - first[0]] >> _RULE_BITS
        found = Candidates(
            left=(pair >> width).astype(np.int32),
            right=(pair & ((1 << width) - 1)).astype(np.int32),
            rules=np.bitwise_or.reduceat(1 << (held & ((1 << _RULE_BITS) - 1)), first - first[0]),
            stands_for=_one_each(len(first)),
            are_many=are_many,
        )
        return found.where(np.flatnonzero(_worth_a_look(values, found))) if are_many else found

    with ThreadPoolExecutor(_THREADS) as threads:
        return [_no_pairs(are_many=are_many), *threads.map(part, range(0, count, _CHUNK))]


def _one_each(pairs: int) -> npt.NDArray[np.float64]:
    """Every pair stands for itself: one number, however many they are."""
    return np.broadcast_to(np.ones(1), pairs)


def _no_pairs(*, are_many: bool) -> Candidates:
    nobody = np.zeros(0, np.int32)
    return Candidates(left=nobody, right=nobody, rules=np.zeros(0, np.int64), stands_for=np.zeros(0), are_many=are_many)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups:
    """Nodes that hold one key, for one rule.

    Args:
        nodes: Nodes by key, ascending within a key.
        starts: Where each key begins.
        lefts: How many of its nodes are of the left table; None: there is no right one.
    """

    nodes: Numbers
    starts: Numbers
    lefts: Numbers | None

    @property
    def sizes(self) -> Numbers:
        """Nodes of each key."""
        return np.diff(np.append(self.starts, len(self.nodes)))

    def brought(self) -> Numbers:
        """Pairs of each key."""
        sizes = self.sizes
        return sizes * (sizes - 1) // 2 if self.lefts is None else self.lefts * (sizes - self.lefts)

    def among_holders(self) -> Numbers:
        """Pairs that all holders of each key make, of whichever input they are."""
        return self.sizes * (self.sizes - 1) // 2

    def left_out(self, brought: Numbers, kept: npt.NDArray[np.bool_]) -> dict[str, int]:
        """What the report says of a rule."""
        skipped = brought[~kept]
        bringing = np.flatnonzero(brought > 0)
        sizes, first = self.sizes[bringing], np.minimum.reduceat(self.nodes, self.starts)[bringing]
        largest = np.lexsort((first, -sizes))[0]
        return {
            "keys": len(bringing),
            "keys_skipped": len(skipped),
            "pairs_skipped": int(skipped.sum()),
            "largest_key_records": int(sizes[largest]),
            "largest_key_node": int(first[largest]),
        }

    def pairs(self, brought: Numbers, kept: npt.NDArray[np.bool_]) -> Iterator[tuple[Numbers, Numbers]]:
        """The two nodes of each pair of the kept keys, the smaller first; some keys at a time."""
        sizes, chosen = self.sizes, np.flatnonzero(kept & (brought > 0))
        turns = np.cumsum(brought[chosen]) // _CHUNK
        for here in np.split(chosen, np.flatnonzero(np.diff(turns)) + 1):
            yield self._pairs_of(self.starts[here], sizes[here], None if self.lefts is None else self.lefts[here])

    def _pairs_of(self, starts: Numbers, sizes: Numbers, lefts: Numbers | None) -> tuple[Numbers, Numbers]:
        places = ranges(starts, sizes)
        key_ends = np.repeat(starts + sizes, sizes)
        if lefts is None:
            partners = places + 1
        else:
            # Nodes of the right table come last in every key, and meet nobody after them.
            first_right = np.repeat(starts + lefts, sizes)
            partners = np.where(places < first_right, first_right, key_ends)
        counts = key_ends - partners
        return np.repeat(self.nodes[places], counts), self.nodes[ranges(partners, counts)]


def ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """``start``, ``start + 1`` ... for each start, as many as its count says."""
    before = np.cumsum(counts) - counts
    return np.asarray(np.arange(int(counts.sum())) + np.repeat(starts - before, counts), np.int64)


def _held_by_several(values: Coded, rule: str) -> _Groups:
    nodes, keys = numbered_keys(values, rule)
    # Most keys have one holder, and are known by a few of their bits, without sorting.
    place = (keys.astype(np.uint64) * _SCATTER >> np.uint64(64 - _BUCKET_BITS)).astype(np.int32)
    several = (np.bincount(place, minlength=1) > 1)[place]
    held = np.flatnonzero(several)
    nodes, keys = nodes[held], keys[held]
    order = np.argsort(keys, kind="stable")
    holders, keys = nodes[order].astype(np.int64), keys[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.int64)
    if not values.is_between or not len(keys):
        return _Groups(nodes=holders, starts=starts, lefts=None)
    return _Groups(
        nodes=holders, starts=starts, lefts=np.add.reduceat((holders < values.left_count).astype(np.int64), starts)
    )


def sample(found: Candidates) -> Candidates:
    """All pairs that many rules found, and some of those that few did; always the same ones."""
    rules = np.bitwise_count(found.rules)
    random = np.random.default_rng(_SEED)
    stands_for = found.stands_for.copy()
    for least, most, enough in _ENOUGH_OF:
        some = np.flatnonzero((rules >= least) & (rules <= most))
        if len(some) > enough:
            stands_for[some] = 0
            stands_for[random.choice(some, enough, replace=False)] = len(some) / enough
    return replace(found, stands_for=stands_for).where(np.flatnonzero(stands_for > 0))


# What two records of one person have in common where not even the names look alike.
_TELLING: Final = ("email", "mailbox", "line", "profile", "person_id", "born", "street", "company", "domain", "title")
_NAME_LOOKS: Final = (
    (("first_start", "first_start"), ("first_sound", "first_sound"), ("first", "last")),
    (("last_start", "last_start"), ("last_sound", "last_sound"), ("last_end", "last_end"), ("last", "first")),
)
_ENOUGH_IN_COMMON: Final = 2
_CHUNK: Final = 1_000_000
# Numbers are moved outside the interpreter's lock; more than two at a time would hold more memory.
_THREADS: Final = 2


def _worth_a_look(values: Coded, found: Candidates) -> npt.NDArray[np.bool_]:
    """Pairs whose names look alike, or that share other things instead; by numbers alone.

    Each name that looks alike, or is missing, counts as one thing in common, and so does each value.
    """
    left, right = found.left, found.right
    common = np.zeros(len(found), np.int8)
    for looks in _NAME_LOOKS:
        common += np.any([_agree(values, one, other, left, right) for one, other in looks], axis=0)
    for name in ("first", "last"):
        is_missing = values.columns[name].codes < 0
        common += is_missing[left] | is_missing[right]
    for name in _TELLING:
        if not values.columns[name].is_empty:
            common += values.columns[name].agree(left, right)
    return common >= _ENOUGH_IN_COMMON


def _agree(values: Coded, one: str, other: str, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
    codes = values.columns[one].at(left)
    return np.asarray((codes >= 0) & (codes == values.columns[other].at(right)))
