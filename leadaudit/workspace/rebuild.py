"""What was read by other rules or words is read again from the delivered bytes; tables are never patched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Connection, RowMapping, Table, select, update

from leadaudit.audit import OpenedDelivery, open_delivery, read_delivery
from leadaudit.audit_inputs import DeliveryRead
from leadaudit.contract.program import Program
from leadaudit.erased import Erased
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping_file import read_mapping_file
from leadaudit.split.choice import read_kept
from leadaudit.split.parts import find_again
from leadaudit.vocabulary import ImportKind, LineStatus
from leadaudit.workspace import schema, settings
from leadaudit.workspace.bringing_in import stored_import
from leadaudit.workspace.catalogue import write_log, writing
from leadaudit.workspace.deliveries import line_counts
from leadaudit.workspace.erased_people import erased_places, erased_so_far, with_erased, without_findings
from leadaudit.workspace.file_store import Store, StoredFile, files_of, register, release
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.intake_records import overrides_of, recipe, write_read
from leadaudit.workspace.read_parts import read_parts

# Of a split file: each erased line with its part, and what became of it when it was first read.
Places = Mapping[int, tuple[str, LineStatus]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """A delivery or an import read again and stored, not yet visible.

    Args:
        owner: Its id.
        table: The catalogue's table that has it.
        stored: Its files by table name.
        values: What changes of its row.
    """

    owner: str
    table: Table
    stored: Mapping[str, StoredFile]
    values: Mapping[str, object] = field(default_factory=dict)


def rebuild_outdated(store: Store) -> list[str]:
    """Read again whatever was read by other rules, or with other words of our own.

    Returns:
        Ids of the deliveries and imports that were read again.
    """
    with store.engine.connect() as connection:
        words = settings.words(connection)
        deliveries = _outdated(connection, schema.deliveries, words)
        imports = _outdated(connection, schema.imports, words)
        erased = erased_so_far(connection) if deliveries or imports else Erased()
    for rows in by_reading(deliveries):
        with store.engine.connect() as connection:
            places = erased_places(connection, rows[0]["file_sha256"])
        _put(store, deliveries_again(store, rows, words, erased, places))
    for row in imports:
        _put(store, [import_again(store, row, words, erased)])
    return [*(row["delivery"] for row in deliveries), *(row["import_id"] for row in imports)]


def is_outdated(store: Store) -> bool:
    """Whether something was read by other rules, or with other words of our own."""
    with store.engine.connect() as connection:
        words = settings.words(connection)
        return any(_outdated(connection, table, words) for table in (schema.deliveries, schema.imports))


def _outdated(connection: Connection, table: Table, words: OwnWords) -> list[RowMapping]:
    return list(connection.execute(select(table).where(table.c.recipe != recipe(words))).mappings())


def by_reading(rows: Sequence[RowMapping]) -> list[list[RowMapping]]:
    """Deliveries that are read from the same bytes in the same way, which is done once for all of them."""
    found: dict[tuple[str, ...], list[RowMapping]] = {}
    for row in rows:
        how = tuple(str(row[name]) for name in ("file_sha256", "file_name", "mapping", "overrides", "split"))
        found.setdefault(how, []).append(row)
    return list(found.values())


def deliveries_again(
    store: Store,
    rows: Sequence[RowMapping],
    words: OwnWords,
    erased: Erased,
    places: Places,
    *,
    original: Path | None = None,
) -> list[ReadAgain]:
    """Deliveries of one file, read again and stored.

    Args:
        store: The workspace.
        rows: Their rows, read in the same way (``by_reading``).
        words: Words of our own.
        erased: What was erased.
        places: Where the erased lines of the file were, when it was split.
        original: Other bytes than those that are kept; None: those.
    """
    opened, bytes_kept = opened_again(store, rows[0]["delivery"], rows[0], original=original)
    with store.engine.connect() as connection:
        programs = settings.programs(connection)
    return [
        ReadAgain(
            owner=row["delivery"],
            table=schema.deliveries,
            stored={**write_read(store.files, read), "original": bytes_kept},
            values={**line_counts(read.lines), "recipe": recipe(words)},
        )
        for row, read in _read_again(opened, rows, programs, words, erased=erased, places=places)
    ]


def _read_again(
    opened: OpenedDelivery,
    rows: Sequence[RowMapping],
    programs: Mapping[str, Program],
    words: OwnWords,
    *,
    erased: Erased,
    places: Places,
) -> Iterator[tuple[RowMapping, DeliveryRead]]:
    """Each delivery of a file as it reads now: all of its lines, or the part of them it was given."""
    where = rows[0]["file_name"]
    if rows[0]["split"]:
        gone = {line: status for line, (_, status) in places.items()}
        whole = with_erased(opened, gone, delivery=rows[0]["delivery"])
        found = _where_they_were(find_again(whole.table, read_kept(rows[0]["split"])), places)
        bought = {row["part"]: programs[row["program"]] for row in rows}
        reads = read_parts(whole, found, bought, where=where, words=words)
        for row in rows:
            yield row, without_findings(reads[row["part"]].named(row["delivery"]), gone)
        return
    for row in rows:
        program, gone = programs[row["program"]], erased.lines_of(row["delivery"])
        whole = with_erased(opened, gone, delivery=row["delivery"])
        read = read_delivery(whole, vendor=program.vendor, currency=program.currency, where=where, words=words)
        yield row, without_findings(read.named(row["delivery"]), gone)


def _where_they_were(found: pa.Table, places: Places) -> pa.Table:
    """Where the lines of a split file belong; an erased one no longer says, and stays where it was."""
    if not places:
        return found
    parts = [
        places[line][0] if line in places else part
        for line, part in zip(found["line"].to_pylist(), found["part"].to_pylist(), strict=True)
    ]
    return found.set_column(1, "part", pa.array(parts, pa.string()))


def import_again(
    store: Store, row: RowMapping, words: OwnWords, erased: Erased, *, original: Path | None = None
) -> ReadAgain:
    """An import, read again and stored; the arguments are those of ``deliveries_again``."""
    name = row["import_id"]
    opened, bytes_kept = opened_again(store, name, row, original=original)
    snapshot = Snapshot(
        kind=ImportKind(row["kind"]), source=row["source"], coverage=row["coverage"], snapshot_on=row["snapshot_on"]
    )
    whole = with_erased(opened, erased.lines_of(name), delivery=name)
    made = stored_import(store, whole, snapshot, name=name, where=row["file_name"], words=words)
    return ReadAgain(
        owner=name, table=schema.imports, stored={**made, "original": bytes_kept}, values={"recipe": recipe(words)}
    )


def opened_again(
    store: Store, name: str, row: RowMapping, *, original: Path | None = None
) -> tuple[OpenedDelivery, StoredFile]:
    """A delivery's or an import's file as it was read, from the bytes that are kept or others."""
    if original is None:
        with store.engine.connect() as connection:
            original = store.files.path(files_of(connection, name)["original"])
    saved = read_mapping_file(row["mapping"], f"mapping of {name}")
    opened = open_delivery(
        original, file_name=row["file_name"], delivery=name, saved=saved, overrides=overrides_of(row["overrides"])
    )
    return opened, store.files.write_bytes("original", original)


def _put(store: Store, again: Sequence[ReadAgain]) -> None:
    with writing(store.engine) as connection:
        for one in again:
            replace_files(connection, one)
            detail = "by other rules or words"
            write_log(connection, author=store.author, action="read again", subject=one.owner, detail=detail)


def replace_files(connection: Connection, one: ReadAgain) -> None:
    """Put what was read again in the place of what was read before, inside a writing transaction."""
    key = next(iter(one.table.primary_key.columns))
    connection.execute(update(one.table).where(key == one.owner).values(dict(one.values)))
    release(connection, one.owner)
    register(connection, one.owner, dict(one.stored))
