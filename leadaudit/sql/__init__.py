"""The door to DuckDB: named queries over Arrow tables, in memory, nothing shared between calls."""

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# DuckDB's own default is 80 % of the machine for each process; several processes work at once here.
MEMORY_LIMIT: Final = "3GB"
_SETTINGS: Final = {
    "memory_limit": MEMORY_LIMIT,
    "temp_directory": str(Path(tempfile.gettempdir()) / "leadaudit-spill"),
    # The wheel has parquet, json and icu; a failed attempt to fetch more costs seconds and would be network.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # A name that is no table given here must fail, not find a Python variable of that name.
    "python_enable_replacements": "false",
}
_THREADS: Final = min(4, os.cpu_count() or 1)
# Rows up to which one thread does it: so few are read by one anyway, and to share out the rest costs a seventh more.
_ROWS_OF_A_THREAD: Final = 5_000
# What cannot be said while the connection is made.
_OF_A_CURSOR: Final = (
    "set TimeZone = 'UTC'",  # a setting of the bundled icu extension, which is not known by then
    "set enable_progress_bar = false",  # at a prompt it would be written between the lines of a result
)
# Bytes of Parquet up to which files are read whole rather than asked by a database of their own.
_SMALL_FILES: Final = 4_000_000
_FEW_FILES: Final = 3

Source: TypeAlias = pa.Table | Path | list[Path]
Parameter: TypeAlias = str | int | float | bool | date | datetime | list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """What another query returns, standing for a table: it is run only where its answer is needed."""

    name: str
    tables: Mapping[str, "Source | Asked"]
    params: Mapping[str, Parameter] = field(default_factory=dict)


# What ``run`` does, or something that knows some answers already.
Query: TypeAlias = Callable[[str, Mapping[str, "Source | Asked"], Mapping[str, Parameter]], pa.Table]


@cache
def _shared(*, threads: int) -> duckdb.DuckDBPyConnection:
    """A database without tables: making one costs 30 ms of processor time, a cursor on it 4."""
    return _own(threads=threads)


@cache
def _statement(name: str) -> duckdb.Statement:
    """A query as the database understands it; reading its text again each time costs a tenth of a small question."""
    return _shared(threads=1).cursor().extract_statements(text_of(name))[0]


def _is_small(source: Source) -> bool:
    """Whether a table may go to a cursor of the shared database.

    A registered Arrow table belongs to its cursor, a view of Parquet files would be seen by the others; and what a
    database took for a large table it gives back only when it is closed.
    """
    return isinstance(source, pa.Table) and source.num_rows < 100_000


def _in_memory(source: Source | Asked) -> Source:
    """Small files as one table, so that a small question needs no database of its own; everything else as it is."""
    if isinstance(source, Asked):
        return run(source.name, source.tables, source.params)
    if isinstance(source, pa.Table):
        return source
    paths = _paths(source)
    # Of many files a database reads the columns it needs, which is less than all of them.
    if len(paths) > _FEW_FILES or sum(path.stat().st_size for path in paths) > _SMALL_FILES:
        return source
    try:
        return pa.concat_tables([pq.read_table(path) for path in paths], promote_options="default")
    except pa.ArrowTypeError:
        return source  # a column is of one kind in one file and of another in the next; the database settles that


def _cursor_for(sources: Iterable[Source]) -> duckdb.DuckDBPyConnection:
    sources = list(sources)
    if not all(map(_is_small, sources)):
        return _own(threads=_THREADS)
    rows = max((source.num_rows for source in sources if isinstance(source, pa.Table)), default=0)
    return _shared(threads=1 if rows <= _ROWS_OF_A_THREAD else _THREADS).cursor()


def _own(*, threads: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={**_SETTINGS, "threads": str(threads)})


@cache
def text_of(name: str) -> str:
    """What a query says."""
    return (files(__package__) / f"{name}.sql").read_text(encoding="utf-8")


def run(name: str, tables: Mapping[str, Source | Asked], params: Mapping[str, Parameter] | None = None) -> pa.Table:
    """The table that ``sql/<name>.sql`` returns.

    Args:
        name: File name without ``.sql``.
        tables: What the query's table names stand for: an Arrow table, one or several Parquet files, or another query.
        params: Values of the query's ``$name`` parameters.

    Returns:
        The result, in the order the query asks for.
    """
    given = {table_name: _in_memory(source) for table_name, source in tables.items()}
    connection = _cursor_for(given.values())
    try:
        for setting in _OF_A_CURSOR:
            connection.execute(setting)
        for table_name, source in given.items():
            if isinstance(source, pa.Table):
                connection.register(table_name, source)
            else:
                paths = [str(path) for path in _paths(source)]
                connection.read_parquet(paths, union_by_name=True).create_view(table_name)
        return connection.sql(_statement(name), params=dict(params or {})).to_arrow_table()
    finally:
        connection.close()


def texts_of(source: Source, names: Sequence[str]) -> pa.Table:
    """Delivery, line and some text columns of RECORDS; a column that no file has is all null, several cells are joined.

    Args:
        source: A table, or Parquet files whose columns may differ: one cell in one file, a list of cells in another.
        names: Text columns.
    """
    parts = [source] if isinstance(source, pa.Table) else [_some_columns(path, names) for path in _paths(source)]
    columns = pa.schema([("delivery", pa.string()), ("line", pa.int32()), *((name, pa.string()) for name in names)])
    filled = [_joined(part.select([name for name in columns.names if name in part.column_names])) for part in parts]
    together = pa.concat_tables([columns.empty_table(), *filled], promote_options="default")
    return together.select(columns.names)


def _joined(part: pa.Table) -> pa.Table:
    for at, column in enumerate(part.schema):
        if pa.types.is_list(column.type):
            part = part.set_column(at, column.name, pc.binary_join(part[column.name], "; "))
    return part


def _paths(source: Path | list[Path]) -> list[Path]:
    return source if isinstance(source, list) else [source]


def _some_columns(path: Path, names: Sequence[str]) -> pa.Table:
    present = pq.read_schema(path).names
    return pq.read_table(path, columns=["delivery", "line", *(name for name in names if name in present)])
