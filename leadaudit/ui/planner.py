"""What must be bought to reach a target: the form, the answer, stages, vendors, scenarios, what holds revenue back."""

from decimal import Decimal
from typing import Final

import streamlit as st

from leadaudit.economics.followed import FollowedPeople
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.format import UNDEFINED, count, money, percent
from leadaudit.plan.chain import whole
from leadaudit.plan.lifetime_words import lifetime_words
from leadaudit.plan.planner import Planned, alternatives
from leadaudit.plan.stages import FlowReport, flow_report
from leadaudit.plan.target import Customer, PlanTarget, write_target
from leadaudit.plan.words import constraint_answer, met_words, plan_answer, range_words, shadow_words, stage_words
from leadaudit.ui import parts, picture, run, state
from leadaudit.ui.parts import Cell, Column, Figure
from leadaudit.ui.plan_pictures import buy_picture, worth_picture
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.followed import open_followed_days
from leadaudit.workspace.plans import PlanDesk, open_desk, put_target, stored_target

CALCULATION: Final = (
    "Wins are the target divided by the revenue of a win; each earlier stage is the next divided by its rate. Rates "
    "come from what became of your own records, young ones counting as far as they could have come; the range draws "
    "every stage from what is known of it.",
    "The money is spread so that it brings the most real leads within budget, hours and what vendors can deliver; no "
    "vendor loses more than half at once. A stage is held against your own year before; it is named only when it is "
    "surely below.",
)
QUERIES: Final = ("economics_followed", "economics_outcome_cells", "economics_credit_cells")

STAGE_COLUMNS: Final = (
    Column(label="Stage", align="word"),
    Column(label="Passes", align="number"),
    Column(label="To enter it", align="number"),
    Column(label="One point more is worth", align="number"),
    Column(label="A tenth more is worth", align="number"),
)
OFFER_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Now, in these months", align="number"),
    Column(label="At most", align="number"),
    Column(label="Buy", align="number"),
    Column(label="Real leads", align="number"),
    Column(label="Spend", align="number"),
)
SCENARIO_COLUMNS: Final = (
    Column(label="Scenario", align="word"),
    Column(label="Records", align="number"),
    Column(label="Spend", align="number"),
    Column(label="Revenue", align="number"),
    Column(label="Cost of a win", align="number"),
)
CONSTRAINT_COLUMNS: Final = (
    Column(label="Stage", align="word"),
    Column(label="Passed lately", align="number"),
    Column(label="Held against", align="number"),
    Column(label="How surely"),
    Column(label="Worth", align="number"),
)

_CUSTOMER: Final = {
    "Revenue a month": "revenue_per_month",
    "Margin, in 100": "margin",
    "Lost in a month, in 100": "churn_per_month",
}

NO_TARGET: Final = (
    "What must be bought is **not asked yet**: no revenue target is set.",
    "Give one below; everything else comes from your own records.",
)


def desk(workspace: Workspace, found: StoredAssessment) -> PlanDesk:
    """Everything a plan is made from; kept until something is done to the workspace."""
    return _desk(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found)


@st.cache_resource(max_entries=8, show_spinner="Counting what became of every record")
def _desk(assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment) -> PlanDesk:
    del assessment_id, revision
    return open_desk(_workspace.store, _found)


def target_of(workspace: Workspace) -> PlanTarget | None:
    """The target in force."""
    return stored_target(workspace.store)


def answer(found: Planned | None, target: PlanTarget | None) -> tuple[str, ...]:
    """What the target needs, and whether buying is the answer."""
    return NO_TARGET if found is None or target is None else plan_answer(found, target)


def plan(desk: PlanDesk, target: PlanTarget | None) -> Planned | None:
    """The plan for the target."""
    return None if target is None else desk.plan(target)


def show(found: Planned | None, target: PlanTarget | None, desk: PlanDesk) -> None:
    """Figures, stages, how to spread the money, scenarios."""
    if found is None or target is None or found.needed is None:
        return
    parts.figures(figures(found, target))
    worth = lifetime_words(found, target)
    if worth:
        parts.sentences([worth])
    picture.show(worth_picture(found, target))
    parts.titled("What each stage needs, and what a better one is worth", STAGE_COLUMNS, stage_rows(found, target))
    if found.doubling is not None:
        parts.sentences(
            [f"Twice the records costs another {money(found.doubling, target.currency)}; a better stage does not."]
        )
    if found.allocation is not None:
        st.subheader("How to spread the money")
        picture.show(buy_picture(found, target, desk))
        parts.ledger(OFFER_COLUMNS, offer_rows(found, target, desk))
        scarce = shadow_words(found.allocation, target, found.last_lead)
        parts.sentences([sentence for sentence in (*scarce, met_words(found.p_met)) if sentence])
    parts.titled("Buying more beside a better stage", SCENARIO_COLUMNS, scenario_rows(found, target))


