"""What was read by other rules or words is read again from the delivered bytes; tables are never patched."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, Table, select, update

from leadaudit.audit import OpenedDelivery, open_delivery, read_delivery
from leadaudit.audit_inputs import DeliveryRead
from leadaudit.contract.program import Program
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping_file import read_mapping_file
from leadaudit.split.choice import read_kept
from leadaudit.split.parts import find_again
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import schema, settings
from leadaudit.workspace.catalogue import write_log, writing
from leadaudit.workspace.deliveries import line_counts
from leadaudit.workspace.file_store import Store, StoredFile, files_of, register, release
from leadaudit.workspace.imports import Snapshot, stored_import
from leadaudit.workspace.intake_records import overrides_of, recipe, write_read
from leadaudit.workspace.read_parts import read_parts


def rebuild_outdated(store: Store) -> list[str]:
    """Read again whatever was read by other rules, or with other words of our own.

    Returns:
        Ids of the deliveries and imports that were read again.
    """
    with store.engine.connect() as connection:
        words = settings.words(connection)
        deliveries = _outdated(connection, schema.deliveries, words)
        imports = _outdated(connection, schema.imports, words)
    for rows in _by_reading(deliveries):
        _rebuild_deliveries(store, rows, words)
    for row in imports:
        _rebuild_import(store, row, words)
    return [*(row["delivery"] for row in deliveries), *(row["import_id"] for row in imports)]


def _outdated(connection: Connection, table: Table, words: OwnWords) -> list[RowMapping]:
    return list(connection.execute(select(table).where(table.c.recipe != recipe(words))).mappings())


def _by_reading(rows: Sequence[RowMapping]) -> list[list[RowMapping]]:
    """Deliveries that are read from the same bytes in the same way, which is done once for all of them."""
    found: dict[tuple[str, ...], list[RowMapping]] = {}
    for row in rows:
        how = tuple(str(row[name]) for name in ("file_sha256", "file_name", "mapping", "overrides", "split"))
        found.setdefault(how, []).append(row)
    return list(found.values())


def _rebuild_deliveries(store: Store, rows: Sequence[RowMapping], words: OwnWords) -> None:
    opened, original = _opened(store, rows[0]["delivery"], rows[0], overrides=rows[0]["overrides"])
    with store.engine.connect() as connection:
        programs = settings.programs(connection)
    again = [
        (row["delivery"], read, {**write_read(store.files, read), "original": original})
        for row, read in _read_again(opened, rows, programs, words)
    ]
    table = schema.deliveries
    with writing(store.engine) as connection:
        for name, read, stored in again:
            values = {**line_counts(read.lines), "recipe": recipe(words)}
            connection.execute(update(table).where(table.c.delivery == name).values(values))
            _replace(connection, store, name, stored)


def _read_again(
    opened: OpenedDelivery, rows: Sequence[RowMapping], programs: Mapping[str, Program], words: OwnWords
) -> Iterator[tuple[RowMapping, DeliveryRead]]:
    """Each delivery of a file as it reads now: all of its lines, or the part of them it was given."""
    where = rows[0]["file_name"]
    if rows[0]["split"]:
        places = find_again(opened.table, read_kept(rows[0]["split"]))
        bought = {row["part"]: programs[row["program"]] for row in rows}
        reads = read_parts(opened, places, bought, where=where, words=words)
        for row in rows:
            yield row, reads[row["part"]].named(row["delivery"])
        return
    for row in rows:
        program = programs[row["program"]]
        read = read_delivery(opened, vendor=program.vendor, currency=program.currency, where=where, words=words)
        yield row, read.named(row["delivery"])


def _rebuild_import(store: Store, row: RowMapping, words: OwnWords) -> None:
    name = row["import_id"]
    opened, original = _opened(store, name, row, overrides="{}")
    snapshot = Snapshot(
        kind=ImportKind(row["kind"]), source=row["source"], coverage=row["coverage"], snapshot_on=row["snapshot_on"]
    )
    made = stored_import(store, opened, snapshot, name=name, where=row["file_name"], words=words)
    stored = {**made, "original": original}
    table = schema.imports
    with writing(store.engine) as connection:
        connection.execute(update(table).where(table.c.import_id == name).values(recipe=recipe(words)))
        _replace(connection, store, name, stored)


def _opened(store: Store, name: str, row: RowMapping, *, overrides: str) -> tuple[OpenedDelivery, StoredFile]:
    with store.engine.connect() as connection:
        path = store.files.path(files_of(connection, name)["original"])
    saved = read_mapping_file(row["mapping"], f"mapping of {name}")
    opened = open_delivery(
        path, file_name=row["file_name"], delivery=name, saved=saved, overrides=overrides_of(overrides)
    )
    return opened, store.files.write_bytes("original", path)


def _replace(connection: Connection, store: Store, name: str, stored: dict[str, StoredFile]) -> None:
    release(connection, name)
    register(connection, name, stored)
    write_log(connection, author=store.author, action="read again", subject=name, detail="by other rules or words")
