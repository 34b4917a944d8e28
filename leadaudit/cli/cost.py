"""``leadaudit cost``: what a real lead costs with each vendor, and the costs only the user knows."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.answers.cost_words import RUNGS, badges, part_names
from leadaudit.answers.costs import cost_answer, decision_words, none_words, standing_words, why_apart, why_not_more
from leadaudit.answers.next_order import any_words, batch_words, order_costs, order_note, premium_sentence
from leadaudit.answers.phrases import amount
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.economics.cohort_cost import Rung
from leadaudit.economics.credit import CreditRule
from leadaudit.economics.next_order import next_order, premiums, usual_order
from leadaudit.economics.outcome_entry import Basis, Per, VendorOutcome, bought
from leadaudit.economics.own_costs import CostLine, GivenPart, OwnCosts, write_own_costs
from leadaudit.economics.ranked_outcomes import Compared, compare
from leadaudit.errors import LeadauditError
from leadaudit.export.cost_files import cost_document, cost_rows, ladder_rows, next_order_row
from leadaudit.export.cost_workbook import CostBook, cost_workbook
from leadaudit.format import UNDEFINED, count, money, plural, share
from leadaudit.money import to_minor
from leadaudit.workspace import Workspace
from leadaudit.workspace.outcome_costs import OutcomeCosts, open_outcome_costs, put_own_costs, stored_own_costs

cost = typer.Typer(help="What does a real lead cost, and how sure is that?", rich_markup_mode=None)

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Attested = Annotated[bool, typer.Option("--attested", help="Count those who asked on a vendor's form too.")]
KnownToo = Annotated[bool, typer.Option("--known-too", help="Count people we knew and who were quiet for 90 days too.")]
Rule = Annotated[CreditRule | None, typer.Option("--credit", help="How an outcome is shared; else the policy's rule.")]
Target = Annotated[float | None, typer.Option("--target", min=0.01, help="What a real lead may cost at most.")]
By = Annotated[Per, typer.Option("--by", help="What one row speaks of.")]


def outcome_costs(store: Workspace, as_of: datetime | None) -> OutcomeCosts:
    """What came of the people of a workspace and what they cost."""
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        return open_outcome_costs(store.store, found)


@cost.callback(invoke_without_command=True)
def costs(  # noqa: PLR0917 - one parameter per option of the command
    context: typer.Context,
    workspace: Folder = None,
    as_of: AsOf = None,
    by: By = Per.VENDOR,
    attested: Attested = False,
    known_too: KnownToo = False,
    credit: Rule = None,
    target: Target = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Compare vendors on what a real lead costs: so far, and to be expected of the next order."""
    if context.invoked_subcommand is not None:
        return
    opened_costs = outcome_costs(opened(workspace), as_of)
    rule = credit or CreditRule(opened_costs.policy.conversion.credit_rule)
    basis = Basis(attested=attested, net_new_only=not known_too, rule=rule)
    currency = opened_costs.sources.currency
    target_minor = None if target is None or currency is None else to_minor(Decimal(str(target)), currency)
    compared = compare(opened_costs.by(by, basis), policy=opened_costs.policy, target_minor=target_minor)
    if json:
        as_json(cost_document(compared, opened_costs.cells, basis))
        return
    if csv:
        _as_rows(cost_rows(compared), json=False)
        return
    _print(compared, opened_costs)


def _print(compared: Compared, opened_costs: OutcomeCosts) -> None:
    for sentence in cost_answer(compared, opened_costs.cells):
        out.print(sentence.replace("**", ""))
    as_table(
        ("vendor", "people", "in the CRM", "worked", "real leads", "so far", "to be expected"),
        [_words(one, compared) for one in compared.outcomes],
        right=(1, 2, 3, 4, 5, 6),
    )
    for one in compared.outcomes:
        apart = why_apart(one, compared) or none_words(one, compared)
        if apart is not None:
            out.print(apart)
    for pair in compared.ranking.pairs:
        reason = why_not_more(pair)
        out.print(decision_words(pair, compared, opened_costs.cells) + (f" Why not more: {reason}." if reason else ""))


