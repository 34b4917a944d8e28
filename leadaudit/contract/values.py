"""The columns a contract reads, one row per record, all in the order of their keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import tables
from leadaudit.errors import ConservationError

_NO: Final = pa.scalar(value=False)
_KEY: Final = [("delivery", "ascending"), ("line", "ascending")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Everything a clause may read.

    Args:
        heads: One row per record: place, term, dates (see ``sql/contract_heads.sql``).
        named: Tables in the order of heads: facts, records, consent.
    """

    heads: pa.Table
    named: Mapping[str, pa.Table]

    def column(self, name: str) -> pa.ChunkedArray:
        """A column by ``table.column``; a field no delivered column was mapped to is all null."""
        table, _, column = name.partition(".")
        if table == "heads":
            return self.heads[column]
        if table not in self.named:
            return pa.chunked_array([pa.nulls(self.heads.num_rows, tables.TEXT)])
        found = tables.text_column(self.named[table], column)
        return _joined(found) if pa.types.is_list(found.type) else found

    def equal(self, name: str, value: object) -> npt.NDArray[np.bool_]:
        """For every record, whether a column holds a value; null does not."""
        return flags(pc.equal(self.column(name), pa.scalar(value)))

    @property
    def terms(self) -> npt.NDArray[np.int64]:
        """For every record, the number of its term, -1 without a contract."""
        return np.asarray(self.heads["term"].fill_null(-1).to_numpy(), dtype=np.int64)


def flags(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    """A yes/no column for numpy; null is no."""
    return np.asarray(column.fill_null(_NO).to_numpy(), dtype=np.bool_)


def in_key_order(table: pa.Table, heads: pa.Table, name: str) -> pa.Table:
    """A table with one row per record, in the order of heads.

    Raises:
        ConservationError: It holds other records than heads.
    """
    ordered = table if _same_records(table, heads) else table.sort_by(_KEY)
    if not _same_records(ordered, heads):
        what = f"it holds {table.num_rows} records, facts hold {heads.num_rows}, or others"
        raise ConservationError(f"table {name}", what, "Report this")
    return ordered


def _same_records(table: pa.Table, heads: pa.Table) -> bool:
    if table.num_rows != heads.num_rows:
        return False
    return all(
        bool(pc.all(pc.equal(table[key], heads[key].cast(table[key].type)), min_count=0).as_py())
        for key in ("delivery", "line")
    )


def _joined(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join(column, ", ")
