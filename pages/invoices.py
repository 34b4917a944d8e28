"""Does the invoice match what the contract says we owe?"""

import streamlit as st

from leadaudit.ui import invoices, overview, parts, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
st.title("Does the invoice match what the contract says we owe?")
if not found.deliveries:
    parts.empty(*invoices.NOTHING_HERE, page="pages/audit_file.py", button="Audit a file")
    st.stop()

books = invoices.books(workspace, found)
one = invoices.chosen(books, state.param("invoice"))
if one is not None:
    parts.answer(invoices.invoice_answer(one, books))
    parts.small(overview.provenance(found, workspace))
    parts.figures(invoices.figures(one))
    parts.ledger(invoices.PLACE_COLUMNS, invoices.place_rows(one), total=invoices.place_total(one))
    parts.titled("What is disputed", invoices.DISPUTE_COLUMNS, invoices.dispute_rows(one), nothing="Nothing.")
    parts.titled("Records behind it that are not simply owed", invoices.ROW_COLUMNS, invoices.row_cells(one, books))
    invoices.offer_pack(one, books)
    invoices.offer_keeping(workspace, one, books)
else:
    parts.answer(invoices.answer(books))
    parts.small(overview.provenance(found, workspace))
    if not books.matching.matches:
        parts.empty(*invoices.NOTHING_HERE, page="pages/data.py", button="Bring invoices in")
    else:
        parts.ledger(invoices.INVOICE_COLUMNS, invoices.invoice_rows(books))
        parts.download("Download the invoices", invoices.matches_csv, books, file_name="invoices.csv", key="invoices")
    parts.titled("Where the money of returned records is", invoices.MONEY_COLUMNS, invoices.money_rows(books))
    parts.sentences(invoices.exchange_sentences(books))
    st.subheader("Month end")
    parts.sentences(invoices.accrual_answer(books))
    parts.ledger(invoices.ACCRUAL_COLUMNS, invoices.accrual_cells(books))
    parts.download("Download month end", invoices.accrual_csv, books, file_name="accrual.csv", key="accrual")
    parts.sentences(invoices.sample_sentences(workspace, found))
    invoices.offer_sample(workspace, found)

state.choose("invoice", "One invoice in full", invoices.numbers(books))
parts.calculation(invoices.CALCULATION, source="Invoices and month end", queries=("billing_ledger",))
