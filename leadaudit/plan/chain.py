"""From a revenue target back to records and money, stage by stage.

Source: docs/method.md, "Planner".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.distributions import Array
from leadaudit.economics.rates import RatePosterior

DRAWS = 20_000
# Twenty wins that come out as 20.000000001 are twenty.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a target needs; unrounded.

    Args:
        wins: Wins.
        needed: For each stage, in its order, how many have to enter it: the first are records.
        spend: Records times cost, in the unit of the cost; None where a record's cost is unknown.
    """

    wins: float
    needed: Mapping[str, float]
    spend: float | None

    @property
    def records(self) -> float:
        """Records to buy."""
        return next(iter(self.needed.values()))


def whole(needed: float) -> int:
    """How many to show: rounded up, because nobody buys a part of a record."""
    return math.ceil(needed - _ROUNDING)


def plan_back(*, target: float, deal: float, rates: Mapping[str, float], cost_per_record: float | None) -> Plan:
    """Records and money that a revenue target needs at given rates.

    Args:
        target: Revenue wanted.
        deal: Revenue of one win, same unit.
        rates: Share that passes each stage, in order from the record to the win.
        cost_per_record: Full; None: unknown.

    Raises:
        ValueError: A target or deal of 0 or less, no stage, or a rate that is not above 0 and at most 1.
    """
    _require(target, deal, rates)
    wins = target / deal
    needed: dict[str, float] = {}
    following = wins
    for stage, rate in reversed(list(rates.items())):
        following /= rate
        needed[stage] = following
    records = following
    return Plan(
        wins=wins,
        needed=dict(reversed(list(needed.items()))),
        spend=None if cost_per_record is None else records * cost_per_record,
    )


def _require(target: float, deal: float, rates: Mapping[str, float]) -> None:
    if target <= 0:
        raise ValueError(f"a revenue target of {target:g} needs nothing; give one above 0")
    if deal <= 0:
        raise ValueError(f"a deal of {deal:g} reaches no target; give one above 0")
    if not rates:
        raise ValueError("no stage was given")
    wrong = [stage for stage, rate in rates.items() if not 0 < rate <= 1]
    if wrong:
        raise ValueError(f"the rate of {', '.join(wrong)} is not above 0 and at most 1; nothing passes such a stage")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRange:
    """What a target needs when rates are known from data only.

    Args:
        middle: At the medians of all rates.
        records: Range of records.
        spend: Range of the money; None where a record's cost is unknown.
        records_assured: Records that are enough with the probability asked for.
        assurance: That probability.
    """

    middle: Plan
    records: Bounds
    spend: Bounds | None
    records_assured: float
    assurance: float


def plan_range(
    *,
    target: float,
    deal: float,
    rates: Mapping[str, RatePosterior],
    cost_per_record: float | None,
    level: float,
    assurance: float,
    random: np.random.Generator,
) -> PlanRange:
    """The same with a range, every stage drawn from its posterior.

    Args:
        target: Revenue wanted.
        deal: Revenue of one win.
        rates: Posterior of each stage's rate, in order from the record to the win.
        cost_per_record: Full; None: unknown.
        level: Of the range.
        assurance: Probability with which the records are to be enough.
        random: A seeded generator; the same state gives the same range.

    Raises:
        ValueError: As ``plan_back``.
    """
    medians = {stage: rate.median for stage, rate in rates.items()}
    middle = plan_back(target=target, deal=deal, rates=medians, cost_per_record=cost_per_record)
    passing = np.ones(DRAWS)
    for rate in rates.values():
        passing *= np.maximum(random.beta(rate.a, rate.b, DRAWS), 1e-300)
    records = middle.wins / passing
    low, high, assured = np.quantile(records, [(1 - level) / 2, (1 + level) / 2, assurance])
    price = cost_per_record
    return PlanRange(
        middle=middle,
        records=Bounds(low=float(low), high=float(high), level=level),
        spend=None if price is None else Bounds(low=float(low) * price, high=float(high) * price, level=level),
        records_assured=float(assured),
        assurance=assurance,
    )


def p_target_met(
    records: Sequence[float], rates: Sequence[RatePosterior], *, target: float, random: np.random.Generator
) -> float:
    """P(records of several vendors bring at least so many leads): what is not known of the rates, and chance.

    Args:
        records: To be bought of each vendor.
        rates: Posterior of each vendor's yield.
        target: Leads wanted.
        random: A seeded generator.
    """
    leads: Array = np.zeros(DRAWS)
    for number, rate in zip(records, rates, strict=True):
        leads = leads + random.binomial(round(number), random.beta(rate.a, rate.b, DRAWS))
    return float((leads >= target).mean())
