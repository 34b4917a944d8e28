"""Opportunities at companies a vendor delivered, beside those to be expected without."""

from typing import Final

import streamlit as st

from leadaudit.answers.influence import HEADER, influence_notes, influence_row
from leadaudit.ui import overview, parts
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace.crm_view import CrmView

COLUMNS: Final = (Column(label=HEADER[0], align="word"), *(Column(label=name, align="number") for name in HEADER[1:]))


def show(view: CrmView, vendor: str | None) -> None:
    """One row per vendor, and every opportunity as a file."""
    found = [one for one in view.influence() if vendor in {None, one.vendor}]
    st.subheader("Opportunities at companies a vendor delivered")
    rows: list[list[Cell]] = [list(influence_row(one)) for one in found]
    if not rows:
        parts.small("Contacts of your CRM are needed to know its companies.")
        return
    parts.ledger(COLUMNS, rows)
    parts.sentences(influence_notes(found))
    parts.download(
        "Download these opportunities",
        overview.table_csv,
        view.influenced(vendor),
        file_name="influence.csv",
        key="influence",
    )
