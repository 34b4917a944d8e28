"""What was brought in and holds on a day: people of the CRM, lists, wordings, evidence and what was booked."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from sqlalchemy import Connection

from leadaudit import sql, tables
from leadaudit.evidence.audit_sample import checks_as_evidence
from leadaudit.evidence_file import EVIDENCE_FILES
from leadaudit.vocabulary import CRM_PEOPLE, ImportKind
from leadaudit.workspace import settings
from leadaudit.workspace.file_store import FileStore, files_of
from leadaudit.workspace.imports import Import, all_imports


def booked_tables(
    connection: Connection, store: FileStore, kind: ImportKind, name: str, *, as_of: date | None = None
) -> list[pa.Table]:
    """A table of all imports of a kind by a day, or of all days; oldest first."""
    loaded = [
        one for one in all_imports(connection) if one.kind is kind and (as_of is None or one.snapshot_on <= as_of)
    ]
    return [_table_of(connection, store, one, name) for one in reversed(loaded)]


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


def _in_force(loaded: list[Import]) -> list[Import]:
    by_age = sorted(loaded, key=lambda one: (one.snapshot_on, one.imported_at, one.import_id))
    last_full = {one.source: at for at, one in enumerate(by_age) if one.coverage == "full"}
    return [one for at, one in enumerate(by_age) if at >= last_full.get(one.source, 0)]


def _table_of(connection: Connection, store: FileStore, one: Import, name: str) -> pa.Table:
    return store.read_table(files_of(connection, one.import_id)[name])
