"""Which of two or more vendors is cheaper per real lead, each known by its own posterior alone.

For a ranking the vendors are taken together (``leadaudit.economics.ranking``); this is what each says by itself.

Source: docs/method.md, "Decisions about budget".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from leadaudit.economics.distributions import Array, beta_cdf, beta_quantile, shares_and_weights
from leadaudit.economics.rates import RatePosterior

_NODES: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A vendor's yield and what a record costs.

    Args:
        rate: Posterior of real leads per record.
        cost_per_record: Of a record on the same basis for all, any unit, above 0.
    """

    rate: RatePosterior
    cost_per_record: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveValue:
    """What moving money from one vendor to another is expected to bring.

    Args:
        gain: Real leads more, on average; below 0: fewer.
        regret: Real leads lost on average where the move was wrong, counted over all cases; never below 0.
    """

    gain: float
    regret: float

    @property
    def regret_share(self) -> float:
        """Regret as a share of the gain; infinite without gain."""
        return self.regret / self.gain if self.gain > 0 else float("inf")


def p_cheaper(one: Priced, other: Priced) -> float:
    """P(a real lead costs less with the one than with the other)."""
    shares, weights = shares_and_weights(_NODES)
    rates = beta_quantile(shares, one.rate.a, one.rate.b)
    reach = np.minimum(rates * other.cost_per_record / one.cost_per_record, 1.0)
    return float(weights @ beta_cdf(reach, other.rate.a, other.rate.b))


def p_each_cheapest(vendors: Sequence[Priced]) -> list[float]:
    """P(a real lead costs least with each vendor); adds up to 1."""
    found = []
    _, weights = shares_and_weights(_NODES)
    for place, vendor in enumerate(vendors):
        per_money = _leads_per_money(vendor)
        dearer = np.ones_like(per_money)
        for other in (*vendors[:place], *vendors[place + 1 :]):
            dearer *= beta_cdf(np.minimum(per_money * other.cost_per_record, 1.0), other.rate.a, other.rate.b)
        found.append(float(weights @ dearer))
    return found


def value_of_move(one: Priced, other: Priced, *, money: float) -> MoveValue:
    """What moving money from the other vendor to the one brings, each known by itself.

    Args:
        one: To whom.
        other: From whom.
        money: How much, in the unit of the costs.
    """
    gaining, losing = _leads_per_money(one), _leads_per_money(other)
    _, weights = shares_and_weights(_NODES)
    lost = np.maximum(losing[None, :] - gaining[:, None], 0)
    return MoveValue(
        gain=money * (one.rate.mean / one.cost_per_record - other.rate.mean / other.cost_per_record),
        regret=money * float(weights @ lost @ weights),
    )


def value_of_drawn_move(one: Array, other: Array, *, money: float) -> MoveValue:
    """The same from draws of leads per unit of money, where vendors are known together."""
    difference = one - other
    return MoveValue(gain=money * float(difference.mean()), regret=money * float(np.maximum(-difference, 0).mean()))


def p_cost_at_most(rate: RatePosterior, *, cost_per_record: float, target: float) -> float:
    """P(a real lead costs at most a target): that the yield is at least cost over target."""
    return 1 - float(beta_cdf(min(cost_per_record / target, 1.0), rate.a, rate.b))


def _leads_per_money(vendor: Priced) -> Array:
    shares, _ = shares_and_weights(_NODES)
    return beta_quantile(shares, vendor.rate.a, vendor.rate.b) / vendor.cost_per_record
