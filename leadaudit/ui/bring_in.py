"""Bringing in what is no delivery: CRM contacts, lists, wordings; with a preview, before anything is stored."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st

from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError
from leadaudit.intake.fields import FIELDS
from leadaudit.ui import (
    crm_preview,
    evidence_file,
    invoice_columns,
    parts,
    staged,
    state,
    step_arrived,
    step_columns,
    step_commit,
)
from leadaudit.ui.format import plural, text
from leadaudit.ui.parts import Cell, Column
from leadaudit.vocabulary import CRM_IMPORTS, CRM_PEOPLE, ImportKind, ListKind
from leadaudit.words import IMPORTS, LISTS
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Coverage, Snapshot
from leadaudit.workspace.staging import StagedFile
from leadaudit.workspace.workspace import import_mapping_name

_COLUMNS: Final = (
    Column(label="Their column", align="delivered"),
    Column(label="Samples", align="delivered"),
    Column(label="Our field", align="word"),
    Column(label="Why"),
)
_FILE_LABELS: Final[Mapping[ImportKind, str]] = {
    ImportKind.CRM_CONTACTS: "An export of contacts or leads, with their CRM ids or e-mail addresses",
    ImportKind.BOUNCES: "A mail tool's export: address, type of bounce or event, code, date",
    ImportKind.VERIFICATION: "A checking tool's export: address, result, date of the check",
    ImportKind.REPLIES: "Replies with their label: address, reply type, date",
    ImportKind.RESPONSES: "Whom we asked: address, answer, wording, asked on, answered on",
    ImportKind.UNSUBSCRIBES: "Who unsubscribed or complained: address, date",
    ImportKind.WEB: "Visits and forms of known people: address, event or page, time",
    ImportKind.WEBINAR: "Who was there: address, attended or on demand or registered, event, date",
    ImportKind.INTENT: "Companies and topics: domain or company, topic, date; nobody in person",
    ImportKind.CRM_LEADS: "An export of leads, with id, e-mail, status, and what they were converted to",
    ImportKind.CRM_OPPORTUNITIES: "An export of opportunities or deals, with id, stage, amount and dates; "
    "a report with contact roles is best",
    ImportKind.CRM_CONTACT_ROLES: "An export with the opportunity's id and the contact's id",
    ImportKind.CRM_ACTIVITIES: "An export of tasks, events, calls and meetings, with type, status, day and the "
    "contact's id",
    ImportKind.CRM_CAMPAIGN_MEMBERS: "An export of campaign members, with the contact's id or e-mail, status and type",
    ImportKind.LIST: "One address, domain or company name a line; *.company.example takes in subdomains",
    ImportKind.WORDINGS: "A table with the columns id and text, and any of url, method, channel, controllers, asset, "
    "valid_from, valid_to",
    ImportKind.FRESHNESS_CHECKS: "An audit sheet with employer_now, title_now and checked_on filled in",
    ImportKind.INVOICES: "A table with the columns invoice, invoice date, program, amount and currency, and any of "
    "quantity, unit price, tax, kind, delivery, period from, period to, credits invoice",
    ImportKind.FX: "A table with the columns date, currency and rate, or the European Central Bank's history as it is",
    ImportKind.SAMPLE_CHECKS: "A sample sheet with valid and checked_on filled in",
}
_COVERAGE: Final[Mapping[Coverage, str]] = {
    "full": "all of them: what it does not name was deleted",
    "partial": "some of them: it says nothing of the rest",
}
_LISTS_TO_IMPORT: Final = (ListKind.SUPPRESSION, ListKind.COMPETITORS, ListKind.TARGET_ACCOUNTS, ListKind.CUSTOMERS)


def bring_in(workspace: Workspace) -> None:
    """The form: what it is, of which source and day, the file, a preview, and the button."""
    job = state.param("job")
    if job is not None:
        step_commit.work(workspace, job)
        return
    made = state.param("made")
    if made is not None:
        st.success(f"{text(made)} is in. Every answer takes it into account from now on.")
        evidence_file.what_came(workspace, made, workspace.last_day())
        state.set_params(made=None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = parts.pick("What to bring in", {kind: IMPORTS[kind] for kind in ImportKind}, key="import_kind")
        source = _source(kind)
        snapshot_on = st.date_input(
            "Of which day", value=workspace.last_day(), max_value=workspace.last_day(), format="YYYY-MM-DD",
            key="snapshot_on", help="The day the export was made, or the list was handed to the vendors.",
        )  # fmt: skip
        coverage = parts.pick("The file names", _COVERAGE, key="coverage")
    file = staged.choose_file(workspace, key="import_file", label=_FILE_LABELS[kind])
    if file is None or not source or not isinstance(snapshot_on, date):
        return
    _preview(workspace, file, Snapshot(kind=kind, source=source, coverage=coverage, snapshot_on=snapshot_on))


def _source(kind: ImportKind) -> str | None:
    if kind is ImportKind.LIST:
        chosen: str = st.selectbox(
            "Which list", list(_LISTS_TO_IMPORT), format_func=LISTS.__getitem__, key="which_list"
        )
        return chosen
    if kind is ImportKind.FX:
        return st.text_input("Worth how much in which currency", value="USD", key="fx_into").strip().upper() or None
    if kind not in CRM_IMPORTS:
        return kind.value
    typed = st.text_input("Which CRM", value="crm", key="which_crm")
    return step_arrived.vendor_id(typed) or None


def _preview(workspace: Workspace, file: StagedFile, snapshot: Snapshot) -> None:
    name = import_mapping_name(snapshot)
    try:
        read = staged.opened(workspace, file, name)
    except LeadauditError as error:
        parts.problem(str(error))
        if st.button("Choose another file"):
            staged.start_again()
            st.rerun()
        return
    st.markdown(text(f"{file.file_name}: {plural(read.table.lines.num_rows, 'line')}."))
    chosen = staged.choices(file, name)
    columns = staged.mapped(read, chosen)
    can_be = True
    if snapshot.kind in CRM_PEOPLE:
        with st.expander(
            f"Its columns: {step_columns.summary(columns.mapping)}", expanded=bool(columns.mapping.questions)
        ):
            step_columns.edit(columns, chosen, file)
    elif snapshot.kind in CRM_IMPORTS:
        can_be = crm_preview.show(workspace, read, snapshot)
    elif evidence_file.is_evidence(snapshot):
        can_be = evidence_file.preview(workspace, read, snapshot)
    elif snapshot.kind is ImportKind.INVOICES:
        can_be = invoice_columns.columns_and_preview(workspace, read)
    else:
        parts.ledger(_COLUMNS, _column_rows(columns))
    is_open = not can_be or (snapshot.kind in CRM_PEOPLE and bool(columns.mapping.questions))
    with st.container(horizontal=True):
        if st.button(f"Bring in {plural(read.table.lines.num_rows, 'line')}", type="primary", disabled=is_open):
            workspace.save_mapping(name, columns.mapping.to_saved())
            _start(workspace, file, snapshot)
        if st.button("Leave it"):
            workspace.drop(file.staged)
            staged.start_again()
            st.rerun()


def _column_rows(columns: OpenedDelivery) -> list[list[Cell]]:
    return [
        [
            column.header,
            ", ".join(column.samples) or None,
            FIELDS[column.field].label if column.field else "not used",
            column.reason,
        ]
        for column in columns.mapping.columns
    ]


def _start(workspace: Workspace, file: StagedFile, snapshot: Snapshot) -> None:
    """Import in a child process, from a copy under the file's own name; it goes with the staged file."""
    named = file.path.with_name(Path(file.file_name).name)
    if not named.exists():
        shutil.copyfile(file.path, named)
    arguments = ["import", snapshot.kind.value, str(named), "--source", snapshot.source]
    arguments += ["--snapshot-on", snapshot.snapshot_on.isoformat()]
    arguments += ["--partial"] if snapshot.coverage == "partial" else []
    job = workspace.start_job(kind="import", subject=file.file_name, arguments=arguments)
    state.set_params(job=str(job))
    st.rerun()
