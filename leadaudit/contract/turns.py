"""The order in which records were delivered, whatever was imported first."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_NEVER: Final = np.iinfo(np.int64).max


def in_turn(dated: pa.Table) -> pa.Table:
    """The heads of records with their place and their turn.

    Args:
        dated: One row per record, ordered by delivery and line (``sql/contract_heads.sql``).

    Returns:
        The same rows in the same order with ``place`` (0, 1, 2 ... in that order) and ``turn`` (1, 2, 3 ... by day and
        instant of delivery, then by place; a missing instant is the last of its day).
    """
    # Of numbers, not of rows: sorting a million heads once more for a number each would take ten times as long.
    places = np.arange(dated.num_rows)
    turns = np.empty(dated.num_rows, np.int64)
    turns[np.lexsort((places, _moments(dated["received_at"]), _moments(dated["delivered_on"])))] = places + 1
    return dated.append_column("place", pa.array(places)).append_column("turn", pa.array(turns))


def _moments(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    whole = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column
    numbers = pc.fill_null(whole.cast(pa.int64()), _NEVER)
    return np.asarray(numbers.to_numpy(), dtype=np.int64)
