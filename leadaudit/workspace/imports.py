"""Imports, everything that comes in and is not a delivery: what one is, and which are here."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, RowMapping, select

from leadaudit.errors import UnknownNameError
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import schema
from leadaudit.workspace.file_store import FileStore, files_of

Coverage = Literal["full", "partial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import as people see it."""

    import_id: str
    kind: ImportKind
    source: str
    coverage: str
    snapshot_on: date
    file_name: str
    file_sha256: str
    row_count: int
    unreadable: int
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What an import is.

    Args:
        kind: What it holds.
        source: Which CRM, or which list (vocabulary.ListKind).
        coverage: Full: whatever it does not name was deleted; partial: it says nothing of the rest.
        snapshot_on: The day it speaks for.
    """

    kind: ImportKind
    source: str
    coverage: Coverage
    snapshot_on: date


def all_imports(connection: Connection) -> tuple[Import, ...]:
    """Active imports, newest first."""
    table = schema.imports
    query = select(table).order_by(table.c.snapshot_on.desc(), table.c.imported_at.desc(), table.c.import_id)
    return tuple(_import(row) for row in connection.execute(query).mappings())


def import_paths(connection: Connection, store: FileStore, name: str) -> dict[str, Path]:
    """Where the tables of an import lie, by their names.

    Raises:
        UnknownNameError: There is none of that name.
    """
    files = files_of(connection, name)
    if not files:
        raise UnknownNameError(f"import {name}", "there is none of that name here", "leadaudit imports lists them")
    return {table_name: store.path(file) for table_name, file in files.items()}


def _import(row: RowMapping) -> Import:
    return Import(
        import_id=row["import_id"],
        kind=ImportKind(row["kind"]),
        source=row["source"],
        coverage=row["coverage"],
        snapshot_on=row["snapshot_on"],
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        row_count=row["row_count"],
        unreadable=row["unreadable"],
        imported_at=row["imported_at"],
    )
