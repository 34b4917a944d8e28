"""Both steps over files that no workspace keeps: what ``leadaudit audit`` does on its own."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.answers import Loaded, Story, build_story
from leadaudit.audit import Report, assess, open_delivery, read_delivery, silent
from leadaudit.audit_inputs import (
    READ_TABLES,
    AuditInputs,
    DeliveryHead,
    DeliveryRead,
    concatenated,
    deliveries_table,
    lists_table,
)
from leadaudit.contract.buyer import Buyer
from leadaudit.contract.program import Program
from leadaudit.crm import contacts_of
from leadaudit.errors import AlreadyDeliveredError, MappingError
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.delivered import DeliveredTable, ReadOverrides
from leadaudit.intake.mapping import Mapping as ColumnsMapping
from leadaudit.intake.mapping_file import SavedMapping
from leadaudit.likeness import likely_pairs
from leadaudit.policy import Policy, default_policy
from leadaudit.vocabulary import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredFile:
    """A file and what its sender and receiver say of it.

    Args:
        source: The file, or its bytes.
        file_name: Its name.
        program: What it was delivered under.
        delivered_on: The day it arrived; None takes the file's single delivery date, else ``as_of``.
        mapping: The vendor's mapping from before.
        overrides: What a person chose instead of what would be detected.
    """

    source: Path | bytes
    file_name: str
    program: Program
    delivered_on: date | None = None
    mapping: SavedMapping | None = None
    overrides: ReadOverrides | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedFile:
    """A delivery and how its file was understood."""

    head: DeliveryHead
    table: DeliveredTable
    mapping: ColumnsMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One or several files, read and assessed together.

    Args:
        as_of: The day it speaks for.
        policy: The rules it was made with.
        files: The files that were read, in the order given, each with its columns.
        tables: Every table by name, as ``sql.run`` takes it.
        stories: What there is to tell of each delivery, by its id.
        waiting: Why a file was not read: a question about its columns is open.
    """

    as_of: date
    policy: Policy
    files: tuple[AuditedFile, ...]
    tables: Mapping[str, sql.Source]
    stories: Mapping[str, Story]
    waiting: tuple[MappingError, ...]


def delivery_id(vendor: str, delivered_on: date, program: str, sha256: str, *, part: str = "") -> str:
    """``<vendor>-<delivered_on>-<6 hex>``: the same bytes under the same program have one id a day.

    ``part`` names which lines of a file of many deliveries are meant; it is empty for a whole file.
    """
    named = f"{program}:{sha256}:{part}" if part else f"{program}:{sha256}"
    return f"{vendor}-{delivered_on}-{hashlib.sha256(named.encode()).hexdigest()[:6]}"


def stated_or_assumed_day(read: DeliveryRead, stated: date | None, as_of: date) -> tuple[date, bool]:
    """The day a file arrived, and whether nobody said so: as stated, else the file's single delivery date."""
    if stated is not None:
        return stated, False
    days = pc.unique(read.facts["delivered_row_on"].drop_null()).to_pylist()
    return (min(days[0], as_of), True) if len(days) == 1 else (as_of, True)


def read_file(
    delivered: DeliveredFile, *, as_of: date, words: OwnWords | None = None, report: Report = silent
) -> tuple[DeliveryHead, DeliveryRead]:
    """One file, read under its final delivery id.

    Raises:
        NotATableError: The bytes hold no table.
        MappingError: A question about the columns is open.
    """
    report("reading", 0, None)
    opened = open_delivery(
        delivered.source,
        file_name=delivered.file_name,
        delivery="preview",
        saved=delivered.mapping,
        overrides=delivered.overrides,
    )
    program = delivered.program
    read = read_delivery(
        opened,
        vendor=program.vendor,
        currency=program.currency,
        where=delivered.file_name,
        words=words,
        report=report,
    )
    day, assumed = stated_or_assumed_day(read, delivered.delivered_on, as_of)
    head = DeliveryHead(
        delivery=delivery_id(program.vendor, day, program.id, read.table.sha256),
        vendor=program.vendor,
        program=program.id,
        delivered_on=day,
        delivered_on_assumed=assumed,
        received_at=datetime.combine(day, time(), tzinfo=UTC),
        file_name=delivered.file_name,
    )
    return head, read.named(head.delivery)


