"""What came of the people of a workspace and what they cost: what pages and commands on cost are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.answers import Outcomes
from leadaudit.contract.program import Program
from leadaudit.economics.cell_costs import BoughtProgram, CostSources, common_currency
from leadaudit.economics.credit import CreditRule, FromTheirsToOurs
from leadaudit.economics.crm_count import crm_counts, people_of_steps
from leadaudit.economics.outcome_cells import OutcomeCells, Sight, read_outcome_cells
from leadaudit.economics.outcome_entry import Basis, Per, VendorOutcome
from leadaudit.economics.own_costs import OwnCosts, read_own_costs
from leadaudit.economics.ranked_outcomes import common_parts, compare, real_lead_cost
from leadaudit.economics.rates import Interval
from leadaudit.economics.vendor_outcomes import total_outcome, vendor_outcomes
from leadaudit.policy import Policy
from leadaudit.vocabulary import CRM_PEOPLE, ImportKind
from leadaudit.workspace import settings
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.booking import rates_of
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.imports import Import, all_imports
from leadaudit.workspace.imports_in_force import booked_tables, contacts_asked
from leadaudit.workspace.invoices import open_books
from leadaudit.workspace.settings import SettingKind

# Exports that can show what became of somebody; contacts alone say only who was known.
CRM_OUTCOMES: Final = frozenset({ImportKind.CRM_LEADS, ImportKind.CRM_OPPORTUNITIES, ImportKind.CRM_ACTIVITIES})

# What people told us ourselves, whoever they are.
SAID_TO_US: Final = frozenset({ImportKind.REPLIES, ImportKind.RESPONSES})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OutcomeCosts:
    """What came of the people and what they cost, before anything is grouped.

    Args:
        cells: What came of them.
        sources: Where costs come from.
        policy: Levels, limits and delays.
    """

    cells: OutcomeCells
    sources: CostSources
    policy: Policy

    def by(self, per: Per, basis: Basis) -> dict[str, VendorOutcome]:
        """One entry per vendor, program or month."""
        return vendor_outcomes(self.cells, self.sources, per=per, basis=basis, policy=self.policy)

    def total(self, basis: Basis) -> VendorOutcome | None:
        """Everything that was bought as one entry; None before the first delivery."""
        return total_outcome(self.cells, self.sources, basis=basis, policy=self.policy)


def outcomes_are_loaded(store: Store, as_of: date) -> bool:
    """Whether anything brought in by a day could show what came of somebody."""
    with store.engine.connect() as connection:
        return sight_of(all_imports(connection), as_of).known_through is not None


def open_outcome_costs(store: Store, found: StoredAssessment) -> OutcomeCosts:
    """What came of the people of an assessment and what they cost."""
    with store.engine.connect() as connection:
        imports = all_imports(connection)
        programs = settings.programs(connection)
        own = settings.own_costs(connection)
        rates, house = rates_of(booked_tables(connection, store.files, ImportKind.FX, "exchange_rates"))
        billed = any(one.kind is ImportKind.INVOICES and one.snapshot_on <= found.as_of for one in imports)
    cells = read_outcome_cells(
        found.paths,
        sight=sight_of(imports, found.as_of),
        as_of=found.as_of,
        unpaid=found.unpaid,
        query=found.query,
    )
    invoiced = _invoiced(store, found) if billed else {}
    bought = {
        name: bought_program(program, invoiced_minor=invoiced.get(name))
        for name, program in {**found.programs, **programs}.items()
    }
    rows = cells.lines.select(["program", "lines"]).to_pylist()
    sources = CostSources(programs=bought, own=own, rates=rates, currency=common_currency(rows, bought, house))
    return OutcomeCosts(cells=cells, sources=sources, policy=found.policy)


def told_outcomes(costs: OutcomeCosts, per: Per) -> dict[str, Outcomes]:
    """What the answer says came of the people, by vendor, delivery or everything; nothing without outcomes.

    Confirmed real leads that are net-new, shared by the policy's rule; costs at the parts known of every vendor.
    Everything is what was bought; real leads of our own programs are told apart from it.
    """
    through = costs.cells.sight.known_through
    if through is None:
        return {}
    rule = CreditRule(costs.policy.conversion.credit_rule)
    confirmed, attested = Basis(rule=rule), Basis(rule=rule, attested=True)
    parts = common_parts(costs.by(Per.VENDOR, confirmed).values())
    among, attested_among = _among_vendors(costs, per, confirmed), _among_vendors(costs, per, attested)
    with_attested = costs.by(per, attested)
    own_leads = _own_leads(costs, confirmed) if per is Per.EVERYTHING else 0.0
    return {
        name: Outcomes(
            linked=one.linked,
            of=one.people,
            confirmed=one.confirmed or 0.0,
            matured_share=one.matured_share,
            possible_on=one.possible_on,
            cost=real_lead_cost(one, parts, costs.policy, among=among.get(name)),
            currency=one.spent.currency or "" if parts else "",
            level=costs.policy.cost.level,
            loaded_through=through,
            with_attested=real_lead_cost(with_attested[name], parts, costs.policy, among=attested_among.get(name)),
            is_ours=one.is_baseline,
            own_leads=0.0 if one.is_baseline else own_leads,
        )
        for name, one in costs.by(per, confirmed).items()
        if one.people
    }


def _own_leads(costs: OutcomeCosts, basis: Basis) -> float:
    """Real leads so far of programs that nobody sells."""
    return sum(one.confirmed or 0.0 for one in costs.by(Per.PROGRAM, basis).values() if one.is_baseline)


def _among_vendors(costs: OutcomeCosts, per: Per, basis: Basis) -> Mapping[str, Interval]:
    """What a vendor's next real lead costs, the other vendors taken into account: as it is told wherever they stand."""
    if per is not Per.VENDOR:
        return {}
    ranked = compare(costs.by(per, basis), policy=costs.policy).ranking.vendors
    return {one.vendor: one.cost for one in ranked if one.cost is not None and one.events > 0}


