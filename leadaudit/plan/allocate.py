"""How to spread a budget over vendors, and what one more unit of each scarce thing would bring.

Source: linear programme solved by HiGHS; docs/method.md, "Allocation".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from leadaudit.economics.distributions import Array

_BINDS = 1e-9


class Scarce(StrEnum):
    """What an allocation may run out of."""

    BUDGET = "budget"
    HOURS = "hours"
    VOLUME = "volume"
    """What a vendor can deliver, or may be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What can be bought of one vendor; a price that changes with volume is several offers.

    Args:
        vendor: Its id.
        cost_per_record: Full, without sales hours that are counted apart.
        yield_: Posterior mean of leads per record; the objective is linear in it.
        hours_per_record: Sales hours a record takes.
        at_most: Most records; None: no limit.
        at_least: Fewest records.
    """

    vendor: str
    cost_per_record: float
    yield_: float
    hours_per_record: float = 0.0
    at_most: float | None = None
    at_least: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What to buy, and what more of each scarce thing would bring.

    Args:
        records: Of each offer, in their order.
        leads: Expected.
        spend: In the unit of the costs.
        hours: Sales hours it takes.
        shadow_budget: Leads one more unit of money would bring.
        shadow_hours: Leads one more hour would bring.
        shadow_volume: Leads one more record of each offer would bring where its limit binds.
        binding: What runs out, in the order of the words.
    """

    records: tuple[float, ...]
    leads: float
    spend: float
    hours: float
    shadow_budget: float
    shadow_hours: float
    shadow_volume: tuple[float, ...]
    binding: tuple[Scarce, ...]


def most_leads(offers: Sequence[Offer], *, budget: float, sales_hours: float | None) -> Allocation | None:
    """The allocation that brings most leads.

    Args:
        offers: What can be bought.
        budget: Money.
        sales_hours: Hours to work the records; None: no limit.

    Returns:
        None when the least volumes alone are beyond the budget or the hours.
    """
    from scipy.optimize import linprog  # noqa: PLC0415

    if not offers:
        return None
    limits = [_side(offers, "cost_per_record")]
    amounts = [budget]
    if sales_hours is not None:
        limits.append(_side(offers, "hours_per_record"))
        amounts.append(sales_hours)
    found = linprog(
        -_side(offers, "yield_"), A_ub=np.array(limits), b_ub=amounts, bounds=_bounds(offers), method="highs"
    )
    if found.status != 0 or found.x is None:
        return None
    prices = [-float(price) for price in found.ineqlin.marginals]
    volume = tuple(abs(float(price)) for price in found.upper.marginals)
    shadow_hours = prices[1] if sales_hours is not None else 0.0
    return _allocation(offers, found.x, prices[0], shadow_hours, volume)


def least_spend(offers: Sequence[Offer], *, leads: float, sales_hours: float | None) -> tuple[Allocation, float] | None:
    """The cheapest allocation that brings so many leads, and what one lead more would cost.

    Args:
        offers: What can be bought.
        leads: Wanted.
        sales_hours: Hours to work the records; None: no limit.

    Returns:
        The allocation, its shadow prices in money saved, and the cost of the last lead; None when the target is beyond
        every limit: ``most_leads`` says how many can be reached.
    """
    from scipy.optimize import linprog  # noqa: PLC0415

    if not offers:
        return None
    limits, amounts = [-_side(offers, "yield_")], [-leads]
    if sales_hours is not None:
        limits.append(_side(offers, "hours_per_record"))
        amounts.append(sales_hours)
    found = linprog(
        _side(offers, "cost_per_record"), A_ub=np.array(limits), b_ub=amounts, bounds=_bounds(offers), method="highs"
    )
    if found.status != 0 or found.x is None:
        return None
    volume = tuple(abs(float(price)) for price in found.upper.marginals)
    shadow_hours = -float(found.ineqlin.marginals[1]) if sales_hours is not None else 0.0
    return _allocation(offers, found.x, 0.0, shadow_hours, volume), -float(found.ineqlin.marginals[0])


def reachable_leads(offers: Sequence[Offer], *, sales_hours: float | None) -> float | None:
    """The most leads that any money could buy; None where some vendor has no limit and neither have the hours."""
    if any(offer.at_most is None and offer.yield_ > 0 for offer in offers) and sales_hours is None:
        return None
    ceiling = sum(offer.cost_per_record * (offer.at_most or 0) for offer in offers)
    if sales_hours is not None and any(offer.at_most is None for offer in offers):
        thirsty = [offer for offer in offers if offer.at_most is None and offer.yield_ > 0]
        if any(offer.hours_per_record <= 0 for offer in thirsty):
            return None
        ceiling += sum(offer.cost_per_record * sales_hours / offer.hours_per_record for offer in thirsty)
    found = most_leads(offers, budget=ceiling, sales_hours=sales_hours)
    return None if found is None else found.leads


def floor_of(current_records: float, *, max_step_share: float, exploration: float = 0.0) -> float:
    """Fewest records of a vendor: it loses at most a step of what it delivers now, and keeps what exploring needs.

    Args:
        current_records: What it delivers now in the same time.
        max_step_share: Largest share that may move at once.
        exploration: Records kept for a promising vendor whose figures are a direction only.
    """
    return max(current_records * (1 - max_step_share), exploration)


def _side(offers: Sequence[Offer], name: str) -> Array:
    return np.array([getattr(offer, name) for offer in offers], float)


def _bounds(offers: Sequence[Offer]) -> list[tuple[float, float | None]]:
    return [(offer.at_least, offer.at_most) for offer in offers]


def _allocation(
    offers: Sequence[Offer], records: Array, shadow_budget: float, shadow_hours: float, volume: tuple[float, ...]
) -> Allocation:
    binds = {
        Scarce.BUDGET: shadow_budget > _BINDS,
        Scarce.HOURS: shadow_hours > _BINDS,
        Scarce.VOLUME: any(price > _BINDS for price in volume),
    }
    return Allocation(
        records=tuple(float(number) for number in records),
        leads=float(_side(offers, "yield_") @ records),
        spend=float(_side(offers, "cost_per_record") @ records),
        hours=float(_side(offers, "hours_per_record") @ records),
        shadow_budget=shadow_budget,
        shadow_hours=shadow_hours,
        shadow_volume=volume,
        binding=tuple(scarce for scarce, holds in binds.items() if holds),
    )
