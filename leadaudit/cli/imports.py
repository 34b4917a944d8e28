"""``leadaudit import``: whatever comes in and is no delivery."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from leadaudit.answers.evidence_files import import_sentences, preview_sentences
from leadaudit.audit import OpenedDelivery, silent
from leadaudit.cli.brought import Brought, import_document
from leadaudit.cli.crm import Csv, say_brought, show_imported, show_preview
from leadaudit.cli.files import read_text, require_file
from leadaudit.cli.show import as_json, as_table, out
from leadaudit.cli.store import Folder, JobNumber, Json, opened
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.evidence.file_choice import IGNORE, read_column_choice
from leadaudit.evidence_file import EVIDENCE_FILES, columns_of
from leadaudit.vocabulary import CRM_IMPORTS, CrmObject, DateOrder, ImportKind
from leadaudit.workspace import Workspace, evidence_desk
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.crm_desk import choose_columns, kind_of, preview_crm, say_days
from leadaudit.workspace.crm_reading import CrmPreview
from leadaudit.workspace.crm_view import crm_view
from leadaudit.workspace.imports import Snapshot

# Any export of a CRM; its header says which.
CRM: Final = "crm"
_KINDS: Final = (CRM, *(kind.value for kind in ImportKind))


def _kind(text: str) -> str:
    if text not in _KINDS:
        raise UnknownNameError("import", f"{text} is no kind of file", f"Use {', '.join(_KINDS)}")
    return text


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("import")(import_file)


def _show_evidence(store: Workspace, read: OpenedDelivery, kind: ImportKind, snapshot: Snapshot) -> None:
    """Which column says what, and what the file would bring."""
    with store.store.engine.connect() as connection:
        found = columns_of(read, kind, evidence_desk.chosen_columns(connection, kind))
    says = {column.column_no: column.says for column in found.values()}
    headers = [column.header for column in read.mapping.columns]
    as_table(("column", "says"), [(header, says.get(at, IGNORE)) for at, header in enumerate(headers)])
    made = evidence_desk.preview_evidence(store.store, read, kind, snapshot_on=snapshot.snapshot_on)
    for sentence in preview_sentences(made.evidence, made.findings, store.policy()):
        out.print(sentence)


def _choose(store: Workspace, read: OpenedDelivery, kind: ImportKind, source: str, columns: Path) -> None:
    """Keep what a file says of the columns."""
    text = read_text(columns)
    if kind in EVIDENCE_FILES:
        choice = read_column_choice(text, what=kind.value, where=columns.name)
        evidence_desk.choose_columns(store.store, kind, read, choice)
    else:
        choose_columns(store.store, kind, source, text, where=columns.name)


def import_file(  # noqa: PLR0917 - Typer reads options from the parameters
    kind: Annotated[str, typer.Argument(metavar="KIND", parser=_kind, help=f"What it holds: {', '.join(_KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="The file.")],
    source: Annotated[str, typer.Option(help="Which CRM, which list, or what rates are into.")] = "crm",
    snapshot_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day the file speaks for; left out: today.")
    ] = None,
    partial: Annotated[bool, typer.Option("--partial", help="What is missing in it was not deleted.")] = False,
    what: Annotated[
        CrmObject | None, typer.Option("--object", help="What its rows are; left out: as the header says. CRM only.")
    ] = None,
    columns: Annotated[
        Path | None, typer.Option("--map", help="A file that says what its columns are; kept. CRM and evidence.")
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How days such as 03/04/2026 are written; kept. CRM only."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what it would bring; store nothing. CRM and evidence.")
    ] = False,
    workspace: Folder = None,
    job: JobNumber = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Bring in the CRM, evidence (bounces, replies, visits ...), lists, wordings, invoices, rates or a sample."""
    require_file(file)
    _require_options(kind, preview=preview, csv=csv, day_first=day_first)
    store = opened(workspace)
    if kind in {ImportKind.INVOICES, ImportKind.SAMPLE_CHECKS, *EVIDENCE_FILES}:
        source = kind
    with store.running(job, silent) as report:
        staged = store.stage(file, file.name)
        read = store.opened(staged.staged, vendor=f"{kind}:{source}")
        named = kind_of(read, what) if kind == CRM else ImportKind(kind)
        snapshot = Snapshot(
            kind=named,
            source=source,
            coverage="partial" if partial else "full",
            snapshot_on=snapshot_on.date() if snapshot_on else datetime.now(UTC).date(),
        )
        if columns is not None:
            _choose(store, read, named, source, columns)
        if day_first is not None:
            say_days(store.store, read, snapshot, DateOrder.DMY if day_first else DateOrder.MDY)
        looked = preview_crm(store.store, read, snapshot) if named in CRM_IMPORTS and (preview or json or csv) else None
        if preview:
            _show(store, read, snapshot, looked, json=json, csv=csv)
            store.drop(staged.staged)
            return
        name = store.commit_import(read, staged, snapshot, report=report)
        found = store.assessment(report=report)
        store.finish_job(job, result=name)
    if looked is not None:
        say_brought(Brought(name=name, snapshot=snapshot, file=looked, view=crm_view(store.store, found)), json=json)
    elif json:
        as_json(import_document(name, snapshot))
    else:
        _say(store, name, named, found)


def _require_options(kind: str, *, preview: bool, csv: bool, day_first: bool | None) -> None:
    is_crm = kind in {CRM, *CRM_IMPORTS}
    if (csv or day_first is not None) and not is_crm:
        option = "--csv" if csv else "--day-first" if day_first else "--month-first"
        raise LeadauditError(option, f"{kind} is no export of a CRM", "Leave it out")
    if preview and not is_crm and kind not in EVIDENCE_FILES:
        raise LeadauditError("--preview", f"{kind} has none", "Leave it out; an import can be taken out again")


def _show(
    store: Workspace, read: OpenedDelivery, snapshot: Snapshot, looked: CrmPreview | None, *, json: bool, csv: bool
) -> None:
    """Say what a file would bring."""
    if looked is None:
        if json:
            as_json(import_document(None, snapshot))
        else:
            _show_evidence(store, read, snapshot.kind, snapshot)
    elif json or csv:
        say_brought(Brought(name=None, snapshot=snapshot, file=looked, view=None), json=json)
    else:
        show_preview(looked)


def _say(store: Workspace, name: str, kind: ImportKind, found: StoredAssessment) -> None:
    """Say what an import brought."""
    out.print(f"{name}: imported.")
    if kind in EVIDENCE_FILES:
        for sentence in import_sentences(*store.evidence_counts(name, found), found.policy):
            out.print(sentence)
    if kind in CRM_IMPORTS:
        show_imported(store, name)
