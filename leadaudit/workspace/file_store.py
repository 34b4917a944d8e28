"""Immutable files, named after what they hold.

A table is written in key order under a temporary name, synced, and renamed to its content's name; it becomes
visible only when a transaction of the catalogue registers it.  What nobody registered is collected later.
"""

import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Connection, Engine, delete, insert, select

from leadaudit import tables
from leadaudit.errors import LeadauditError
from leadaudit.workspace import schema

# Files younger than this are never collected: somebody may be about to register them.
COLLECT_AFTER_SECONDS: Final = 24 * 3600

_CHUNK: Final = 1 << 20
_ROWS_AT_ONCE: Final = 262_144
# Enough rows to tell a column of few values from one of many: a dictionary of the latter costs time and saves nothing.
_PROBED: Final = 20_000
_WRITERS: Final = 4
_MAPPED: Final = ".arrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as the catalogue knows it; ``row_count`` is None for delivered bytes, ``path`` is where it lies."""

    file: str
    sha256: str
    byte_count: int
    row_count: int | None
    path: Path


class FileStore:
    """The folder of immutable files of one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)

    def path(self, file: str) -> Path:
        """Where a file lies."""
        return self.folder / file

    def write_table(self, name: str, table: pa.Table, *, key: Sequence[str] | None = None) -> StoredFile:
        """Store a table in the order of its contract's key, or of the one given; the same rows give the same bytes."""
        contract = tables.ALL.get(name)
        if key is None:
            key = contract.key if contract is not None else ("delivery", "line")
        # Most tables come in order, and sorting wide text takes as long as writing it.
        ordered = table if _is_in_order(table, key) else table.sort_by([(column, "ascending") for column in key])
        draft = self._draft()
        _write_parquet(ordered, draft, key)
        return self._keep(draft, name, ".parquet", rows=ordered.num_rows)

    def write_tables(self, named: Mapping[str, pa.Table]) -> dict[str, StoredFile]:
        """Store several tables by name, as ``write_table`` does each; the largest begins, so that none waits for it."""
        largest_first = sorted(named, key=lambda name: named[name].nbytes, reverse=True)
        with ThreadPoolExecutor(min(_WRITERS, os.cpu_count() or 1)) as writers:
            stored = list(writers.map(lambda name: self.write_table(name, named[name]), largest_first))
        return dict(zip(largest_first, stored, strict=True))

    def write_mapped(self, name: str, table: pa.Table) -> StoredFile:
        """Store a table as it lies in memory, in the order it has, so that a few of its rows are found unread.

        Texts that come again and again are kept as numbers of a dictionary.
        """
        draft = self._draft()
        for at, field in enumerate(table.schema):
            if pa.types.is_string(field.type) and _repeating(table, field.name):
                encoded = table[field.name].combine_chunks().dictionary_encode()
                table = table.set_column(at, field.name, encoded)
        with pa.ipc.new_file(draft, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        return self._keep(draft, name, _MAPPED, rows=table.num_rows)

    def write_bytes(self, name: str, source: Path | bytes) -> StoredFile:
        """Store delivered bytes as they are.

        Raises:
            LeadauditError: The file is gone: somebody it holds was erased meanwhile.
        """
        if isinstance(source, Path) and not source.exists():
            raise _erased_meanwhile()
        draft = self._draft()
        with draft.open("wb") as target:
            if isinstance(source, bytes):
                target.write(source)
            else:
                with source.open("rb") as origin:
                    while chunk := origin.read(_CHUNK):
                        target.write(chunk)
        return self._keep(draft, name, ".bin", rows=None)

    def read_table(self, file: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A stored table, or some of its columns; one that the file does not have is left out."""
        if columns is None:
            return pq.read_table(self.path(file))
        present = pq.read_schema(self.path(file)).names
        return pq.read_table(self.path(file), columns=[name for name in columns if name in present])

    def map_table(self, file: str) -> pa.Table:
        """A table of ``write_mapped``: nothing of it is read before it is looked at."""
        return pa.ipc.open_file(pa.memory_map(str(self.path(file)))).read_all()

    def row_count(self, file: str) -> int:
        """How many rows a stored table has."""
        if file.endswith(_MAPPED):
            return int(self.map_table(file).num_rows)
        return int(pq.read_metadata(self.path(file)).num_rows)

    def _draft(self) -> Path:
        return self.folder / f"draft-{uuid4().hex}"

    def _keep(self, draft: Path, name: str, ending: str, *, rows: int | None) -> StoredFile:
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        digest = sha256_of(draft)
        file = f"{name}-{digest[:32]}{ending}"
        stored = StoredFile(
            file=file, sha256=digest, byte_count=draft.stat().st_size, row_count=rows, path=self.path(file)
        )
        draft.chmod(0o600)
        draft.replace(self.path(stored.file))
        # A file that lay here unregistered counts as new, so that the collector spares it.
        os.utime(self.path(stored.file))
        return stored


def _is_in_order(table: pa.Table, key: Sequence[str]) -> bool:
    """Whether the rows already stand in ascending order of some columns; a missing value makes it no."""
    undecided = None
    for name in key:
        column = table[name]
        if column.null_count:
            return False
        before, after = column.slice(0, max(0, len(column) - 1)), column.slice(1)
        falls, equal = pc.greater(before, after), pc.equal(before, after)
        if pc.any(falls if undecided is None else pc.and_(undecided, falls), min_count=0).as_py():
            return False
        undecided = equal if undecided is None else pc.and_(undecided, equal)
    return True


def _write_parquet(table: pa.Table, path: Path, key: Sequence[str]) -> None:
    """Write a table the quick way: level 1 of zstd is as small as 3 within a tenth, in two thirds of the time.

    Line numbers are written as steps, few values as a dictionary; only the key's columns have statistics, because
    nothing else is looked up.
    """
    # Some rows at a time, each in one piece: pages depend on the rows alone then, and no second copy of all is held.
    steps = [
        name
        for name in ("line", "key")
        if name in table.column_names and pa.types.is_integer(table.schema.field(name).type)
    ]
    others = [name for name in table.column_names if name not in steps]
    with pq.ParquetWriter(
        path,
        table.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[inside for name in others for inside in _repeating(table, name)],
        column_encoding=dict.fromkeys(steps, "DELTA_BINARY_PACKED"),
        write_statistics=list(key),
    ) as writer:
        for start in range(0, table.num_rows, _ROWS_AT_ONCE):
            writer.write_table(table.slice(start, _ROWS_AT_ONCE).combine_chunks(), _ROWS_AT_ONCE)


def _repeating(table: pa.Table, name: str) -> list[str]:
    """The column's name inside the file when its values come again and again, else nothing."""
    column, path = table[name].slice(0, _PROBED), name
    if pa.types.is_list(column.type):
        column, path = pc.list_flatten(column), f"{name}.list.element"
    given = column.slice(0, _PROBED).drop_null()
    return [path] if 2 * pc.count_distinct(given).as_py() <= len(given) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Catalogue and files of one workspace, and who works in it."""

    engine: Engine
    files: FileStore
    author: str


def sha256_of(path: Path) -> str:
    """sha256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def register(connection: Connection, owner: str, named: dict[str, StoredFile]) -> None:
    """Make files visible as belonging to a delivery, import or assessment.

    An erasure removes files that nobody registered and that hold the person; whoever was about to register one of them
    is told so.

    Raises:
        LeadauditError: A file is gone, or is about to go.
    """
    doomed = set(connection.execute(select(schema.doomed_files.c.file)).scalars())
    for name, stored in named.items():
        if stored.file in doomed or not stored.path.exists():
            raise _erased_meanwhile()
        known = connection.execute(select(schema.files.c.file).where(schema.files.c.file == stored.file)).scalar()
        if known is None:
            connection.execute(
                insert(schema.files).values(
                    file=stored.file, sha256=stored.sha256, byte_count=stored.byte_count, row_count=stored.row_count
                )
            )
        connection.execute(insert(schema.file_uses).values(owner=owner, name=name, file=stored.file))


def _erased_meanwhile() -> LeadauditError:
    return LeadauditError("workspace", "somebody was erased while this was made", "Nothing was stored; do it again")


def release(connection: Connection, owner: str) -> None:
    """An owner needs its files no longer; those nobody else needs leave the catalogue."""
    connection.execute(delete(schema.file_uses).where(schema.file_uses.c.owner == owner))
    needed = select(schema.file_uses.c.file)
    connection.execute(delete(schema.files).where(schema.files.c.file.not_in(needed)))


def files_of(connection: Connection, owner: str) -> dict[str, str]:
    """Files of an owner by table name."""
    uses = schema.file_uses
    found = connection.execute(select(uses.c.name, uses.c.file).where(uses.c.owner == owner).order_by(uses.c.name))
    return {row.name: row.file for row in found}


def collect(connection: Connection, store: FileStore) -> list[str]:
    """Remove files nobody needs that are older than a day; call it inside a writing transaction."""
    registered = set(connection.execute(select(schema.files.c.file)).scalars())
    oldest = time.time() - COLLECT_AFTER_SECONDS
    removed = []
    for path in sorted(store.folder.iterdir()):
        if path.name not in registered and path.stat().st_mtime < oldest:
            path.unlink()
            removed.append(path.name)
    return removed