def figures(found: Planned, target: PlanTarget) -> tuple[Figure, ...]:
    """Records, money, leads, and the revenue of a win."""
    needed, facts = found.needed, found.facts
    if needed is None:
        return ()
    spend = None if needed.spend is None else range_words_money(needed.spend.low, needed.spend.high, target.currency)
    won = "as given" if facts.deal_of is None else f"mean of {facts.deal_of:,.1f} wins credited so far"
    return (
        Figure(
            label="Records",
            value=count(whole(needed.middle.records)),
            of=f"{percent(needed.records.level)}: {range_words(needed.records)}",
        ),
        Figure(
            label="Spend",
            value=UNDEFINED if needed.middle.spend is None else money(needed.middle.spend, target.currency),
            of="cost of a record not given" if spend is None else f"{percent(needed.records.level)}: {spend}",
        ),
        Figure(
            label="Real leads needed",
            value=count(whole(found.leads or 0)),
            of="no limit known"
            if found.reachable is None
            else f"{count(round(found.reachable))} within what vendors can deliver",
        ),
        Figure(label="Revenue of a win", value=money(facts.deal, target.currency), of=won),
    )


def range_words_money(low: float, high: float, currency: str) -> str:
    """Two amounts with their currency once."""
    return f"{money(low, currency).removesuffix(f' {currency}')} to {money(high, currency)}"


def stage_rows(found: Planned, target: PlanTarget) -> list[list[Cell]]:
    """One row per stage, in order."""
    if found.needed is None:
        return []
    return [
        [
            name,
            percent(rate.median),
            count(whole(found.needed.middle.needed[name])),
            money(found.worth[name].plus_one_point, target.currency),
            money(found.worth[name].plus_ten_percent, target.currency),
        ]
        for name, rate in found.facts.rates.items()
    ]


def offer_rows(found: Planned, target: PlanTarget, desk: PlanDesk) -> list[list[Cell]]:
    """One row per vendor that can be bought from."""
    if found.allocation is None:
        return []
    pace = desk.pace()
    return [
        [
            offer.vendor,
            count(round(pace.get(offer.vendor, 0.0) * target.months)),
            UNDEFINED if offer.at_most is None else count(round(offer.at_most)),
            count(round(records)),
            f"{records * offer.yield_:,.1f}",
            money(records * offer.cost_per_record, target.currency),
        ]
        for offer, records in zip(found.facts.offers, found.allocation.records, strict=True)
    ]


def scenario_rows(found: Planned, target: PlanTarget) -> list[list[Cell]]:
    """Buying more beside better stages, at the records of the plan."""
    if found.needed is None:
        return []
    return [
        [
            one.name,
            count(whole(one.scenario.records)),
            money(one.scenario.spend, target.currency),
            money(one.scenario.revenue, target.currency),
            UNDEFINED if one.scenario.cost_per_win is None else money(one.scenario.cost_per_win, target.currency),
        ]
        for one in alternatives(found.facts, found.needed.middle.records)
    ]


def constraint(desk: PlanDesk) -> None:
    """What holds revenue back, of everybody or one vendor."""
    st.subheader("What holds revenue back?")
    vendor = state.one_of("vendor", desk.followed.vendors)
    report = desk.flow if vendor is None else flow_report(desk.followed, desk.policy.planner, vendor=vendor)
    constraint_part(report)
    state.choose("vendor", "One vendor's people", desk.followed.vendors)


def constraint_of(workspace: Workspace, found: StoredAssessment, vendor: str | None) -> None:
    """The same where the vendor is chosen elsewhere."""
    st.subheader("What holds revenue back?")
    constraint_part(_flow(found.assessment_id, run.revision(workspace), vendor, _workspace=workspace, _found=found))


@st.cache_resource(max_entries=64, show_spinner=False)
def _flow(
    assessment_id: str, revision: int, vendor: str | None, *, _workspace: Workspace, _found: StoredAssessment
) -> FlowReport | None:
    followed = _followed(assessment_id, revision, _workspace=_workspace, _found=_found)
    return flow_report(followed, _found.policy.planner, vendor=vendor)


