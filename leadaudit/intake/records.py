"""Delivered lines as records: one text column per mapped field, nothing judged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import tables
from leadaudit.intake.fields import FIELDS
from leadaudit.intake.mapping import ColumnMapping, Mapping
from leadaudit.intake.mapping_values import IntArray, cells_of
from leadaudit.vocabulary import LineStatus

ANSWER: Final = "answer"


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
    chunks = list(_chunks(lines, is_read))
    key = lines.select(["delivery", "line"])
    key = key if pc.all(is_read).as_py() else key.filter(is_read)
    names, columns = ["delivery", "line"], [key["delivery"], key["line"]]
    for name in dict.fromkeys(column.field for column in mapping.columns if column.field in FIELDS):
        if name is None or name == ANSWER:
            continue
        mapped = [column.column_no for column in mapping.columns_of(name)]
        names.append(name)
        if FIELDS[name].many:
            columns.append(pa.chunked_array([_list(chunk, mapped) for chunk in chunks], tables.TEXTS))
        else:
            columns.append(pa.chunked_array([chunk.texts(mapped[0]) for chunk in chunks], tables.TEXT))
    schema = pa.schema([(name, column.type) for name, column in zip(names, columns, strict=True)])
    return pa.Table.from_arrays(columns, schema=schema), _answers(key, chunks, mapping.columns_of(ANSWER))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A piece of the lines: its cells and which of its rows were read."""

    cells: pa.Array
    rows: IntArray

    def texts(self, column_no: int) -> pa.Array:
        trimmed = pc.utf8_trim_whitespace(cells_of(self.cells, column_no, self.rows))
        return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _chunks(lines: pa.Table, is_read: pa.ChunkedArray) -> Iterator[_Chunk]:
    start = 0
    for cells in lines["cells"].chunks:
        wanted = is_read.slice(start, len(cells)).to_numpy()
        yield _Chunk(cells, np.flatnonzero(wanted))
        start += len(cells)


def _row_by_row(columns: Sequence[pa.Array]) -> tuple[pa.Array, npt.NDArray[np.bool_]]:
    """The non-null values of several columns, row after row, and where in the row each stood."""
    there = np.stack([column.is_valid().to_numpy(zero_copy_only=False) for column in columns], axis=1)
    if len(columns) == 1:
        return columns[0].drop_null(), there
    row_no, at = np.nonzero(there)
    return pa.concat_arrays(columns).take(pa.array(at * len(columns[0]) + row_no)), there


def _list(chunk: _Chunk, column_nos: Sequence[int]) -> pa.Array:
    values, there = _row_by_row([chunk.texts(column_no) for column_no in column_nos])
    counts = there.sum(axis=1)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=pa.array(counts == 0))


def _answers(key: pa.Table, chunks: Sequence[_Chunk], asked: Sequence[ColumnMapping]) -> pa.Table:
    if not asked or not key.num_rows:
        return tables.ANSWERS.empty()
    numbers = np.array([column.column_no for column in asked], dtype=np.int32)
    questions = pa.array([column.header for column in asked], pa.string())
    parts, start = [], 0
    for chunk in chunks:
        values, there = _row_by_row([chunk.texts(column.column_no) for column in asked])
        row_no, at = np.nonzero(there)
        answered = key.take(pa.array(row_no + start))
        answered = answered.append_column("column_no", pa.array(numbers[at]))
        answered = answered.append_column("question", questions.take(pa.array(at)))
        parts.append(answered.append_column("answer", values))
        start += len(chunk.rows)
    return tables.ANSWERS.require(pa.concat_tables(parts))
