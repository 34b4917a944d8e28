"""One vendor, program or month: what came of its records and what they cost, ready to be compared.

Public names, used by pages, commands, scorecards and funnel:

- ``Basis``: what counts as a real lead and who is credited; ``Per``: what one entry speaks of.
- ``VendorOutcome``: one entry.  ``vendor_outcomes``: all of them.  ``total_outcome``: everything as one entry.
- ``Compared`` and ``compare``: all vendors on one scale, ranked, with the parts of the cost they have in common.

Source: docs/method.md, "From records to cost per real lead".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from leadaudit.economics.cell_costs import Cell, CostSources, Parts, Spent, cell_costs, together
from leadaudit.economics.cohort_cost import CohortCost, CostPart, Rung, ladder_costs
from leadaudit.economics.cost import Shown, cost_per_real_lead, show_rule
from leadaudit.economics.credit import CreditRule, NetNew
from leadaudit.economics.decisions import Worked
from leadaudit.economics.delay import Delay
from leadaudit.economics.ladder import RealLeadCost
from leadaudit.economics.outcome_cells import Delays, OutcomeCells, delays_of
from leadaudit.economics.ranking import RankedVendor, Ranking, VendorData, rank_vendors
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.economics.young import days_until_trials, effective_trials
from leadaudit.policy import Policy

# Outcomes beside the real lead; each is counted once per record.
KINDS: Final = ("meeting_set", "meeting_held", "opportunity", "won")

# What happened and what is to be expected are explained when they lie further apart than this.
FAR_APART: Final = 0.15


class Per(StrEnum):
    """What one entry speaks of."""

    VENDOR = "vendor"
    DELIVERY = "delivery"
    PROGRAM = "program"
    MONTH = "month"
    """A vendor's records of one delivery month."""
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What counts.

    Args:
        attested: Whether people who asked on a vendor's form count beside those who asked us.
        net_new_only: Whether people we knew, and who were quiet, count for nothing.
        rule: How an outcome is shared among the vendors that delivered the person.
    """

    attested: bool = False
    net_new_only: bool = True
    rule: CreditRule = CreditRule.FRACTIONAL

    @property
    def lead_kinds(self) -> frozenset[str]:
        """Kinds of credit that are a real lead."""
        return frozenset({"lead", "lead_attested"}) if self.attested else frozenset({"lead"})

    @property
    def wait(self) -> str:
        """The kind in economics_waits.sql whose delay applies."""
        return "lead_any" if self.attested else "lead"

    @property
    def standings(self) -> frozenset[str]:
        """Standings that count."""
        return frozenset({"net_new"}) if self.net_new_only else frozenset({"net_new", "re_engaged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a kind of outcome is estimated from: only what came by the day outcomes are known through.

    Args:
        events: Records with the outcome, credit shared.
        trials: Effective trials.
    """

    events: float
    trials: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorOutcome:
    """What came of some records and what they cost.

    Args:
        name: Vendor, program, ``<vendor> <month>`` or ``everything``.
        vendor: Its vendor; None for everything.
        programs: Whose records they are.
        month: First day of the delivery month, when it speaks of one.
        lines: Delivered lines.
        read: Read records.
        people: Read records that name a person; the others are companies and can never be a real lead.
        counts: Realised so far, on each rung of the ladder; None: not known yet.
        confirmed: Real leads by evidence of our own so far, on the basis's standing and rule; None: not known yet.
        attested: Asked on a vendor's form so far and not confirmed.
        net_new: Delivered people by how well they were known; without a CRM everybody is new.
        linked: People records found in the CRM.
        ambiguous: Those that may be somebody there; counted nowhere.
        observed: People records of which an outcome could be known, delivered before outcomes are known through.
        in_sight: People records delivered before then, observed or not.
        worked: Follow-up on usable records; None: no CRM.
        estimates: By kind: ``real_lead`` and KINDS.
        matured_share: Of the real leads still to come or come, the share that has come by now; None without records.
        possible_on: First day on which a figure can be given if nothing further is delivered; None: never with these
            records, or already.
        outcomes_known: Whether anything loaded could show a real lead.
        spent: Full cost by part.
        won_minor: Credited part of won amounts by currency.
        is_circular: Some of it is intent data bought to buy more intent data.
        is_baseline: People who came by themselves; a row to compare with.
    """

    name: str
    vendor: str | None
    programs: tuple[str, ...]
    month: date | None
    lines: int
    read: int
    people: int
    counts: Mapping[Rung, float | None]
    confirmed: float | None
    attested: float
    net_new: NetNew
    linked: int
    ambiguous: int
    observed: int
    in_sight: int
    worked: Worked | None
    estimates: Mapping[str, Estimate]
    matured_share: float | None
    possible_on: date | None
    outcomes_known: bool
    spent: Spent
    won_minor: Mapping[str, float]
    is_circular: bool
    is_baseline: bool

    @property
    def real_leads(self) -> float | None:
        """Real leads so far; None: not known yet."""
        return self.counts[Rung.REAL_LEAD]

    @property
    def cost(self) -> CohortCost:
        """Full cost by part."""
        return self.spent.cost

    def cost_of(self, parts: Iterable[CostPart]) -> float | None:
        """Some parts of the cost, credits taken off; None while one of them is unknown."""
        chosen = CohortCost(parts={part: self.cost.parts.get(part) for part in parts})
        wanted = set(parts)
        return None if wanted & set(chosen.unknown) else chosen.known_minor

    def ladder(self, parts: Iterable[CostPart]) -> Mapping[Rung, float | None]:
        """What a record on each rung costs, counting some parts of the cost."""
        wanted = frozenset(parts)
        counted = {part: self.cost.parts.get(part) if part in wanted else 0.0 for part in CostPart}
        return ladder_costs(CohortCost(parts=counted), self.counts)

    def realised_minor(self, parts: Iterable[CostPart]) -> float | None:
        """Cost over real leads so far, by plain division; None without either."""
        return self.ladder(parts)[Rung.REAL_LEAD]


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


