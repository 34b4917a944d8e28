"""What a file becomes when it is brought in: one set of tables for each kind of import."""

from datetime import UTC, datetime, time
from typing import Final, assert_never

import pyarrow as pa

from leadaudit.audit import OpenedDelivery, read_delivery
from leadaudit.audit_inputs import list_rows, wording_rows
from leadaudit.contract.program_sections import Wording
from leadaudit.crm import contacts_of
from leadaudit.errors import LeadauditError
from leadaudit.evidence.audit_sample import read_checks
from leadaudit.evidence_file import EVIDENCE_FILES
from leadaudit.facts.own_words import OwnWords
from leadaudit.settings_file import read_settings
from leadaudit.vocabulary import CRM_IMPORTS, ImportKind, ListKind
from leadaudit.workspace import settings
from leadaudit.workspace.booking import BOOKED, INVOICE_COLUMNS, booked_table, chosen_columns
from leadaudit.workspace.crm_reading import crm_export, crm_tables
from leadaudit.workspace.evidence_desk import read_evidence
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.settings import SettingKind

# Columns of a wording file; each is a key of a stored wording.
_WORDING_KEYS: Final = frozenset(Wording.model_fields)


def tables_read(
    store: Store, opened: OpenedDelivery, snapshot: Snapshot, *, name: str, where: str, words: OwnWords
) -> dict[str, pa.Table]:
    """The tables that a file becomes as an import, beside its lines.

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
    return made


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
