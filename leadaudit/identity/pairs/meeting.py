"""Which records of two inputs, or of one, share a blocking key, and which keys too many of them share.

The caps hold for the two inputs by themselves, so that a third one can neither add nor take away a pair.
docs/method.md, "Who is the same person".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.pairs.blocking import ranges
from leadaudit.identity.pairs.rules import BY_NAME, RULES
from leadaudit.tables import LINE, TEXT, Contract

Numbers: TypeAlias = npt.NDArray[np.int64]
Lines: TypeAlias = npt.NDArray[np.int32]

BLOCKS: Final = Contract(
    name="blocks",
    one_row_per="record and blocking key",
    schema=pa.schema([("rule", pa.int8()), ("key", pa.uint32()), ("line", LINE)]),
    key=("rule", "key", "line"),
)
_RULE_BITS: Final = 6
_CHUNK: Final = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Pairs of records of two inputs.

    Args:
        line: Of the one input.
        other_line: Of the other.
        rules: Bits of the rules that found the pair, in the order of ``rules.RULES``.
        report: One row per rule: rule, keys, keys_skipped, pairs_skipped, line (the first of the one input that holds
            the key most pairs were skipped for; null: none was).
    """

    line: Numbers
    other_line: Numbers
    rules: Numbers
    report: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """Where the holders of the keys of one rule lie, key by key.

    Args:
        start: Of the holders of the one input.
        count: How many they are.
        other_start: Of those of the other; ignored within one input.
        other_count: How many they are.
        brought: Pairs of each key.
    """

    start: Numbers
    count: Numbers
    other_start: Numbers
    other_count: Numbers
    brought: Numbers

    def among_holders(self, *, within: bool) -> Numbers:
        """Pairs that all holders of each key make, of whichever input they are."""
        holders = self.count if within else self.count + self.other_count
        return holders * (holders - 1) // 2


def meet(own: pa.Table, other: pa.Table | None) -> Met:
    """The pairs that some key brings together, ordered by their lines.

    Args:
        own: ``BLOCKS`` of one input.
        other: Of another; None: pairs are looked for within the one.
    """
    # As they are stored: of an input that is mapped only what is met is ever read.
    lines, others = (table["line"].to_numpy() for table in (own, own if other is None else other))
    met: list[tuple[int, Lines, Lines]] = []
    report: list[dict[str, object]] = []
    for rule, here, there in _by_rule(own, own if other is None else other):
        shared = _shared(own, here) if other is None else _shared_by_two(own, here, other, there)
        if not len(shared.brought):
            continue
        skipped = shared.among_holders(within=other is None) > BY_NAME[RULES[rule]].most_pairs
        for one, two in _pairs(shared, ~skipped, within=other is None):
            met.append((rule, lines[one], others[two]))
        report.append({"rule": RULES[rule], **_left_out(shared, skipped, lines)})
    width = max((int(two.max(initial=1)).bit_length() for _, _, two in met), default=1)
    # A pair and the rule that found it in one number: sorting numbers is the quickest way to bring rules together.
    packed = [(one.astype(np.int64) << width | two) << _RULE_BITS | rule for rule, one, two in met]
    together = np.concatenate([np.zeros(0, np.int64), *packed])
    del packed, met
    together.sort()
    pair = together >> _RULE_BITS
    starts = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])) if len(pair) else pair
    rules = np.bitwise_or.reduceat(1 << (together & ((1 << _RULE_BITS) - 1)), starts) if len(pair) else pair
    pair = pair[starts]
    return Met(
        line=pair >> width,
        other_line=pair & ((1 << width) - 1),
        rules=rules,
        report=pa.Table.from_pylist(report, schema=_REPORT),
    )


def lines_sharing(own: pa.Table, other: pa.Table, rule: str) -> Lines:
    """Lines of another input that hold a key of a rule which this one holds too, however many do.

    Args:
        own: ``BLOCKS`` of this input.
        other: Of the other.
        rule: One of ``rules.RULES``.
    """
    number = RULES.index(rule)
    here, there = next((here, there) for at, here, there in _by_rule(own, other) if at == number)
    shared = _shared_by_two(own, here, other, there)
    return np.asarray(other["line"].to_numpy()[ranges(shared.other_start, shared.other_count)], np.int32)


_REPORT: Final = pa.schema(
    [
        ("rule", TEXT),
        ("keys", pa.int64()),
        ("keys_skipped", pa.int64()),
        ("pairs_skipped", pa.int64()),
        ("line", LINE),
    ]
)


def _by_rule(own: pa.Table, other: pa.Table) -> Iterator[tuple[int, slice, slice]]:
    """The number of every rule and where its rows lie in the two tables."""
    edges = np.arange(len(RULES) + 1, dtype=np.int8)
    here, there = (np.searchsorted(table["rule"].to_numpy(), edges) for table in (own, other))
    for rule in range(len(RULES)):
        yield rule, slice(int(here[rule]), int(here[rule + 1])), slice(int(there[rule]), int(there[rule + 1]))


def _keys(table: pa.Table, at: slice) -> npt.NDArray[np.uint32]:
    return np.asarray(table["key"].slice(at.start, at.stop - at.start).to_numpy(), np.uint32)


def _runs(keys: npt.NDArray[np.uint32]) -> Numbers:
    return np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.int64)


def _shared(own: pa.Table, here: slice) -> _Shared:
    starts = _runs(_keys(own, here))
    counts = np.diff(np.append(starts, here.stop - here.start))
    several = counts > 1
    starts, counts = starts[several] + here.start, counts[several]
    return _Shared(
        start=starts, count=counts, other_start=starts, other_count=counts, brought=counts * (counts - 1) // 2
    )


def _shared_by_two(own: pa.Table, here: slice, other: pa.Table, there: slice) -> _Shared:
    keys, others = _keys(own, here), _keys(other, there)
    starts = _runs(keys)
    first = np.searchsorted(others, keys[starts], side="left")
    counts = np.diff(np.append(starts, len(keys)))
    other_counts = np.searchsorted(others, keys[starts], side="right") - first
    both = other_counts > 0
    return _Shared(
        start=starts[both] + here.start,
        count=counts[both],
        other_start=first[both] + there.start,
        other_count=other_counts[both],
        brought=counts[both] * other_counts[both],
    )


def _pairs(shared: _Shared, kept: npt.NDArray[np.bool_], *, within: bool) -> Iterator[tuple[Numbers, Numbers]]:
    """Places of the two records of each pair; some keys at a time."""
    chosen = np.flatnonzero(kept)
    turns = np.cumsum(shared.brought[chosen]) // _CHUNK
    for here in np.split(chosen, np.flatnonzero(np.diff(turns)) + 1):
        starts, counts = shared.start[here], shared.count[here]
        places = ranges(starts, counts)
        if within:
            # Everybody meets those who come after.
            partners, meets = places + 1, np.repeat(starts + counts, counts) - places - 1
        else:
            partners, meets = (np.repeat(side[here], counts) for side in (shared.other_start, shared.other_count))
        yield np.repeat(places, meets), ranges(partners, meets)


def _left_out(shared: _Shared, skipped: npt.NDArray[np.bool_], lines: Lines) -> dict[str, object]:
    at = np.flatnonzero(skipped)
    first = lines[shared.start[at]]
    largest = np.lexsort((first, -shared.brought[at]))[:1]
    return {
        "keys": len(shared.brought),
        "keys_skipped": len(at),
        "pairs_skipped": int(shared.brought[at].sum()),
        "line": int(first[largest[0]]) if len(largest) else None,
    }
