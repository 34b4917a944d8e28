"""Files of evidence in the app: what one would bring, what came of it, and whom kept evidence waits for."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import streamlit as st

from leadaudit.answers.evidence_files import import_sentences, preview_sentences
from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.evidence.file_choice import IGNORE, ColumnChoice, choices
from leadaudit.evidence.file_columns import FoundColumn
from leadaudit.evidence_file import EVIDENCE_FILES, columns_of
from leadaudit.export.csv_file import csv_text
from leadaudit.ui import parts, run
from leadaudit.ui.format import day
from leadaudit.ui.parts import Cell, Column
from leadaudit.vocabulary import DateOrder, ImportKind
from leadaudit.workspace import Workspace, evidence_desk
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.imports import Snapshot

KEPT_SHOWN: Final = 20
_COLUMNS: Final = (
    Column(label="Their column", align="delivered"),
    Column(label="Samples", align="delivered"),
    Column(label="What we take from it", align="word"),
)
_KEPT_COLUMNS: Final = (
    Column(label="When", align="word"),
    Column(label="What"),
    Column(label="Who", align="delivered"),
    Column(label="Why it waits", align="word"),
)
_SAYS: Final = {
    "email": "whom it is about, by address", "phone": "whom it is about, by number", "crm_id": "whom, by CRM id",
    "record": "which record", "domain": "which company, by domain", "company": "which company", "vendor": "a vendor",
    "recorded_at": "when it was written down", "agent": "who did it: a person or a machine", "category": "about what",
    "status": "what happened", "code": "what happened, by code", "text": "what was said", "asset": "about what",
    "at": "when it happened", "asked_at": "when we asked", "url": "which page", "event_type": "which kind of event",
    "minutes": "for how long", "score": "not used", IGNORE: "not used",
}  # fmt: skip
_DAYS: Final = frozenset({"at", "asked_at", "recorded_at"})
_ORDERS: Final[Mapping[DateOrder, str]] = {
    DateOrder.DMY: "day first: 31/12/2026",
    DateOrder.MDY: "month first: 12/31/2026",
    DateOrder.YMD: "year first: 2026-12-31",
}


def preview(workspace: Workspace, read: OpenedDelivery, snapshot: Snapshot) -> bool:
    """What the file would bring; whether it can be brought in."""
    with workspace.store.engine.connect() as connection:
        chosen = evidence_desk.chosen_columns(connection, snapshot.kind)
    found = columns_of(read, snapshot.kind, chosen)
    rows: list[list[Cell]] = [
        [column.header, ", ".join(column.samples) or None, _says(_said_by(found, column.column_no))]
        for column in read.mapping.columns
    ]
    parts.ledger(_COLUMNS, rows)
    _correct(workspace, read, snapshot.kind, chosen)
    try:
        made = evidence_desk.preview_evidence(workspace.store, read, snapshot.kind, snapshot_on=snapshot.snapshot_on)
    except LeadauditError as error:
        parts.problem(str(error))
        return False
    parts.sentences(preview_sentences(made.evidence, made.findings, workspace.policy()))
    return True


def _said_by(found: Mapping[str, FoundColumn], column_no: int) -> str:
    return next((column.says for column in found.values() if column.column_no == column_no), IGNORE)


def _says(what: str) -> str:
    return _SAYS.get(what, what.replace("_", " "))


def _correct(workspace: Workspace, read: OpenedDelivery, kind: ImportKind, chosen: ColumnChoice) -> None:
    """Let people say which column says what and how its days are written; kept for the next file with these columns."""
    found = columns_of(read, kind, chosen)
    options = list(choices(kind.value))
    with st.expander("Correct its columns"), st.form("evidence_columns", border=False):
        said: dict[str, str] = {}
        orders: dict[str, DateOrder] = {}
        for column in read.mapping.columns:
            says = _said_by(found, column.column_no)
            # A field remembers what was picked; once that is in force it starts from there.
            key = f"evidence_column_{kind.value}_{column.column_no}_{says}"
            picked = st.selectbox(column.header, options, index=options.index(says), format_func=_option, key=key)
            if picked != says:
                said[column.header] = picked
            if says in _DAYS:
                order = st.selectbox(
                    f"How {column.header} writes days", [None, *_ORDERS], format_func=_order_words, key=f"{key}_order",
                    index=[None, *_ORDERS].index(chosen.dates.get(column.header)),
                )  # fmt: skip
                if order is not None:
                    orders[column.header] = order
        if st.form_submit_button("Read it with these columns"):
            try:
                evidence_desk.choose_columns(workspace.store, kind, read, _choice(read, found, said, orders))
            except LeadauditError as error:
                parts.problem(str(error))
                return
            st.rerun()


def _choice(
    read: OpenedDelivery, found: Mapping[str, FoundColumn], said: Mapping[str, str], orders: Mapping[str, DateOrder]
) -> ColumnChoice:
    """What was changed; the column that said it before no longer does."""
    freed = {
        read.mapping.columns[column.column_no].header: IGNORE
        for column in found.values()
        if column.says in said.values() and read.mapping.columns[column.column_no].header not in said
    }
    return ColumnChoice(columns={**freed, **said}, dates=orders)


def _option(what: str) -> str:
    return "not used" if what == IGNORE else f"{_says(what)} ({what})"


def _order_words(order: DateOrder | None) -> str:
    return "as the column tells" if order is None else _ORDERS[order]


def what_came(workspace: Workspace, name: str, as_of: date) -> None:
    """What came of a file of evidence that was just brought in; nothing of another import."""
    if not any(one.import_id == name and one.kind in EVIDENCE_FILES for one in workspace.imports()):
        return
    found = run.assessment(workspace, as_of)
    try:
        parts.sentences(import_sentences(*workspace.evidence_counts(name, found), found.policy))
    except UnknownNameError:
        return


def kept(workspace: Workspace, as_of: date) -> None:
    """Evidence about nobody who is here, newest first, with a file of all of it."""
    if not any(one.kind in EVIDENCE_FILES for one in workspace.imports()):
        return
    found = run.assessment(workspace, as_of)
    rows = run.query(found, "import_kept", ("evidence", "subjects")).slice(0, KEPT_SHOWN).to_pylist()
    shown: list[list[Cell]] = [
        [
            "no date" if row["occurred_on"] is None else day(row["occurred_on"]),
            found.policy.kinds[row["kind"]].words if row["kind"] in found.policy.kinds else row["kind"],
            str(row["email"] or row["crm_id"] or row["phone"] or row["record"]),
            "several people share it" if row["state"] == "shared" else "not here",
        ]
        for row in rows
    ]
    parts.titled("Evidence that waits for its person", _KEPT_COLUMNS, shown)
    if rows:
        parts.download("Download all of it", _kept_csv, found, file_name="kept-evidence.csv", key="kept_evidence")


def _kept_csv(found: StoredAssessment) -> str:
    rows = run.query(found, "import_kept", ("evidence", "subjects"))
    return csv_text(rows.column_names, [list(row.values()) for row in rows.to_pylist()])


def is_evidence(snapshot: Snapshot) -> bool:
    """Whether a file is read as evidence."""
    return snapshot.kind in EVIDENCE_FILES
