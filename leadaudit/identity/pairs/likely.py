"""The pairs that are likely enough to be kept: most are ruled out before any text but a name is looked at.

A pair whose values would be as alike as their numbers and letters leave room for, and that would still be too unlikely,
is compared no further.  That rules out nothing else, so what is kept is what comparing everything in full would keep.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.blocking import Candidates
from leadaudit.identity.pairs.coded import Coded
from leadaudit.identity.pairs.levels import LEVELS, NAMES, Levels, Seen, best_levels, compared, level_of, name_levels
from leadaudit.identity.pairs.likeness import Flags, Places
from leadaudit.identity.pairs.scoring import Bits, Evidence, bits_of_names, most_bits, weighed
from leadaudit.identity.pairs.weights import Shares, Weights

_CHUNK: Final = 500_000
_THREADS: Final = 4
# Values that speak for one person where names clash.
_TELLING: Final = (
    "email", "line", "street", "born", "person_id", "local_part", "profile", "company", "domain", "title", "postcode",
)  # fmt: skip
_ALIKE_FIRST: Final = LEVELS["first"].index("alike")
_ALIKE_LAST: Final = LEVELS["last"].index("alike")
_DIFFERENT_FIRST: Final = LEVELS["first"].index("differs")
_DIFFERENT_LAST: Final = LEVELS["last"].index("differs")


def likely_pairs(
    values: Coded, pairs: Candidates, weights: Weights, shares: Shares, *, least: float
) -> Iterator[tuple[Seen, Evidence]]:
    """The pairs of at least so many bits, compared and weighed; some at a time, in their order.

    Two names that clash are one person's only where several other things agree; such pairs are left out, too.

    Args:
        values: What the nodes say.
        pairs: Pairs that blocking found.
        weights: What each level weighs.
        shares: How common each value is.
        least: log2 of the odds a pair must have.
    """

    def part(start: int) -> tuple[Seen, Evidence]:
        return _likely(values, pairs.where(slice(start, start + _CHUNK)), weights, shares, least)

    # Numbers are moved outside the interpreter's lock, so that threads do work side by side.
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as threads:
        yield from threads.map(part, range(0, max(len(pairs), 1), _CHUNK))


def _likely(values: Coded, pairs: Candidates, weights: Weights, shares: Shares, least: float) -> tuple[Seen, Evidence]:
    levels = dict(zip(NAMES, name_levels(values, pairs.left, pairs.right), strict=True))
    kept = np.flatnonzero(_names_allow(values, pairs, levels))
    pairs, levels = pairs.where(kept), _some(levels, kept)
    most, bounds = _most_possible(values, pairs, levels, weights, shares)
    for name in _REFINED:
        kept = np.flatnonzero(most >= least)
        pairs, levels, bounds, most = pairs.where(kept), _some(levels, kept), _some(bounds, kept), most[kept]
        if name in bounds:
            levels[name] = level_of(name, values, pairs.left, pairs.right)
            most += most_bits(name, values, pairs.left, pairs.right, levels[name], weights, shares) - bounds[name]
    kept = np.flatnonzero(most >= least)
    pairs, levels = pairs.where(kept), _some(levels, kept)
    levels = compared(values, pairs.left, pairs.right, known=levels)
    evidence = weighed(values, pairs.left, pairs.right, levels, weights, shares)
    # Few are left: they are picked by their places.
    likely = np.flatnonzero(evidence.total >= least)
    found = Seen(left=pairs.left, right=pairs.right, rules=pairs.rules, stands_for=pairs.stands_for, levels=levels)
    return found.where(likely), evidence.where(likely)


# Compared one after the other, each only where a pair is still possible: what rules out most for its price first.
_REFINED: Final = ("email", "employer", "title")
_Number = TypeVar("_Number", np.int8, np.float64)


def _some(by_name: Mapping[str, npt.NDArray[_Number]], chosen: Places) -> dict[str, npt.NDArray[_Number]]:
    return {name: numbers[chosen] for name, numbers in by_name.items()}


def _names_allow(values: Coded, pairs: Candidates, names: Mapping[str, Levels]) -> Flags:
    first, last = names["first"], names["last"]
    wanted = (first == _DIFFERENT_FIRST).astype(np.int8) + (last == _DIFFERENT_LAST)
    if pairs.are_many:
        # Names that are only somewhat alike need one other value in common.
        wanted = np.maximum(wanted, (first >= _ALIKE_FIRST) | (last >= _ALIKE_LAST))
    at = np.flatnonzero(wanted > 0)
    left, right = pairs.left[at], pairs.right[at]
    agreeing = np.zeros(len(at), np.int8)
    for name in _TELLING:
        agreeing += values.columns[name].agree(left, right)
    kept = np.ones(len(pairs), np.bool_)
    kept[at] = agreeing >= wanted[at]
    return kept


def _most_possible(
    values: Coded, pairs: Candidates, names: Mapping[str, Levels], weights: Weights, shares: Shares
) -> tuple[Bits, dict[str, Bits]]:
    """The most bits that comparing in full can find, but for what rounding adds; and what ``_REFINED`` adds to it."""
    most = np.full(len(pairs), np.log2(weights.prior / (1 - weights.prior)) + _ROUNDING)
    for bits in bits_of_names(values, pairs.left, pairs.right, names, weights, shares).values():
        most += bits
    refined = {}
    for name, levels in best_levels(values, pairs.left, pairs.right).items():
        bits = most_bits(name, values, pairs.left, pairs.right, levels, weights, shares)
        most += bits
        if name in _REFINED:
            refined[name] = bits
    return most, refined


_ROUNDING: Final = 1e-6