def vendor_outcomes(
    cells: OutcomeCells, sources: CostSources, *, per: Per, basis: Basis, policy: Policy
) -> dict[str, VendorOutcome]:
    """One entry per vendor, program or month, by its name; a vendor without outcomes has one like every other.

    Args:
        cells: economics.outcome_cells.read_outcome_cells of an assessment.
        sources: Where costs come from.
        per: What one entry speaks of.
        basis: What counts.
        policy: Levels, limits and delays.
    """
    lines: list[dict[str, object]] = cells.lines.to_pylist()
    parts = cell_costs(lines, sources, as_of=cells.as_of)
    grouped: dict[str, list[int]] = {}
    for at, cell in enumerate(lines):
        grouped.setdefault(_name(cell, per), []).append(at)
    credited: dict[tuple[object, object], list[Cell]] = {}
    for row in cells.credits.to_pylist():
        credited.setdefault((row["delivery"], row["delivered_on"]), []).append(row)
    delays = {
        "real_lead": delays_of(cells, basis.wait, policy.conversion),
        **{kind: delays_of(cells, kind, policy.conversion) for kind in KINDS},
    }
    return {
        name: _outcome(
            name,
            _Group(
                cells=[lines[at] for at in chosen],
                costs=[parts[at] for at in chosen],
                credits=[
                    row for at in chosen for row in credited.get((lines[at]["delivery"], lines[at]["delivered_on"]), ())
                ],
            ),
            cells,
            sources,
            delays,
            per=per,
            basis=basis,
            policy=policy,
        )
        for name, chosen in sorted(grouped.items())
    }


def total_outcome(cells: OutcomeCells, sources: CostSources, *, basis: Basis, policy: Policy) -> VendorOutcome | None:
    """Everything as one entry; None before the first delivery."""
    found = vendor_outcomes(cells, sources, per=Per.EVERYTHING, basis=basis, policy=policy)
    return found.get(Per.EVERYTHING.value)


