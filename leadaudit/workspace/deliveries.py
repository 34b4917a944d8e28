"""Deliveries: previewed, committed in one transaction, taken out again as if they had never come."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, RowMapping, delete, insert, select

from leadaudit.audit import OpenedDelivery, Report, read_delivery, silent
from leadaudit.audit_file import delivery_id
from leadaudit.audit_inputs import DeliveryHead, DeliveryRead
from leadaudit.contract.program import Program
from leadaudit.errors import AlreadyDeliveredError, UnknownNameError
from leadaudit.intake.mapping_file import write_mapping_file
from leadaudit.vocabulary import FindingStatus, LineStatus
from leadaudit.workspace import schema, settings
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.claims import release_delivery
from leadaudit.workspace.file_store import FileStore, Store, StoredFile, files_of, register, release
from leadaudit.workspace.intake_records import detection_text, overrides_text, recipe, write_read
from leadaudit.workspace.kept_matches import require_delivery_free
from leadaudit.workspace.staging import StagedFile

# Digits of a file's fingerprint that are enough to name it.
SHORTEST_FINGERPRINT: Final = 6

# A file whose newest activity is older than this against the day given is probably an old file dated too late.
OLD_FILE_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One delivery as people see it."""

    head: DeliveryHead
    file_sha256: str
    byte_count: int
    lines_read: int
    lines_repaired: int
    lines_unreadable: int
    committed_at: datetime
    detection: str
    mapping: str
    part: str
    split: str

    @property
    def is_part(self) -> bool:
        """Whether its file holds other deliveries too."""
        return bool(self.part)

    @property
    def delivered(self) -> int:
        """Delivered lines."""
        return self.lines_read + self.lines_repaired + self.lines_unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What committing a file would bring.

    Args:
        ready: Lines read without a finding that matters.
        attention: Lines read, or repaired, with one.
        unreadable: Lines that cannot be read.
        newest_activity_on: The newest day the file speaks of; None when it names none.
    """

    ready: int
    attention: int
    unreadable: int
    newest_activity_on: date | None

    @property
    def delivered(self) -> int:
        """Delivered lines."""
        return self.ready + self.attention + self.unreadable

    def looks_old(self, delivered_on: date) -> bool:
        """Whether the day given is much later than anything the file speaks of."""
        newest = self.newest_activity_on
        return newest is not None and delivered_on - newest > OLD_FILE_DAYS


def preview_of(read: DeliveryRead) -> Preview:
    """What committing a reading would bring."""
    statuses = dict(zip(*_counted(read.lines["status"]), strict=True))
    unreadable = statuses.get(LineStatus.UNREADABLE, 0)
    problems = read.findings.filter(pc.not_equal(read.findings["status"], FindingStatus.NOTE.value))
    repaired = read.lines.filter(pc.equal(read.lines["status"], LineStatus.REPAIRED.value))["line"]
    attention = len(set(problems["line"].to_pylist()) | set(repaired.to_pylist()))
    days = [
        pc.max(read.facts[name]).as_py() for name in ("activity_on", "captured_on", "delivered_row_on", "intent_on")
    ]
    return Preview(
        ready=read.lines.num_rows - unreadable - attention,
        attention=attention,
        unreadable=unreadable,
        newest_activity_on=max((on for on in days if on is not None), default=None),
    )


def _counted(column: object) -> tuple[list[str], list[int]]:
    counted = pc.value_counts(column)
    return counted.field("values").to_pylist(), counted.field("counts").to_pylist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a file came.

    Args:
        program: What it was delivered under.
        delivered_on: The day it arrived.
        received_at: The instant; None is the start of that day, UTC.
        delivered_on_assumed: Whether nobody stated the day.
    """

    program: Program
    delivered_on: date
    received_at: datetime | None = None
    delivered_on_assumed: bool = False

    @property
    def received_utc(self) -> datetime:
        """The instant it was received, as the catalogue keeps it."""
        day = datetime(self.delivered_on.year, self.delivered_on.month, self.delivered_on.day, tzinfo=UTC)
        return (self.received_at or day).astimezone(UTC).replace(tzinfo=None)


