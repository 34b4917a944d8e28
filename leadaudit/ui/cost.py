"""What a real lead costs with each vendor: what counts, the figures, the pictures, the tables."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
from altair import LayerChart

from leadaudit.answers.cost_words import PARTS, RUNGS, badges, listed, part_names
from leadaudit.answers.costs import (
    cost_answer,
    decision_words,
    expected_words,
    likely_words,
    none_words,
    standing_words,
    why_apart,
    why_not_more,
)
from leadaudit.answers.phrases import amount, bare
from leadaudit.economics.cohort_cost import CostPart, Rung
from leadaudit.economics.decisions import BudgetVerdict
from leadaudit.economics.outcome_entry import Basis, Per, VendorOutcome
from leadaudit.economics.ranked_outcomes import Compared, compare
from leadaudit.export.cost_files import cost_rows, waterfall_rows
from leadaudit.export.cost_workbook import CostBook, cost_workbook
from leadaudit.export.csv_file import csv_text
from leadaudit.money import minor_digits
from leadaudit.ui import overview, run
from leadaudit.ui.cost_basis import basis_words
from leadaudit.ui.cost_charts import CostBar, FallStep, cost_intervals, money_lost
from leadaudit.ui.format import UNDEFINED, count, day, money, percent, share
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import OutcomeCosts

CALCULATION: Final = (
    "A real lead is a person who asked us within 180 days after the delivery; vendors that delivered the same person "
    "share it. So far: the cost that is counted, divided by real leads. To be expected: from how many of the records "
    "old enough to tell became real leads, all vendors looked at together; young records count as far as their real "
    "leads could have come by now.",
    "Vendors are compared at the parts of the cost that are known of all of them. A move of budget needs 90 in 100 "
    "under two ways of counting (vendors alike per record, and per money spent), little to lose where it is wrong, and "
    "people followed up alike. Levels and limits stand in the policy.",
)
QUERIES: Final = ("economics_outcome_cells", "economics_credit_cells", "economics_waits")

NOTHING_HERE: Final = (
    "Here will stand what a real lead costs with each vendor, and how sure that is.",
    "It needs what your CRM says became of the people: its activities and opportunities of the last twelve months.",
)

LADDER_COLUMNS: Final = (
    Column(label="Rung"),
    Column(label="Records", align="number"),
    Column(label="Of those delivered", align="number"),
    Column(label="Each costs", align="number"),
)
PART_COLUMNS: Final = (
    Column(label="Part of the cost"),
    Column(label="Amount", align="number"),
    Column(label="Counted in the comparison"),
)
DECISION_COLUMNS: Final = (
    Column(label="From", align="word"),
    Column(label="What may be done"),
    Column(label="Why not more"),
)


def compared(workspace: Workspace, found: StoredAssessment, basis: Basis, target_minor: float | None) -> Compared:
    """All vendors on one scale."""
    told = _compared(found.assessment_id, run.revision(workspace), basis, _costs=run.outcome_costs(workspace, found))
    return told.with_target(target_minor)


@st.cache_resource(max_entries=64, show_spinner=False)
def _compared(assessment_id: str, revision: int, basis: Basis, *, _costs: OutcomeCosts) -> Compared:
    del assessment_id, revision
    return compare(_costs.by(Per.VENDOR, basis), policy=_costs.policy)


def one_or_all(costs: OutcomeCosts, told: Compared, basis: Basis, vendor: str | None) -> VendorOutcome | None:
    """The vendor the page is narrowed to, else everything as one."""
    if vendor is None:
        return costs.total(basis)
    return next(one for one in told.outcomes if one.name == vendor)


def names(told: Compared) -> tuple[str, ...]:
    """Vendors in the order of the comparison."""
    return tuple(one.name for one in told.outcomes)


def answer(told: Compared, costs: OutcomeCosts) -> tuple[str, ...]:
    """Which vendor's real leads cost the least, and how sure that is."""
    return cost_answer(told, costs.cells)


