"""Findings as rows: one row per record and broken clause, still by the record's place."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit import tables
from leadaudit.contract.finding import Finding
from leadaudit.distinct import distinct_rows

Places = npt.NDArray[np.int64]

# REASONS with the record's place among all records instead of its key.
PLACED_REASONS: Final = pa.schema(
    [("place", pa.int64()), *(field for field in tables.REASONS.schema if field.name not in ("delivery", "line"))]
)


def reasons_of(places: Places, columns: Sequence[pa.ChunkedArray], check: Callable[..., Finding | None]) -> pa.Table:
    """What a check says of the records at some places.

    Args:
        places: Which records the columns speak of.
        columns: The values the check reads, one row per place.
        check: Judges one distinct row of them.

    Returns:
        PLACED_REASONS: one row per record the check speaks against, in the order of places.
    """
    if len(places) == 0:
        return PLACED_REASONS.empty_table()
    rows = distinct_rows(columns)
    findings = rows.judged(check)
    speaks = np.array([finding is not None for finding in findings])
    against = np.flatnonzero(speaks[rows.row_of])
    said = [finding for finding in findings if finding is not None]
    number = np.cumsum(speaks) - 1
    taken = _said(said).take(pa.array(number[rows.row_of[against]]))
    return taken.add_column(0, "place", pa.array(places[against], pa.int64())).cast(PLACED_REASONS)


def _said(findings: Sequence[Finding]) -> pa.Table:
    return pa.table(
        {
            "code": pa.array([finding.code.value for finding in findings], tables.TEXT),
            "status": pa.array([finding.status.value for finding in findings], tables.TEXT),
            "clause": pa.array([finding.clause for finding in findings], tables.TEXT),
            "delivered": pa.array([finding.delivered for finding in findings], tables.TEXT),
            "understood": pa.array([finding.understood for finding in findings], tables.TEXT),
            "proof": pa.array([finding.proof for finding in findings], tables.TEXT),
        }
    )