def commit_delivery(
    store: Store,
    opened: OpenedDelivery,
    staged: StagedFile,
    arrival: Arrival,
    *,
    read: DeliveryRead | None = None,
    report: Report = silent,
) -> str:
    """Read a file in full and make it visible, all of it or nothing.

    Args:
        store: The workspace.
        opened: The file with its mapping.
        staged: The file on its way in.
        arrival: How it came.
        read: What reading it in full gave already, for this program's vendor and currency and under the words in
            force; None: it is read now.
        report: Told the stage and how far it is.

    Returns:
        The delivery's id.

    Raises:
        AlreadyDeliveredError: The same bytes are here already under the same program.
        MappingError: A question about the columns is open.
    """
    program = arrival.program
    sha256 = opened.table.sha256
    with store.engine.connect() as connection:
        _require_new(connection, program.id, sha256, staged.file_name)
        words = settings.words(connection)
    read = read or read_delivery(
        opened,
        vendor=program.vendor,
        currency=program.currency,
        where=staged.file_name,
        words=words,
        processes=os.cpu_count() or 1,
        report=report,
    )
    name = delivery_id(program.vendor, arrival.delivered_on, program.id, sha256)
    read = read.named(name)
    report("storing", 0, read.lines.num_rows)
    stored = {**write_read(store.files, read), "original": store.files.write_bytes("original", staged.path)}
    with writing(store.engine) as connection:
        _require_new(connection, program.id, sha256, staged.file_name)
        made = NewDelivery(
            name=name, arrival=arrival, counts=line_counts(read.lines), stored=stored, recipe=recipe(words)
        )
        add_delivery(connection, store, opened, staged, made)
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery read and stored, not yet visible.

    Args:
        name: Its id.
        arrival: How it came.
        counts: What became of its lines (``line_counts``).
        stored: Its files by table name.
        recipe: What its tables were made with.
        part: Which lines of a file of many deliveries it has; "" the whole file.
        split: How that file was taken apart, JSON.
    """

    name: str
    arrival: Arrival
    counts: dict[str, int]
    stored: dict[str, StoredFile]
    recipe: str
    part: str = ""
    split: str = ""


def add_delivery(
    connection: Connection, store: Store, opened: OpenedDelivery, staged: StagedFile, made: NewDelivery
) -> None:
    """Make one delivery visible, inside a writing transaction."""
    arrival = made.arrival
    connection.execute(
        insert(schema.deliveries).values(
            delivery=made.name,
            vendor=arrival.program.vendor,
            program=arrival.program.id,
            delivered_on=arrival.delivered_on,
            delivered_on_assumed=arrival.delivered_on_assumed,
            received_at=arrival.received_utc,
            file_name=staged.file_name,
            file_sha256=opened.table.sha256,
            byte_count=opened.table.byte_count,
            mapping=write_mapping_file(opened.mapping.to_saved()),
            overrides=overrides_text(staged.overrides),
            detection=detection_text(opened.table.detection),
            recipe=made.recipe,
            **made.counts,
            committed_at=clock(),
            part=made.part,
            split=made.split,
        )
    )
    # These are fresh bytes: nothing in them was erased, and whom they hold is suppressed.
    connection.execute(delete(schema.erased_lines).where(schema.erased_lines.c.owner == made.name))
    register(connection, made.name, made.stored)
    write_log(connection, author=store.author, action="delivery added", subject=made.name, detail=staged.file_name)


def line_counts(lines: pa.Table) -> dict[str, int]:
    """What became of the lines, as the catalogue notes it."""
    statuses = dict(zip(*_counted(lines["status"]), strict=True))
    return {f"lines_{status.value}": statuses.get(status.value, 0) for status in LineStatus}


def _require_new(connection: Connection, program: str, sha256: str, file_name: str) -> None:
    table = schema.deliveries
    of_file = select(table).where(table.c.file_sha256 == sha256)
    part = connection.execute(of_file.where(table.c.part != "")).mappings().first()
    if part is not None:
        raise AlreadyDeliveredError(
            file_name,
            f"the same file is here taken apart, one delivery of it is {part['delivery']}",
            "Nothing was stored; take all deliveries of the file out first if the whole file should replace them",
        )
    found = connection.execute(of_file.where(table.c.program == program)).mappings().first()
    if found is not None:
        raise AlreadyDeliveredError(
            file_name,
            f"the same file was delivered under program {program} on {found['delivered_on']} as {found['delivery']}",
            "Nothing was stored; take that delivery out first if this one should replace it",
        )


def all_deliveries(connection: Connection) -> tuple[Delivery, ...]:
    """Active deliveries, newest first."""
    table = schema.deliveries
    query = select(table).order_by(table.c.delivered_on.desc(), table.c.received_at.desc(), table.c.delivery.desc())
    return tuple(_delivery(row) for row in connection.execute(query).mappings())


def delivery_named(connection: Connection, name: str) -> Delivery:
    """One active delivery.

    Raises:
        UnknownNameError: There is none of that name.
    """
    row = connection.execute(select(schema.deliveries).where(schema.deliveries.c.delivery == name)).mappings().first()
    if row is None:
        raise UnknownNameError(
            f"delivery {name}",
            "there is none of that name here",
            "The page Deliveries and leadaudit deliveries list them",
        )
    return _delivery(row)


def withdraw_deliveries(store: Store, names: Sequence[str]) -> None:
    """Take deliveries out again, all of them or none; nothing but the log remembers them.

    Raises:
        UnknownNameError: There is none of one of the names.
        LeadauditError: A claim about one of them is with its vendor, or a kept match of an invoice speaks of it.
    """
    with writing(store.engine) as connection:
        for name in names:
            delivery_named(connection, name)
            require_delivery_free(connection, name)
            release_delivery(connection, name, author=store.author)
            connection.execute(delete(schema.deliveries).where(schema.deliveries.c.delivery == name))
            release(connection, name)
            write_log(connection, author=store.author, action="delivery withdrawn", subject=name)


def deliveries_of_file(connection: Connection, file: str) -> tuple[Delivery, ...]:
    """The active deliveries of one file, newest first.

    Args:
        connection: To the catalogue.
        file: The file's name, or at least six digits of its fingerprint (sha256).

    Raises:
        UnknownNameError: No delivery is of that file, or the name fits several files.
    """
    active = all_deliveries(connection)
    is_print = len(file) >= SHORTEST_FINGERPRINT
    found = [one for one in active if one.head.file_name == file or (is_print and one.file_sha256.startswith(file))]
    prints = sorted({one.file_sha256[:16] for one in found})
    if not found:
        raise UnknownNameError(f"file {file}", "no delivery here is of that file", "leadaudit deliveries lists them")
    if len(prints) > 1:
        raise UnknownNameError(
            f"file {file}",
            f"{len(prints)} different files have that name",
            f"Give one by its fingerprint: {', '.join(prints)}",
        )
    return tuple(found)


def original_of(connection: Connection, store: FileStore, name: str) -> Path:
    """The delivered bytes."""
    delivery_named(connection, name)
    return store.path(files_of(connection, name)["original"])


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        head=DeliveryHead(
            delivery=row["delivery"],
            vendor=row["vendor"],
            program=row["program"],
            delivered_on=row["delivered_on"],
            delivered_on_assumed=row["delivered_on_assumed"],
            received_at=row["received_at"].replace(tzinfo=UTC),
            file_name=row["file_name"],
        ),
        file_sha256=row["file_sha256"],
        byte_count=row["byte_count"],
        lines_read=row["lines_read"],
        lines_repaired=row["lines_repaired"],
        lines_unreadable=row["lines_unreadable"],
        committed_at=row["committed_at"],
        detection=row["detection"],
        mapping=row["mapping"],
        part=row["part"],
        split=row["split"],
    )
