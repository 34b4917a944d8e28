"""What the next order of each vendor will bring, and whether the dearer of two programs of a vendor is worth its price.

Source: docs/method.md, "The next order" and "Filters and asks".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from leadaudit.economics.cell_costs import BoughtProgram
from leadaudit.economics.cohort_cost import CostPart
from leadaudit.economics.compare import Priced
from leadaudit.economics.filters import FilterWorth, filter_worth, p_filter_pays
from leadaudit.economics.next_batch import NextBatch, next_batch
from leadaudit.economics.outcome_entry import VendorOutcome
from leadaudit.economics.ranked_outcomes import Compared, rate_of
from leadaudit.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOrder:
    """What so many further records of a vendor will bring.

    Args:
        vendor: Its name.
        records: Delivered records of the order.
        seen: Of them, those whose outcome will be known, if as many are found in the CRM as so far.
        cost_minor: What they cost, at the parts that are counted; None: unknown.
        batch: Real leads among those seen.
    """

    vendor: str
    records: int
    seen: int
    cost_minor: float | None
    batch: NextBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """A dearer program of a vendor beside its cheapest one.

    Args:
        vendor: Whose.
        plain: The cheapest program.
        dearer: The other one.
        is_intent_priced: Whether the dearer one is bought on intent data and the plain one is not.
        worth: Costs and yields of the two beside each other.
        p_favourable: P(a real lead costs less with the dearer one).
        seen: Real leads and records old enough to tell, of plain and of dearer.
    """

    vendor: str
    plain: str
    dearer: str
    is_intent_priced: bool
    worth: FilterWorth
    p_favourable: float
    seen: tuple[tuple[float, float], tuple[float, float]]


def next_order(one: VendorOutcome, compared: Compared, *, records: int) -> NextOrder | None:
    """What so many further records of a vendor will bring; None without a figure, and of a baseline.

    Args:
        one: The vendor.
        compared: All of them, taken together.
        records: Delivered records of the order.

    Raises:
        ValueError: ``records`` is below 0.
    """
    known = compared.ranking.yields
    rate = None if known is None else known.of(one.name)
    if rate is None or not one.in_sight or one.is_baseline:
        return None
    seen = round(records * one.observed / one.in_sight)
    spent = one.cost_of(compared.parts)
    return NextOrder(
        vendor=one.name,
        records=records,
        seen=seen,
        cost_minor=None if spent is None or not one.people else spent * records / one.people,
        batch=next_batch(rate, seen, level=compared.level),
    )


def usual_order(outcomes: Iterable[VendorOutcome]) -> int:
    """Records of an order to begin with: a round number near the people of all vendors' programs, at least 100."""
    sizes = sorted(one.people // max(len(one.programs), 1) for one in outcomes if one.people)
    middle = sizes[len(sizes) // 2] if sizes else 0
    return max(100, min(round(middle, -2), 5000))


def premiums(
    by_program: Mapping[str, VendorOutcome],
    programs: Mapping[str, BoughtProgram],
    parts: Sequence[CostPart],
    *,
    policy: Policy,
) -> tuple[Premium, ...]:
    """Every dearer program of a vendor beside its cheapest, where both have records old enough to tell.

    Args:
        by_program: One entry per program.
        programs: What each says of itself.
        parts: Parts of the cost that are counted.
        policy: The prior of a yield, and from how many records on something is said.
    """
    told = [
        one
        for one in by_program.values()
        if one.outcomes_known
        and one.people
        and one.cost_of(parts)
        and one.estimates["real_lead"].trials >= policy.cost.shown_from_effective_trials
    ]
    found = []
    for vendor, group in groupby(sorted(told, key=lambda one: (one.vendor or "", one.name)), lambda one: one.vendor):
        plain, *dearer = sorted(group, key=lambda one: (_each(one, parts), one.name))
        found += [_premium(vendor or "", plain, one, programs, parts, policy) for one in dearer]
    return tuple(found)


def _premium(
    vendor: str,
    plain: VendorOutcome,
    dearer: VendorOutcome,
    programs: Mapping[str, BoughtProgram],
    parts: Sequence[CostPart],
    policy: Policy,
) -> Premium:
    price_parts = [part for part in parts if part in {CostPart.MEDIA, CostPart.CREDITS, CostPart.VERIFICATION}]
    downstream = _each(dearer, parts) - _each(dearer, price_parts)
    rates = rate_of(plain, policy), rate_of(dearer, policy)
    seen = tuple((one.estimates["real_lead"].events, one.estimates["real_lead"].trials) for one in (plain, dearer))
    yields = [events / trials if trials else 0.0 for events, trials in seen]
    return Premium(
        vendor=vendor,
        plain=plain.name,
        dearer=dearer.name,
        is_intent_priced=_is_intent(dearer, programs) and not _is_intent(plain, programs),
        worth=filter_worth(
            plain_price=_each(plain, parts) - downstream,
            filtered_price=_each(dearer, parts) - downstream,
            downstream=downstream,
            plain_rate=yields[0],
            filtered_rate=yields[1],
        ),
        p_favourable=p_filter_pays(
            Priced(rate=rates[0], cost_per_record=_each(plain, parts)),
            Priced(rate=rates[1], cost_per_record=_each(dearer, parts)),
        ),
        seen=(seen[0], seen[1]),
    )


def _is_intent(one: VendorOutcome, programs: Mapping[str, BoughtProgram]) -> bool:
    return any(programs[name].is_intent_priced for name in one.programs if name in programs)


def _each(one: VendorOutcome, parts: Sequence[CostPart]) -> float:
    """Cost of a person's record whose outcome could be known."""
    total = one.cost_of(parts) or 0.0
    return total * one.in_sight / one.people / one.observed if one.observed else total / one.people
