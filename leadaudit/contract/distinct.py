"""The bridge of this stage: what is judged in Python is judged once per distinct row of the columns it reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctRows:
    """The distinct rows of some columns, and which of them each row is.

    Args:
        values: One tuple per distinct row.
        row_of: For every row of the columns, its place in ``values``.
    """

    values: list[tuple[object, ...]]
    row_of: npt.NDArray[np.int64]

    def judged(self, judge: Callable[..., Answer]) -> list[Answer]:
        """What ``judge`` says of each distinct row, its values as positional arguments."""
        return [judge(*row) for row in self.values]


def distinct_rows(columns: Sequence[pa.ChunkedArray]) -> DistinctRows:
    """The distinct rows of columns of one length; null is a value of its own."""
    row_of = np.zeros(len(columns[0]), dtype=np.int64)
    found: list[list[object]] = []
    for column in columns:
        values, codes = _coded(column)
        # Renumbered after every column, so that the product below stays within 64 bits.
        packed = pa.array(row_of * len(values) + codes).dictionary_encode()
        row_of = packed.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        earlier, own = np.divmod(packed.dictionary.to_numpy(zero_copy_only=False), len(values))
        found = [[row[place] for place in earlier] for row in found]
        found.append([values[code] for code in own])
    return DistinctRows(values=list(zip(*found, strict=True)), row_of=row_of)


def _coded(column: pa.ChunkedArray) -> tuple[list[object], npt.NDArray[np.int64]]:
    """The distinct values of a column, null first, and the place of each row's value among them."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64) + 1
    return [None, *encoded.dictionary.to_pylist()], codes
