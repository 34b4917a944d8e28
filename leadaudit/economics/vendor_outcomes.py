"""What came of each vendor's, program's or month's records and what they cost, counted from the cells of an assessment.

``outcome_entry`` says what one entry is; ``ranked_outcomes`` puts the entries beside each other.

Source: docs/method.md, "From records to cost per real lead".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leadaudit.economics.cell_costs import Cell, CostSources, Parts, Spent, cell_costs, together
from leadaudit.economics.cohort_cost import CostPart, Rung
from leadaudit.economics.credit import CreditRule, NetNew
from leadaudit.economics.decisions import Worked
from leadaudit.economics.delay import Delay
from leadaudit.economics.outcome_cells import Delays, OutcomeCells, delays_of
from leadaudit.economics.outcome_entry import KINDS, Basis, Estimate, Per, VendorOutcome
from leadaudit.economics.young import days_until_trials, effective_trials
from leadaudit.policy import Policy


def vendor_outcomes(
    cells: OutcomeCells, sources: CostSources, *, per: Per, basis: Basis, policy: Policy
) -> dict[str, VendorOutcome]:
    """One entry per vendor, program or month, by its name; a vendor without outcomes has one like every other.

    Everything as one entry is everything that was bought: records of our own programs stand beside it and are no part
    of it, unless there are no others.

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
    for at in _bought(lines, sources) if per is Per.EVERYTHING else range(len(lines)):
        grouped.setdefault(_name(lines[at], per), []).append(at)
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
    """Everything that was bought as one entry, what our own programs brought where nothing was; None without either."""
    found = vendor_outcomes(cells, sources, per=Per.EVERYTHING, basis=basis, policy=policy)
    return found.get(Per.EVERYTHING.value)


def _bought(cells: Sequence[Cell], sources: CostSources) -> Sequence[int]:
    """Where cells of programs stand that somebody sells; all of them where nobody sells any."""
    ours = {name for name, program in sources.programs.items() if program.is_baseline}
    return [at for at, cell in enumerate(cells) if cell["program"] not in ours] or range(len(cells))


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
        circular=tuple(program.program for program in bought if program.is_circular),
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


def _month(group: _Group) -> date:
    return min(_day(cell["delivered_on"]) for cell in group.cells).replace(day=1)


def _whole(value: object) -> int:
    return int(str(value))


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day")
    return value
