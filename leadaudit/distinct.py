"""The bridge from columns to judgements of one thing: each distinct value or row is judged once.

``facts/columns.py`` does the same for cells by the million: in slices, by several processes, straight into Arrow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Answer = TypeVar("Answer")
Judgement = TypeVar("Judgement")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Generic[Judgement]):
    """Judgements of the distinct texts of a column, and which of them each row has."""

    judgements: tuple[Judgement | None, ...]
    index: pa.Int32Array

    def column(self, pick: Callable[[Judgement], object], kind: pa.DataType) -> pa.Array:
        """One part of the judgements as a column, row by row; null where the text was null."""
        picked = [None if judgement is None else pick(judgement) for judgement in self.judgements]
        return pa.array(picked, type=kind).take(self.index)


def judge_distinct(texts: pa.ChunkedArray, judge: Callable[[str], Judgement]) -> Judged[Judgement]:
    """Judge a text column over its distinct values.

    Args:
        texts: The column; a null is not judged.
        judge: A pure function of one text.
    """
    encoded = texts.combine_chunks().dictionary_encode()
    return Judged(
        judgements=tuple(judge(text) for text in encoded.dictionary.to_pylist()),
        index=encoded.indices,
    )
