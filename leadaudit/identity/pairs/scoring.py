"""From levels to evidence: bits for each comparison, what is one fact counted once.

docs/method.md, "Who is the same person".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.coded import Coded, Codes
from leadaudit.identity.pairs.levels import COMPARISONS, Levels
from leadaudit.identity.pairs.weights import COUNTED, Weights

Bits: TypeAlias = npt.NDArray[np.float64]

# Family and colleagues share a house: name, employer, switchboard and address together say little of two people
# whose names clearly differ.
MOST_FOR_A_HOUSE: Final = 2.0
# "maria.garcia" at two domains is what two people of that name have, too.
MOST_FOR_A_NAMES_MAILBOX: Final = 2.0
_DIFFERENT_SUFFIX: Final = -20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for and against each pair.

    Args:
        bits: Bits of every comparison, after facts that are one fact have been counted once.
        total: Their sum with the prior: log2 of the odds that the two are one person.
    """

    bits: Mapping[str, Bits]
    total: Bits

    @property
    def probability(self) -> Bits:
        """How likely each pair is one person."""
        return 1 / (1 + np.exp2(-self.total))


def weighed(values: Coded, left: Codes, right: Codes, levels: Mapping[str, Levels], weights: Weights) -> Evidence:
    """The evidence of every pair.

    Args:
        values: What the nodes say.
        left: Node of each pair.
        right: The other node.
        levels: Level of every comparison (``levels.compared``).
        weights: What a level weighs.
    """
    bits = {name: _plain(name, values, left, right, levels[name], weights) for name in COMPARISONS}
    _read_names_swapped(bits, values, left, right, levels, weights)
    bits["generation"] = np.where(levels["generation"] == 1, _DIFFERENT_SUFFIX, bits["generation"])
    _count_once(bits, levels)
    total = np.log2(weights.prior / (1 - weights.prior)) + sum(bits.values())
    return Evidence(bits=bits, total=np.asarray(total))


def _plain(name: str, values: Coded, left: Codes, right: Codes, levels: Levels, weights: Weights) -> Bits:
    """Bits of one comparison by itself."""
    by_level = np.append(np.log2(np.array(weights.m[name]) / np.array(weights.u[name])), 0.0)
    bits = by_level[levels]
    if name not in COUNTED:
        return bits
    column = values.columns[COUNTED[name]]
    shares = weights.shares_of(name, column.texts)
    same = np.flatnonzero((levels == 0) & (column.codes[left] >= 0))
    bits[same] = np.log2(weights.m[name][0] / shares[column.codes[left[same]]])
    return bits


def _read_names_swapped(
    bits: dict[str, Bits], values: Coded, left: Codes, right: Codes, levels: Mapping[str, Levels], weights: Weights
) -> None:
    at = np.flatnonzero(levels["order"] == 1)
    first, last = values.columns["first"], values.columns["last"]
    shares = np.maximum(weights.shares_of("first", first.texts), weights.shares_of("last", last.texts))
    for name, codes in (("first", first.codes), ("last", last.codes)):
        same = at[levels[name][at] == 0]
        bits[name][same] = np.log2(weights.m[name][0] / shares[codes[left[same]]])


def _count_once(bits: dict[str, Bits], levels: Mapping[str, Levels]) -> None:
    """Takes off what another comparison has said already."""
    employer = np.maximum(bits["employer"], 0)
    for name in ("email", "phone"):
        told = bits[name] > 0
        bits[name] = np.where(told, np.maximum(bits[name] - employer, np.minimum(bits[name], 0.5)), bits[name])
    clash = (levels["first"] == 5) | (levels["last"] == 4)
    mailbox = levels["email"] == 2
    bits["email"] = np.where(mailbox, np.minimum(bits["email"], MOST_FOR_A_NAMES_MAILBOX), bits["email"])
    _count_places_once(bits)
    house = ("employer", "phone", "street", "city", "postcode", "state", "country")
    named = np.maximum(bits["first"], 0) + np.maximum(bits["last"], 0)
    shared = named + sum(np.maximum(bits[name], 0) for name in house)
    keep = np.where(clash & (shared > MOST_FOR_A_HOUSE), MOST_FOR_A_HOUSE / np.maximum(shared, 1e-9), 1.0)
    for name in (*house, "first", "last"):
        bits[name] = np.where(bits[name] > 0, bits[name] * keep, bits[name])


def _count_places_once(bits: dict[str, Bits]) -> None:
    """Of street, postcode, city, state and country the narrowest that agrees counts, and the plainest that does not."""
    names = ("street", "postcode", "city", "state", "country")
    strongest = np.max([bits[name] for name in names], axis=0)
    weakest = np.min([bits[name] for name in names], axis=0)
    for name in names:
        less = np.where(bits[name] > 0, 0.25, 0.5)
        keep = (bits[name] >= strongest) | (bits[name] <= weakest)
        bits[name] = np.where(keep, bits[name], bits[name] * less)
