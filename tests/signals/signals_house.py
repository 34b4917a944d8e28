"""Two by two tables for tests."""

import numpy as np

from leadaudit.signals.landmark import SignalCounts


def counts(*tables: tuple[float, float, float, float]) -> SignalCounts:
    """Counts from exposed events, exposed, other events, others."""
    x1, n1, x0, n0 = (np.array(side, float) for side in zip(*tables, strict=True))
    return SignalCounts(exposed=n1, exposed_events=x1, unexposed=n0, unexposed_events=x0)
