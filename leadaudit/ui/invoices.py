"""Invoices on the screen: what is owed of each, why the rest is not, month end, and samples."""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import streamlit as st

from leadaudit.answers import invoices as words
from leadaudit.contract.billing.matched import InvoiceMatch
from leadaudit.contract.billing.places import Place
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.export.invoice_files import accrual_rows, dispute_pack, match_rows
from leadaudit.ui import parts
from leadaudit.ui.format import UNDEFINED, count, day, exact_money, text
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.words import FAULTS, STANDINGS
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.invoices import Books, keep_match, let_go, looked_at, open_books, sample_sheet

# Records behind an invoice that are listed; the dispute pack holds all of them.
LISTED: Final = 25

NOTHING_HERE: Final = (
    "What each invoice asks for, what is owed of it by the contract, and why the rest is not will stand here.",
    "It needs a delivery and an invoice.",
)
CALCULATION: Final = (
    "Invoices are taken by date. Each bills delivered lines that nothing billed before: those it names by delivery, "
    "period or the vendor's own id, else the oldest, what we owe first. Their contract price is what is owed.",
    "Billed is the sum of payable (accepted, refused claims, too late to return, beyond the cap, replaced), on hold, "
    "claimed, disputed, fees, tax and prepayments, less credits: to the minor unit, on every run.",
)
INVOICE_COLUMNS: Final = (
    Column(label="Invoice", align="word"),
    Column(label="Vendor", align="word"),
    Column(label="Date", align="word"),
    Column(label="Billed", align="number"),
    Column(label="Owed", align="number"),
    Column(label="Difference", align="number"),
    Column(label="Why"),
)
PLACE_COLUMNS: Final = (
    Column(label="Where its money stands"),
    Column(label="Records", align="number"),
    Column(label="Amount", align="number"),
)
DISPUTE_COLUMNS: Final = (
    Column(label="Line", align="number"),
    Column(label="What is wrong"),
    Column(label="Records", align="number"),
    Column(label="Amount", align="number"),
    Column(label="Why"),
)
ROW_COLUMNS: Final = (
    Column(label="Record", align="delivered"),
    Column(label="Stands as"),
    Column(label="Billed", align="number"),
    Column(label="By contract", align="number"),
)
MONEY_COLUMNS: Final = (
    Column(label="Program", align="word"),
    Column(label="To be claimed", align="number"),
    Column(label="Claimed", align="number"),
    Column(label="Credited", align="number"),
    Column(label="Credit notes", align="number"),
    Column(label="Lost to deadlines", align="number"),
)
ACCRUAL_COLUMNS: Final = (
    Column(label="Program", align="word"),
    Column(label="Payable, not invoiced", align="number"),
    Column(label="Open claims", align="number"),
    Column(label="To accrue", align="number"),
    Column(label="Prepaid", align="number"),
    Column(label="Left of the order", align="number"),
)


def books(workspace: Workspace, found: StoredAssessment) -> Books:
    """Everything money on the day of an assessment; a mistake is shown in its own words, and the page ends."""
    try:
        return open_books(workspace.store, found)
    except LeadauditError as error:
        parts.problem(str(error))
        st.stop()


def by_name(opened: Books) -> dict[str, InvoiceMatch]:
    """Every invoice by its number, a repeat of one by number and date; oldest first."""
    named: dict[str, InvoiceMatch] = {}
    for one in opened.matching.matches:
        number = one.invoice.number
        name = number if number not in named else f"{number} of {one.invoice.issued_on}, {one.invoice.source}"
        named[name] = one
    return named


def chosen(opened: Books, name: str | None) -> InvoiceMatch | None:
    """The invoice the address names, or None."""
    return by_name(opened).get(name or "")


def answer(opened: Books) -> tuple[str, ...]:
    """What all invoices ask for, and what of it is owed."""
    return words.answer(opened.matching.matches)


