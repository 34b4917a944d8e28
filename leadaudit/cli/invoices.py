"""``leadaudit invoices`` and ``leadaudit accrual``: what was billed, what is owed, and what month end comes to."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.answers.invoices import (
    accrual_sentence,
    answer,
    difference_words,
    exchange_sentences,
    invoice_sentence,
    sample_sentence,
)
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.export.csv_file import csv_text
from leadaudit.export.invoice_files import accrual_rows, dispute_pack, match_documents, match_rows
from leadaudit.format import exact_money, plural
from leadaudit.workspace import Workspace
from leadaudit.workspace.invoices import Books, keep_match, let_go, lines_in, looked_at, open_books, sample_sheet

invoices = typer.Typer(help="Does an invoice match what is owed?", no_args_is_help=True, rich_markup_mode=None)

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Number = Annotated[str, typer.Argument(help="Number of the invoice.")]


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(invoices, name="invoices")
    app.command("accrual")(accrual)


def _books(store: Workspace, as_of: datetime | None, file: Path | None = None) -> Books:
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
    if file is None:
        return open_books(store.store, found)
    staged = store.stage(file, file.name)
    try:
        return open_books(store.store, found, more=lines_in(store.store, store.opened(staged.staged)))
    finally:
        store.drop(staged.staged)


@invoices.command("match")
def match(
    file: Annotated[Path | None, typer.Argument(help="Invoices not brought in; left out: those that were.")] = None,
    workspace: Folder = None,
    as_of: AsOf = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say of every invoice what is owed of it, and why the rest is not; of a file nothing is stored."""
    books = _books(opened(workspace), as_of, file)
    matches = [one for one in books.matching.matches if file is None or one.invoice.source == file.name]
    if json:
        as_json(match_documents(matches))
        return
    if csv:
        rows = match_rows(matches)
        as_csv(list(rows[0]) if rows else [], rows)
        return
    told = exchange_sentences(books.reversed_credits(source=None if file is None else file.name), into=books.house)
    for sentence in (*answer(matches), *told):
        out.print(sentence.replace("**", ""))
    as_table(
        ("invoice", "vendor", "date", "billed", "owed", "difference", "why"),
        [
            (
                one.invoice.number,
                one.invoice.vendor,
                str(one.invoice.issued_on),
                exact_money(one.billed_minor, one.invoice.currency),
                exact_money(one.expected_minor, one.invoice.currency),
                exact_money(one.difference_minor, one.invoice.currency),
                difference_words(one),
            )
            for one in matches
        ],
        right=(3, 4, 5),
    )
    for one in matches:
        for dispute in one.disputes:
            out.print(f"{one.invoice.number}: {dispute.sentence}")


@invoices.command("keep")
def keep(number: Number, workspace: Folder = None, as_of: AsOf = None) -> None:
    """Keep what was found of an invoice: the answer stays, and what it bills cannot be taken out."""
    store = opened(workspace)
    one = keep_match(store.store, _books(store, as_of), number)
    out.print(f"{invoice_sentence(one).replace('**', '')} Kept.")


@invoices.command("release")
def release(number: Number, workspace: Folder = None) -> None:
    """Let go of the kept match of an invoice."""
    let_go(opened(workspace).store, number)
    out.print(f"{number}: its match is kept no longer.")


@invoices.command("pack")
def pack(
    number: Number,
    target: Annotated[Path, typer.Option("--out", help="The workbook to write.")],
    workspace: Folder = None,
    as_of: AsOf = None,
) -> None:
    """Write the dispute pack of an invoice: summary, lines, evidence."""
    books = _books(opened(workspace), as_of)
    one = books.named(number)
    target.write_bytes(dispute_pack(one, books.rows_behind(one)))
    out.print(f"{target}: {plural(len(one.disputes), 'dispute')} of invoice {one.invoice.number}.")


@invoices.command("sample")
def sample(
    program: Annotated[str, typer.Argument(help="Id of the program.")],
    target: Annotated[Path, typer.Option("--out", help="The sheet to write.")],
    seed: Annotated[str, typer.Option(help="A word; the same one draws the same records.")] = "sample-1",
    precision: Annotated[
        float, typer.Option(min=0.001, max=0.999, help="How far above the share its bound may lie.")
    ] = 0.05,
    workspace: Folder = None,
    as_of: AsOf = None,
) -> None:
    """Draw records of a program to be looked at blind, as many as a precision needs."""
    store = opened(workspace)
    bought = store.program(program)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
    sheet, among = sample_sheet(found, bought, seed=seed, precision=precision)
    rows = [list(row.values()) for row in sheet.to_pylist()]
    target.write_text(csv_text(sheet.column_names, rows), encoding="utf-8-sig", newline="")
    out.print(f"{target}: {sheet.num_rows:,} of {plural(among, 'record')}. Fill in valid, reason, checked_on.")


@invoices.command("accept")
def accept(workspace: Folder = None, as_of: AsOf = None) -> None:
    """Say what the looked-at samples mean under the acceptance that was agreed."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
    programs = store.programs()
    results = looked_at(store.store, found)
    for name, one in results.items():
        out.print(sample_sentence(name, one, programs[name].acceptance).replace("**", ""))
    if not results:
        out.print("No sample was looked at yet. Draw one with leadaudit invoices sample.")


def accrual(
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day; left out: today, UTC.")
    ] = None,
    workspace: Folder = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say what is owed and not invoiced on a day, program by program."""
    books = _books(opened(workspace), on)
    rows = accrual_rows(books.accruals)
    if json:
        as_json(rows)
        return
    if csv:
        as_csv(list(rows[0]) if rows else [], rows)
        return
    out.print(accrual_sentence(books.accruals).replace("**", ""))
    as_table(
        ("program", "payable, not invoiced", "open claims", "accrual", "prepaid", "order left"),
        [
            (
                one.program,
                exact_money(one.payable_not_invoiced_minor, one.currency),
                exact_money(one.open_claims_minor, one.currency),
                exact_money(one.accrual_minor, one.currency),
                exact_money(one.prepaid_minor, one.currency),
                "–" if one.order_left_minor is None else exact_money(one.order_left_minor, one.currency),
            )
            for one in books.accruals
        ],
        right=(1, 2, 3, 4, 5),
    )
