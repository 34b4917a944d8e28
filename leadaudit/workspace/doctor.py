"""Checks every stored sum and file; says what is wrong, changes nothing."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Engine, select, text

from leadaudit import conservation
from leadaudit.audit_inputs import READ_TABLES
from leadaudit.errors import ConservationError
from leadaudit.vocabulary import LineStatus
from leadaudit.workspace import schema, settings
from leadaudit.workspace.deliveries import Delivery, all_deliveries
from leadaudit.workspace.file_store import FileStore, files_of, sha256_of
from leadaudit.workspace.intake_records import recipe
from leadaudit.workspace.known_people import PEOPLE_OWNER
from leadaudit.workspace.weights import WEIGHTS_OWNER


def check_workspace(engine: Engine, store: FileStore) -> tuple[str, ...]:
    """Everything that is wrong, one sentence each; empty when all is well."""
    with engine.connect() as connection:
        return (
            *_catalogue(connection),
            *_files(connection, store),
            *_programs(connection),
            *_owners(connection),
            *(line for one in all_deliveries(connection) for line in _delivery(connection, store, one)),
            *_parts(connection, store),
            *_assessments(connection, store),
        )


def _catalogue(connection: Connection) -> Iterator[str]:
    for (answer,) in connection.execute(text("pragma integrity_check")):
        if answer != "ok":
            yield f"catalogue: {answer}. Restore it from a backup."
    for row in connection.execute(text("pragma foreign_key_check")):
        yield f"catalogue, table {row[0]}: a row points to nothing in {row[2]}. Restore it from a backup."


def _programs(connection: Connection) -> Iterator[str]:
    for name, program in settings.programs(connection).items():
        if program.spec_problem is not None:
            yield f"program {name}: {program.spec_problem}"


def _files(connection: Connection, store: FileStore) -> Iterator[str]:
    for row in connection.execute(select(schema.files).order_by(schema.files.c.file)).mappings():
        path = store.path(row["file"])
        if not path.exists():
            yield f"file {row['file']}: it is gone. Restore it from a backup, or withdraw what needs it."
        elif path.stat().st_size != row["byte_count"] or sha256_of(path) != row["sha256"]:
            yield f"file {row['file']}: its bytes have changed. Restore it from a backup."
        elif row["row_count"] is not None and store.row_count(row["file"]) != row["row_count"]:
            yield f"file {row['file']}: it holds another number of rows than noted. Restore it from a backup."


def _owners(connection: Connection) -> Iterator[str]:
    owners = {
        *connection.execute(select(schema.deliveries.c.delivery)).scalars(),
        *connection.execute(select(schema.imports.c.import_id)).scalars(),
        *connection.execute(select(schema.assessments.c.assessment_id)).scalars(),
        *connection.execute(select(schema.compared.c.owner)).scalars(),
        *connection.execute(select(schema.claims.c.claim)).scalars(),
        *connection.execute(select(schema.published_runs.c.name)).scalars(),
    }
    for owner in sorted(set(connection.execute(select(schema.file_uses.c.owner)).scalars()) - owners):
        if owner.startswith((PEOPLE_OWNER, WEIGHTS_OWNER)):
            continue
        yield f"{owner}: files are kept for it, but it is not here. Restore the catalogue from a backup."


def _delivery(connection: Connection, store: FileStore, delivery: Delivery) -> Iterator[str]:
    name = delivery.head.delivery
    files = files_of(connection, name)
    absent = [table for table in (*READ_TABLES, "original") if table not in files]
    if absent:
        yield f"delivery {name}: {', '.join(absent)} not kept. Withdraw it and deliver the file again."
        return
    if not store.path(files["lines"]).exists():
        return
    statuses = pc.value_counts(store.read_table(files["lines"])["status"]).to_pylist()
    found = {row["values"]: row["counts"] for row in statuses}
    noted = {
        LineStatus.READ: delivery.lines_read,
        LineStatus.REPAIRED: delivery.lines_repaired,
        LineStatus.UNREADABLE: delivery.lines_unreadable,
    }
    for status, number in noted.items():
        if found.get(status.value, 0) != number:
            yield (
                f"delivery {name}: {number} lines are noted as {status.value}, "
                f"{found.get(status.value, 0)} are stored. "
                "Withdraw it and deliver the file again."
            )
    row = connection.execute(
        select(schema.deliveries.c.recipe).where(schema.deliveries.c.delivery == name)
    ).scalar_one()
    if row != recipe(settings.words(connection)):
        yield (
            f"delivery {name}: its tables were made by other rules or words. They are made again with the next answer."
        )


def _parts(connection: Connection, store: FileStore) -> Iterator[str]:
    """No line of a split file may be in two of its deliveries."""
    seen: dict[str, pa.Array] = {}
    for one in all_deliveries(connection):
        lines = files_of(connection, one.head.delivery).get("lines")
        if not one.is_part or lines is None or not store.path(lines).exists():
            continue
        here = store.read_table(lines)["line"].combine_chunks()
        others = seen.get(one.file_sha256, here.slice(0, 0))
        twice = here.filter(pc.is_in(here, value_set=others))
        if len(twice):
            yield (
                f"delivery {one.head.delivery}: line {twice[0]} of {one.head.file_name} is in another delivery of the "
                "file too. Withdraw all of them and deliver the file again."
            )
        seen[one.file_sha256] = pa.concat_arrays([others, here])


def _assessments(connection: Connection, store: FileStore) -> Iterator[str]:
    for name in connection.execute(select(schema.assessments.c.assessment_id)).scalars():
        files = files_of(connection, name)
        needed = {table: store.path(files[table]) for table in ("classes", "verdicts", "usable") if table in files}
        if len(needed) < 3 or not all(path.exists() for path in needed.values()):
            yield f"assessment {name[:12]}: it is incomplete. It is built again when it is asked for."
            continue
        read = {table: store.read_table(path.name) for table, path in needed.items()}
        try:
            conservation.require_closed(lines=_lines_of(read["usable"]), **read)
        except ConservationError as error:
            yield f"assessment {name[:12]}: {error}"


def _lines_of(usable: pa.Table) -> pa.Table:
    """Delivered lines as the assessment itself counts them."""
    unreadable = pc.equal(usable["not_usable_reason"].fill_null(""), "unreadable")
    status = pc.if_else(unreadable, LineStatus.UNREADABLE.value, LineStatus.READ.value)
    return pa.table({"delivery": usable["delivery"], "line": usable["line"], "status": status})