@st.cache_resource(max_entries=8, show_spinner=False)
def _followed(assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment) -> FollowedPeople:
    del assessment_id, revision
    # In the currency of the plan: then the answer is among those that are counted with the assessment.
    currency = run.outcome_costs(_workspace, _found).sources.currency
    return open_followed_days(_workspace.store, _found, currency=currency)


def constraint_part(report: FlowReport | None) -> None:
    """The verdict, the three questions and the stages."""
    parts.sentences(list(constraint_answer(report)))
    if report is None:
        return
    rows: list[list[Cell]] = [
        [seen.stage, *stage_words(seen, found)]
        for seen, found in zip(report.stages, report.verdict.stages, strict=True)
    ]
    parts.ledger(CONSTRAINT_COLUMNS, rows)
    if report.without_benchmark:
        parts.small(
            f"Nothing to hold it against yet, it takes a year of your own: {', '.join(report.without_benchmark)}."
        )


def form(workspace: Workspace, found: StoredAssessment, target: PlanTarget | None) -> None:
    """The target and what limits it; kept for everybody who opens the workspace."""
    currencies = sorted({program.currency for program in found.programs.values() if program.currency}) or ["USD"]
    with st.expander("The target and its limits", expanded=target is None), st.form("plan_target"):
        st.caption("Left empty: unknown, or taken from your own records.")
        one, two = st.columns(2)
        revenue = one.number_input("Revenue wanted", min_value=0.0, value=_number(target, "revenue"))
        currency = two.selectbox("Currency", currencies, index=_place(currencies, target))
        until = one.date_input("It counts until", value=None if target is None else target.until, format="YYYY-MM-DD")
        months = two.number_input("Months of buying", 1, 36, value=3 if target is None else target.months)
        deal = one.number_input("Revenue of a win", min_value=0.0, value=_number(target, "deal"))
        budget = two.number_input("Budget", min_value=0.0, value=_number(target, "budget"))
        hours = one.number_input("Sales hours", min_value=0.0, value=_number(target, "sales_hours"))
        each = two.number_input("Hours a record takes", min_value=0.0, value=_number(target, "hours_per_record"))
        st.caption("A customer over time: all three, or none.")
        monthly, margin, churn = (
            place.number_input(label, min_value=0.0, value=_of_customer(target, name))
            for place, (label, name) in zip(st.columns(3), _CUSTOMER.items(), strict=True)
        )
        programs = st.multiselect(
            "Programs bought for it",
            sorted(found.programs),
            default=[] if target is None else [name for name in target.programs if name in found.programs],
        )
        limits = st.text_area(
            "Most records a vendor can bring in these months, one a line",
            "\n".join(f"{vendor} = {cap}" for vendor, cap in (target.caps if target else {}).items()),
            placeholder="osprelle = 600", height=80, key="plan_caps",
        )  # fmt: skip
        if st.form_submit_button("Save this target"):
            made = PlanTarget.model_construct(
                revenue=Decimal(str(revenue or 0)), currency=currency, until=until, months=int(months),
                deal=_decimal(deal), budget=_decimal(budget), sales_hours=_decimal(hours),
                hours_per_record=_decimal(each), cost_per_record=None if target is None else target.cost_per_record,
                caps={}, programs=tuple(programs),
                customer=_customer(monthly, margin, churn),
            )  # fmt: skip
            _save(workspace, write_target(made) + (f"\n[caps]\n{limits}\n" if limits.strip() else ""))


def _save(workspace: Workspace, text: str) -> None:
    try:
        put_target(workspace.store, text, where="target")
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.rerun()


def _number(target: PlanTarget | None, name: str) -> float | None:
    value = getattr(target, name, None)
    return None if value is None else float(value)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _of_customer(target: PlanTarget | None, name: str) -> float | None:
    customer = None if target is None else target.customer
    if customer is None:
        return None
    given = float(getattr(customer, name))
    return given if name == "revenue_per_month" else given * 100


def _customer(monthly: float | None, margin: float | None, churn: float | None) -> Customer | None:
    if monthly is None and margin is None and churn is None:
        return None
    return Customer.model_construct(
        revenue_per_month=Decimal(str(monthly or 0)),
        margin=Decimal(str(margin or 0)) / 100,
        churn_per_month=Decimal(str(churn or 0)) / 100,
    )


def _place(currencies: list[str], target: PlanTarget | None) -> int:
    return currencies.index(target.currency) if target is not None and target.currency in currencies else 0


def plan_csv(found: Planned, target: PlanTarget) -> str:
    """The stages of the plan as CSV."""
    return csv_text(
        [column.label for column in STAGE_COLUMNS], [list(map(str, row)) for row in stage_rows(found, target)]
    )
