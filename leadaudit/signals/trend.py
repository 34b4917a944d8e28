"""Do the classes mean anything: outcome rates from unproven up to lead.

Source:
    Cochran (1954) and Armitage (1955); docs/method.md, "Signals".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from leadaudit.economics.distributions import normal_cdf
from leadaudit.signals.backtest import p_ratio_above

ALERT_P = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTrend:
    """Rates over ordered groups.

    Args:
        rates: Of each group; NaN of an empty one.
        z: Of the trend; above 0: rising.
        p: Two-sided.
        is_monotone: Whether each rate is at least the one before it; chance alone breaks this.
        reversed_pairs: Neighbours, lower and higher group, where the higher one is lower with at least 90 %.
    """

    rates: tuple[float, ...]
    z: float
    p: float
    is_monotone: bool
    reversed_pairs: tuple[tuple[int, int], ...]


def class_trend(events: Sequence[float], records: Sequence[float]) -> ClassTrend | None:
    """The trend of outcome rates over groups in order (unproven, opt-in, signal, lead).

    Args:
        events: Outcomes of each group.
        records: Records of each group.

    Returns:
        None where no trend can be told: fewer than two groups with records, or all or none of them with outcome.
    """
    x, n = np.asarray(events, float), np.asarray(records, float)
    scores = np.arange(x.size, dtype=float)
    total, share = float(n.sum()), float(x.sum() / n.sum()) if n.sum() else 0.0
    spread = float((n * scores**2).sum() - (n * scores).sum() ** 2 / total) if total else 0.0
    if not 0 < share < 1 or spread <= 0:
        return None
    z = float((scores * (x - n * share)).sum()) / math.sqrt(share * (1 - share) * spread)
    with np.errstate(invalid="ignore"):
        rates = x / n
    known = [place for place in range(x.size) if n[place] > 0]
    steps = list(pairwise(known))
    reversed_pairs = tuple(
        (low, high)
        for low, high in steps
        if float(p_ratio_above(x[low], n[low], x[high], n[high], ratio=1.0)) >= ALERT_P
    )
    return ClassTrend(
        rates=tuple(float(rate) for rate in rates),
        z=z,
        p=2 * float(normal_cdf(-abs(z))),
        is_monotone=all(rates[low] <= rates[high] for low, high in steps),
        reversed_pairs=reversed_pairs,
    )
