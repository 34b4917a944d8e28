"""Immutable files: the same rows give the same bytes, however they come."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadaudit import tables
from leadaudit.workspace.file_store import FileStore, sha256_of


def _usable(rows: Sequence[tuple[str, int | None]]) -> pa.Table:
    made: list[dict[str, object]] = [
        {"delivery": delivery, "line": line, "vendor": "zeta", "usable": True, "amount_minor": 100 + (line or 0)}
        for delivery, line in rows
    ]
    return tables.USABLE.build(made)


_IN_ORDER = [("a", 9), ("a", 10), ("b", 2), ("b", 3)]


@pytest.mark.parametrize(
    "rows",
    [
        [("b", 2), ("b", 3), ("a", 9), ("a", 10)],
        [("a", 10), ("a", 9), ("b", 2), ("b", 3)],
        [("a", 9), ("b", 2), ("a", 10), ("b", 3)],
    ],
)
def test_rows_in_any_order_give_the_same_file(tmp_path: Path, rows: Sequence[tuple[str, int | None]]) -> None:
    store = FileStore(tmp_path / "tables")
    ordered, shuffled = store.write_table("usable", _usable(_IN_ORDER)), store.write_table("usable", _usable(rows))
    assert shuffled == ordered
    assert store.read_table(ordered.file)["line"].to_pylist() == [9, 10, 2, 3]


def test_rows_without_a_line_stand_last(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tables")
    stored = store.write_table("usable", _usable([("a", None), ("a", 4)]))
    assert store.read_table(stored.file)["line"].to_pylist() == [4, None]


def test_chunks_of_a_table_do_not_change_its_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tables")
    parts = pa.concat_tables([_usable(_IN_ORDER[:1]), _usable(_IN_ORDER[1:])])
    assert store.write_table("usable", parts) == store.write_table("usable", _usable(_IN_ORDER))


def test_a_table_of_several_row_groups_depends_on_its_rows_alone(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tables")
    rows = 300_000
    columns = {
        "delivery": pa.repeat(pa.scalar("a"), rows),
        "line": pa.array(range(rows), tables.LINE),
        "vendor": pa.array([f"v{line % 7}" for line in range(rows)]),
        "usable": pa.repeat(pa.scalar(True), rows),
        "not_usable_reason": pa.nulls(rows, tables.TEXT),
        "amount_minor": pa.array(range(rows), tables.MONEY),
    }
    whole = tables.USABLE.require(pa.table(columns))
    parts = pa.concat_tables([whole.slice(0, 1), whole.slice(1, 270_000), whole.slice(270_001)])
    stored = store.write_table("usable", parts)
    assert stored == store.write_table("usable", whole)
    assert pq.ParquetFile(store.path(stored.file)).metadata.num_row_groups == 2
    assert store.read_table(stored.file).equals(whole)


def test_several_tables_are_stored_as_each_would_be(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tables")
    lines = tables.LINES.build(
        [{"delivery": "a", "line": line, "status": "read", "cells": ["x", None, f"y{line}"]} for line in (2, 3)]
    )
    together = store.write_tables({"usable": _usable(_IN_ORDER), "lines": lines, "reasons": tables.REASONS.empty()})
    assert together["usable"] == store.write_table("usable", _usable(_IN_ORDER))
    assert together["lines"] == store.write_table("lines", lines)
    assert store.read_table(together["lines"].file).equals(lines)
    assert store.read_table(together["reasons"].file).num_rows == 0
    assert {one.sha256 for one in together.values()} == {sha256_of(store.path(one.file)) for one in together.values()}


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tables")
    stored = store.write_table("usable", _usable(_IN_ORDER))
    assert store.read_table(stored.file, ("line", "cells")).column_names == ["line"]


def test_a_line_can_be_found_by_the_statistics_of_its_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tables")
    stored = store.write_table("usable", _usable(_IN_ORDER))
    group = pq.ParquetFile(store.path(stored.file)).metadata.row_group(0)
    known = {group.column(at).path_in_schema: group.column(at).statistics for at in range(group.num_columns)}
    assert (known["line"].min, known["line"].max) == (2, 10)
    assert known["vendor"] is None
