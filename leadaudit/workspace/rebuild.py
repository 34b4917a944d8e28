"""What was read by other rules or words is read again from the delivered bytes; tables are never patched."""

from sqlalchemy import Connection, RowMapping, Table, select, update

from leadaudit.audit import OpenedDelivery, open_delivery, read_delivery
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping_file import read_mapping_file
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import schema, settings
from leadaudit.workspace.catalogue import write_log, writing
from leadaudit.workspace.deliveries import line_counts
from leadaudit.workspace.file_store import Store, StoredFile, files_of, register, release
from leadaudit.workspace.imports import Snapshot, stored_import
from leadaudit.workspace.intake_records import overrides_of, recipe, write_read


def rebuild_outdated(store: Store) -> list[str]:
    """Read again whatever was read by other rules, or with other words of our own.

    Returns:
        Ids of the deliveries and imports that were read again.
    """
    with store.engine.connect() as connection:
        words = settings.words(connection)
        deliveries = _outdated(connection, schema.deliveries, words)
        imports = _outdated(connection, schema.imports, words)
    for row in deliveries:
        _rebuild_delivery(store, row, words)
    for row in imports:
        _rebuild_import(store, row, words)
    return [*(row["delivery"] for row in deliveries), *(row["import_id"] for row in imports)]


def _outdated(connection: Connection, table: Table, words: OwnWords) -> list[RowMapping]:
    return list(connection.execute(select(table).where(table.c.recipe != recipe(words))).mappings())


def _rebuild_delivery(store: Store, row: RowMapping, words: OwnWords) -> None:
    name = row["delivery"]
    opened, original = _opened(store, name, row, overrides=row["overrides"])
    with store.engine.connect() as connection:
        program = settings.programs(connection)[row["program"]]
    read = read_delivery(
        opened, vendor=program.vendor, currency=program.currency, where=row["file_name"], words=words
    )  # fmt: skip
    read = read.named(name)
    stored = {**write_read(store.files, read), "original": original}
    table = schema.deliveries
    with writing(store.engine) as connection:
        values = {**line_counts(read.lines), "recipe": recipe(words)}
        connection.execute(update(table).where(table.c.delivery == name).values(values))
        _replace(connection, store, name, stored)


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
