"""All vendors together: what a real lead is to be expected to cost with each, who is cheapest, where budget may move.

Source: docs/method.md, "Several vendors", "Decisions about budget".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np

from leadaudit.economics.compare import value_of_drawn_move
from leadaudit.economics.cost import ONE_SIDED_LEVEL, Shown, cost_per_real_lead, show_rule
from leadaudit.economics.decisions import BudgetDecision, Comparison, Worked, decide, records_to_decide
from leadaudit.economics.distributions import Array
from leadaudit.economics.hierarchy import Seen, VendorRates, vendor_rates
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.economics.spend import Bought, SpendRates, spend_rates
from leadaudit.policy.model import Cost
from leadaudit.policy.outcomes import Decisions

# Enough that a probability moves by less than half a point from one seed to another.
DRAWS = 40_000
SEED = 20_260_101


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorData:
    """What is known of one vendor, all on one basis.

    Args:
        vendor: Its id.
        events: Real leads, credit shared.
        trials: Effective trials; not the records delivered.
        cost_per_record: Loaded cost of a record; None: unknown, then it has a yield and no cost.
        budget: Money that could move elsewhere, in the same unit; None: unknown.
        worked: Follow-up.
        outcomes_known: Whether anything loaded could show a real lead.
        is_baseline: Its people came by themselves or were reached by us: compared with, but no budget moves.
    """

    vendor: str
    events: float
    trials: float
    cost_per_record: float | None
    budget: float | None
    worked: Worked
    outcomes_known: bool
    is_baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedVendor:
    """One vendor among the others.

    Args:
        vendor: Its id.
        shown: What may be said of it by itself.
        events: Real leads, credit shared.
        trials: Effective trials.
        yield_: Interval of its yield, the others taken into account; None where no figure may be shown.
        cost: What a real lead is to be expected to cost at the next order; None likewise or without cost of a record.
            It orders vendors; what is shown of it is ``told``.
        cost_by_money: The same, vendors alike per unit of money.
        p_cheapest: P(it is the cheapest of those bought with a cost); None likewise, or it is a baseline.
        p_at_most: P(a real lead costs at most the target); None without target or likewise.
        at_least: What a real lead costs at the least where none was seen: shown instead of the interval, by what the
            vendor says by itself; None where one was seen, or likewise.
        yields_at_most: The share of its records that becomes one at the most, by the same; None likewise.
    """

    vendor: str
    shown: Shown
    events: float
    trials: float
    yield_: Interval | None
    cost: Interval | None
    cost_by_money: Interval | None
    p_cheapest: float | None
    p_at_most: float | None
    at_least: float | None = None
    yields_at_most: float | None = None

    @property
    def told(self) -> Interval | None:
        """The cost as people are told it: a lower end only where no real lead was seen: nothing bounds it."""
        if self.at_least is None:
            return self.cost
        return Interval(low=self.at_least, median=None, high=None, level=ONE_SIDED_LEVEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDecision:
    """Whether budget may move from the dearer of two vendors to the cheaper one.

    Args:
        to: The cheaper one by median.
        away_from: The dearer one.
        comparison: What is known.
        decision: The verdict.
        money: The largest step allowed, in the unit of the costs; the value in the comparison is of this.
        records_to_decide: Mature records of each that would decide; None where none would.
    """

    to: str
    away_from: str
    comparison: Comparison
    decision: BudgetDecision
    money: float
    records_to_decide: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All vendors, in the order given, and every pair of bought ones with a figure, the cheapest first.

    Args:
        vendors: One entry per vendor given; none is left out.
        pairs: Cheaper to dearer, by the median of the cheaper, then of the dearer.
        yields: What is known of the yields of those with a cost; None where nobody has one.
    """

    vendors: tuple[RankedVendor, ...]
    pairs: tuple[PairDecision, ...]
    yields: "KnownYields | None" = field(default=None, compare=False)

    def with_target(self, target: float) -> "Ranking":
        """The same with the chance of each vendor that a real lead costs at most so much."""
        known = self.yields
        return replace(
            self,
            vendors=tuple(
                replace(one, p_at_most=None if known is None else known.p_at_most(one.vendor, target))
                for one in self.vendors
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownYields:
    """What is known of the yields of vendors, all of them taken together.

    Args:
        rates: Their posterior.
        prices: Of those with a figure: the place among the rates, and the cost of a record.
    """

    rates: VendorRates
    prices: Mapping[str, tuple[int, float]]

    def p_at_most(self, vendor: str, target: float) -> float | None:
        """P(a real lead of a vendor costs at most the target); None without a figure."""
        if vendor not in self.prices:
            return None
        place, price = self.prices[vendor]
        if target <= price:  # no record brings more than one real lead
            return 0.0
        return max(float(1 - self.rates.below(price / target)[place]), 0.0)

    def of(self, vendor: str) -> RatePosterior | None:
        """The yield of a vendor's next records, the others taken into account; None without a figure."""
        if vendor not in self.prices:
            return None
        return RatePosterior(events=0, trials=0, prior=self.rates.as_beta(self.prices[vendor][0]))


def rank_vendors(vendors: Sequence[VendorData], *, cost: Cost, decisions: Decisions) -> Ranking:
    """Vendors against each other.

    A vendor without outcomes or cost stays in the list and takes no part in what it would spoil.

    Args:
        vendors: One entry per vendor, any order.
        cost: Limits and levels.
        decisions: When budget may move.

    Raises:
        ValueError: A cost of a record is 0 or less.
    """
    if any(one.cost_per_record is not None and one.cost_per_record <= 0 for one in vendors):
        raise ValueError("a record that costs nothing has no cost per real lead")
    return _ranked(tuple(vendors), cost, decisions)


# One page asks for the same vendors on several grounds, which are often the same numbers.
@lru_cache(maxsize=16)
def _ranked(vendors: tuple[VendorData, ...], cost: Cost, decisions: Decisions) -> Ranking:
    shown = [_shown(vendor, cost) for vendor in vendors]
    # Few records still speak, softly; no outcomes say nothing about anybody.
    speaking = [place for place, vendor in enumerate(vendors) if vendor.outcomes_known and vendor.trials > 0]
    if not speaking:
        return Ranking(vendors=tuple(map(_silent, vendors, shown)), pairs=())
    rates = vendor_rates(
        [_seen(vendors[place]) for place in speaking], cv_prior_max=decisions.cv_prior_max, prior=cost.prior_rate
    )
    yields = dict(zip(speaking, rates.intervals(cost.level), strict=True))
    priced = [place for place in speaking if _price(vendors[place]) > 0]
    spent = (
        spend_rates([_bought(vendors[place]) for place in priced], cv_prior_max=decisions.cv_prior_max)
        if priced
        else None
    )
    by_money = dict(zip(priced, spent.cost_intervals(cost.level), strict=True)) if spent else {}
    compared = [place for place in priced if shown[place] in _HAS_A_FIGURE]
    bought = [place for place in compared if not vendors[place].is_baseline]
    drawn = _drawn(vendors, rates, spent, speaking, priced, compared)
    # People who come by themselves are no choice: the chance is among those that can be given money.
    cheapest = _p_cheapest({place: drawn.by_record[place] for place in bought})
    ranked = tuple(
        RankedVendor(
            vendor=vendor.vendor,
            shown=shown[place],
            events=vendor.events,
            trials=vendor.trials,
            yield_=yields[place] if shown[place] in _HAS_A_FIGURE else None,
            cost=_cost_interval(yields[place], _price(vendor)) if place in compared else None,
            cost_by_money=by_money[place] if place in compared else None,
            p_cheapest=cheapest.get(place),
            p_at_most=None,
            at_least=_at_least(vendor, cost) if place in compared else None,
            yields_at_most=_yields_at_most(vendor, cost) if place in compared else None,
        )
        for place, vendor in enumerate(vendors)
    )
    order = sorted(bought, key=lambda place: (_middle(ranked[place].cost), vendors[place].vendor))
    pairs = tuple(_pair(vendors, ranked, drawn, shown, one, other, decisions) for one, other in combinations(order, 2))
    prices = {vendors[place].vendor: (speaking.index(place), _price(vendors[place])) for place in compared}
    return Ranking(vendors=ranked, pairs=pairs, yields=KnownYields(rates=rates, prices=prices) if prices else None)


_HAS_A_FIGURE: Final = frozenset({Shown.DIRECTIONAL_ONLY, Shown.RANK})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    """Leads per unit of money by the place of the vendor, drawn together, under either model."""

    by_record: Mapping[int, Array]
    by_money: Mapping[int, Array]


def _shown(vendor: VendorData, cost: Cost) -> Shown:
    rate = RatePosterior(events=vendor.events, trials=max(vendor.trials, vendor.events), prior=cost.prior_rate)
    return show_rule(rate, cost, outcomes_known=vendor.outcomes_known)


def _silent(vendor: VendorData, shown: Shown) -> RankedVendor:
    return RankedVendor(
        vendor=vendor.vendor,
        shown=shown,
        events=vendor.events,
        trials=vendor.trials,
        yield_=None,
        cost=None,
        cost_by_money=None,
        p_cheapest=None,
        p_at_most=None,
    )


def _seen(vendor: VendorData) -> Seen:
    return Seen(events=vendor.events, trials=max(vendor.trials, vendor.events))


def _bought(vendor: VendorData) -> Bought:
    return Bought(events=vendor.events, spend=vendor.trials * _price(vendor))


def _price(vendor: VendorData) -> float:
    return vendor.cost_per_record or 0.0


def _cost_interval(rate: Interval, price: float) -> Interval:
    low, median, high = (price / end if end else None for end in (rate.high, rate.median, rate.low))
    return Interval(low=low, median=median, high=high, level=rate.level)


def _middle(cost: Interval | None) -> float:
    return cost.median if cost is not None and cost.median is not None else float("inf")


def _drawn(
    vendors: Sequence[VendorData],
    rates: VendorRates,
    spent: SpendRates | None,
    speaking: Sequence[int],
    priced: Sequence[int],
    compared: Sequence[int],
) -> _Drawn:
    if spent is None or not compared:
        return _Drawn(by_record={}, by_money={})
    random = np.random.Generator(np.random.PCG64(SEED))
    yields, per_money = rates.draw(DRAWS, random), spent.draw(DRAWS, random)
    return _Drawn(
        by_record={place: yields[:, speaking.index(place)] / _price(vendors[place]) for place in compared},
        by_money={place: per_money[:, priced.index(place)] for place in compared},
    )


def _at_least(vendor: VendorData, cost: Cost) -> float | None:
    if vendor.events > 0:
        return None
    rate = RatePosterior(events=0, trials=vendor.trials, prior=cost.prior_rate)
    return cost_per_real_lead(rate, _price(vendor), level=cost.level).low


def _yields_at_most(vendor: VendorData, cost: Cost) -> float | None:
    if vendor.events > 0:
        return None
    return RatePosterior(events=0, trials=vendor.trials, prior=cost.prior_rate).quantile(ONE_SIDED_LEVEL)


def _p_cheapest(drawn: Mapping[int, Array]) -> Mapping[int, float]:
    if not drawn:
        return {}
    best = np.argmax(np.stack(list(drawn.values())), axis=0)
    shares = np.bincount(best, minlength=len(drawn)) / best.size
    return {place: float(share) for place, share in zip(drawn, shares, strict=True)}


def _pair(
    vendors: Sequence[VendorData],
    ranked: Sequence[RankedVendor],
    drawn: _Drawn,
    shown: Sequence[Shown],
    one: int,
    other: int,
    decisions: Decisions,
) -> PairDecision:
    ours, theirs = drawn.by_record[one], drawn.by_record[other]
    money = decisions.move.max_step_share * (vendors[other].budget or 0.0)
    # Products, not a ratio: the yield of a vendor without any real lead is drawn as 0 now and then.
    factor = decisions.equivalent.ratio
    comparison = Comparison(
        p_by_record=float((ours > theirs).mean()),
        p_by_money=float((drawn.by_money[one] > drawn.by_money[other]).mean()),
        p_alike=float(((ours <= factor * theirs) & (theirs <= factor * ours)).mean()),
        # Without a budget the share of regret is the same; one unit stands for it.
        value=value_of_drawn_move(ours, theirs, money=money or 1.0),
        shown=(shown[one], shown[other]),
        worked=(vendors[one].worked, vendors[other].worked),
    )
    return PairDecision(
        to=vendors[one].vendor,
        away_from=vendors[other].vendor,
        comparison=comparison,
        decision=decide(comparison, decisions),
        money=money,
        records_to_decide=records_to_decide(
            rate=_rate_of(ranked[one]),
            cost_per_record=_price(vendors[one]),
            other_rate=_rate_of(ranked[other]),
            other_cost_per_record=_price(vendors[other]),
            policy=decisions,
        ),
    )


def _rate_of(vendor: RankedVendor) -> float:
    return vendor.yield_.median or 0.0 if vendor.yield_ is not None else 0.0
