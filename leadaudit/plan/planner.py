"""A plan from what the workspace knows: what a target needs, what a better stage is worth, how to spread the money.

Public names: ``PlanFacts`` and ``plan_facts``; ``Planned`` and ``planned``; ``Alternative`` and ``alternatives``.

Source: docs/method.md, "Planner" and "Allocation".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from leadaudit.economics.cost import Shown
from leadaudit.economics.followed import NextStep
from leadaudit.economics.outcome_entry import VendorOutcome, bought
from leadaudit.economics.ranked_outcomes import Compared
from leadaudit.economics.rates import RatePosterior
from leadaudit.plan.allocate import Allocation, Offer, Scarce, floor_of, least_spend, most_leads, reachable_leads
from leadaudit.plan.chain import PlanRange, p_target_met, plan_range
from leadaudit.plan.constraint import Constraint, ConstraintKind, adds_to_an_open_constraint
from leadaudit.plan.elasticity import Scenario, StageWorth, better_stages, more_records, stage_worth
from leadaudit.plan.lifetime import share_in_time
from leadaudit.plan.stages import STAGE_NAMES, STEPS, FlowReport
from leadaudit.plan.target import PlanTarget
from leadaudit.policy import Policy

SEED: Final = 20_260_101
DAYS_PER_MONTH: Final = 365.25 / 12
# A vendor nobody gave a limit for may deliver half as many again.
MORE_AT_MOST: Final = 1.5
# A tenth more of a capacity, as of a stage.
TENTH: Final = 0.1

_KIND_OF: Final = {NextStep.LEAD: "real_lead", NextStep.OPPORTUNITY: "opportunity", NextStep.WON: "won"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What a plan is made from; amounts in minor units of the target's currency.

    Args:
        rates: Posterior of each stage, in order from the record to the win.
        deal: Revenue of one win; None: not known.
        deal_of: Wins it is the mean of; None: it was given.
        cost_per_record: Full; None: not known.
        records_per_month: Bought lately.
        offers: What can be bought in the months of the plan.
        yields: Posterior of each offer's yield.
    """

    rates: Mapping[str, RatePosterior]
    deal: float | None
    deal_of: float | None
    cost_per_record: float | None
    records_per_month: float
    offers: tuple[Offer, ...]
    yields: tuple[RatePosterior, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan.

    Args:
        facts: What it is made from.
        missing: What is not known, each a sentence; with any the rest is None.
        needed: Records and money for the target.
        leads: Real leads it needs.
        worth: What a better stage is worth at the target.
        doubling: What twice the records would cost; None where a record's cost is unknown.
        share_in_time: Share of the wins that close by the last day; None without one.
        allocation: What to buy of each offer; None where nothing can be bought.
        last_lead: What the last lead costs where money is not given; None otherwise.
        reachable: The most leads all vendors can bring; None where that has no limit.
        p_met: P(the allocation brings the leads).
        capacities: What binds, with what a tenth more would bring.
        warning: The open constraint in front of which it buys more; None: there is none.
    """

    facts: PlanFacts
    missing: tuple[str, ...]
    needed: PlanRange | None
    leads: float | None
    worth: Mapping[str, StageWorth]
    doubling: float | None
    share_in_time: float | None
    allocation: Allocation | None
    last_lead: float | None
    reachable: float | None
    p_met: float | None
    capacities: tuple[Constraint, ...]
    warning: Constraint | None

    @property
    def is_beyond_reach(self) -> bool:
        """Whether the vendors, at their limits, cannot bring the leads."""
        return self.leads is not None and self.reachable is not None and self.reachable < self.leads


def plan_facts(
    target: PlanTarget,
    *,
    total: VendorOutcome | None,
    compared: Compared,
    minor_per_unit: float,
    records_per_month: Mapping[str, float],
    policy: Policy,
) -> PlanFacts:
    """What a plan needs to know, from what came of all records and of each vendor's.

    Args:
        target: As given.
        total: Everything as one entry; None before the first delivery.
        compared: All vendors on one scale.
        minor_per_unit: Minor units in one unit of the target's currency.
        records_per_month: Records of each vendor in a month, lately.
        policy: Limits.
    """
    is_same = compared.currency in {None, target.currency}
    deal, deal_of = _deal(target, total, minor_per_unit)
    given = None if target.cost_per_record is None else float(target.cost_per_record) * minor_per_unit
    cost = given if given is not None else _own_cost_per_record(compared) if is_same else None
    hours = float(target.hours_per_record or 0)
    offers, yields = [], []
    for one in compared.outcomes:
        offer = _offer(one, compared, target, records_per_month.get(one.name, 0.0), hours, policy) if is_same else None
        if offer is not None:
            offers.append(offer)
            yields.append(_yield(one, compared))
    return PlanFacts(
        rates={} if total is None else chain_rates(total),
        deal=deal,
        deal_of=deal_of,
        cost_per_record=cost,
        records_per_month=math.fsum(records_per_month.values()),
        offers=tuple(offers),
        yields=tuple(yields),
    )


def chain_rates(total: VendorOutcome) -> dict[str, RatePosterior]:
    """The rate of each stage.

    People who reached a stage lately had not the time to reach the next: they count as far as it could have come.
    """
    rates: dict[str, RatePosterior] = {}
    entered: tuple[float, float] | None = None
    for step in STEPS:
        seen = total.estimates[_KIND_OF[step]]
        trials = seen.trials
        if entered is not None:
            events, of = entered
            trials = events * seen.trials / of if of else 0.0
        rates[STAGE_NAMES[step]] = RatePosterior(events=seen.events, trials=max(trials, seen.events))
        entered = (seen.events, seen.trials)
    return rates


def planned(target: PlanTarget, facts: PlanFacts, flow: FlowReport | None, *, as_of: date, minor_per_unit: float,
            policy: Policy) -> Planned:  # fmt: skip
    """The plan for a target.

    Args:
        target: As given.
        facts: What is known.
        flow: What holds the stages back; None: not known.
        as_of: The day it is made.
        minor_per_unit: Minor units in one unit of the target's currency.
        policy: Levels, limits and delays.
    """
    missing = _missing(facts, target)
    if missing or facts.deal is None:
        return _unplanned(facts, missing)
    rules, revenue = policy.planner, float(target.revenue) * minor_per_unit
    needed = plan_range(
        target=revenue, deal=facts.deal, rates=facts.rates, cost_per_record=facts.cost_per_record,
        level=rules.level, assurance=rules.assurance, random=np.random.default_rng(SEED),
    )  # fmt: skip
    leads = list(needed.middle.needed.values())[1]
    hours = None if target.sales_hours is None else float(target.sales_hours)
    allocation, last_lead = _allocated(facts.offers, target, leads, hours, minor_per_unit)
    bought = sum(allocation.records) if allocation is not None else needed.middle.records
    flow_verdict = None if flow is None else flow.verdict
    return Planned(
        facts=facts,
        missing=(),
        needed=needed,
        leads=leads,
        worth=stage_worth(revenue=revenue, rates={name: rate.median for name, rate in facts.rates.items()}),
        doubling=needed.middle.spend,
        share_in_time=None
        if target.until is None
        else share_in_time(
            mean_days=policy.conversion.mean_delay_days.won, remaining_days=float((target.until - as_of).days)
        ),
        allocation=allocation,
        last_lead=last_lead,
        reachable=reachable_leads(facts.offers, sales_hours=hours) if facts.offers else None,
        p_met=None
        if allocation is None
        else p_target_met(allocation.records, facts.yields, target=leads, random=np.random.default_rng(SEED)),
        capacities=() if allocation is None else capacities(allocation, facts.offers, target, minor_per_unit),
        warning=None
        if flow_verdict is None
        else adds_to_an_open_constraint(
            flow_verdict, planned_records=bought, current_records=facts.records_per_month * target.months
        ),
    )


def capacities(
    found: Allocation, offers: Sequence[Offer], target: PlanTarget, minor_per_unit: float
) -> tuple[Constraint, ...]:
    """What binds, and how many more leads a tenth more of it would bring, relative."""
    if not found.leads:
        return ()
    money = float(target.budget or 0) * minor_per_unit * TENTH * found.shadow_budget
    hours = float(target.sales_hours or 0) * TENTH * found.shadow_hours if target.budget is not None else None
    bound = [
        (price * number * TENTH, offer.vendor)
        for price, number, offer in zip(found.shadow_volume, found.records, offers, strict=True)
        if price > 0
    ]
    told = {
        Scarce.BUDGET: Constraint(kind=ConstraintKind.BUDGET, name="", gain=money / found.leads),
        Scarce.HOURS: Constraint(
            kind=ConstraintKind.HOURS, name="", gain=None if hours is None else hours / found.leads
        ),
    }
    volume = [
        Constraint(
            kind=ConstraintKind.VOLUME, name=vendor, gain=gain / found.leads if target.budget is not None else None
        )
        for gain, vendor in bound
    ]
    return (*(told[one] for one in found.binding if one in told), *volume)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way beside another.

    Args:
        name: In words.
        scenario: What is bought and how it converts.
    """

    name: str
    scenario: Scenario


def alternatives(facts: PlanFacts, records: float) -> tuple[Alternative, ...]:
    """As planned; twice the records; a tenth better at each stage; a tenth better at all of them together."""
    if facts.deal is None or facts.cost_per_record is None:
        return ()
    now = Scenario(
        records=records,
        cost_per_record=facts.cost_per_record,
        rates={name: rate.median for name, rate in facts.rates.items()},
        deal=facts.deal,
    )
    tenth = dict.fromkeys(facts.rates, 1 + TENTH)
    return (
        Alternative(name="as planned", scenario=now),
        Alternative(name="twice the records", scenario=more_records(now, factor=2.0)),
        *(
            Alternative(name=f"a tenth better: {name}", scenario=better_stages(now, factors={name: tenth[name]}))
            for name in facts.rates
        ),
        Alternative(name="a tenth better at every stage", scenario=better_stages(now, factors=tenth)),
    )


def _deal(target: PlanTarget, total: VendorOutcome | None, minor_per_unit: float) -> tuple[float | None, float | None]:
    if target.deal is not None:
        return float(target.deal) * minor_per_unit, None
    won = 0.0 if total is None else total.estimates["won"].events
    minor = 0.0 if total is None else total.won_minor.get(target.currency, 0.0)
    return (minor / won, won) if won > 0 and minor > 0 else (None, None)


def _own_cost_per_record(compared: Compared) -> float | None:
    """What a record of the vendors with known costs took, all of them together; our own programs are none."""
    known = [
        (cost, one.people) for one in bought(compared.outcomes) if one.people and (cost := one.cost_of(compared.parts))
    ]
    return math.fsum(cost for cost, _ in known) / sum(people for _, people in known) if known else None


def _offer(
    one: VendorOutcome, compared: Compared, target: PlanTarget, per_month: float, hours: float, policy: Policy
) -> Offer | None:
    cost = one.cost_of(compared.parts) if compared.parts else None
    ranked = compared.ranked(one.name)
    if not cost or cost <= 0 or not one.people or ranked.yield_ is None or one.is_baseline:
        return None
    now = per_month * target.months
    limit = float(target.caps.get(one.name, round(now * MORE_AT_MOST)))
    step = policy.decisions.move.max_step_share
    least = floor_of(
        now,
        max_step_share=step,
        exploration=policy.planner.exploration_min_records if ranked.shown is Shown.DIRECTIONAL_ONLY and now else 0.0,
    )
    return Offer(
        vendor=one.name,
        cost_per_record=cost / one.people,
        yield_=_yield(one, compared).mean,
        hours_per_record=hours,
        at_most=limit,
        at_least=min(least, limit),
    )


def _yield(one: VendorOutcome, compared: Compared) -> RatePosterior:
    """The vendor's yield with the others taken into account: as many trials as it has, at the rate they agree on."""
    ranked = compared.ranked(one.name)
    rate = 0.0 if ranked.yield_ is None or ranked.yield_.median is None else ranked.yield_.median
    trials = max(ranked.trials, ranked.events, 1.0)
    return RatePosterior(events=rate * trials, trials=trials, prior=(1e-6, 1e-6))


def _allocated(
    offers: Sequence[Offer], target: PlanTarget, leads: float, hours: float | None, minor_per_unit: float
) -> tuple[Allocation | None, float | None]:
    if not offers:
        return None, None
    if target.budget is not None:
        return most_leads(offers, budget=float(target.budget) * minor_per_unit, sales_hours=hours), None
    found = least_spend(offers, leads=leads, sales_hours=hours)
    return (None, None) if found is None else found


def _missing(facts: PlanFacts, target: PlanTarget) -> tuple[str, ...]:
    unseen = [name for name, rate in facts.rates.items() if rate.events <= 0]
    return tuple(
        sentence
        for sentence, holds in (
            ("Nothing loaded shows what came of records. Bring in the activities and opportunities of your CRM.",
             not facts.rates or all(rate.trials <= 0 for rate in facts.rates.values())),
            (f"Nobody has passed {' nor '.join(unseen)} so far, so no number of records reaches the target by these "
             "figures.", bool(unseen) and any(rate.trials > 0 for rate in facts.rates.values())),
            (f"What a win brings is not known: no amount won in {target.currency} is credited to a record. Give deal.",
             facts.deal is None),
            ("Sales hours are limited and what a record takes is not given. Give hours_per_record.",
             target.sales_hours is not None and not target.hours_per_record),
        )
        if holds
    )  # fmt: skip


def _unplanned(facts: PlanFacts, missing: tuple[str, ...]) -> Planned:
    return Planned(
        facts=facts, missing=missing, needed=None, leads=None, worth={}, doubling=None, share_in_time=None,
        allocation=None, last_lead=None, reachable=None, p_met=None, capacities=(), warning=None,
    )  # fmt: skip
