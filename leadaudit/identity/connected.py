"""What hangs together through links, the earliest of it, and what is alike on average.

scipy is imported on first use: that takes longer than auditing a small file.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def components(left: npt.ArrayLike, right: npt.ArrayLike, count: int) -> Numbers:
    """For each of ``count`` nodes the number of the component it is in; nodes without a link are one of their own.

    Args:
        left: One end of each link, from 0.
        right: Its other end.
        count: How many nodes there are.
    """
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    ends = (np.asarray(left, np.int64), np.asarray(right, np.int64))
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def earliest_of(component: Numbers) -> Numbers:
    """For each node the first node of its component."""
    count = len(component)
    earliest = np.zeros(count, np.int64)
    # Assigned from the last node to the first: the earliest stays.
    earliest[component[::-1]] = np.arange(count)[::-1]
    return earliest[component]


def average_linkage(likeness: npt.NDArray[np.float64], *, least: float) -> Numbers:
    """For each thing the number of its cluster: two clusters are one while their things are alike on average.

    The most alike are joined first; of several, the earliest.  Ours and not scipy's, whose clusters take a second to
    import for what is a handful of records at a time.

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
