"""One vendor on one page: what was sold and what it was, funnel, cost, our follow-up, the trend; and his own copy."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from leadaudit.answers.costs import standing_words
from leadaudit.answers.funnel import STAGE_WORDS, lateness_words, meeting_words
from leadaudit.answers.phrases import amount, possessive
from leadaudit.contract.program import Program
from leadaudit.contract.program_sections import Spec
from leadaudit.economics.followup import lateness_of, meetings_of
from leadaudit.economics.funnel import STAGES, FunnelCells, Stage, funnel_of
from leadaudit.economics.outcome_entry import VendorOutcome
from leadaudit.economics.ranked_outcomes import Compared
from leadaudit.economics.summary import Summary
from leadaudit.ui import cost, cost_basis, crm_count, followup, funnel, overlap, parts, run, sharing
from leadaudit.ui.format import UNDEFINED, count, day, money, percent, share
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.ui.program_form import TYPES
from leadaudit.vocabulary import ConsentState, FreshnessLabel, Verdict
from leadaudit.words import CONSENT, FRESHNESS, VERDICTS, reason_name
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import OutcomeCosts

CALCULATION: Final = (
    "Sold is what the contract says; got is how many records are against each clause of it, a record may be against "
    "several. The trend is by month of delivery; the stages and their intervals are those of the funnel.",
)
QUERIES: Final = ("economics_clauses", "economics_vendor_months", "economics_funnel")

CLAUSE_COLUMNS: Final = (
    Column(label="Against the contract because of", width=44),
    Column(label="Records", align="number"),
    Column(label="Cannot be judged", align="number"),
)
FUNNEL_COLUMNS: Final = (
    Column(label="Stage"),
    Column(label="Records", align="number"),
    Column(label="Interval", align="number"),
    Column(label="Old enough"),
)
TREND_COLUMNS: Final = (
    Column(label="Delivered in", align="word"),
    Column(label="Usable", align="number"),
    Column(label="Per usable record", align="number"),
    Column(label="Against the contract", align="number"),
    Column(label="Still with the employer", align="number"),
    Column(label="Worked", align="number"),
    Column(label="Meetings held", align="number"),
)
VENDOR_TREND_COLUMNS: Final = (*TREND_COLUMNS[:2], *TREND_COLUMNS[3:5])
REASON_COLUMNS: Final = (
    Column(label="Why not usable"),
    Column(label="Lines", align="number"),
    Column(label="Share of all lines", align="number"),
)

# What a vendor reads of a person whom another one delivered too, or who stands on one of our lists: neither from whom
# we had it nor which list it is, for that would tell our other vendors and whom we take for a competitor.
_HAD_BEFORE: Final = "we had the person already"
_ON_A_LIST: Final = "on one of our lists of people not to be sent"
_FOR_VENDOR: Final[Mapping[str, str]] = {
    "had_before": _HAD_BEFORE,
    "duplicate_cross_vendor": _HAD_BEFORE,
    "duplicate_crm": _HAD_BEFORE,
    "on_a_list": _ON_A_LIST,
    "competitor": _ON_A_LIST,
    "own_employee": _ON_A_LIST,
    "suppressed": _ON_A_LIST,
    "no_consent": "no permission",
}


def show(workspace: Workspace, found: StoredAssessment, vendor: str) -> None:
    """What was sold against what it was, the funnel, cost, our follow-up, the trend, the files to take away."""
    costs = run.outcome_costs(workspace, found)
    cells = funnel.opened(costs, found)
    told = cost.compared(workspace, found, cost_basis.basis_of(found), cost_basis.target_minor(costs))
    st.subheader("What was sold, and what is against it")
    parts.sentences(sold_words(found, vendor))
    parts.ledger(CLAUSE_COLUMNS, clause_rows(found, vendor))
    parts.titled("How far its people came", FUNNEL_COLUMNS, funnel_rows(cells, found, vendor))
    parts.facts(outcome_facts(told, vendor))
    crm_count.show(workspace, found, vendor)
    parts.titled("Our side", followup.SIDES_COLUMNS, _own_rows(cells, costs, vendor))
    parts.small(followup.SIDES_WORDS)
    parts.sentences(side_words(cells, vendor))
    parts.titled("Month by month", TREND_COLUMNS, trend_rows(found, cells, vendor))
    shared = [row for row in overlap.rows(found) if vendor in row[:2]]
    parts.titled("Who sold the same people", overlap.COLUMNS, shared)


def take_away(workspace: Workspace, vendor: str, as_of: str) -> None:
    """The card as a file: ours, and one the vendor may see."""
    whole = {"vendor": vendor, "as_of": as_of}
    with st.container(horizontal=True):
        sharing.buttons("Our copy", workspace, "vendor_scorecards", whole)
        sharing.buttons(f"Copy for {vendor}", workspace, "vendor_scorecards", {**whole, "copy": "vendor"})


def sold_words(found: StoredAssessment, vendor: str) -> tuple[str, ...]:
    """A sentence for each program: what it is, its price, whom it asks for."""
    return tuple(_program_words(program) for program in bought(found, vendor))


def bought(found: StoredAssessment, vendor: str) -> list[Program]:
    """The vendor's programs, by id."""
    return sorted((one for one in found.programs.values() if one.vendor == vendor), key=lambda one: one.id)