def figures(one: VendorOutcome, told: Compared) -> tuple[Figure, ...]:
    """What was spent, how many real leads came of it, what one cost, and how much of the whole that is yet."""
    currency = told.currency or ""
    counted = one.cost_of(told.parts) if told.parts else None
    realised = one.realised_minor(told.parts) if told.parts else None
    missing = [part for part in told.missing if part is not CostPart.CREDITS]
    leads = one.real_leads
    return (
        Figure(
            label="Cost that is counted",
            value=money(counted, currency) if counted is not None else UNDEFINED,
            of=f"not given: {part_names(missing)}" if missing else "every part is known",
        ),
        Figure(
            label="Real leads so far",
            value="not known yet" if leads is None else amount(leads),
            of=f"of {count(one.people)} people delivered",
        ),
        Figure(
            label="Cost of a real lead so far",
            value=money(realised, currency) if realised is not None else UNDEFINED,
            of="the one divided by the other",
        ),
        Figure(
            label="Have had time to come",
            value=percent(one.matured_share),
            of="of the real leads that ever come of the records in your CRM",
        ),
    )


def picture(told: Compared) -> LayerChart | None:
    """Every vendor with a figure on one scale; None where there is none."""
    currency = told.currency
    if currency is None:
        return None
    bars = [bar for one in told.outcomes if (bar := _bar(one, told, currency)) is not None]
    if not bars:
        return None
    target = None if told.target_minor is None else _major(told.target_minor, currency)
    return cost_intervals(bars, currency=currency, level=told.level, target=target)


def _bar(one: VendorOutcome, told: Compared, currency: str) -> CostBar | None:
    ranked = told.ranked(one.name)
    cost = ranked.told
    if cost is None or cost.low is None:
        return None
    realised = one.realised_minor(told.parts)
    only = "" if ranked.shown == "rank" else ", direction only"
    return CostBar(
        name=one.name,
        words=f"{_named(one)}: {expected_words(ranked, told)} {currency}{only}",
        low=_major(cost.low, currency),
        median=None if cost.median is None else _major(cost.median, currency),
        high=None if cost.high is None else _major(cost.high, currency),
        realised=None if realised is None or not one.real_leads else _major(realised, currency),
        is_ranked=ranked.shown == "rank",
        of=f"{amount(one.estimates['real_lead'].events)} of {count(one.observed)} in the CRM",
    )


def picture_words(told: Compared) -> str:
    """What the picture shows, for people who cannot see it."""
    target = "" if told.target_minor is None else " The dashed rule is the target."
    return (
        "One row per vendor, cheapest first: the bar is the interval to expect from the next order, the tick its "
        f"middle, hollow where it is a direction only; the ring is what one cost so far; an arrow has no upper "
        f"end.{target} Where costs lie more than ten times apart, equal steps are equal multiples."
    )


def _major(minor: float, currency: str) -> float:
    return minor / 10.0 ** minor_digits(currency)


def _named(one: VendorOutcome) -> str:
    return one.name + badges(one)


def vendor_columns(told: Compared) -> tuple[Column, ...]:
    """Heads of the vendors' table; with a target its last column is the chance to stay within it."""
    return (
        Column(label="Vendor"),
        Column(label="Real leads so far", align="number"),
        Column(label="In your CRM", align="number"),
        Column(label="Worked", align="number"),
        Column(label="Cost so far", align="number"),
        Column(label="Expect from the next order", align="number"),
        Column(label="Is the cheapest" if told.target_minor is None else "Within the target", align="number"),
    )


def vendor_rows(told: Compared) -> list[list[Cell]]:
    """One row per vendor; none is left out."""
    currency = told.currency or ""
    return [
        [
            Link(words=_named(one), page="cost_per_real_lead", params=(("vendor", one.name),)),
            UNDEFINED if one.real_leads is None else f"{amount(one.real_leads)} of {count(one.people)}",
            share(one.linked, one.people) if one.people else UNDEFINED,
            UNDEFINED if one.worked is None or not one.people else share(one.worked.worked, one.worked.usable),
            _so_far(one, told, currency),
            standing_words(one, told),
            _likely_cheapest(one, told),
        ]
        for one in told.outcomes
    ]


def _so_far(one: VendorOutcome, told: Compared, currency: str) -> str:
    realised = one.realised_minor(told.parts) if told.parts else None
    return UNDEFINED if realised is None else money(realised, currency)


def _likely_cheapest(one: VendorOutcome, told: Compared) -> str:
    ranked = told.ranked(one.name)
    if ranked.shown == "directional_only":
        return "direction only"
    chance = ranked.p_cheapest if told.target_minor is None else ranked.p_at_most
    return UNDEFINED if chance is None else likely_words(chance)


