"""The pairs that are likely enough to be kept: most are ruled out before any text but a name is looked at.

A pair whose values would be as alike as their numbers and letters leave room for, and that would still be too unlikely,
is compared no further.  That rules out nothing else, so what is kept is what comparing everything in full would keep.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.blocking import Candidates
from leadaudit.identity.pairs.coded import Coded
from leadaudit.identity.pairs.levels import LEVELS, NAMES, NameLevels, Seen, best_levels, compared, name_levels
from leadaudit.identity.pairs.likeness import Flags
from leadaudit.identity.pairs.scoring import Evidence, bits_of_names, most_bits, weighed
from leadaudit.identity.pairs.weights import Shares, Weights

_CHUNK: Final = 1_000_000
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
    for start in range(0, max(len(pairs), 1), _CHUNK):
        chunk = pairs.where(slice(start, start + _CHUNK))
        names = name_levels(values, chunk.left, chunk.right)
        kept = _names_allow(values, chunk, names)
        chunk, names = chunk.where(kept), _some(names, kept)
        possible = _most_possible(values, chunk, names, weights, shares) >= least
        chunk, names = chunk.where(possible), _some(names, possible)
        levels = compared(values, chunk.left, chunk.right, names=names)
        evidence = weighed(values, chunk.left, chunk.right, levels, weights, shares)
        likely = evidence.total >= least
        found = Seen(left=chunk.left, right=chunk.right, rules=chunk.rules, stands_for=chunk.stands_for, levels=levels)
        yield found.where(likely), evidence.where(likely)


def _some(names: NameLevels, chosen: Flags) -> NameLevels:
    return names[0][chosen], names[1][chosen], names[2][chosen]


def _names_allow(values: Coded, pairs: Candidates, names: NameLevels) -> Flags:
    agreeing = np.zeros(len(pairs), np.int8)
    for name in _TELLING:
        agreeing += values.columns[name].agree(pairs.left, pairs.right)
    first_clash, last_clash = names[0] == _DIFFERENT_FIRST, names[1] == _DIFFERENT_LAST
    kept = agreeing >= first_clash.astype(np.int8) + last_clash
    if pairs.are_many:
        # Names that are only somewhat alike, and no other value in common.
        kept &= (agreeing > 0) | (names[0] < _ALIKE_FIRST) & (names[1] < _ALIKE_LAST)
    return np.asarray(kept)


def _most_possible(
    values: Coded, pairs: Candidates, names: NameLevels, weights: Weights, shares: Shares
) -> npt.NDArray[np.float64]:
    """The most bits that comparing in full can find, but for what rounding adds."""
    found = dict(zip(NAMES, names, strict=True))
    most = np.full(len(pairs), np.log2(weights.prior / (1 - weights.prior)) + _ROUNDING)
    for bits in bits_of_names(values, pairs.left, pairs.right, found, weights, shares).values():
        most += bits
    for name, levels in best_levels(values, pairs.left, pairs.right).items():
        most += most_bits(name, values, pairs.left, pairs.right, levels, weights, shares)
    return most


_ROUNDING: Final = 1e-6