def _program_words(program: Program, *, with_price: bool = True) -> str:
    priced = program.price is not None and program.currency is not None and with_price
    price = f" at {program.price:,} {program.currency} a record" if priced else ""
    asked = _spec_words(program.spec[-1]) if program.spec else ""
    return f"{program.name or program.id}: {TYPES[program.type]}{price}{f'; {asked}' if asked else ''}."


def _spec_words(spec: Spec) -> str:
    said = [
        f"levels {_listed(spec.levels)}" if spec.levels else "",
        f"functions {_listed(spec.functions)}" if spec.functions else "",
        f"places {_listed(spec.geo)}" if spec.geo else "",
        f"industries {_listed(spec.industries)}" if spec.industries else "",
        "permission in every record" if spec.required_consent else "",
    ]
    return "; ".join(one for one in said if one)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(str(one).replace("_", " ") for one in values)


def clause_rows(found: StoredAssessment, vendor: str, *, for_vendor: bool = False) -> list[list[Cell]]:
    """One row per clause that records are against or that could not be judged, most first."""
    query = "economics_clauses_for_vendor" if for_vendor else "economics_clauses"
    rows = [row for row in run.query(found, query, ("reasons", "classes")).to_pylist() if row["vendor"] == vendor]
    read = run.by_vendor(found)[vendor].lines.read
    return [
        [
            _reason(row["code"], for_vendor=for_vendor),
            share(row["against"], read),
            count(row["not_judged"]) if row["not_judged"] else None,
        ]
        for row in rows
    ]


def _reason(code: str, *, for_vendor: bool) -> str:
    return _FOR_VENDOR.get(code, reason_name(code)) if for_vendor else reason_name(code)


def funnel_rows(cells: FunnelCells, found: StoredAssessment, vendor: str) -> list[list[Cell]]:
    """Every stage of the vendor's records."""
    told = funnel_of(cells, policy=found.policy, vendor=vendor)
    shown = [told[stage] for stage in STAGES if stage is not Stage.READ]
    return [
        [
            STAGE_WORDS[one.stage],
            "not known yet" if one.records is None else share(one.records, one.of) if one.of else count(one.records),
            funnel.interval_words(one),
            funnel.age_words(one),
        ]
        for one in shown
    ]


def outcome_facts(told: Compared, vendor: str) -> list[tuple[str, Cell]]:
    """What a real lead of the vendor cost, and what to expect of the next order."""
    one = next((each for each in told.outcomes if each.name == vendor), None)
    if one is None:
        return []
    link = Link(words="Cost per real lead, beside the others", page="cost_per_real_lead", params=(("vendor", vendor),))
    return [
        ("Real leads so far", "not known yet" if one.real_leads is None else amount(one.real_leads)),
        ("Cost of one so far", _realised(one, told)),
        ("To be expected of the next order", standing_words(one, told)),
        ("More", link),
    ]


def _realised(one: VendorOutcome, told: Compared) -> str:
    realised = one.realised_minor(told.parts) if told.parts else None
    return UNDEFINED if realised is None or told.currency is None else money(realised, told.currency)


def _own_rows(cells: FunnelCells, costs: OutcomeCosts, vendor: str) -> list[list[Cell]]:
    rows = followup.sides_rows(cells, costs, only=vendor)
    return rows if cells.sight.has_crm_outcomes else []


def side_words(cells: FunnelCells, vendor: str) -> tuple[str, ...]:
    """How late the vendor was, and what became of the meetings."""
    late = lateness_words(vendor, lateness_of(cells, vendor=vendor))
    return (late, meeting_words(meetings_of(cells, vendor=vendor))) if cells.sight.has_crm_outcomes else (late,)


def trend_rows(found: StoredAssessment, cells: FunnelCells, vendor: str) -> list[list[Cell]]:
    """One row per delivery month, latest first."""
    currency = run.by_vendor(found)[vendor].cost.currency
    rows: list[list[Cell]] = []
    for row in _months(found, vendor):
        came = funnel_of(cells, policy=found.policy, vendor=vendor, month=row["month"])
        rows.append(
            [
                f"{row['month']:%B %Y}",
                share(row["usable"], row["lines"]),
                _per_usable(row, currency),
                share(row["returned"], row["lines"]),
                _still_there(row),
                funnel.group_cell(came[Stage.WORKED]),
                funnel.group_cell(came[Stage.MEETING_HELD]),
            ]
        )
    return rows


