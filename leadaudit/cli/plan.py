"""``leadaudit plan``: what a revenue target needs, how to spread the money, and what holds revenue back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.cli.show import as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.economics.followed import FollowedPeople
from leadaudit.errors import LeadauditError
from leadaudit.format import UNDEFINED, count, money, percent
from leadaudit.plan.chain import whole
from leadaudit.plan.lifetime_words import lifetime_of, lifetime_words
from leadaudit.plan.planner import Planned, alternatives
from leadaudit.plan.stages import flow_report
from leadaudit.plan.target import PlanTarget, write_target
from leadaudit.plan.words import constraint_answer, met_words, plan_answer, shadow_words, stage_words
from leadaudit.workspace import Workspace
from leadaudit.workspace.plans import PlanDesk, open_desk, put_target, stored_target

plan = typer.Typer(help="What must be bought to reach the target, and is buying the answer?", rich_markup_mode=None)


def desk_of(store: Workspace, as_of: datetime | None) -> PlanDesk:
    """Everything a plan is made from."""
    with progress() as report:
        return open_desk(store.store, store.assessment(as_of=None if as_of is None else as_of.date(), report=report))


def target_of(store: Workspace) -> PlanTarget:
    """The target in force.

    Raises:
        LeadauditError: Nobody gave one.
    """
    target = stored_target(store.store)
    if target is None:
        raise LeadauditError(
            "plan", "no revenue target is set", "Write revenue and currency into a TOML file and run leadaudit plan set"
        )
    return target


@plan.command("show")
def show(workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Say what the target needs, what a better stage is worth, and how to spread the money."""
    store = opened(workspace)
    target = target_of(store)
    desk = desk_of(store, as_of)
    found = desk.plan(target)
    if json:
        as_json(plan_document(found, target))
        return
    for sentence in plan_answer(found, target):
        out.print(sentence.replace("**", ""))
    if found.needed is None:
        return
    worth = lifetime_words(found, target)
    if worth:
        out.print(worth)
    as_table(
        ("stage", "rate", "to enter it", "+1 point", "+10 %"),
        [
            (
                name,
                percent(rate.median),
                count(whole(found.needed.middle.needed[name])),
                money(found.worth[name].plus_one_point, target.currency),
                money(found.worth[name].plus_ten_percent, target.currency),
            )
            for name, rate in found.facts.rates.items()
        ],
        right=(1, 2, 3, 4),
    )
    if found.doubling is not None:
        out.print(f"Doubling the records instead costs another {money(found.doubling, target.currency)}.")
    if found.allocation is None:
        return
    as_table(
        ("vendor", "records", "real leads", "spend"),
        [
            (offer.vendor, count(round(records)), f"{records * offer.yield_:,.1f}",
             money(records * offer.cost_per_record, target.currency))
            for offer, records in zip(found.facts.offers, found.allocation.records, strict=True)
        ],
        right=(1, 2, 3),
    )  # fmt: skip
    for sentence in (*shadow_words(found.allocation, target, found.last_lead), met_words(found.p_met)):
        if sentence:
            out.print(sentence)


@plan.command("set")
def set_target(file: Path, workspace: Folder = None) -> None:
    """Keep a target: TOML with revenue, currency, and what limits the plan."""
    if not file.is_file():
        raise LeadauditError(str(file), "there is no such file", "Correct the name")
    put_target(opened(workspace).store, file.read_text(encoding="utf-8"), where=file.name)
    out.print(f"{file.name}: this is the target now. leadaudit plan show says what it needs.")


@plan.command("target")
def target(workspace: Folder = None) -> None:
    """Print the target as TOML."""
    out.print(write_target(target_of(opened(workspace))))


@plan.command("compare")
def compare(workspace: Folder = None, as_of: AsOf = None) -> None:
    """Hold buying more against better stages."""
    store = opened(workspace)
    wanted = target_of(store)
    found = desk_of(store, as_of).plan(wanted)
    if found.needed is None:
        for sentence in plan_answer(found, wanted):
            out.print(sentence.replace("**", ""))
        return
    as_table(
        ("scenario", "records", "spend", "revenue", "cost of a win"),
        [
            (
                one.name,
                count(whole(one.scenario.records)),
                money(one.scenario.spend, wanted.currency),
                money(one.scenario.revenue, wanted.currency),
                UNDEFINED if one.scenario.cost_per_win is None else money(one.scenario.cost_per_win, wanted.currency),
            )
            for one in alternatives(found.facts, found.needed.middle.records)
        ],
        right=(1, 2, 3, 4),
    )


@plan.command("constraint")
def constraint(
    vendor: Annotated[str | None, typer.Argument(help="One vendor; left out: all of them.")] = None,
    workspace: Folder = None,
    as_of: AsOf = None,
) -> None:
    """Say which one stage holds revenue back, or what to measure before it can be told."""
    desk = desk_of(opened(workspace), as_of)
    _require_vendor(desk.followed, vendor)
    report = flow_report(desk.followed, desk.policy.planner, vendor=vendor) if vendor is not None else desk.flow
    for sentence in constraint_answer(report):
        out.print(sentence.replace("**", ""))
    if report is None:
        return
    as_table(
        ("stage", "now", "held against", "how surely", "worth"),
        [
            (seen.stage, *stage_words(seen, found))
            for seen, found in zip(report.stages, report.verdict.stages, strict=True)
        ],
        right=(1, 2, 3, 4),
    )
    for name in report.without_benchmark:
        out.print(f"{name}: nothing to hold it against yet; it takes a year of your own.")


def _require_vendor(followed: FollowedPeople, vendor: str | None) -> None:
    if vendor is not None and vendor not in followed.vendors:
        known = ", ".join(followed.vendors) or "none yet"
        raise LeadauditError(f"vendor {vendor}", "no outcome of its people could be known", f"Known are {known}")


def plan_document(found: Planned, target: PlanTarget) -> dict[str, object]:
    """A plan, unrounded; amounts in minor units."""
    needed, allocation, worth = found.needed, found.allocation, lifetime_of(found, target)
    return {
        "target": target.model_dump(mode="json"),
        "missing": list(found.missing),
        "records": None if needed is None else needed.middle.records,
        "records_low": None if needed is None else needed.records.low,
        "records_high": None if needed is None else needed.records.high,
        "records_assured": None if needed is None else needed.records_assured,
        "assurance": None if needed is None else needed.assurance,
        "spend_minor": None if needed is None else needed.middle.spend,
        "real_leads": found.leads,
        "real_leads_reachable": found.reachable,
        "customer_worth_minor": None if worth is None else worth.ltv,
        "customer_worth_to_cost": None if worth is None else worth.ltv_to_cac,
        "payback_months": None if worth is None else worth.payback_months,
        "share_in_time": found.share_in_time,
        "rates": {name: rate.median for name, rate in found.facts.rates.items()},
        "plus_ten_percent_minor": {name: one.plus_ten_percent for name, one in found.worth.items()},
        "plus_one_point_minor": {name: one.plus_one_point for name, one in found.worth.items()},
        "allocation": None
        if allocation is None
        else {offer.vendor: number for offer, number in zip(found.facts.offers, allocation.records, strict=True)},
        "shadow_budget_per_minor": None if allocation is None else allocation.shadow_budget,
        "shadow_hours": None if allocation is None else allocation.shadow_hours,
        "p_leads_met": found.p_met,
        "open_constraint": None if found.warning is None else found.warning.name,
    }
