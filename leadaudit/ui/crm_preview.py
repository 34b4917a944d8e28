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
from leadaudit.workspace.crm_desk import days_two_ways, fields_by_header, preview_crm, say_columns, say_days
from leadaudit.workspace.imports import Snapshot


def show(workspace: Workspace, read: OpenedDelivery, snapshot: Snapshot) -> bool:
    """Columns and words, to be corrected by hand, and what would come of them; whether the file can be brought in."""
    _columns(workspace, read, snapshot)
    _days(workspace, read, snapshot)
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


def _days(workspace: Workspace, read: OpenedDelivery, snapshot: Snapshot) -> None:
    """How days are written that can be read two ways; what is said is kept for the next export of the kind."""
    found, said = days_two_ways(workspace.store, read, snapshot)
    if not found:
        return
    readings = dict(next(iter(found.values())).readings)

    def keep() -> None:
        order = st.session_state["crm_days"]
        if order is not None:
            say_days(workspace.store, read, snapshot, order)

    st.selectbox(
        f"How are the days in {text(', '.join(found))} to be read?",
        [None, *readings] if said is None else list(readings),
        index=0 if said is None else list(readings).index(said),
        format_func=lambda order: "not said yet" if order is None else readings[order],
        key="crm_days",
        on_change=keep,
    )


def _field_words(field: str) -> str:
    return "not used" if field == IGNORE else field.replace("_", " ")
