"""Erasing one person: every file and row of the workspace that holds them, all of it or nothing.

New files are written beside the old ones first.  One transaction makes them visible, keeps what is left of the lines
and dooms the old files; these are removed right after it, or when the workspace is opened the next time.
Source: docs/data.md, "Erasing one person".
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, RowMapping, String, Text, delete, func, insert, or_, select, update

from leadaudit.audit import OpenedDelivery
from leadaudit.erased import KEPT_TABLES, Erased, ErasedLine, kept_rows
from leadaudit.errors import LeadauditError
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.delivered import ReadOverrides
from leadaudit.intake.erased_words import Words
from leadaudit.vocabulary import LineStatus
from leadaudit.workspace import schema, settings
from leadaudit.workspace.assessments import StoredAssessment, drop_unpinned
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.erased_files import reads_the_same, require_the_same, rewritten, without_texts
from leadaudit.workspace.erased_people import digest_of, erased_places, erased_so_far, erasure_key
from leadaudit.workspace.erasure_plan import Place, PlannedErasure
from leadaudit.workspace.file_store import Store, StoredFile, files_of, register
from leadaudit.workspace.intake_records import overrides_text
from leadaudit.workspace.jobs import running_jobs
from leadaudit.workspace.kept_claims import SENT
from leadaudit.workspace.matching import drop_unused
from leadaudit.workspace.rebuild import (
    Places,
    ReadAgain,
    by_reading,
    deliveries_again,
    import_again,
    opened_again,
    replace_files,
)

_STAGING: Final = "staging/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was done.

    Args:
        lines: Delivered and imported lines that say nothing any more.
        files: Files that were written anew or removed.
    """

    lines: int
    files: int


def erase(store: Store, planned: PlannedErasure, found: StoredAssessment) -> Erasure:
    """Erase one person; there is no way back.

    Args:
        store: The workspace.
        planned: What would be erased.
        found: The answer it was planned with.

    Raises:
        LeadauditError: A file comes in at the same time, or reads otherwise without the person; nothing was erased.
    """
    if running_jobs(store.engine):
        raise LeadauditError("forget", "a file is being read in", "Nothing was erased; wait until it is done")
    key = erasure_key(store)
    with store.engine.connect() as connection:
        words, before = settings.words(connection), _original_files(connection)
        erased = _with_planned(erased_so_far(connection), planned, found, _statuses(connection, store, planned))
        rows = _rows(connection)
    again = _all_again(store, rows, before, planned, words, erased)
    scrubbed = _scrubbed(store, planned)
    with writing(store.engine) as connection:
        if _original_files(connection) != before:
            raise LeadauditError("forget", "a file came in or went out meanwhile", "Nothing was erased; try again")
        known = set(connection.execute(select(schema.files.c.file)).scalars())
        number = _note(connection, store, planned, erased, rows, key)
        for one in again:
            replace_files(connection, one)
        drop_unpinned(connection, keep=None)
        for owner, name, stored in scrubbed:
            _replace_file(connection, owner, name, stored)
        _forget_sent(connection, planned)
        _forget_decisions(connection, planned.places())
        _forget_words(connection, planned.words)
        drop_unused(connection)
        left = set(connection.execute(select(schema.files.c.file)).scalars())
        gone = (known | _orphans(store, left, planned.words)) - left | _staged(store, planned.words)
        connection.execute(delete(schema.doomed_files))
        if gone:
            connection.execute(insert(schema.doomed_files), [{"file": name} for name in sorted(gone)])
        write_log(connection, author=store.author, action="person erased", subject=f"erasure {number}")
    finish_erasures(store)
    return Erasure(lines=len(planned.lines), files=len(gone))


def finish_erasures(store: Store) -> None:
    """Remove from the disk what an erasure left behind; the catalogue's own pages too."""
    with store.engine.connect() as connection:
        doomed = list(connection.execute(select(schema.doomed_files.c.file)).scalars())
        if not doomed:
            return
    for name in doomed:
        if name.startswith(_STAGING):
            shutil.rmtree(store.files.folder.parent / name, ignore_errors=True)
        else:
            store.files.path(name).unlink(missing_ok=True)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("VACUUM")
        is_busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if is_busy:
        return  # somebody is reading an older state; the next one who opens the workspace tries again
    with writing(store.engine) as connection:
        connection.execute(delete(schema.doomed_files))


def _original_files(connection: Connection) -> dict[str, str]:
    """The delivered bytes of every delivery and import by its id."""
    uses = schema.file_uses
    rows = connection.execute(select(uses.c.owner, uses.c.file).where(uses.c.name == "original"))
    return {row.owner: row.file for row in rows}


def _rows(connection: Connection) -> dict[str, RowMapping]:
    """The catalogue's row of every delivery and import."""
    deliveries = connection.execute(select(schema.deliveries)).mappings()
    imports = connection.execute(select(schema.imports)).mappings()
    return {row["delivery"]: row for row in deliveries} | {row["import_id"]: row for row in imports}


