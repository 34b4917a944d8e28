"""What bringing in a CRM export would mean, before it is stored."""

from typing import Final

import streamlit as st

from leadaudit.answers.crm import export_sentences, finding_sentences, word_rows, word_sentences
from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError
from leadaudit.ui import parts
from leadaudit.ui.format import text
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace import Workspace
from leadaudit.workspace.crm_desk import preview_crm
from leadaudit.workspace.imports import Snapshot

_WORDS: Final = (
    Column(label="Where"),
    Column(label="Their word", align="delivered"),
    Column(label="Means", align="word"),
    Column(label="Rows", align="number"),
)


def show(workspace: Workspace, read: OpenedDelivery, snapshot: Snapshot) -> bool:
    """Rows, columns, words and what is wrong with them; whether the file can be brought in."""
    try:
        preview = preview_crm(workspace.store, read, snapshot)
    except LeadauditError as error:
        parts.problem(str(error))
        return False
    export = preview.export
    for sentence in export_sentences(export.rows, export.columns, preview.gone, preview.in_force):
        st.markdown(text(sentence))
    told = [] if export.cut_off is None else [export.cut_off]
    for sentence in [*told, *finding_sentences(export.findings), *word_sentences(preview.words)]:
        st.warning(text(sentence))
    rows: list[list[Cell]] = [list(row) for row in word_rows(preview.words)]
    if rows:
        parts.ledger(_WORDS, rows)
    return True
