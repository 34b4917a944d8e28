"""Two behaviours of one person, or one shown on two days: which are tried, and who had shown them.

Which are tried is chosen by how many people showed them, never by what came of these people; all that is tried counts
as a test.

Source: docs/method.md, "Signals".
"""

from collections.abc import Sequence

import numpy as np

from leadaudit.policy import Policy
from leadaudit.signals.landmark import LandmarkTable, Places, Yes, both_shown

# Where nearly all who showed the rarer one showed both, both say no more than the rarer one alone.
NEARLY_ALL = 0.95


def combinations_to_try(exposed: Yes, again: Yes, kinds: Sequence[str], policy: Policy) -> Places:
    """Places of two kinds each, twice the same for a kind shown on two days; those most people showed come first.

    Args:
        exposed: Whether each person of the training deliveries had shown each kind, shape (people, kinds).
        again: Whether on two days, likewise.
        kinds: Their names.
        policy: Which kinds may speak for a purchase, the fewest people a verdict needs, and how many are tried.
    """
    single = exposed.sum(axis=0)
    together = exposed.astype(np.float32).T @ exposed.astype(np.float32)
    together[np.diag_indices(len(kinds))] = again.sum(axis=0)
    meant = [place for place, kind in enumerate(kinds) if policy.kinds[kind].is_signal]
    found = [
        (int(together[one, other]), one, other)
        for at, one in enumerate(meant)
        for other in meant[at:]
        if policy.signals.support.exposed <= together[one, other] < NEARLY_ALL * min(single[one], single[other])
    ]
    best = sorted(found, key=lambda each: (-each[0], kinds[each[1]], kinds[each[2]]))[: policy.signals.combinations]
    return np.array([pair[1:] for pair in best], np.int64).reshape(-1, 2)


def with_combinations(table: LandmarkTable, again: Yes, pairs: Places) -> Yes:
    """Who had shown each kind and each combination, shape (people, kinds and combinations)."""
    both = both_shown(table, pairs)
    twice = pairs[:, 0] == pairs[:, 1]
    both[:, twice] = again[:, pairs[twice, 0]]
    return np.hstack([table.exposed, both])