def vendor_trend_rows(found: StoredAssessment, vendor: str) -> list[list[Cell]]:
    """The part of the trend that the vendor may see."""
    return [
        [
            f"{row['month']:%B %Y}",
            share(row["usable"], row["lines"]),
            share(row["returned"], row["lines"]),
            _still_there(row),
        ]
        for row in _months(found, vendor)
    ]


def _months(found: StoredAssessment, vendor: str) -> list[dict[str, Any]]:
    needs = ("usable", "deliveries", "classes", "verdicts", "freshness")
    rows = run.query(found, "economics_vendor_months", needs).to_pylist()
    return [row for row in reversed(rows) if row["vendor"] == vendor]


def _still_there(row: Mapping[str, Any]) -> Cell:
    return None if not row["named"] else percent(row["still_there"] / row["named"])


def _per_usable(row: Mapping[str, Any], currency: str | None) -> Cell:
    if currency is None or row["amount_minor"] is None or not row["usable"]:
        return None
    return money(row["amount_minor"] / row["usable"], currency)


def vendor_answer(vendor: str, summary: Summary) -> tuple[str, ...]:
    """What the vendor reads first: usable lines, and what the contract says."""
    returned = summary.verdicts[Verdict.RETURN].records
    return (
        f"Of {possessive(vendor)} lines **{share(summary.usable.records, summary.lines.delivered)} are usable**.",
        f"The contract returns {share(returned, summary.lines.read)}; "
        f"{share(summary.verdicts[Verdict.REVIEW].records, summary.lines.read)} have to be checked by hand.",
    )


def vendor_figures(summary: Summary) -> tuple[Figure, ...]:
    """Four figures that the vendor may see: no money, no class, nothing of our follow-up."""
    proven = summary.consent[ConsentState.PROVEN] + summary.consent[ConsentState.PROVEN_BY_PROGRAM]
    read = summary.lines.read
    return (
        Figure(label="Delivered", value=count(summary.lines.delivered), of=f"lines, {count(read)} of them read"),
        Figure(label="Usable", value=_ratio(summary.usable.records, summary.lines.delivered),
               of=f"{count(summary.usable.records)} of {count(summary.lines.delivered)}"),
        Figure(label="Returned", value=_ratio(summary.verdicts[Verdict.RETURN].records, read),
               of=f"{count(summary.verdicts[Verdict.RETURN].records)} of {count(read)} read"),
        Figure(label="Permission proven", value=count(proven), of=f"of {count(read)} read"),
    )  # fmt: skip


def _ratio(part: int, whole: int) -> str:
    return percent(part / whole) if whole else UNDEFINED


def vendor_reason_rows(summary: Summary) -> list[list[Cell]]:
    """Reasons not usable, without money; who else delivered a person is not said."""
    told: dict[str, int] = {}
    for code, counted in summary.not_usable.items():
        name = _reason(code, for_vendor=True)
        told[name] = told.get(name, 0) + counted.records
    return [[name, count(number), share(number, summary.lines.delivered)] for name, number in told.items()]


def vendor_facts(summary: Summary) -> list[tuple[str, Cell]]:
    """What the contract says, what proves permission, how current the employers are."""
    verdicts = [f"{VERDICTS[one]} {count(summary.verdicts[one].records)}" for one in Verdict]
    consent = [f"{CONSENT[one]} {count(summary.consent[one])}" for one in ConsentState if summary.consent[one]]
    employer = [f"{FRESHNESS[one]} {count(summary.employer[one])}" for one in FreshnessLabel if summary.employer[one]]
    return [
        ("What the contract says", ", ".join(verdicts)),
        ("Permission", ", ".join(consent) or UNDEFINED),
        ("Employer", ", ".join(employer) or UNDEFINED),
    ]


def show_for_vendor(found: StoredAssessment, vendor: str, summary: Summary) -> None:
    """The copy a vendor may see: nothing of costs, rivals, classes, or how fast we were."""
    parts.answer(vendor_answer(vendor, summary))
    last = max(one.head.delivered_on for one in found.deliveries if one.head.vendor == vendor)
    parts.small(f"Deliveries until {day(last)}, as of {day(found.as_of)}")
    parts.figures(vendor_figures(summary))
    parts.titled("Why lines are not usable", REASON_COLUMNS, vendor_reason_rows(summary))
    clauses = clause_rows(found, vendor, for_vendor=True)
    parts.sentences(tuple(_program_words(program, with_price=False) for program in bought(found, vendor)))
    parts.titled("What the contract asks, and what is against it", CLAUSE_COLUMNS, clauses)
    parts.facts(vendor_facts(summary))
    parts.titled("Month by month", VENDOR_TREND_COLUMNS, vendor_trend_rows(found, vendor))
