"""What hangs together through links, and the earliest of it.

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
