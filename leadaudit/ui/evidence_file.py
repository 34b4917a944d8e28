"""Files of evidence in the app: what one would bring, what came of it, and whom kept evidence waits for."""

from datetime import date
from typing import Final

from leadaudit import sql, tables
from leadaudit.answers.evidence_files import import_sentences, read_sentences
from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.evidence_file import EVIDENCE_FILES, columns_of, read_evidence_file
from leadaudit.export.csv_file import csv_text
from leadaudit.ui import parts, run
from leadaudit.ui.format import day
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace import Workspace
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
    "minutes": "for how long", "score": "not used",
}  # fmt: skip


def preview(workspace: Workspace, read: OpenedDelivery, snapshot: Snapshot) -> bool:
    """What the file would bring; whether it can be brought in."""
    found = columns_of(read, snapshot.kind)
    says = {column.column_no: _SAYS.get(column.says, column.says) for column in found.values()}
    rows: list[list[Cell]] = [
        [column.header, ", ".join(column.samples) or None, says.get(column.column_no, "not used")]
        for column in read.mapping.columns
    ]
    parts.ledger(_COLUMNS, rows)
    try:
        made = read_evidence_file(
            read,
            kind=snapshot.kind,
            name="preview",
            snapshot_on=snapshot.snapshot_on,
            where=read.table.file_name,
            words=workspace.words(),
            founded_on=workspace.buyer().founded_on,
        )
    except LeadauditError as error:
        parts.problem(str(error))
        return False
    counts = sql.run("import_evidence_counts", {"evidence": made.evidence, "subjects": tables.SUBJECTS.empty()})
    wrong = sql.run("import_findings_counts", {"findings": made.findings})
    parts.sentences(read_sentences(counts, wrong, workspace.policy()))
    return True


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
