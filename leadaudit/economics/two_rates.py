"""Two rates held against each other: score intervals for their difference and their ratio, over whole arrays.

Source:
    Miettinen and Nurminen (1985); Koopman (1984); Fagerland, Lydersen and Laake (2015); docs/method.md, "Lift".
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from leadaudit.economics.distributions import Array, two_sided_z

Numbers = npt.ArrayLike

_HALVINGS = 80
# A ratio beyond e^40 is no finding but a missing denominator.
_WIDEST_LOG_RATIO = 40.0


def difference_interval(
    events: Numbers, trials: Numbers, other_events: Numbers, other_trials: Numbers, *, level: float
) -> tuple[Array, Array]:
    """Bounds of rate minus other rate (Miettinen and Nurminen); all inputs broadcast.

    Near its level at low rates, where the textbook interval fails.
    """
    x1, n1, x0, n0 = _broadcast(events, trials, other_events, other_trials)
    z = two_sided_z(level)
    seen = x1 / n1 - x0 / n0

    def score(difference: Array) -> Array:
        p0 = _null_rate_of_difference(x1, n1, x0, n0, difference)
        p1 = np.clip(p0 + difference, 0, 1)
        total = n1 + n0
        variance = (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * total / (total - 1)
        return (seen - difference) / np.sqrt(np.maximum(variance, 1e-300))

    low = _where_falls_to(score, z, np.full_like(seen, -1.0), seen)
    high = _where_falls_to(score, -z, seen, np.full_like(seen, 1.0))
    return low, high


def ratio_interval(
    events: Numbers, trials: Numbers, other_events: Numbers, other_trials: Numbers, *, level: float
) -> tuple[Array, Array]:
    """Bounds of rate over other rate (Koopman's, with Miettinen and Nurminen's factor); all inputs broadcast.

    Returns:
        Low, 0 where the rate never happened, and high, infinite where the other never did.
    """
    x1, n1, x0, n0 = _broadcast(events, trials, other_events, other_trials)
    z = two_sided_z(level)
    p1_seen, p0_seen = x1 / n1, x0 / n0

    def score(log_ratio: Array) -> Array:
        ratio = np.exp(log_ratio)
        a = (n1 + n0) * ratio
        b = n1 * ratio + x1 + n0 + x0 * ratio
        # The other root; written so that nothing cancels where events are few.
        p0 = 2 * (x1 + x0) / (b + np.sqrt(np.maximum(b * b - 4 * a * (x1 + x0), 0)))
        p0 = np.clip(p0, 0, np.minimum(1, 1 / ratio))
        p1 = np.clip(p0 * ratio, 0, 1)
        total = n1 + n0
        variance = (p1 * (1 - p1) / n1 + ratio**2 * p0 * (1 - p0) / n0) * total / (total - 1)
        return (p1_seen - ratio * p0_seen) / np.sqrt(np.maximum(variance, 1e-300))

    widest = np.full_like(p1_seen, _WIDEST_LOG_RATIO)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.clip(np.nan_to_num(np.log(p1_seen / p0_seen), nan=0.0), -_WIDEST_LOG_RATIO, _WIDEST_LOG_RATIO)
    low = np.exp(_where_falls_to(score, z, -widest, middle))
    high = np.exp(_where_falls_to(score, -z, middle, widest))
    return np.where(x1 == 0, 0.0, low), np.where(x0 == 0, np.inf, high)


def _broadcast(*values: Numbers) -> list[Array]:
    return [np.asarray(value, float) for value in np.broadcast_arrays(*(np.asarray(v, float) for v in values))]


def _null_rate_of_difference(x1: Array, n1: Array, x0: Array, n0: Array, difference: Array) -> Array:
    """The other rate that is likeliest when the two differ by a given amount: the root of a cubic, in closed form."""
    total, events = n1 + n0, x1 + x0
    l2 = (n1 + 2 * n0) * difference - total - events
    l1 = (n0 * difference - total - 2 * x0) * difference + events
    l0 = x0 * difference * (1 - difference)
    third = l2 / (3 * total)
    q = third**3 - l1 * l2 / (6 * total**2) + l0 / (2 * total)
    p = np.where(q >= 0, 1.0, -1.0) * np.sqrt(np.maximum(third**2 - l1 / (3 * total), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.clip(np.where(p == 0, 0.0, q / p**3), -1, 1)
    rate = 2 * p * np.cos((np.pi + np.arccos(cosine)) / 3) - third
    return np.asarray(np.clip(rate, np.maximum(0, -difference), np.minimum(1, 1 - difference)), float)


def _where_falls_to(falling: Callable[[Array], Array], target: float, low: Array, high: Array) -> Array:
    """Where a falling function passes a value, between two ends."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_left = falling(middle) > target
        low, high = np.where(is_left, middle, low), np.where(is_left, high, middle)
    return (low + high) / 2
