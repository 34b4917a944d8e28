"""Delivered lines as records: one text column per mapped field, nothing judged."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import tables
from leadaudit.intake.fields import FIELDS
from leadaudit.intake.mapping import ColumnMapping, Mapping
from leadaudit.intake.mapping_values import cells_of
from leadaudit.vocabulary import LineStatus

ANSWER = "answer"


def read_records(lines: pa.Table, mapping: Mapping) -> tuple[pa.Table, pa.Table]:
    """The records of a delivery and their answers to custom questions.

    Args:
        lines: tables.LINES; unreadable lines are left out.
        mapping: What the columns are; each one-only field has one column.

    Returns:
        RECORDS, one row per read or repaired line in the order of the lines: delivery, line, one text column per
        mapped one-only field, one list of texts per mapped field that may have many columns.  A cell is the
        delivered text without outer whitespace, null when empty; a list is null when all its cells are.
        ANSWERS (tables.ANSWERS), one row per non-empty cell under a question.
    """
    is_read = pc.is_in(lines["status"], value_set=pa.array([LineStatus.READ, LineStatus.REPAIRED], pa.string()))
    read = lines.filter(is_read)
    cells = read["cells"]
    fields = list(dict.fromkeys(column.field for column in mapping.columns if column.field is not None))
    names, columns = ["delivery", "line"], [read["delivery"], read["line"]]
    for name in fields:
        mapped = mapping.columns_of(name)
        if name == ANSWER or name not in FIELDS:
            continue
        names.append(name)
        columns.append(_lists(cells, mapped) if FIELDS[name].many else _texts(cells, mapped[0].column_no))
    schema = pa.schema([(name, column.type) for name, column in zip(names, columns, strict=True)])
    return pa.Table.from_arrays(columns, schema=schema), _answers(read, mapping.columns_of(ANSWER))


def _text(cells: pa.Array, column_no: int) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(cells_of(cells, column_no))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _texts(cells: pa.ChunkedArray, column_no: int) -> pa.ChunkedArray:
    return pa.chunked_array([_text(chunk, column_no) for chunk in cells.chunks], pa.string())


def _row_by_row(columns: Sequence[pa.Array]) -> tuple[pa.Array, np.ndarray]:
    """The non-null values of several columns, row after row, and where in the row each stood."""
    rows = len(columns[0])
    there = np.stack([column.is_valid().to_numpy(zero_copy_only=False) for column in columns], axis=1)
    row_no, at = np.nonzero(there)
    values = pa.concat_arrays(columns).take(pa.array(at * rows + row_no))
    return values, there


def _lists(cells: pa.ChunkedArray, mapped: Sequence[ColumnMapping]) -> pa.ChunkedArray:
    return pa.chunked_array(
        [_list(chunk, [column.column_no for column in mapped]) for chunk in cells.chunks], pa.list_(pa.string())
    )


def _list(cells: pa.Array, column_nos: Sequence[int]) -> pa.Array:
    values, there = _row_by_row([_text(cells, column_no) for column_no in column_nos])
    counts = there.sum(axis=1)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=pa.array(counts == 0))


def _answers(read: pa.Table, asked: Sequence[ColumnMapping]) -> pa.Table:
    if not asked or not read.num_rows:
        return tables.ANSWERS.empty()
    parts = []
    for batch in read.select(["delivery", "line", "cells"]).to_batches():
        values, there = _row_by_row([_text(batch["cells"], column.column_no) for column in asked])
        row_no, at = np.nonzero(there)
        numbers = np.array([column.column_no for column in asked], dtype=np.int32)
        questions = pa.array([column.header for column in asked], pa.string())
        parts.append(
            pa.table(
                {
                    "delivery": batch["delivery"].take(pa.array(row_no)),
                    "line": batch["line"].take(pa.array(row_no)),
                    "column_no": pa.array(numbers[at]),
                    "question": questions.take(pa.array(at)),
                    "answer": values,
                }
            )
        )
    return tables.ANSWERS.require(pa.concat_tables(parts))
