"""What a customer is worth over time, and how much of the revenue lands in time.

Source: docs/method.md, "Planner".
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeValue:
    """A customer's worth beside what it took to win.

    Args:
        ltv: Margin over the whole time, in the unit of the revenue.
        ltv_to_cac: Over the cost of winning one; None without cost.
        payback_months: Months until the margin has paid it back.
    """

    ltv: float
    ltv_to_cac: float | None
    payback_months: float


def lifetime_value(*, revenue_per_month: float, margin: float, churn_per_month: float, cac: float) -> LifetimeValue:
    """Revenue x margin / churn, its ratio to the cost of winning a customer, and the time to pay that back.

    Raises:
        ValueError: Churn or margin is 0: the worth would have no end, or the cost never come back.
    """
    if churn_per_month <= 0 or margin <= 0 or revenue_per_month <= 0:
        raise ValueError("revenue, margin and churn have to be above 0")
    monthly = revenue_per_month * margin
    ltv = monthly / churn_per_month
    return LifetimeValue(ltv=ltv, ltv_to_cac=ltv / cac if cac else None, payback_months=cac / monthly)


def share_in_time(*, mean_days: float, remaining_days: float) -> float:
    """Share of the deals that close within the days that remain: 1 - e^(-days / mean)."""
    return -math.expm1(-max(remaining_days, 0.0) / mean_days)


def revenue_in_time(batches: Iterable[tuple[float, float]], *, mean_days: float) -> float:
    """Revenue that lands by the end, of batches delivered at different times.

    Args:
        batches: Revenue in all and days that remain, of each.
        mean_days: Mean delay to a win.
    """
    return math.fsum(
        revenue * share_in_time(mean_days=mean_days, remaining_days=remaining) for revenue, remaining in batches
    )
