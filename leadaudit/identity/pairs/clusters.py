"""People out of pairs: who is joined, what was cut, and who may yet be one person.

docs/method.md, "Who is the same person".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leadaudit.identity.pairs.coded import Coded
from leadaudit.identity.pairs.levels import compared
from leadaudit.identity.pairs.scoring import Bits, weighed
from leadaudit.identity.pairs.weights import Weights

Numbers: TypeAlias = npt.NDArray[np.int64]

# Two groups of records whose pairs, on average, say less than this are two people.
WEAKEST_AVERAGE: Final = -3.0
# One overwhelming pair does not outvote many doubts.
_MOST_BITS: Final = 15.0
_NEVER: Final = -1e6
_ALWAYS: Final = 1e3
_LARGEST_COMPONENT: Final = 400


def joined(
    count: int, left: Numbers, right: Numbers, total: Bits, never: tuple[Numbers, Numbers], always: tuple[Numbers, Numbers],
    values: Coded, weights: Weights, same: float,
) -> Numbers:
    """For every node the number of its person's first node."""
    blocked = set(zip(*(side.tolist() for side in never), strict=True))
    strong = total >= same
    component = _components(count, left[strong], right[strong])
    sizes = np.bincount(component, minlength=count)
    order = np.argsort(component, kind="stable")
    starts = np.flatnonzero(np.append(True, component[order][1:] != component[order][:-1]))
    label = component.copy()
    groups = [order[start : start + sizes[component[order[start]]]] for start in starts if sizes[component[order[start]]] > 2]
    if not groups:
        return label
    one = np.concatenate([np.repeat(group, len(group) - 1 - np.arange(0, 1)) if False else group[np.triu_indices(len(group), 1)[0]] for group in groups])
    other = np.concatenate([group[np.triu_indices(len(group), 1)[1]] for group in groups])
    levels = compared(values, one.astype(np.int32), other.astype(np.int32))
    bits = np.clip(weighed(values, one, other, levels, weights).total, -_MOST_BITS, _MOST_BITS)
    at = 0
    for group in groups:
        pairs = len(group) * (len(group) - 1) // 2
        said = bits[at : at + pairs]
        at += pairs
        if said.min() >= WEAKEST_AVERAGE:
            continue
        parts = fcluster(linkage(_ALWAYS - said, method="average"), t=_ALWAYS - WEAKEST_AVERAGE, criterion="distance")
        for part in np.unique(parts):
            label[group[parts == part]] = group[parts == part].min()
    return label


def _components(count: int, left: Numbers, right: Numbers) -> Numbers:
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    found = connected_components(graph, directed=False)[1]
    earliest = np.full(count, count)
    np.minimum.at(earliest, found, np.arange(count))
    return np.asarray(earliest[found], np.int64)
