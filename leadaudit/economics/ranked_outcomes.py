"""Vendors beside each other: all on one scale, ranked, at the parts of the cost they have in common.

Source: docs/method.md, "From records to cost per real lead".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from leadaudit.economics.cohort_cost import CostPart
from leadaudit.economics.cost import Shown, cost_per_real_lead, show_rule
from leadaudit.economics.decisions import Worked
from leadaudit.economics.ladder import RealLeadCost
from leadaudit.economics.outcome_entry import VendorOutcome
from leadaudit.economics.ranking import RankedVendor, Ranking, VendorData, rank_vendors
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.policy import Policy

# What happened and what is to be expected are explained when they lie further apart than this.
FAR_APART: Final = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All vendors on one scale.

    Args:
        outcomes: One per vendor, cheapest first; then those whose figure is a direction only; then those without
            one, by name; none is left out.
        ranking: The same vendors among each other.
        parts: Parts of the cost that are known of everybody; the others are left out for all alike.
        missing: Parts that are not known of everybody.
        currency: Of every cost; None: no price is known.
        level: Credibility of the intervals.
        target_minor: What a real lead may cost at most; None: nobody said.
    """

    outcomes: tuple[VendorOutcome, ...]
    ranking: Ranking
    parts: tuple[CostPart, ...]
    missing: tuple[CostPart, ...]
    currency: str | None
    level: float
    target_minor: float | None

    def with_target(self, target_minor: float | None) -> "Compared":
        """The same beside what a real lead may cost at most; None: nobody said."""
        if target_minor is None:
            return self
        return replace(self, ranking=self.ranking.with_target(target_minor), target_minor=target_minor)

    def ranked(self, name: str) -> RankedVendor:
        """One vendor among the others."""
        return next(one for one in self.ranking.vendors if one.vendor == name)

    def realised_minor(self, name: str) -> float | None:
        """What a real lead of a vendor cost so far."""
        return next(one for one in self.outcomes if one.name == name).realised_minor(self.parts)


def compare(outcomes: Mapping[str, VendorOutcome], *, policy: Policy, target_minor: float | None = None) -> Compared:
    """Vendors against each other, at the parts of the cost that are known of all of them.

    Baselines stand beside them and say what people cost who come by themselves; no verdict names one, since no budget
    moves to or from them.

    Args:
        outcomes: One per vendor or program.
        policy: Levels, limits and delays.
        target_minor: What a real lead may cost at most.
    """
    parts = common_parts(outcomes.values())
    ranking = rank_vendors(
        [_vendor_data(one, parts) for one in outcomes.values()],
        cost=policy.cost,
        decisions=policy.decisions,
    )
    places = {one.vendor: _place(one) for one in ranking.vendors}
    ordered = sorted(outcomes.values(), key=lambda one: (places[one.name], not one.people, one.name))
    return Compared(
        outcomes=tuple(ordered),
        ranking=ranking,
        parts=parts,
        missing=tuple(part for part in CostPart if part not in parts),
        currency=next((one.spent.currency for one in outcomes.values()), None) if parts else None,
        level=policy.cost.level,
        target_minor=None,
    ).with_target(target_minor)


def common_parts(outcomes: Iterable[VendorOutcome]) -> tuple[CostPart, ...]:
    """Parts of the cost that are known of everybody who delivered people at a known price; none without such."""
    priced = [one for one in outcomes if one.people and one.cost.parts.get(CostPart.MEDIA) is not None]
    return tuple(part for part in CostPart if priced and all(one.cost.parts.get(part) is not None for one in priced))


def real_lead_cost(
    one: VendorOutcome, parts: Iterable[CostPart], policy: Policy, *, among: Interval | None = None
) -> RealLeadCost:
    """What a real lead of some records costs, so far and to be expected.

    Args:
        one: The records.
        parts: Parts of the cost that are counted.
        policy: Levels and limits.
        among: What is to be expected with others taken into account; None: by these records alone.
    """
    counted = tuple(parts)
    shown = show_rule(rate_of(one, policy), policy.cost, outcomes_known=one.outcomes_known)
    has_figure = shown in {Shown.DIRECTIONAL_ONLY, Shown.RANK}
    return RealLeadCost(
        leads=one.real_leads,
        realised_minor=one.realised_minor(counted) if counted else None,
        expected=(among or expected_alone(one, counted, policy)) if has_figure else None,
        shown=shown,
    )


def _place(one: RankedVendor) -> tuple[int, float]:
    if one.cost is None:
        return (2, 0.0)
    median = float("inf") if one.cost.median is None else one.cost.median
    return (0 if one.shown is Shown.RANK else 1, median)


def expected_alone(one: VendorOutcome, parts: Iterable[CostPart], policy: Policy) -> Interval | None:
    """What a real lead of the next order costs, by this entry's own records; None without cost or records that tell."""
    found = _vendor_data(one, tuple(parts))
    if found.cost_per_record is None or not found.outcomes_known or found.trials <= 0:
        return None
    return cost_per_real_lead(rate_of(one, policy), found.cost_per_record, level=policy.cost.level)


def rate_of(one: VendorOutcome, policy: Policy, kind: str = "real_lead") -> RatePosterior:
    """The posterior of a kind of outcome per record, by this entry's own records."""
    seen = one.estimates[kind]
    return RatePosterior(events=seen.events, trials=max(seen.trials, seen.events), prior=policy.cost.prior_rate)


def is_far_apart(realised_minor: float | None, expected_minor: float | None) -> bool:
    """Whether what happened and what is to be expected differ so much that it has to be explained."""
    if realised_minor is None or expected_minor is None or realised_minor <= 0:
        return False
    return abs(expected_minor / realised_minor - 1) > FAR_APART


def _vendor_data(one: VendorOutcome, parts: Sequence[CostPart]) -> VendorData:
    seen = one.estimates["real_lead"]
    cost = one.cost_of(parts) if CostPart.MEDIA in parts else None
    return VendorData(
        vendor=one.name,
        events=seen.events,
        trials=seen.trials,
        cost_per_record=_per_observed(one, cost),
        budget=cost,
        worked=one.worked or Worked(worked=0, usable=0),
        outcomes_known=one.outcomes_known,
        is_baseline=one.is_baseline,
    )


def _per_observed(one: VendorOutcome, cost: float | None) -> float | None:
    """Cost of a record whose outcome could be known; those nobody looked for are paid for all the same.

    Source:
        docs/method.md, "From records to cost per real lead".
    """
    if cost is None or cost <= 0 or not one.people:
        return None
    return cost * one.in_sight / one.people / one.observed if one.observed else cost / one.people
