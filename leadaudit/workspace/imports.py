"""Everything that comes in and is not a delivery: one mechanism, built on the reading of deliveries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final, Literal, assert_never

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, RowMapping, delete, insert, select

from leadaudit import sql, tables
from leadaudit.audit import OpenedDelivery, Report, read_delivery, silent
from leadaudit.audit_inputs import list_rows, with_delivery, wording_rows
from leadaudit.contract.billing.check import require_bookable
from leadaudit.contract.program_sections import Wording
from leadaudit.crm import contacts_of
from leadaudit.errors import AlreadyDeliveredError, LeadauditError, UnknownNameError
from leadaudit.evidence.audit_sample import checks_as_evidence, read_checks
from leadaudit.evidence_file import EVIDENCE_FILES
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping_file import write_mapping_file
from leadaudit.settings_file import read_settings
from leadaudit.vocabulary import CRM_IMPORTS, CRM_PEOPLE, ImportKind, LineStatus, ListKind
from leadaudit.workspace import schema, settings
from leadaudit.workspace.booking import BOOKED, INVOICE_COLUMNS, booked_table, chosen_columns, lines_of, rates_of
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.crm_reading import crm_export, crm_tables
from leadaudit.workspace.evidence_desk import read_evidence
from leadaudit.workspace.file_store import FileStore, Store, StoredFile, files_of, register, release
from leadaudit.workspace.intake_records import recipe
from leadaudit.workspace.kept_matches import require_import_free
from leadaudit.workspace.settings import SettingKind
from leadaudit.workspace.staging import StagedFile

Coverage = Literal["full", "partial"]

# Columns of a wording file; each is a key of a stored wording.
_WORDING_KEYS: Final = frozenset(Wording.model_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import as people see it."""

    import_id: str
    kind: ImportKind
    source: str
    coverage: str
    snapshot_on: date
    file_name: str
    file_sha256: str
    row_count: int
    unreadable: int
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What an import is.

    Args:
        kind: What it holds.
        source: Which CRM, or which list (vocabulary.ListKind).
        coverage: Full: whatever it does not name was deleted; partial: it says nothing of the rest.
        snapshot_on: The day it speaks for.
    """

    kind: ImportKind
    source: str
    coverage: Coverage
    snapshot_on: date


def commit_import(
    store: Store, opened: OpenedDelivery, staged: StagedFile, snapshot: Snapshot, *, report: Report = silent
) -> str:
    """Read a file and make it visible as an import.

    Args:
        store: The workspace.
        opened: The file with its mapping.
        staged: The file on its way in.
        snapshot: What it is.
        report: Told the stage and how far it is.

    Returns:
        The import's id.

    Raises:
        AlreadyDeliveredError: The same snapshot is here already.
        LeadauditError: The file does not hold what the kind needs.
    """
    sha256 = opened.table.sha256
    name = f"{snapshot.kind.value}-{snapshot.source}-{snapshot.snapshot_on}-{sha256[:6]}"
    report("storing", 0, opened.table.lines.num_rows)
    with store.engine.connect() as connection:
        words = settings.words(connection)
    stored = {
        **stored_import(store, opened, snapshot, name=name, where=staged.file_name, words=words),
        "original": store.files.write_bytes("original", staged.path),
    }
    unreadable = pc.sum(pc.equal(opened.table.lines["status"], LineStatus.UNREADABLE.value)).as_py() or 0
    with writing(store.engine) as connection:
        if connection.execute(select(schema.imports).where(schema.imports.c.import_id == name)).first() is not None:
            raise AlreadyDeliveredError(
                staged.file_name, f"the same snapshot was imported as {name}", "Nothing was stored"
            )
        if snapshot.kind is ImportKind.INVOICES:
            _require_bookable(connection, store, stored["invoice_lines"], staged.file_name)
        connection.execute(
            insert(schema.imports).values(
                import_id=name,
                kind=snapshot.kind.value,
                source=snapshot.source,
                coverage=snapshot.coverage,
                snapshot_on=snapshot.snapshot_on,
                file_name=staged.file_name,
                file_sha256=sha256,
                byte_count=opened.table.byte_count,
                mapping=write_mapping_file(opened.mapping.to_saved()),
                recipe=recipe(words),
                row_count=opened.table.lines.num_rows - unreadable,
                unreadable=unreadable,
                imported_at=clock(),
            )
        )
        # These are fresh bytes: nothing in them was erased, and whom they hold is suppressed.
        connection.execute(delete(schema.erased_lines).where(schema.erased_lines.c.owner == name))
        register(connection, name, stored)
        action = f"{snapshot.kind.value} imported"
        write_log(connection, author=store.author, action=action, subject=name, detail=staged.file_name)
    return name


def stored_import(
    store: Store, opened: OpenedDelivery, snapshot: Snapshot, *, name: str, where: str, words: OwnWords
) -> dict[str, StoredFile]:
    """Read a file as an import and store its tables.

    Raises:
        LeadauditError: The file does not hold what the kind needs.
    """
    made = (
        _booked(store, opened, snapshot, name=name, where=where)
        if snapshot.kind in BOOKED
        else _logged(store, opened, snapshot, name=name, where=where)
        if snapshot.kind in EVIDENCE_FILES
        else _tables_of(snapshot, opened, name=name, where=where, words=words)
    )
    if snapshot.kind in CRM_IMPORTS:
        made |= _crm_rows(store, opened, snapshot, name=name, words=words)
    made["lines"] = with_delivery(opened.table.lines, name)
    return store.files.write_tables(made)


def _tables_of(
    snapshot: Snapshot, opened: OpenedDelivery, *, name: str, where: str, words: OwnWords
) -> dict[str, pa.Table]:
    source, snapshot_on = snapshot.source, snapshot.snapshot_on
    match snapshot.kind:
        case ImportKind.CRM_CONTACTS | ImportKind.CRM_LEADS:
            read = read_delivery(opened, vendor=source, currency=None, where=where, words=words).named(name)
            contacts = contacts_of(read, source=source, snapshot_on=snapshot_on)
            if opened.table.lines.num_rows and not contacts.num_rows:
                raise LeadauditError(
                    where, "no line has a CRM id or an e-mail address", "Export contacts with both, or map the columns"
                )
            return {"contacts": contacts, "facts": read.facts, "keys": read.keys}
        case (
            ImportKind.CRM_OPPORTUNITIES
            | ImportKind.CRM_CONTACT_ROLES
            | ImportKind.CRM_ACTIVITIES
            | ImportKind.CRM_CAMPAIGN_MEMBERS
        ):
            return {}
        case ImportKind.LIST:
            if source not in tuple(ListKind):
                raise LeadauditError(where, f"there is no list {source}", f"Use {', '.join(ListKind)}")
            entries = _entries(opened)
            return {"lists": list_rows(ListKind(source), entries, supplied_on=snapshot_on, words=words)}
        case ImportKind.WORDINGS:
            return {"wordings": wording_rows([(None, wording) for wording in _wordings(opened, where)])}
        case ImportKind.FRESHNESS_CHECKS:
            return {"checks": _checks(opened, snapshot, where)}
        case ImportKind.INVOICES | ImportKind.FX | ImportKind.SAMPLE_CHECKS:
            raise AssertionError(f"{snapshot.kind} is booked")
        case (
            ImportKind.BOUNCES
            | ImportKind.VERIFICATION
            | ImportKind.REPLIES
            | ImportKind.RESPONSES
            | ImportKind.UNSUBSCRIBES
            | ImportKind.WEB
            | ImportKind.WEBINAR
            | ImportKind.INTENT
        ):
            raise AssertionError(f"{snapshot.kind} is logged")
    assert_never(snapshot.kind)


def _logged(store: Store, opened: OpenedDelivery, snapshot: Snapshot, *, name: str, where: str) -> dict[str, pa.Table]:
    with store.engine.connect() as connection:
        read = read_evidence(
            connection, opened, snapshot.kind, name=name, snapshot_on=snapshot.snapshot_on, where=where
        )
    return {"evidence": read.evidence, "findings": read.findings}


def _crm_rows(
    store: Store, opened: OpenedDelivery, snapshot: Snapshot, *, name: str, words: OwnWords
) -> dict[str, pa.Table]:
    with store.engine.connect() as connection:
        chosen = settings.newest(connection, SettingKind.COLUMNS, f"{snapshot.kind.value}:{snapshot.source}")
    return crm_tables(
        crm_export(
            opened,
            snapshot.kind,
            source=snapshot.source,
            snapshot_on=snapshot.snapshot_on,
            name=name,
            words=words,
            chosen=chosen,
        )
    )


def _booked(store: Store, opened: OpenedDelivery, snapshot: Snapshot, *, name: str, where: str) -> dict[str, pa.Table]:
    with store.engine.connect() as connection:
        programs = settings.programs(connection)
        chosen = chosen_columns(settings.newest(connection, SettingKind.COLUMNS, INVOICE_COLUMNS))
    return booked_table(
        snapshot.kind, opened, name=name, source=snapshot.source, where=where, programs=programs, chosen=chosen
    )


def booked_tables(
    connection: Connection, store: FileStore, kind: ImportKind, name: str, *, as_of: date | None = None
) -> list[pa.Table]:
    """A table of all imports of a kind by a day, or of all days; oldest first."""
    loaded = [
        one for one in all_imports(connection) if one.kind is kind and (as_of is None or one.snapshot_on <= as_of)
    ]
    return [_table_of(connection, store, one, name) for one in reversed(loaded)]


def _require_bookable(connection: Connection, store: Store, lines: StoredFile, where: str) -> None:
    rates, house = rates_of(booked_tables(connection, store.files, ImportKind.FX, "exchange_rates"))
    booked = booked_tables(connection, store.files, ImportKind.INVOICES, "invoice_lines")
    require_bookable(
        lines_of(store.files.read_table(lines.file)),
        booked=[line for table in booked for line in lines_of(table)],
        programs=settings.programs(connection),
        rates=rates,
        house_currency=house,
        where=where,
    )


def _entries(opened: OpenedDelivery) -> list[str]:
    """The entries of a list file: its addresses, else its domains, else its companies, else its first column."""
    columns = (opened.mapping.column_of(field) for field in ("email", "website", "company"))
    at = next((column.column_no for column in columns if column is not None), 0)
    return [cells[at] for cells in _cells(opened) if len(cells) > at and cells[at].strip()]


def _wordings(opened: OpenedDelivery, where: str) -> list[Wording]:
    headers = [header.strip().lower() for header in opened.table.raw_header]
    absent = {"id", "text"} - set(headers)
    if absent:
        raise LeadauditError(
            where,
            f"a wording file needs the columns {' and '.join(sorted(absent))}",
            "Its other columns may be url, method, channel, controllers, asset, valid_from, valid_to",
        )
    rows = [dict(zip(headers, cells, strict=False)) for cells in _cells(opened)]
    return [_wording(row, where) for row in rows]


def _checks(opened: OpenedDelivery, snapshot: Snapshot, where: str) -> pa.Table:
    lines = opened.table.lines.select(["line", "cells"]).to_pylist()
    return read_checks(
        opened.table.raw_header,
        [(row["line"], row["cells"]) for row in lines if row["cells"]],
        imported_at=datetime.combine(snapshot.snapshot_on, time(), tzinfo=UTC),
        where=where,
    )


def _wording(row: dict[str, str], where: str) -> Wording:
    known: dict[str, object] = {key: cell.strip() for key, cell in row.items() if key in _WORDING_KEYS and cell.strip()}
    named = str(known.pop("controllers", ""))
    controllers = [name.strip() for name in named.split(";") if name.strip()]
    return read_settings(Wording, {**known, "controllers": controllers}, where=f"{where}, wording {row['id']}")


def _cells(opened: OpenedDelivery) -> list[list[str]]:
    return [cells for cells in opened.table.lines["cells"].to_pylist() if cells]


def all_imports(connection: Connection) -> tuple[Import, ...]:
    """Active imports, newest first."""
    table = schema.imports
    query = select(table).order_by(table.c.snapshot_on.desc(), table.c.imported_at.desc(), table.c.import_id)
    return tuple(_import(row) for row in connection.execute(query).mappings())


def withdraw_import(store: Store, name: str) -> None:
    """Take an import out again.

    Raises:
        UnknownNameError: There is none of that name.
    """
    with writing(store.engine) as connection:
        table = schema.imports
        if connection.execute(select(table).where(table.c.import_id == name)).first() is None:
            raise UnknownNameError(f"import {name}", "there is none of that name here", "leadaudit imports lists them")
        require_import_free(connection, store.files, name)
        connection.execute(delete(table).where(table.c.import_id == name))
        release(connection, name)
        write_log(connection, author=store.author, action="import withdrawn", subject=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmState:
    """The CRM as it stood on a day: people in force with their facts and keys."""

    contacts: pa.Table
    facts: pa.Table
    keys: pa.Table


def crm_state(connection: Connection, store: FileStore, imports: tuple[Import, ...], as_of: date) -> CrmState | None:
    """The newest snapshot of each person by a day; None when nothing of the CRM is loaded.

    Only a full snapshot says that a person it does not name was deleted.
    """
    sources = _crm_sources(connection, store, imports, as_of)
    if not sources:
        return None
    contacts = tables.CONTACTS.require(sql.run("crm_state", sources))
    in_force: dict[str, sql.Source] = {**sources, "in_force": contacts}
    return CrmState(
        contacts=contacts,
        facts=tables.FACTS.require(sql.run("crm_state_facts", in_force)),
        keys=tables.KEYS.require(sql.run("crm_state_keys", in_force)),
    )


def contacts_asked(
    connection: Connection, store: FileStore, imports: tuple[Import, ...], as_of: date
) -> sql.Asked | None:
    """The newest snapshot of each person, for a query that may be answered without looking; None likewise."""
    sources = _crm_sources(connection, store, imports, as_of)
    if not sources:
        return None
    return sql.Asked(name="crm_state", tables={name: sources[name] for name in ("contacts", "imports")})


def _crm_sources(
    connection: Connection, store: FileStore, imports: tuple[Import, ...], as_of: date
) -> dict[str, sql.Source]:
    """Every snapshot of people by a day; nothing where there is none."""
    loaded = [one for one in imports if one.kind in CRM_PEOPLE and one.snapshot_on <= as_of]
    if not loaded:
        return {}
    named = {one.import_id: files_of(connection, one.import_id) for one in loaded}
    order = pa.table(
        {
            "delivery": [one.import_id for one in loaded],
            "kind": [one.kind.value for one in loaded],
            "coverage": [one.coverage for one in loaded],
            "imported_at": pa.array([one.imported_at for one in loaded], pa.timestamp("us")),
        }
    )
    return {
        "imports": order,
        "contacts": [store.path(files["contacts"]) for files in named.values()],
        "facts": [store.path(files["facts"]) for files in named.values()],
        "keys": [store.path(files["keys"]) for files in named.values()],
    }


def contacts_in_force(imports: tuple[Import, ...], as_of: date) -> list[str]:
    """Ids of the imports whose CRM contacts may be in force on a day: of each CRM its newest full one and all later."""
    by_kind = [[one for one in imports if one.kind is kind and one.snapshot_on <= as_of] for kind in sorted(CRM_PEOPLE)]
    return [one.import_id for loaded in by_kind for one in _in_force(loaded)]


def imported_lists(connection: Connection, store: FileStore, imports: tuple[Import, ...], as_of: date) -> pa.Table:
    """Entries of all imported lists by a day: of each list its newest full import and what came after it."""
    loaded = [one for one in imports if one.kind is ImportKind.LIST and one.snapshot_on <= as_of]
    parts = [_table_of(connection, store, one, "lists") for one in _in_force(loaded)]
    return sql.run("import_lists", {"lists": pa.concat_tables([tables.LISTS.empty(), *parts])})


def imported_wordings(connection: Connection, store: FileStore, imports: tuple[Import, ...], as_of: date) -> pa.Table:
    """Imported wordings by a day; they carry their own dates of use."""
    loaded = [one for one in imports if one.kind is ImportKind.WORDINGS and one.snapshot_on <= as_of]
    parts = [_table_of(connection, store, one, "wordings") for one in _in_force(loaded)]
    return pa.concat_tables([tables.WORDINGS.empty(), *parts])


def imported_evidence(
    connection: Connection, store: FileStore, imports: tuple[Import, ...], records: pa.Table, as_of: date
) -> pa.Table:
    """What imports by a day say that people did or found, about the records that are here."""
    by_then = [one for one in imports if one.snapshot_on <= as_of]
    parts = [tables.EVIDENCE.empty()]
    checks = [_table_of(connection, store, one, "checks") for one in by_then if one.kind is ImportKind.FRESHNESS_CHECKS]
    if checks:
        parts.append(checks_as_evidence(pa.concat_tables(checks), records))
    files = [one for one in by_then if one.kind in EVIDENCE_FILES]
    if files:
        parts.append(_logged_evidence(connection, store, files))
    return pa.concat_tables(parts)


def _logged_evidence(connection: Connection, store: FileStore, files: list[Import]) -> pa.Table:
    logged = pa.concat_tables([_table_of(connection, store, one, "evidence") for one in files])
    named = pa.table(
        {
            "import_id": pa.array([one.import_id for one in files], tables.TEXT),
            "imported_at": pa.array([one.imported_at for one in files], tables.INSTANT),
        }
    )
    founded: dict[str, sql.Parameter] = {"founded_on": settings.buyer(connection).founded_on}
    return tables.EVIDENCE.require(sql.run("evidence_imported", {"evidence": logged, "imports": named}, founded))


def import_paths(connection: Connection, store: FileStore, name: str) -> dict[str, Path]:
    """Where the tables of an import lie, by their names.

    Raises:
        UnknownNameError: There is none of that name.
    """
    files = files_of(connection, name)
    if not files:
        raise UnknownNameError(f"import {name}", "there is none of that name here", "leadaudit imports lists them")
    return {table_name: store.path(file) for table_name, file in files.items()}


def _in_force(loaded: list[Import]) -> list[Import]:
    by_age = sorted(loaded, key=lambda one: (one.snapshot_on, one.imported_at, one.import_id))
    last_full = {one.source: at for at, one in enumerate(by_age) if one.coverage == "full"}
    return [one for at, one in enumerate(by_age) if at >= last_full.get(one.source, 0)]


def _table_of(connection: Connection, store: FileStore, one: Import, name: str) -> pa.Table:
    return store.read_table(files_of(connection, one.import_id)[name])


def original_path(connection: Connection, store: FileStore, name: str) -> Path:
    """The imported bytes."""
    return store.path(files_of(connection, name)["original"])


def _import(row: RowMapping) -> Import:
    return Import(
        import_id=row["import_id"],
        kind=ImportKind(row["kind"]),
        source=row["source"],
        coverage=row["coverage"],
        snapshot_on=row["snapshot_on"],
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        row_count=row["row_count"],
        unreadable=row["unreadable"],
        imported_at=row["imported_at"],
    )
