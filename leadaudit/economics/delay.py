"""How fast outcomes come: of those that come by a horizon, the share that has come by an age.

Source: docs/method.md, "Young records".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from leadaudit.economics.distributions import Array, chi_square_above


class Delay(Protocol):
    """A share that rises from 0 at delivery to 1 at the horizon."""

    @property
    def horizon_days(self) -> float:
        """The horizon."""
        ...

    def share(self, ages: npt.ArrayLike) -> Array:
        """Of the outcomes by the horizon, the share that has come by each age in days."""
        ...

    def until(self, horizon_days: float) -> "Delay":
        """The same for an earlier horizon."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ExponentialDelay:
    """Outcomes come at a constant pace, cut off at the horizon.

    Args:
        mean_days: Mean delay before the cut.
        horizon_days: The horizon.
    """

    mean_days: float
    horizon_days: float

    def share(self, ages: npt.ArrayLike) -> Array:
        """Of the outcomes by the horizon, the share that has come by each age in days."""
        age = np.clip(np.asarray(ages, float), 0, self.horizon_days)
        return np.asarray(np.expm1(-age / self.mean_days) / np.expm1(-self.horizon_days / self.mean_days), float)

    def until(self, horizon_days: float) -> "ExponentialDelay":
        """The same for an earlier horizon."""
        return ExponentialDelay(mean_days=self.mean_days, horizon_days=horizon_days)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenDelay:
    """Outcomes come as they came before: a step at each day on which one did.

    Args:
        days: Days after delivery, rising.
        shares: Share that has come by each; 1 at the last.
        horizon_days: The horizon.
    """

    days: Array
    shares: Array
    horizon_days: float

    def share(self, ages: npt.ArrayLike) -> Array:
        """Of the outcomes by the horizon, the share that has come by each age in days."""
        age = np.asarray(ages, float)
        upto = np.searchsorted(self.days, age, side="right")
        found = np.where(upto > 0, self.shares[np.maximum(upto - 1, 0)], 0.0)
        return np.asarray(np.where(age >= self.horizon_days, 1.0, found), float)

    def until(self, horizon_days: float) -> "SeenDelay":
        """The same for an earlier horizon; where nothing came by then, everything comes on its day."""
        inside = self.days <= horizon_days
        if not inside.any() or self.shares[inside][-1] == 0:
            return SeenDelay(days=np.array([horizon_days]), shares=np.array([1.0]), horizon_days=horizon_days)
        shares = self.shares[inside]
        return SeenDelay(days=self.days[inside], shares=shares / shares[-1], horizon_days=horizon_days)


def seen_delay(days: Array, incidence: Array, *, horizon_days: float) -> SeenDelay | None:
    """The delay that a pooled history shows: incidence by a day over incidence by the horizon.

    Args:
        days: Distinct days of an incidence curve, rising.
        incidence: Share with the outcome by each.
        horizon_days: The horizon.

    Returns:
        None when the history holds no outcome by the horizon.
    """
    inside = days <= horizon_days
    if not inside.any() or incidence[inside][-1] == 0:
        return None
    shares = incidence[inside] / incidence[inside][-1]
    return SeenDelay(days=days[inside], shares=shares, horizon_days=horizon_days)


def chosen_delay(
    days: Array,
    incidence: Array,
    *,
    outcomes: float,
    mean_days: float,
    horizon_days: float,
    min_events: int,
) -> Delay:
    """Own history's delay where it holds enough outcomes, else a constant pace.

    Args:
        days: Distinct days of the pooled incidence curve, rising.
        incidence: Share with the outcome by each.
        outcomes: Outcomes by the horizon in that history.
        mean_days: Mean delay before own history (policy, ``conversion.mean_delay_days``).
        horizon_days: The horizon.
        min_events: Outcomes from which own history speaks.
    """
    own = seen_delay(days, incidence, horizon_days=horizon_days) if outcomes >= min_events else None
    return own or ExponentialDelay(mean_days=mean_days, horizon_days=horizon_days)


def delays_differ(delays_by_vendor: Sequence[npt.ArrayLike]) -> float:
    """P of delays so unlike each other by chance, among outcomes of mature cohorts (log-rank test).

    Args:
        delays_by_vendor: For each vendor the days from delivery to its outcomes.

    Returns:
        Small: vendors do not share one delay; 1 where fewer than two have outcomes.
    """
    groups = [np.sort(np.asarray(delays, float)) for delays in delays_by_vendor if np.asarray(delays).size]
    if len(groups) < 2:
        return 1.0
    days = np.unique(np.concatenate(groups))
    waiting = np.array([group.size - np.searchsorted(group, days, side="left") for group in groups], float)
    came = waiting - np.array([group.size - np.searchsorted(group, days, side="right") for group in groups], float)
    all_waiting, all_came = waiting.sum(axis=0), came.sum(axis=0)
    excess = (came - waiting * all_came / all_waiting).sum(axis=1)[:-1]
    scale = np.divide(
        all_came * (all_waiting - all_came), all_waiting - 1, out=np.zeros_like(all_came), where=all_waiting > 1
    )
    share = waiting / all_waiting
    spread = np.diag((scale * share).sum(axis=1)) - (scale * share) @ share.T
    matrix = spread[:-1, :-1]
    statistic = float(excess @ np.linalg.pinv(matrix) @ excess)
    return chi_square_above(statistic, len(groups) - 1)