def counted_by_crm(
    store: Store, found: StoredAssessment, *, kind: str = "opportunity", net_new_only: bool = True
) -> dict[str, FromTheirsToOurs]:
    """From what the CRM counts for each vendor to what is credited; nothing without people of a CRM."""
    sources = _with_contacts(store, found)
    if not sources:
        return {}
    return crm_counts(sources, kind=kind, net_new_only=net_new_only, query=found.query)


def people_counted_by_crm(
    store: Store, found: StoredAssessment, vendor: str, *, kind: str = "opportunity", net_new_only: bool = True
) -> pa.Table:
    """Every person behind a step from the CRM's count of a vendor to ours."""
    people = people_of_steps(_with_contacts(store, found), kind=kind, net_new_only=net_new_only)
    return people.filter(pc.equal(people["vendor"], vendor))


def _with_contacts(store: Store, found: StoredAssessment) -> dict[str, sql.Source | sql.Asked]:
    """The tables of an assessment with the CRM's people of its day; nothing without them."""
    with store.engine.connect() as connection:
        contacts = contacts_asked(connection, store.files, all_imports(connection), found.as_of)
    return {} if contacts is None else {**found.paths, "contacts": contacts}


def sight_of(imports: Sequence[Import], as_of: date) -> Sight:
    """How far what was brought in by a day can show outcomes: as far as the oldest of the CRM's newest exports."""
    newest: dict[ImportKind, date] = {}
    for one in imports:
        if one.snapshot_on <= as_of:
            newest[one.kind] = max(newest.get(one.kind, one.snapshot_on), one.snapshot_on)
    crm = [day for kind, day in newest.items() if kind in CRM_OUTCOMES]
    said = [day for kind, day in newest.items() if kind in SAID_TO_US]
    return Sight(
        known_through=min(crm) if crm else max(said, default=None),
        sees_everybody=bool(said) and not crm,
        has_crm=bool(CRM_PEOPLE & set(newest)) or bool(crm),
        has_crm_outcomes=bool(crm),
    )


def bought_program(program: Program, *, invoiced_minor: int | None) -> BoughtProgram:
    """What a program says of its cost.  A fee it does not name is unknown; one it names as 0 is none."""
    named = program.fees.model_fields_set
    fees = program.fees.platform + program.fees.set_up if {"platform", "set_up"} & named else None
    return BoughtProgram(
        program=program.id,
        vendor=program.vendor,
        currency=program.currency,
        verification_per_record=program.fees.verification_per_record if "verification_per_record" in named else None,
        fees=fees,
        invoiced_minor=invoiced_minor,
        is_intent_priced=program.intent_input,
        is_circular=program.is_circular,
        is_baseline=program.is_baseline,
    )


def stored_own_costs(store: Store) -> OwnCosts:
    """What the user gave beside the price of the records; nothing where nobody did."""
    with store.engine.connect() as connection:
        return settings.own_costs(connection)


def put_own_costs(store: Store, text: str, *, where: str) -> OwnCosts:
    """Keep what the user gave.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    costs = read_own_costs(text, where=where)
    with writing(store.engine) as connection:
        settings.keep(connection, SettingKind.COSTS, "", text, author=store.author)
    return costs


def _invoiced(store: Store, found: StoredAssessment) -> Mapping[str, int]:
    """What the records of each billed program cost: invoices less credits, and what is owed and not invoiced yet."""
    books = open_books(store, found)
    billed = {name for one in books.matching.matches for name in one.invoice.programs}
    return {
        one.program: one.invoiced_minor + one.payable_not_invoiced_minor
        for one in books.accruals
        if one.program in billed
    }
