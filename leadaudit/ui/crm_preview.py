"""What bringing in a CRM export would mean, before it is stored."""

import streamlit as st

from leadaudit.answers.crm import export_sentences, finding_sentences, unknown_sentences
from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError
from leadaudit.outcomes.crm_columns import IGNORE, fields_of
from leadaudit.ui import crm_words, parts
from leadaudit.ui.format import count, plural, text
from leadaudit.vocabulary import CRM_IMPORTS
from leadaudit.workspace import Workspace
from leadaudit.workspace.crm_desk import fields_by_header, preview_crm, say_columns
from leadaudit.workspace.imports import Snapshot


def show(workspace: Workspace, read: OpenedDelivery, snapshot: Snapshot) -> bool:
    """Columns and words, to be corrected by hand, and what would come of them; whether the file can be brought in."""
    _columns(workspace, read, snapshot)
    try:
        preview = preview_crm(workspace.store, read, snapshot)
    except LeadauditError as error:
        parts.problem(str(error))
        return False
    export = preview.export
    for sentence in export_sentences(export.rows, {}, preview.gone, preview.in_force):
        st.markdown(text(sentence))
    told = [] if export.cut_off is None else [export.cut_off]
    for sentence in [*told, *finding_sentences(export.findings), *unknown_sentences(preview.words)]:
        st.warning(text(sentence))
    crm_words.edit(workspace, preview.words, key="preview")
    return True


def _columns(workspace: Workspace, read: OpenedDelivery, snapshot: Snapshot) -> None:
    """Which field each column is; what is said by hand is kept for the next export of the kind."""
    found = fields_by_header(workspace.store, read, snapshot)
    used = [field for field in found.values() if field != IGNORE]
    fields = [IGNORE, *fields_of(CRM_IMPORTS[snapshot.kind])]
    samples = {column.header: ", ".join(column.samples) for column in read.mapping.columns}
    with (
        st.expander(f"Its columns: {count(len(used))} of {plural(len(found), 'column')} used", expanded=not used),
        st.form("crm_columns", border=False),
    ):
        picked = {
            name: st.selectbox(
                text(f"{name}: {samples[name]}" if samples.get(name) else name),
                fields,
                index=fields.index(field) if field in fields else 0,
                format_func=_field_words,
                key=f"crm_column_{at}",
            )
            for at, (name, field) in enumerate(found.items())
        }
        if st.form_submit_button("Read it with these columns"):
            say_columns(workspace.store, read, snapshot, picked)
            st.rerun()


def _field_words(field: str) -> str:
    return "not used" if field == IGNORE else field.replace("_", " ")