def compare(outcomes: Mapping[str, VendorOutcome], *, policy: Policy, target_minor: float | None = None) -> Compared:
    """Vendors against each other, at the parts of the cost that are known of all of them.

    Baselines take part: they say what people cost who come by themselves.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    cells: Sequence[Cell]
    costs: Sequence[Parts]
    credits: Sequence[Cell]

    def total(self, column: str) -> int:
        return sum(_whole(cell[column]) for cell in self.cells)


def _name(cell: Cell, per: Per) -> str:
    match per:
        case Per.VENDOR:
            return str(cell["vendor"])
        case Per.DELIVERY:
            return str(cell["delivery"])
        case Per.PROGRAM:
            return str(cell["program"])
        case Per.MONTH:
            return f"{cell['vendor']} {str(cell['delivered_on'])[:7]}"
        case Per.EVERYTHING:
            return Per.EVERYTHING.value


def _outcome(
    name: str,
    group: _Group,
    cells: OutcomeCells,
    sources: CostSources,
    delays: Mapping[str, Delays],
    *,
    per: Per,
    basis: Basis,
    policy: Policy,
) -> VendorOutcome:
    vendors = sorted({str(cell["vendor"]) for cell in group.cells})
    vendor = vendors[0] if len(vendors) == 1 and per is not Per.EVERYTHING else None
    programs = tuple(sorted({str(cell["program"]) for cell in group.cells}))
    bought = [sources.programs[program] for program in programs if program in sources.programs]
    through, people = cells.sight.known_through, group.total("people")
    attested = _credited(group, {"lead_attested"}, basis)
    outcomes_known = people > 0 and (through is not None or (basis.attested and attested > 0))
    ages, observed = _ages(group, through)
    estimates = {
        kind: _estimate(group, kind, delay.of(vendor or ""), ages, observed, basis=basis)
        if kind == "real_lead" or cells.sight.has_crm_outcomes
        else Estimate(events=0.0, trials=0.0)
        for kind, delay in delays.items()
    }
    if through is None and outcomes_known:
        # Nothing but statements that came with the records: they are as old as they will ever be.
        estimates["real_lead"] = Estimate(events=attested, trials=float(max(people, attested)))
    spent = together(group.costs, sources, {program.currency for program in bought if program.currency is not None})
    lead_delay = delays["real_lead"].of(vendor or "")
    seen = sum(observed)
    return VendorOutcome(
        name=name,
        vendor=vendor,
        programs=programs,
        month=_month(group) if per is Per.MONTH else None,
        lines=group.total("lines"),
        read=group.total("read"),
        people=people,
        counts=_counts(group, basis, cells),
        confirmed=_credited(group, {"lead"}, basis) if through is not None and people else None,
        attested=attested,
        net_new=_net_new(group, spent),
        linked=group.total("linked"),
        ambiguous=group.total("ambiguous"),
        observed=round(seen),
        in_sight=sum(
            _whole(cell["people"]) for cell in group.cells if through and _day(cell["delivered_on"]) < through
        ),
        worked=Worked(worked=group.total("usable_worked"), usable=group.total("usable"))
        if cells.sight.has_crm
        else None,
        estimates=estimates,
        matured_share=estimates["real_lead"].trials / seen if through is not None and seen else None,
        possible_on=_possible_on(group, cells, lead_delay, policy),
        outcomes_known=outcomes_known,
        spent=spent,
        won_minor=_won(group, basis),
        is_circular=any(program.is_circular for program in bought),
        is_baseline=bool(bought) and all(program.is_baseline for program in bought),
    )


def _ages(group: _Group, through: date | None) -> tuple[list[int], list[float]]:
    """Days from delivery to the last day outcomes are known of, with how many records could have shown one."""
    if through is None:
        return [], []
    pairs = [
        ((through - _day(cell["delivered_on"])).days, float(str(cell["observed"])))
        for cell in group.cells
        if _day(cell["delivered_on"]) < through
    ]
    return [age for age, _ in pairs], [records for _, records in pairs]


def _estimate(
    group: _Group, kind: str, delay: Delay, ages: Sequence[int], observed: Sequence[float], *, basis: Basis
) -> Estimate:
    kinds = basis.lead_kinds if kind == "real_lead" else {kind}
    events = _credited(group, kinds, basis, in_time=True)
    trials = effective_trials(ages, delay=delay, records=observed) if ages else 0.0
    return Estimate(events=events if ages else 0.0, trials=trials)


def _credited(group: _Group, kinds: Iterable[str], basis: Basis, *, in_time: bool = False) -> float:
    """Records credited with the first outcome of a kind, by the rule of the basis."""
    wanted = set(kinds)
    return sum(
        _share(row, basis.rule)
        for row in group.credits
        if row["kind"] in wanted
        and row["is_first"]
        and row["standing"] in basis.standings
        and (row["in_time"] or not in_time)
    )


def _share(row: Cell, rule: CreditRule) -> float:
    return float(str(row["records" if rule is CreditRule.ANY else rule.value]))


def _counts(group: _Group, basis: Basis, cells: OutcomeCells) -> dict[Rung, float | None]:
    attested = _credited(group, {"lead_attested"}, basis)
    people, sight = group.total("people"), cells.sight

    def came(*kinds: str, is_known: bool) -> float | None:
        return _credited(group, kinds, basis) if is_known and people else None

    leads = came(*basis.lead_kinds, is_known=sight.known_through is not None)
    if leads is None and basis.attested and attested > 0:
        leads = attested
    return {
        Rung.DELIVERED: float(group.total("lines")),
        Rung.PAYABLE: float(group.total("payable")),
        Rung.USABLE: float(group.total("usable")),
        Rung.OPT_IN_OR_BETTER: float(group.total("opt_in_or_better")),
        Rung.SIGNAL_OR_BETTER: float(group.total("signal_or_better")),
        Rung.ACCEPTED_BY_SALES: float(group.total("taken_on")) if sight.has_crm and people else None,
        Rung.REAL_LEAD: leads,
        Rung.MEETING_HELD: came("meeting_held", is_known=sight.has_crm_outcomes),
        Rung.OPPORTUNITY: came("opportunity", is_known=sight.has_crm_outcomes),
        Rung.WON: came("won", is_known=sight.has_crm_outcomes),
    }


def _net_new(group: _Group, spent: Spent) -> NetNew:
    persons, active, quiet = group.total("persons"), group.total("known_active"), group.total("re_engaged")
    new = persons - active - quiet
    total = spent.cost.parts.get(CostPart.MEDIA)
    return NetNew(
        unique=persons,
        net_new=new,
        re_engaged=quiet,
        rate=new / persons if persons else None,
        cost_per_net_new=total / new if total is not None and new else None,
    )


def _possible_on(group: _Group, cells: OutcomeCells, delay: Delay, policy: Policy) -> date | None:
    """First day on which these records are worth enough; while no outcome is loaded, all people are taken for known."""
    since = cells.sight.known_through or cells.as_of
    column = "people" if cells.sight.known_through is None else "observed"
    pairs = [((since - _day(cell["delivered_on"])).days, float(str(cell[column]))) for cell in group.cells]
    ages, records = [max(age, 0) for age, _ in pairs], [count for _, count in pairs]
    wanted = float(policy.cost.shown_from_effective_trials)
    days = days_until_trials(ages, wanted, delay=delay, records=records)
    if days is None or (days == 0 and cells.sight.known_through is not None):
        return None
    return since + timedelta(days=days)


def _won(group: _Group, basis: Basis) -> dict[str, float]:
    column = "any_minor" if basis.rule is CreditRule.ANY else f"{basis.rule.value}_minor"
    found: dict[str, float] = {}
    for row in group.credits:
        if row["kind"] == "won" and row["standing"] in basis.standings and row[column] is not None:
            currency = str(row["currency"])
            found[currency] = found.get(currency, 0.0) + float(str(row[column]))
    return found


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
    )


def _per_observed(one: VendorOutcome, cost: float | None) -> float | None:
    """Cost of a record whose outcome could be known; those nobody looked for are paid for all the same.

    Source:
        docs/method.md, "From records to cost per real lead".
    """
    if cost is None or cost <= 0 or not one.people:
        return None
    return cost * one.in_sight / one.people / one.observed if one.observed else cost / one.people


def _month(group: _Group) -> date:
    return min(_day(cell["delivered_on"]) for cell in group.cells).replace(day=1)


def _whole(value: object) -> int:
    return int(str(value))


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day")
    return value


__all__ = [
    "KINDS",
    "Basis",
    "Compared",
    "Estimate",
    "Per",
    "VendorOutcome",
    "common_parts",
    "compare",
    "expected_alone",
    "is_far_apart",
    "rate_of",
    "real_lead_cost",
    "total_outcome",
    "vendor_outcomes",
]
