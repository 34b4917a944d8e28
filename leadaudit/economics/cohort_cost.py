"""What a cohort cost in full, and what each rung of the ladder costs with it.

A part nobody told us is unknown and makes the total unknown; it is never taken for 0.

Source: docs/method.md, "Full cost".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CostPart(StrEnum):
    """What a cohort costs, in the order in which it is told."""

    MEDIA = "media"
    VERIFICATION = "verification"
    PLATFORM = "platform"
    SALES_TIME = "sales_time"
    NURTURE = "nurture"
    ASK_CAMPAIGN = "ask_campaign"
    CREDITS = "credits"
    """Credits received; taken off."""


class Rung(StrEnum):
    """Counts a cost is divided by, each stricter than most before it."""

    DELIVERED = "delivered"
    PAYABLE = "payable"
    USABLE = "usable"
    OPT_IN_OR_BETTER = "opt_in_or_better"
    SIGNAL_OR_BETTER = "signal_or_better"
    ACCEPTED_BY_SALES = "accepted_by_sales"
    REAL_LEAD = "real_lead"
    MEETING_HELD = "meeting_held"
    OPPORTUNITY = "opportunity"
    WON = "won"


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortCost:
    """What a cohort cost, minor units of one currency.

    Args:
        parts: Amount of each part, credits positive; None, or a part that is not there: unknown.
        estimated: Parts somebody estimated rather than logged.
    """

    parts: Mapping[CostPart, float | None]
    estimated: frozenset[CostPart] = field(default_factory=frozenset)

    @property
    def unknown(self) -> tuple[CostPart, ...]:
        """Parts nobody told us, in the order of the parts."""
        return tuple(part for part in CostPart if self.parts.get(part) is None)

    @property
    def known_minor(self) -> float:
        """What is known of the total; a lower bound only where no credit is unknown."""
        return sum(_signed(part, amount) for part, amount in self.parts.items() if amount is not None)

    @property
    def total_minor(self) -> float | None:
        """All parts together; None while one of them is unknown."""
        return None if self.unknown else self.known_minor

    def per(self, count: float | None) -> float | None:
        """Total over a count; None where either is unknown or the count is 0."""
        total = self.total_minor
        return None if total is None or not count else total / count


def _signed(part: CostPart, amount: float) -> float:
    return -amount if part is CostPart.CREDITS else amount


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesTime:
    """Sales time as money.

    Args:
        amount_minor: Hours times rate; None: unknown.
        is_estimated: From touches and minutes, not from a log.
    """

    amount_minor: float | None
    is_estimated: bool


def sales_time(
    *,
    hours: float | None,
    rate_minor_per_hour: float | None,
    touches: float | None = None,
    minutes_per_touch: float | None = None,
) -> SalesTime:
    """Sales time: logged hours, else touches times minutes, flagged.

    Args:
        hours: Logged; None: not logged.
        rate_minor_per_hour: What an hour costs; never guessed.
        touches: Calls and mails counted.
        minutes_per_touch: The user's own figure.
    """
    is_estimated = hours is None
    if hours is None and touches is not None and minutes_per_touch is not None:
        hours = touches * minutes_per_touch / 60
    if hours is None or rate_minor_per_hour is None:
        return SalesTime(amount_minor=None, is_estimated=is_estimated)
    return SalesTime(amount_minor=hours * rate_minor_per_hour, is_estimated=is_estimated)


def ladder_costs(cost: CohortCost, counts: Mapping[Rung, float | None]) -> Mapping[Rung, float | None]:
    """Full cost per record of each rung; None where the cost or the count is unknown, or nothing stands on it."""
    return {rung: cost.per(counts.get(rung)) for rung in Rung}