def _words(one: VendorOutcome, compared: Compared) -> tuple[str, ...]:
    currency = compared.currency or ""
    realised = one.realised_minor(compared.parts) if compared.parts else None
    return (
        one.name + badges(one),
        count(one.people),
        count(one.linked),
        UNDEFINED if one.worked is None else share(one.worked.worked, one.worked.usable),
        UNDEFINED if one.real_leads is None else amount(one.real_leads),
        UNDEFINED if realised is None else money(realised, currency),
        standing_words(one, compared),
    )


@cost.command("next")
def next_orders(
    records: Annotated[int | None, typer.Option("--records", min=1, help="Of it; else about a usual order.")] = None,
    workspace: Folder = None,
    as_of: AsOf = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say what the next order of each vendor will bring and cost, and whether dearer programs are worth it."""
    opened_costs = outcome_costs(opened(workspace), as_of)
    basis = Basis(rule=CreditRule(opened_costs.policy.conversion.credit_rule))
    compared = compare(opened_costs.by(Per.VENDOR, basis), policy=opened_costs.policy)
    size = records or usual_order(compared.outcomes)
    orders = [one for each in compared.outcomes if (one := next_order(each, compared, records=size)) is not None]
    if json or csv:
        _as_rows([next_order_row(one, compared) for one in orders], json=json)
        return
    currency = compared.currency or ""
    as_table(
        ("vendor", "the order costs", "real leads", "at least one"),
        [(one.vendor, order_costs(one, currency), batch_words(one), any_words(one)) for one in orders],
        right=(1, 2, 3),
    )
    out.print(order_note(size, compared.level))
    by_program = opened_costs.by(Per.PROGRAM, basis)
    for premium in premiums(by_program, opened_costs.sources.programs, compared.parts, policy=opened_costs.policy):
        out.print(premium_sentence(premium, currency))


@cost.command("ladder")
def ladder(
    vendor: Annotated[str | None, typer.Argument(help="One vendor; left out: all of them.")] = None,
    workspace: Folder = None,
    as_of: AsOf = None,
    attested: Attested = False,
    known_too: KnownToo = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say how many records stand on each rung, and what one of them costs."""
    opened_costs = outcome_costs(opened(workspace), as_of)
    rule = CreditRule(opened_costs.policy.conversion.credit_rule)
    outcomes = opened_costs.by(Per.VENDOR, Basis(attested=attested, net_new_only=not known_too, rule=rule))
    compared = compare(outcomes, policy=opened_costs.policy)
    chosen = [one for one in compared.outcomes if vendor is None or one.name == vendor]
    if not chosen:
        known = ", ".join(outcomes) or "none yet"
        raise LeadauditError(f"vendor {vendor}", "it delivered nothing by this day", f"Known are {known}")
    if json or csv:
        found = [{"vendor": one.name, **row} for one in chosen for row in ladder_rows(one, compared)]
        _as_rows([{**row, "currency": compared.currency} for row in found], json=json)
        return
    currency = compared.currency or ""
    ladders = [one.ladder(compared.parts) for one in chosen]
    as_table(
        ("rung", *(one.name for one in chosen)),
        [
            (
                RUNGS[rung],
                *(_rung(one.counts[rung], each[rung], currency) for one, each in zip(chosen, ladders, strict=True)),
            )
            for rung in Rung
        ],
        right=tuple(range(1, len(chosen) + 1)),
    )
    if compared.missing:
        out.print(f"Not given, and so not counted: {part_names(compared.missing)}.")


def _as_rows(rows: list[dict[str, object]], *, json: bool) -> None:
    if json:
        as_json(rows)
    else:
        as_csv(list(rows[0]) if rows else [], rows)


def _rung(number: float | None, each: float | None, currency: str) -> str:
    if number is None:
        return "not known yet"
    return amount(number) if each is None else f"{amount(number)} at {money(each, currency)}"


@cost.command("workbook")
def workbook(
    target: Annotated[Path, typer.Option("--out", help="The workbook to write.")],
    workspace: Folder = None,
    as_of: AsOf = None,
    attested: Attested = False,
    known_too: KnownToo = False,
) -> None:
    """Write the workbook for finance: summary, vendors, ladder, records, assumptions, method."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        found_costs = open_outcome_costs(store.store, found)
    rule = CreditRule(found_costs.policy.conversion.credit_rule)
    basis = Basis(attested=attested, net_new_only=not known_too, rule=rule)
    compared = compare(found_costs.by(Per.VENDOR, basis), policy=found_costs.policy)
    book = CostBook(
        compared=compared, cells=found_costs.cells, basis=basis, policy=found_costs.policy, paths=found.paths
    )
    target.write_bytes(cost_workbook(book))
    own = len(compared.outcomes) - len(bought(compared.outcomes))
    beside = f", and {count(own)} of ours beside" if own else ""
    out.print(f"{target}: {plural(len(bought(compared.outcomes)), 'vendor')}{beside}.")


@cost.command("given")
def given(workspace: Folder = None) -> None:
    """Print the costs that were given beside the price of the records, as TOML."""
    out.print(write_own_costs(stored_own_costs(opened(workspace).store)))


@cost.command("set")
def set_costs(  # noqa: PLR0917 - one parameter per option of the command
    file: Annotated[Path | None, typer.Argument(help="All of them as TOML; replaces what was given before.")] = None,
    part: Annotated[GivenPart | None, typer.Option("--part", help="What an amount was for.")] = None,
    amount_given: Annotated[float | None, typer.Option("--amount", min=0, help="How much; 0: there was none.")] = None,
    vendor: Annotated[str | None, typer.Option("--vendor", help="For whose records; left out: everybody's.")] = None,
    program: Annotated[str | None, typer.Option("--program", help="For which program's records.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="Words of your own.")] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="Of every amount given here.")] = None,
    minutes_per_touch: Annotated[float | None, typer.Option(min=0, help="Your minutes for a call or mail.")] = None,
    sales_rate: Annotated[float | None, typer.Option(min=0, help="What an hour of sales costs.")] = None,
    nurture: Annotated[float | None, typer.Option(min=0, help="Nurture of a usable record for a month.")] = None,
    workspace: Folder = None,
) -> None:
    """Give costs beside the price of the records; what nobody gives stays unknown and is never 0."""
    store = opened(workspace).store
    if file is not None:
        put_own_costs(store, file.read_text(encoding="utf-8"), where=file.name)
        out.print(f"{file.name}: these costs count now.")
        return
    before = stored_own_costs(store)
    changes: dict[str, object] = {
        name: Decimal(str(value))
        for name, value in (
            ("minutes_per_touch", minutes_per_touch),
            ("sales_rate_per_hour", sales_rate),
            ("nurture_per_record_month", nurture),
        )
        if value is not None
    }
    if currency is not None:
        changes["currency"] = currency.upper()
    if (part is None) != (amount_given is None):
        raise LeadauditError("cost set", "an amount needs what it was for", "Give --part and --amount together")
    if part is not None and amount_given is not None:
        changes["line"] = _with_line(
            before, part, Decimal(str(amount_given)), vendor=vendor, program=program, note=note
        )
    if not changes:
        raise LeadauditError("cost set", "nothing is given", "Give --part and --amount, a rate, or a file")
    put_own_costs(store, write_own_costs(before.model_copy(update=changes)), where="cost set")
    out.print("These costs count now. leadaudit cost given prints them.")


def _with_line(
    before: OwnCosts, part: GivenPart, value: Decimal, *, vendor: str | None, program: str | None, note: str | None
) -> tuple[CostLine, ...]:
    """The amounts with one more; one for the same part, vendor and program takes the place of the earlier."""
    kept = [line for line in before.line if (line.part, line.vendor, line.program) != (part, vendor, program)]
    return (*kept, CostLine(part=part, amount=value, vendor=vendor, program=program, note=note))
