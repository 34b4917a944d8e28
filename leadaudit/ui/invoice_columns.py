"""Which column of an invoice file is what, chosen by hand, and what each invoice in it would be; nothing is stored."""

from typing import Final

import streamlit as st

from leadaudit.audit import OpenedDelivery
from leadaudit.contract.billing.columns import NAMES, columns_of
from leadaudit.contract.billing.invoice import invoices_of
from leadaudit.errors import LeadauditError
from leadaudit.ui import parts
from leadaudit.ui.format import count, exact_money
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace import Workspace
from leadaudit.workspace.booking import IGNORE
from leadaudit.workspace.invoices import invoice_columns, lines_in, put_invoice_columns

_COLUMNS: Final = (
    Column(label="Invoice", align="word"),
    Column(label="Vendor", align="word"),
    Column(label="Date", align="word"),
    Column(label="Programs"),
    Column(label="Lines", align="number"),
    Column(label="Billed", align="number"),
)


def columns_and_preview(workspace: Workspace, opened: OpenedDelivery) -> bool:
    """Let people say what the columns are, and show the invoices that come of it; whether they can be brought in."""
    header = [name for name in opened.table.raw_header if name.strip()]
    chosen = {**invoice_columns(workspace.store)}
    found = {header_at: field for field, header_at in columns_of(opened.table.raw_header, chosen).items()}
    by_name = {name: found.get(at, IGNORE) for at, name in enumerate(opened.table.raw_header) if name.strip()}
    with st.expander("Its columns"), st.form("invoice_columns", border=False):
        fields = [IGNORE, *NAMES]
        picked = {
            name: st.selectbox(
                name, fields, index=fields.index(by_name[name]), format_func=_field_words, key=f"invoice_column_{at}"
            )
            for at, name in enumerate(header)
        }
        if st.form_submit_button("Read it with these columns"):
            put_invoice_columns(workspace.store, {**chosen, **picked})
            st.rerun()
    try:
        invoices = invoices_of(lines_in(workspace.store, opened))
    except LeadauditError as error:
        parts.problem(str(error))
        return False
    rows: list[list[Cell]] = [
        [
            one.number,
            one.vendor,
            str(one.issued_on),
            ", ".join(one.programs),
            count(len(one.lines)),
            exact_money(sum(line.amount_minor + (line.tax_minor or 0) for line in one.lines), one.currency),
        ]
        for one in invoices
    ]
    parts.titled("Invoices in it", _COLUMNS, rows)
    return True


def _field_words(field: str) -> str:
    return "not used" if field == IGNORE else field.replace("_", " ")
