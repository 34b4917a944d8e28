"""What money came back: return on the cost, time lost, credits due.

Source: docs/method.md, "Full cost".
"""

from dataclasses import dataclass
from typing import Final

from leadaudit.economics.distributions import beta_cdf
from leadaudit.economics.rates import RatePosterior

# Beyond this, what happened so far and what to expect want a sentence that says why they differ.
WORTH_A_WORD: Final = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What won revenue brought over its cost.

    Args:
        roi: (Margin x revenue - cost) / cost.
        breakeven_revenue: Revenue at which it is 0, in the unit of the cost.
    """

    roi: float
    breakeven_revenue: float


def return_on(*, won_revenue: float, margin: float, cost: float) -> Return | None:
    """Return on the full cost, on gross margin; None without cost or margin."""
    if cost <= 0 or margin <= 0:
        return None
    return Return(roi=(margin * won_revenue - cost) / cost, breakeven_revenue=cost / margin)


def p_return_positive(won: RatePosterior, *, deal: float, margin: float, cost_per_record: float) -> tuple[float, float]:
    """The win rate per record at which the next records pay, and P(theirs is above it).

    Args:
        won: Posterior of wins per record.
        deal: Revenue of a win.
        margin: Share of it that stays.
        cost_per_record: Full, same unit as the deal.
    """
    breakeven = cost_per_record / (deal * margin)
    return breakeven, 1 - float(beta_cdf(min(breakeven, 1.0), won.a, won.b))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLost:
    """Sales time on records that are not leads.

    Args:
        hours: How much.
        cost: In the unit of the rate.
        share: Of all hours; None of none.
    """

    hours: float
    cost: float
    share: float | None


def time_lost(*, hours_total: float, hours_on_leads: float, rate_per_hour: float) -> TimeLost:
    """Hours and money on records that are not leads.

    Raises:
        ValueError: More hours went to leads than there were.
    """
    hours = hours_total - hours_on_leads
    if hours < 0:
        raise ValueError(f"{hours_on_leads:g} hours on leads of {hours_total:g} hours")
    return TimeLost(hours=hours, cost=hours * rate_per_hour, share=hours / hours_total if hours_total else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsDue:
    """Credits to be expected beside those received.

    Args:
        expected: What the contract owes back for returned records.
        received: What came.
        outstanding: The rest; below 0: more came than was expected.
        received_share: Of the expected; None where none is.
    """

    expected: float
    received: float
    outstanding: float
    received_share: float | None


def credits_due(*, returned_records: float, price: float, received: float) -> CreditsDue:
    """Credits for returned records at their price."""
    expected = returned_records * price
    return CreditsDue(
        expected=expected,
        received=received,
        outstanding=expected - received,
        received_share=received / expected if expected else None,
    )


def differs_from_realised(realised: float | None, expected: float | None) -> bool:
    """Whether what happened so far and what to expect are so far apart that a reader wants to know why."""
    if not realised or expected is None:
        return False
    return abs(expected - realised) / realised > WORTH_A_WORD