def _statuses(connection: Connection, store: Store, planned: PlannedErasure) -> dict[Place, LineStatus]:
    found: dict[Place, LineStatus] = {}
    for owner in sorted({one.owner for one in planned.lines}):
        rows = store.files.read_table(files_of(connection, owner)["lines"], ["line", "status"]).to_pylist()
        wanted = set(planned.lines_of(owner))
        found |= {(owner, row["line"]): LineStatus(row["status"]) for row in rows if row["line"] in wanted}
    return found


def _with_planned(
    so_far: Erased, planned: PlannedErasure, found: StoredAssessment, statuses: Mapping[Place, LineStatus]
) -> Erased:
    """What is erased afterwards, with what is said of each record now."""
    today = clock().date()
    assessed = {name: pq.read_table(found.paths[name][0]) for name in KEPT_TABLES}
    kept = kept_rows(assessed, planned.places(), erased_at=datetime.combine(today, time(), tzinfo=UTC))
    known = {(one.delivery, one.line) for one in so_far.lines}
    lines = [
        ErasedLine(
            delivery=owner, line=line, erased_on=today, status=statuses[owner, line],
            # As JSON has it, so that it reads the same the next time.
            kept=json.loads(json.dumps(kept.get((owner, line), {}), default=_text)),
        )
        for owner, line in planned.places()
        if (owner, line) not in known and (owner, line) in statuses
    ]  # fmt: skip
    together = sorted([*so_far.lines, *lines], key=lambda one: (one.delivery, one.line))
    return replace(so_far, lines=tuple(together))


def _text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} is kept of no record")


def _all_again(
    store: Store,
    rows: Mapping[str, RowMapping],
    originals: Mapping[str, str],
    planned: PlannedErasure,
    words: OwnWords,
    erased: Erased,
) -> list[ReadAgain]:
    """Everything whose bytes hold the person, written without them and read again."""
    made: list[ReadAgain] = []
    by_file: dict[str, list[str]] = {}
    for owner, file in originals.items():
        by_file.setdefault(file, []).append(owner)
    for file, owners in sorted(by_file.items()):
        lines = {line for owner in owners for line in planned.lines_of(owner)}
        if lines or planned.words.are_in_file(store.files.path(file)):
            made += _again(store, [rows[owner] for owner in sorted(owners)], file, lines, planned.words, words, erased)
    return made


def _again(
    store: Store,
    rows: Sequence[RowMapping],
    file: str,
    lines: set[int],
    gone: Words,
    words: OwnWords,
    erased: Erased,
) -> list[ReadAgain]:
    deliveries = [row for row in rows if "delivery" in row]
    imports = [row for row in rows if "import_id" in row]
    made: list[ReadAgain] = []
    for group in by_reading(deliveries):
        name = group[0]["delivery"]
        path, pinned = _new_bytes(store, name, group[0], store.files.path(file), lines, gone)
        read = [{**row, "overrides": pinned} for row in group]
        places = _places(store, group, erased)
        again = deliveries_again(store, read, words, erased, places, original=path)  # type: ignore[arg-type]
        made += [replace(one, values={**one.values, "overrides": pinned}) for one in again]
    for row in imports:
        path, pinned = _new_bytes(store, row["import_id"], row, store.files.path(file), lines, gone)
        again_one = import_again(store, {**row, "overrides": pinned}, words, erased, original=path)  # type: ignore[arg-type]
        made.append(replace(again_one, values={**again_one.values, "overrides": pinned}))
    return made


def _places(store: Store, group: Sequence[RowMapping], erased: Erased) -> Places:
    """Where the erased lines of a split file are, those erased now included."""
    with store.engine.connect() as connection:
        known = erased_places(connection, group[0]["file_sha256"])
    now = {
        line: (row["part"], status)
        for row in group
        if row["part"]
        for line, status in erased.lines_of(row["delivery"]).items()
    }
    return {**known, **now}


def _new_bytes(store: Store, name: str, row: RowMapping, path: Path, lines: set[int], gone: Words) -> tuple[Path, str]:
    """The rewritten file, and what must be chosen for it to read as before.

    Raises:
        LeadauditError: It cannot be made to.
    """
    opened, _ = opened_again(store, name, row)
    stored = store.files.write_bytes("original", rewritten(path, opened, lines, gone))
    new = store.files.path(stored.file)
    if gone.are_in_file(new):
        raise LeadauditError(name, "the address stands where it cannot be taken out", "Nothing was erased; withdraw it")
    after, _ = opened_again(store, name, row, original=new)
    if reads_the_same(opened, after, lines, gone):
        return new, row["overrides"]
    # Fewer lines may look different as a whole: what was detected with the person in the file is chosen from now on.
    pinned = overrides_text(_as_detected(opened))
    after, _ = opened_again(store, name, {**row, "overrides": pinned}, original=new)  # type: ignore[arg-type]
    require_the_same(opened, after, lines, gone, owner=name)
    return new, pinned


def _as_detected(opened: OpenedDelivery) -> ReadOverrides:
    found = opened.table.detection
    encoding = None if found.encoding is None else found.encoding.value
    # A file that starts with a byte order mark says itself which it is.
    marked = found.encoding is not None and "byte order mark" in found.encoding.reason
    return ReadOverrides(
        encoding=None if marked else encoding,
        delimiter=None if found.delimiter is None or not found.delimiter.value else found.delimiter.value,
        quote=None if found.quote is None else found.quote.value,
        sheet=None if found.sheet is None else found.sheet.value,
        header_line=int(found.header_line.value),
    )


