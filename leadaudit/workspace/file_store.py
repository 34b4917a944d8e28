"""Immutable files, named after what they hold.

A table is written in key order under a temporary name, synced, and renamed to its content's name; it becomes
visible only when a transaction of the catalogue registers it.  What nobody registered is collected later.
"""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Engine, delete, insert, select

from leadaudit import tables
from leadaudit.workspace import schema

# Files younger than this are never collected: somebody may be about to register them.
COLLECT_AFTER_SECONDS: Final = 24 * 3600

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as the catalogue knows it; ``row_count`` is None for delivered bytes."""

    file: str
    sha256: str
    byte_count: int
    row_count: int | None


class FileStore:
    """The folder of immutable files of one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)

    def path(self, file: str) -> Path:
        """Where a file lies."""
        return self.folder / file

    def write_table(self, name: str, table: pa.Table) -> StoredFile:
        """Store a table in the order of its contract's key; the same rows give the same bytes."""
        contract = tables.ALL.get(name)
        key = contract.key if contract is not None else ("delivery", "line")
        ordered = table.sort_by([(column, "ascending") for column in key]).combine_chunks()
        draft = self._draft()
        pq.write_table(ordered, draft, compression="zstd", compression_level=3, row_group_size=262_144)
        return self._keep(draft, name, ".parquet", rows=ordered.num_rows)

    def write_bytes(self, name: str, source: Path | bytes) -> StoredFile:
        """Store delivered bytes as they are."""
        draft = self._draft()
        with draft.open("wb") as target:
            if isinstance(source, bytes):
                target.write(source)
            else:
                with source.open("rb") as origin:
                    while chunk := origin.read(_CHUNK):
                        target.write(chunk)
        return self._keep(draft, name, ".bin", rows=None)

    def read_table(self, file: str) -> pa.Table:
        """A stored table."""
        return pq.read_table(self.path(file))

    def _draft(self) -> Path:
        return self.folder / f"draft-{uuid4().hex}"

    def _keep(self, draft: Path, name: str, ending: str, *, rows: int | None) -> StoredFile:
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        digest = sha256_of(draft)
        stored = StoredFile(
            file=f"{name}-{digest[:32]}{ending}", sha256=digest, byte_count=draft.stat().st_size, row_count=rows
        )
        draft.chmod(0o600)
        draft.replace(self.path(stored.file))
        # A file that lay here unregistered counts as new, so that the collector spares it.
        os.utime(self.path(stored.file))
        return stored


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
    """Make files visible as belonging to a delivery, import or assessment."""
    for name, stored in named.items():
        known = connection.execute(select(schema.files.c.file).where(schema.files.c.file == stored.file)).scalar()
        if known is None:
            connection.execute(
                insert(schema.files).values(
                    file=stored.file, sha256=stored.sha256, byte_count=stored.byte_count, row_count=stored.row_count
                )
            )
        connection.execute(insert(schema.file_uses).values(owner=owner, name=name, file=stored.file))


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