def apart_sentences(told: Compared) -> tuple[str, ...]:
    """Why what happened and what to expect differ, for every vendor for which they do."""
    circular = [program for one in told.outcomes for program in one.circular]
    ours = [one.name for one in told.outcomes if one.is_baseline]
    own = [f"Ours, {listed(ours)}: people who came by themselves or whom we reached, to compare with."] if ours else []
    badge = (
        [f"Circular, {listed(circular)}: intent data bought more intent data; an opt-in that gets dearer says nothing."]
        if circular
        else []
    )
    apart = [words for one in told.outcomes if (words := why_apart(one, told) or none_words(one, told)) is not None]
    return (*apart, *badge, *own)


def decision_rows(told: Compared, costs: OutcomeCosts, *, all_pairs: bool = False) -> list[list[Cell]]:
    """What may be done with each vendor's budget: beside the cheapest one, or every pair."""
    pairs = told.ranking.pairs
    if not all_pairs:
        first = next((one.name for one in told.outcomes if not one.is_baseline), None)
        pairs = tuple(pair for pair in pairs if first in {pair.to, pair.away_from})
    return [
        [pair.away_from, decision_words(pair, told, costs.cells), why_not_more(pair) or UNDEFINED] for pair in pairs
    ]


def has_move(told: Compared) -> bool:
    """Whether budget may move anywhere."""
    return any(pair.decision.verdict is BudgetVerdict.MOVE for pair in told.ranking.pairs)


def ladder_rows(one: VendorOutcome, told: Compared) -> list[list[Cell]]:
    """Every rung with how many stand on it and what one of them costs."""
    currency = told.currency or ""
    costs = one.ladder(told.parts)
    return [
        [
            RUNGS[rung],
            "not known yet" if (number := one.counts[rung]) is None else amount(number),
            UNDEFINED if number is None or not one.lines else percent(min(number / one.lines, 1.0)),
            UNDEFINED if not told.parts or costs[rung] is None else money(costs[rung], currency),
        ]
        for rung in Rung
    ]


def part_rows(one: VendorOutcome, told: Compared) -> list[list[Cell]]:
    """Every part of the cost, unknown ones named."""
    currency = told.currency or ""
    estimated = one.cost.estimated
    return [
        [
            PARTS[part] + (" (estimated: contacts times your minutes)" if part in estimated else ""),
            "not given" if (known := one.cost.parts.get(part)) is None else money(known, currency),
            "yes" if part in told.parts else "no, it is not known of every vendor",
        ]
        for part in CostPart
    ]


def waterfall_picture(one: VendorOutcome, told: Compared) -> LayerChart | None:
    """From everything that was bought to real leads; None where that cannot be told."""
    rows = waterfall_rows(one, told)
    currency = told.currency
    if not rows or currency is None:
        return None
    return money_lost(
        [
            FallStep(
                words=_step_words(row, currency),
                left=_major(float(str(row["left_minor"])), currency),
                lost=_major(float(str(row["lost_minor"])), currency),
            )
            for row in rows
        ]
    )


def _step_words(row: Mapping[str, object], currency: str) -> str:
    number, left, lost = (float(str(row[name])) for name in ("records", "left_minor", "lost_minor"))
    words = f"{RUNGS[Rung(str(row['rung']))]}: {amount(number)}, {money(left, currency)}"
    return f"{words} (lost here: {bare(lost, currency)})" if lost else words


def provenance(
    workspace: Workspace, found: StoredAssessment, costs: OutcomeCosts, basis: Basis, *, vendor: str | None
) -> str:
    """The small print: rules, day, what is loaded, up to when outcomes are known, what counts, whose figures."""
    through = costs.cells.sight.known_through
    known = "no outcomes loaded" if through is None else f"outcomes known through {day(through)}"
    whose = () if vendor is None else (f"figures and ladder of {vendor} alone",)
    return " · ".join((overview.provenance(found, workspace), known, basis_words(basis), *whose))


def vendors_csv(told: Compared) -> str:
    """The comparison as a file, amounts in minor units."""
    rows = cost_rows(told)
    header = list(rows[0]) if rows else []
    return csv_text(header, [[row[name] for name in header] for row in rows])


def offer_workbook(found: StoredAssessment, told: Compared, costs: OutcomeCosts, basis: Basis) -> None:
    """The workbook for finance, made when it is asked for."""
    given = CostBook(compared=told, cells=costs.cells, basis=basis, policy=costs.policy, paths=found.paths)
    st.download_button(
        "Download the workbook for finance",
        data=lambda: cost_workbook(given),
        file_name="cost-per-real-lead.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        key="workbook",
    )