def audit_files(
    files: Sequence[DeliveredFile],
    *,
    as_of: date,
    buyer: Buyer | None = None,
    crm: Path | None = None,
    policy: Policy | None = None,
    words: OwnWords | None = None,
    report: Report = silent,
) -> Audit:
    """Reads files and judges them together; nothing is kept.

    Args:
        files: One or several deliveries.
        as_of: The day the answer speaks for.
        buyer: Ourselves; None knows no names, domains or lists.
        crm: A CRM export of contacts or leads.
        policy: The rules; None takes the shipped ones.
        words: Words of your own, as ``facts.words_file.read_words`` reads them.
        report: Told the stage and how far it is.

    Raises:
        LeadauditError: A file cannot be read as asked.
        MappingError: No file could be read, because questions about the columns are open.
    """
    read, waiting = _read_or_wait(files, as_of=as_of, words=words, report=report)
    if not read:
        raise waiting[0]
    _require_different(read)
    report("likeness", 0, None)
    heads = tuple(head for head, _ in read)
    reads = tuple(reading for _, reading in read)
    crm_read = None if crm is None else _read_crm(crm, words)
    inputs = AuditInputs(
        heads=heads,
        lines=concatenated([reading.lines for reading in reads], tables.LINES),
        records=_records(reads),
        answers=concatenated([reading.answers for reading in reads], tables.ANSWERS),
        facts=concatenated([reading.facts for reading in reads], tables.FACTS),
        keys=concatenated([reading.keys for reading in reads], tables.KEYS),
        findings=concatenated([reading.findings for reading in reads], tables.FINDINGS),
        programs={delivered.program.id: delivered.program for delivered in files},
        buyer=buyer or Buyer(),
        words=words or OwnWords(),
        contacts=None if crm_read is None else contacts_of(crm_read, source="crm", snapshot_on=as_of),
        contact_facts=tables.FACTS.empty() if crm_read is None else crm_read.facts,
        contact_keys=tables.KEYS.empty() if crm_read is None else crm_read.keys,
        input_ids=() if crm_read is None else (crm_read.table.sha256,),
        pairs=likely_pairs(
            [*((head.delivery, reading) for head, reading in read), *([] if crm_read is None else [("crm", crm_read)])],
            words or OwnWords(),
        ),
    )
    assessment = assess(inputs, policy=policy or default_policy(), as_of=as_of, report=report)
    sources = {**{name: getattr(inputs, name) for name in READ_TABLES}, **assessment.tables}
    return Audit(
        as_of=as_of,
        policy=assessment.policy,
        files=tuple(AuditedFile(head=head, table=reading.table, mapping=reading.mapping) for head, reading in read),
        tables=sources,
        stories=stories_of(
            sources, heads, programs=inputs.programs, policy=assessment.policy, as_of=as_of, loaded=loaded_of(inputs)
        ),
        waiting=waiting,
    )


def loaded_of(inputs: AuditInputs) -> Loaded:
    """What there was to look into."""
    lists = pc.unique(lists_table(inputs)["list"]).to_pylist()
    return Loaded(
        deliveries=len(inputs.heads), has_suppression=ListKind.SUPPRESSION.value in lists, has_crm=inputs.has_crm
    )


def stories_of(
    sources: Mapping[str, sql.Source],
    heads: Sequence[DeliveryHead],
    *,
    programs: Mapping[str, Program],
    policy: Policy,
    as_of: date,
    loaded: Loaded,
) -> dict[str, Story]:
    """What there is to tell of each delivery, by its id."""
    return {
        head.delivery: build_story(
            sources,
            deliveries=deliveries_table([head], programs),
            programs=programs,
            policy=policy,
            as_of=as_of,
            loaded=loaded,
        )
        for head in heads
    }


def _read_or_wait(
    files: Sequence[DeliveredFile], *, as_of: date, words: OwnWords | None, report: Report
) -> tuple[list[tuple[DeliveryHead, DeliveryRead]], tuple[MappingError, ...]]:
    read, waiting = [], []
    for delivered in files:
        try:
            read.append(read_file(delivered, as_of=as_of, words=words, report=report))
        except MappingError as question:
            waiting.append(question)
    return read, tuple(waiting)


def _require_different(read: Sequence[tuple[DeliveryHead, DeliveryRead]]) -> None:
    seen: dict[str, str] = {}
    for head, _ in read:
        if head.delivery in seen:
            raise AlreadyDeliveredError(
                head.file_name, f"it holds the same bytes as {seen[head.delivery]}", "Leave one of them out"
            )
        seen[head.delivery] = head.file_name


def _read_crm(path: Path, words: OwnWords | None) -> DeliveryRead:
    opened = open_delivery(path, file_name=path.name, delivery="crm")
    return read_delivery(opened, vendor="crm", currency=None, where=path.name, words=words)


def _records(reads: Sequence[DeliveryRead]) -> pa.Table:
    """Records of several files: a column is there when any of them mapped it."""
    return pa.concat_tables([reading.records for reading in reads], promote_options="default")
