"""What hangs together through links, and what is alike on average.

Ours and not scipy's: importing its graphs and clusters takes longer than auditing a small file, for a few lines.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def components(left: npt.ArrayLike, right: npt.ArrayLike, count: int) -> Numbers:
    """For each of ``count`` nodes the first node of its component; a node without a link is one of its own.

    Args:
        left: One end of each link, from 0.
        right: Its other end.
        count: How many nodes there are.
    """
    one, other = np.asarray(left, np.int64), np.asarray(right, np.int64)
    first = np.arange(count)
    while len(one):
        roots, others = first[one], first[other]
        low, high = np.minimum(roots, others), np.maximum(roots, others)
        apart = low < high
        # A link within one component will never join anything again.
        one, other, low, high = one[apart], other[apart], low[apart], high[apart]
        np.minimum.at(first, high, low)
        while not np.array_equal(first, first[first]):
            first = first[first]
    return first


def average_linkage(likeness: npt.NDArray[np.float64], *, least: float) -> Numbers:
    """For each thing the number of its cluster: two clusters are one while their things are alike on average.

    The most alike are joined first; of several, the earliest.

    Args:
        likeness: Square and symmetric, how alike each two things are; the diagonal says nothing.
        least: Two clusters that are less alike than this stay two.
    """
    between, count = likeness.copy(), len(likeness)
    np.fill_diagonal(between, -np.inf)
    cluster, size = np.arange(count), np.ones(count)
    while True:
        one, other = divmod(int(between.argmax()), count)
        if between[one, other] < least:
            return cluster
        both = (size[one] * between[one] + size[other] * between[other]) / (size[one] + size[other])
        between[one], between[:, one] = both, both
        between[other], between[:, other] = -np.inf, -np.inf
        between[one, one] = -np.inf
        size[one] += size[other]
        cluster[cluster == cluster[other]] = cluster[one]