def invoice_answer(one: InvoiceMatch, opened: Books) -> tuple[str, ...]:
    """What one invoice asks for, and what of it is owed; what was kept of it when."""
    kept = opened.kept.get((one.invoice.source, one.invoice.number))
    told = (words.invoice_sentence(one),)
    if kept is None:
        return told
    then = exact_money(kept.expected_minor, kept.currency)
    moved = "" if kept.expected_minor == one.expected_minor else f" Restated: {then} were owed on that day."
    return (*told, f"This match was kept as of {day(kept.as_of)}.{moved}")


def numbers(opened: Books) -> tuple[str, ...]:
    """Names of all invoices, oldest first."""
    return tuple(by_name(opened))


def invoice_rows(opened: Books) -> list[list[Cell]]:
    """One row per invoice, newest first."""
    return [
        [
            Link(words=one.invoice.number, page="invoices", params=(("invoice", name),)),
            one.invoice.vendor,
            str(one.invoice.issued_on),
            exact_money(one.billed_minor, one.invoice.currency),
            exact_money(one.expected_minor, one.invoice.currency),
            exact_money(one.difference_minor, one.invoice.currency),
            words.difference_words(one),
        ]
        for name, one in reversed(by_name(opened).items())
    ]


def figures(one: InvoiceMatch) -> tuple[Figure, ...]:
    """Billed, owed, disputed and waiting of one invoice."""
    currency = one.invoice.currency
    disputed = one.places.get(Place.DISPUTED, 0)
    return (
        Figure(label="Billed", value=exact_money(one.billed_minor, currency), of=day(one.invoice.issued_on)),
        Figure(label="Owed by the contract", value=exact_money(one.expected_minor, currency), of="tax included"),
        Figure(label="Disputed", value=exact_money(disputed, currency), of=f"{len(one.disputes)} reasons"),
        Figure(
            label="On hold or in claims",
            value=exact_money(one.difference_minor - disputed, currency),
            of="settled by answers and claims",
        ),
    )


def place_rows(one: InvoiceMatch) -> list[list[Cell]]:
    """Where the money of an invoice stands."""
    return [list(row) for row in words.place_rows(one)]


def place_total(one: InvoiceMatch) -> list[Cell]:
    """What all places add up to."""
    return ["billed", None, exact_money(one.billed_minor, one.invoice.currency)]


def dispute_rows(one: InvoiceMatch) -> list[list[Cell]]:
    """What is not owed of an invoice, in the order of its lines."""
    return [
        [
            None if dispute.invoice_line is None else str(dispute.invoice_line),
            FAULTS[dispute.fault],
            count(dispute.records) if dispute.records else None,
            exact_money(dispute.amount_minor, one.invoice.currency),
            dispute.sentence,
        ]
        for dispute in one.disputes
    ]


def row_cells(one: InvoiceMatch, opened: Books) -> list[list[Cell]]:
    """Records behind an invoice that are not simply owed, the first of them."""
    currency = one.invoice.currency
    rows = [row for row in opened.rows_behind(one).to_pylist() if row["place"] != Place.ACCEPTED]
    return [
        [
            Link(
                words=f"{row['delivery']}:{row['line']}",
                page="records",
                params=(("record", f"{row['delivery']}:{row['line']}"),),
            ),
            STANDINGS[row["standing"]],
            exact_money(row["billed_minor"], currency),
            UNDEFINED if row["amount_minor"] is None else exact_money(row["amount_minor"], currency),
        ]
        for row in rows[:LISTED]
    ]


def money_rows(opened: Books) -> list[list[Cell]]:
    """Where the money of returned records is, program by program."""
    rows: list[list[Cell]] = []
    for name, one in opened.money.items():
        currency = opened.programs[name].currency
        amounts = (
            one.claimable_minor,
            one.claimed_minor,
            one.credited_minor,
            one.credit_notes_minor,
            one.lost_minor,
        )
        if currency is not None and any(amounts):
            rows.append([name, *(exact_money(minor, currency) for minor in amounts)])
    return rows


