"""What a table that crosses a module border is: its columns, their types and its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit.errors import ConservationError

DAY: Final = pa.date32()
INSTANT: Final = pa.timestamp("us", tz="UTC")
TEXT: Final = pa.string()
TEXTS: Final = pa.list_(pa.string())
LINE: Final = pa.int32()
MONEY: Final = pa.int64()
FLAG: Final = pa.bool_()
SHARE: Final = pa.float64()

# A record's key; the tables of records begin with it.
RECORD_KEY: Final = (("delivery", TEXT), ("line", LINE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a border table holds.

    Args:
        name: The table's name, as SQL files know it.
        one_row_per: What a row is.
        schema: Columns in order.
        key: Columns that are unique together, and the order rows are written in.
    """

    name: str
    one_row_per: str
    schema: pa.Schema
    key: tuple[str, ...]

    def empty(self) -> pa.Table:
        """A table of this contract without rows."""
        return self.schema.empty_table()

    def build(self, rows: Sequence[dict[str, object]]) -> pa.Table:
        """A table from row dictionaries; an absent key is null."""
        return pa.Table.from_pylist(list(rows), schema=self.schema)

    def require(self, table: pa.Table) -> pa.Table:
        """The table with columns in contract order and the contract's types.

        Raises:
            ConservationError: A column is absent or cannot be cast.
        """
        absent = [name for name in self.schema.names if name not in table.column_names]
        if absent:
            raise ConservationError(f"table {self.name}", f"columns missing: {', '.join(absent)}", "Report this")
        return table.select(self.schema.names).cast(self.schema)


def contract(name: str, one_row_per: str, columns: Sequence[tuple[str, pa.DataType]], key: Sequence[str]) -> Contract:
    """The contract of a table with these columns and this key, both in order."""
    return Contract(name=name, one_row_per=one_row_per, schema=pa.schema(list(columns)), key=tuple(key))


def text_column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """A text column of RECORDS, all null when no delivered column was mapped to that field."""
    if name in table.column_names:
        return table[name]
    return pa.chunked_array([pa.nulls(table.num_rows, TEXT)])


def first_text_column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """The first text of a column of RECORDS that several delivered columns may fill; null when there is none."""
    column = text_column(table, name)
    if not pa.types.is_list(column.type):
        return column
    return pa.chunked_array([[texts[0] if texts else None for texts in column.to_pylist()]], TEXT)
