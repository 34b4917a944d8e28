"""Everything that comes in and is not a delivery: one mechanism, built on the reading of deliveries."""

import pyarrow.compute as pc
from sqlalchemy import Connection, delete, insert, select

from leadaudit.audit import OpenedDelivery, Report, silent
from leadaudit.audit_inputs import with_delivery
from leadaudit.contract.billing.check import require_bookable
from leadaudit.errors import AlreadyDeliveredError, UnknownNameError
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping_file import write_mapping_file
from leadaudit.vocabulary import ImportKind, LineStatus
from leadaudit.workspace import schema, settings
from leadaudit.workspace.booking import lines_of, rates_of
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.crm_reading import coverage_of
from leadaudit.workspace.file_store import Store, StoredFile, register, release
from leadaudit.workspace.import_tables import tables_read
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.imports_in_force import booked_tables
from leadaudit.workspace.intake_records import recipe
from leadaudit.workspace.kept_matches import require_import_free
from leadaudit.workspace.staging import StagedFile


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
                coverage=coverage_of(opened, snapshot),
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
    made = tables_read(store, opened, snapshot, name=name, where=where, words=words)
    made["lines"] = with_delivery(opened.table.lines, name)
    return store.files.write_tables(made)


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