def accrual_answer(opened: Books) -> tuple[str, ...]:
    """What month end comes to."""
    return (words.accrual_sentence(opened.accruals),)


def accrual_cells(opened: Books) -> list[list[Cell]]:
    """Month end, program by program."""
    return [
        [
            one.program,
            exact_money(one.payable_not_invoiced_minor, one.currency),
            exact_money(one.open_claims_minor, one.currency),
            exact_money(one.accrual_minor, one.currency),
            exact_money(one.prepaid_minor, one.currency),
            None if one.order_left_minor is None else exact_money(one.order_left_minor, one.currency),
        ]
        for one in opened.accruals
    ]


def sample_sentences(workspace: Workspace, found: StoredAssessment) -> tuple[str, ...]:
    """What looked-at samples say, one sentence for each program."""
    programs = workspace.programs()
    results = looked_at(workspace.store, found)
    return tuple(words.sample_sentence(name, one, programs[name].acceptance) for name, one in results.items())


def exchange_sentences(opened: Books) -> tuple[str, ...]:
    """What rates did between invoices and their credits; nothing where all is in our own currency."""
    return words.exchange_sentences(opened.reversed_credits(), into=opened.house)


def offer_sample(workspace: Workspace, found: StoredAssessment) -> None:
    """Draw records of a program to be looked at blind, as many as a precision needs."""
    programs = {one.head.program: one.head.program for one in found.deliveries}
    with st.expander("Draw a sample to look at blind"), st.container(horizontal=True, vertical_alignment="bottom"):
        name = parts.pick("Program", programs, key="sample_program")
        seed = st.text_input(
            "A word", value="sample-1", key="sample_seed", help="The same word draws the same records."
        )
        percent = st.number_input(
            "How far above the share its bound may lie, %", 0.1, 99.0, 5.0, key="sample_precision"
        )
        try:
            sheet, among = sample_sheet(
                found, workspace.programs()[name], seed=seed.strip() or "sample-1", precision=percent / 100
            )
        except LeadauditError as error:
            parts.problem(str(error))
            return
        parts.download(
            f"Draw {count(sheet.num_rows)} of {count(among)}",
            _sheet_csv,
            sheet,
            file_name=f"sample-{name}.csv",
            key="sample",
        )
    parts.small("Fill in valid, reason and checked_on, and bring the sheet in on the page Data.")


def _sheet_csv(sheet: pa.Table) -> str:
    return csv_text(sheet.column_names, [list(row.values()) for row in sheet.to_pylist()])


def matches_csv(opened: Books) -> str:
    """Every invoice as a file."""
    return _csv(match_rows(opened.matching.matches))


def accrual_csv(opened: Books) -> str:
    """Month end as a file."""
    return _csv(accrual_rows(opened.accruals))


def _csv(rows: Sequence[dict[str, object]]) -> str:
    return csv_text(list(rows[0]) if rows else [], [list(row.values()) for row in rows])


def offer_pack(one: InvoiceMatch, opened: Books) -> None:
    """The dispute pack as a workbook."""
    st.download_button(
        "Download the dispute pack",
        data=lambda: dispute_pack(one, opened.rows_behind(one)),
        file_name=f"dispute-{one.invoice.vendor}-{one.invoice.issued_on}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        key="pack",
    )


def offer_keeping(workspace: Workspace, one: InvoiceMatch, opened: Books) -> None:
    """Keep what was found of an invoice, or let go of it."""
    number = one.invoice.number
    if one is not opened.named(number):
        return  # the same number again: nothing of it is owed, and there is nothing to keep
    is_kept = (one.invoice.source, number) in opened.kept
    st.caption(
        text(
            "What it bills cannot be taken out while its match is kept."
            if is_kept
            else "Keeping a match keeps the answer it was found with; what it bills cannot be taken out then."
        )
    )
    if not st.button("Let go of this match" if is_kept else "Keep this match", key="keep"):
        return
    try:
        if is_kept:
            let_go(workspace.store, number)
        else:
            keep_match(workspace.store, opened, number)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.rerun()