def _scrubbed(store: Store, planned: PlannedErasure) -> list[tuple[str, str, StoredFile]]:
    """The tables of pinned answers and of claims without the person's texts: owner, name, new file."""
    places = set(planned.places())
    made = []
    with store.engine.connect() as connection:
        pinned = set(connection.execute(select(schema.published_runs.c.assessment_id)).scalars())
        claims = set(connection.execute(select(schema.claims.c.claim)).scalars())
        owned = {owner: files_of(connection, owner) for owner in sorted(pinned | claims)}
    for owner, files in owned.items():
        for name, file in files.items():
            if not file.endswith(".parquet"):
                continue
            table = store.files.read_table(file)
            cleaned = without_texts(table, places, planned.words)
            if not cleaned.equals(table):
                made.append((owner, name, store.files.write_table(name, cleaned)))
    return made


def _replace_file(connection: Connection, owner: str, name: str, stored: StoredFile) -> None:
    uses = schema.file_uses
    connection.execute(delete(uses).where(uses.c.owner == owner, uses.c.name == name))
    needed = select(uses.c.file)
    register(connection, owner, {name: stored})
    connection.execute(delete(schema.files).where(schema.files.c.file.not_in(needed)))


def _note(
    connection: Connection,
    store: Store,
    planned: PlannedErasure,
    erased: Erased,
    rows: Mapping[str, RowMapping],
    key: bytes,
) -> int:
    """Write down that somebody was erased, and what is left of their lines; the number of the erasure is returned."""
    made = connection.execute(insert(schema.erasures).values(erased_on=clock().date(), author=store.author))
    number = int(made.inserted_primary_key[0])  # type: ignore[index]
    table = schema.erased_lines
    known = {(row.owner, row.line) for row in connection.execute(select(table.c.owner, table.c.line))}
    fresh = [one for one in erased.lines if (one.delivery, one.line) not in known]
    for one in fresh:
        row = rows[one.delivery]
        connection.execute(
            insert(table).values(
                owner=one.delivery,
                line=one.line,
                erasure=number,
                file_sha256=row["file_sha256"],
                part=row.get("part", ""),
                status=one.status.value,
                kept=json.dumps(dict(one.kept), sort_keys=True),
            )
        )
    digests = schema.erased_addresses
    have = set(connection.execute(select(digests.c.digest)).scalars())
    for digest in sorted({digest_of(key, address) for address in planned.addresses} - have):
        connection.execute(insert(digests).values(digest=digest, erasure=number))
    return number


def _forget_sent(connection: Connection, planned: PlannedErasure) -> None:
    """Of claims with a record of theirs the sent file goes; ids and amounts stay."""
    uses = schema.file_uses
    for claim in planned.claims:
        connection.execute(delete(uses).where(uses.c.owner == claim, uses.c.name == SENT))
    needed = select(uses.c.file)
    connection.execute(delete(schema.files).where(schema.files.c.file.not_in(needed)))


def _forget_decisions(connection: Connection, places: Iterable[Place]) -> None:
    table, log = schema.decisions, schema.log
    for owner, line in places:
        left = (table.c.left_delivery == owner) & (table.c.left_line == line)
        right = (table.c.right_delivery == owner) & (table.c.right_line == line)
        connection.execute(delete(table).where(or_(left, right)))
        named = f"{owner}:{line}"
        about = or_(
            log.c.subject.startswith(f"{named} and ", autoescape=True),
            log.c.subject.endswith(f" and {named}", autoescape=True),
        )
        connection.execute(update(log).where(about).values(detail=""))


def _forget_words(connection: Connection, words: Words) -> None:
    """Take the addresses out of every text of the catalogue."""
    for table in schema.metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        for column in table.columns:
            if not isinstance(column.type, String | Text) or column.primary_key or column.foreign_keys:
                continue
            held = or_(*(func.lower(column).contains(one, autoescape=True) for one in words.addresses))
            for row in connection.execute(select(*keys, column.label("text")).where(held)).all():
                here = [key == value for key, value in zip(keys, row, strict=False)]
                connection.execute(update(table).where(*here).values({column.name: words.replaced(row.text)}))


def _orphans(store: Store, registered: set[str], words: Words) -> set[str]:
    """Files nobody needs that hold the person: of deliveries taken out, of work that was interrupted."""
    found = set()
    for path in sorted(store.files.folder.iterdir()):
        if path.name not in registered and _holds(path, words):
            found.add(path.name)
    return found


def _staged(store: Store, words: Words) -> set[str]:
    """Files on their way in that hold the person."""
    folders = (store.files.folder.parent / _STAGING).iterdir()
    return {f"{_STAGING}{folder.name}" for folder in folders if any(words.are_in_file(one) for one in folder.iterdir())}


def _holds(path: Path, words: Words) -> bool:
    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError):
        return words.are_in_file(path)
    return not without_texts(table, [], words).equals(table)
