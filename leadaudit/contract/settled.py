"""Records whose verdict was settled when their person was erased: nothing of them can be judged any more."""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.contract.reasons import PLACED_REASONS
from leadaudit.vocabulary import ReasonStatus, Verdict

_STATUSES: Final = {Verdict.RETURN.value: ReasonStatus.VIOLATED, Verdict.REVIEW.value: ReasonStatus.UNKNOWN}


def with_settled(reasons: pa.Table, heads: pa.Table, settled: pa.Table | None) -> pa.Table:
    """Reasons in which each settled record has the one its verdict stands on, so that caps count it as before.

    Args:
        reasons: PLACED_REASONS.
        heads: The records, in the order of their places.
        settled: delivery, line, verdict, code, clause, sentence of settled records; None: there are none.
    """
    if settled is None or settled.num_rows == 0:
        return reasons
    said = {(row["delivery"], row["line"]): row for row in settled.to_pylist()}
    near = pc.is_in(heads["delivery"], value_set=pc.unique(settled["delivery"]))
    rows = heads.filter(near).select(["delivery", "line", "place"]).to_pylist()
    placed = {
        row["place"]: said[row["delivery"], row["line"]] for row in rows if (row["delivery"], row["line"]) in said
    }
    others = reasons.filter(
        pc.invert(pc.is_in(reasons["place"], value_set=pa.array(list(placed), reasons["place"].type)))
    )
    standing = [
        {
            "place": place,
            "code": row["code"],
            "status": _STATUSES[row["verdict"]].value,
            "clause": row["clause"],
            "delivered": None,
            "understood": None,
            "proof": row["sentence"],
        }
        for place, row in placed.items()
        if row["verdict"] in _STATUSES and row["code"] is not None
    ]
    return pa.concat_tables([others, pa.Table.from_pylist(standing, schema=PLACED_REASONS).cast(others.schema)])
