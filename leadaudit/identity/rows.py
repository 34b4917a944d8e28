"""Where records stand in a table that is ordered by delivery and line."""

from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers: TypeAlias = npt.NDArray[np.int64]


class Rows:
    """Rows of a table by delivery and line, looked up many at a time.

    Args:
        table: Ordered by delivery and line.
    """

    def __init__(self, table: pa.Table) -> None:
        deliveries, lines = table["delivery"], table["line"].to_numpy()
        edges = [0]
        while edges[-1] < len(deliveries):
            edges.append(_end_of_run(deliveries, edges[-1]))
        runs = list(pairwise(edges))
        self.names = [deliveries[start].as_py() for start, _ in runs]
        self.starts = np.array(edges[:-1], np.int64)
        # Lines are nearly without gaps, so a row for every line there could be is quicker than searching.
        self._last = np.array([*(int(lines[end - 1]) for _, end in runs), -1], np.int64)
        self._first = np.cumsum(self._last + 1) - self._last - 1
        self._rows = np.full(int((self._last + 1).sum()), -1)
        for first, (start, end) in zip(self._first.tolist(), runs, strict=False):
            self._rows[first + lines[start:end]] = np.arange(start, end)

    def of(self, table: pa.Table, ends: tuple[str, str] = ("delivery", "line")) -> Numbers:
        """The row each row of another table speaks of, -1 where there is none.

        Args:
            table: Holds a delivery and a line.
            ends: The names of these two columns.
        """
        names = pa.array(self.names, pa.string())
        owner = pc.fill_null(pc.index_in(table[ends[0]], names), -1).to_numpy().astype(np.int64)
        line = table[ends[1]].to_numpy()
        there = (owner >= 0) & (line <= self._last[owner])
        return (
            np.where(there, self._rows[np.where(there, self._first[owner] + line, 0)], -1)
            if there.any()
            else (np.full(len(line), -1))
        )

    def before(self, delivery: str) -> int:
        """How many rows stand before those of a delivery that has none."""
        at = int(np.searchsorted(np.array(self.names, object), delivery)) if self.names else 0
        return int(self.starts[at]) if at < len(self.names) else int((self._rows >= 0).sum())


def spelled_out(table: pa.Table) -> pa.Table:
    """The same table; texts that are kept as numbers of a dictionary are written out."""
    for at, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(at, field.name, table[field.name].cast(field.type.value_type))
    return table


def _end_of_run(values: pa.ChunkedArray, start: int) -> int:
    """The first place after ``start`` that holds another value; equal values stand together, ascending."""
    value, low, high = values[start].as_py(), start + 1, len(values)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if values[middle].as_py() == value else (low, middle)
    return low
