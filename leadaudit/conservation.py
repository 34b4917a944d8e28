"""The sums that must close on every run: nothing lost, nothing counted twice, no minor unit astray."""

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.errors import ConservationError
from leadaudit.vocabulary import LineStatus

_REMEDY: Final = "Report this; nothing was shown or stored"


def require_all_lines(lines: pa.Table, facts: pa.Table, *, where: str) -> None:
    """Every line of a file is read, with facts, or named as unreadable.

    Raises:
        ConservationError: Lines are missing, twice, or unreadable without a reason.
    """
    unreadable = pc.sum(pc.equal(lines["status"], LineStatus.UNREADABLE.value)).as_py() or 0
    _require(f"{where}, delivered = read + unreadable", lines.num_rows, facts.num_rows + unreadable)
    _require_keys(f"{where}, lines", lines)
    named = lines.filter(pc.equal(lines["status"], LineStatus.UNREADABLE.value))
    _require(f"{where}, unreadable = unreadable with a reason", unreadable, named.num_rows - named["reason"].null_count)


def require_closed(*, lines: pa.Table, classes: pa.Table, verdicts: pa.Table, usable: pa.Table) -> None:
    """The counts and the money of an assessment close, for every delivery.

    delivered = read + unreadable; read = sum of classes = sum of verdicts; each excluded record has a reason and no
    other one has; usable + not usable, each with one reason, = delivered; the money of the usable and not usable
    lines is the money of the verdicts.

    Raises:
        ConservationError: Names the first equation that does not close, with both sides.
    """
    sides = sql.run(
        "conservation_sides",
        {
            "lines": lines.select(["delivery", "line", "status"]),
            "classes": classes.select(["delivery", "line", "class", "excluded_reason"]),
            "verdicts": verdicts.select(["delivery", "line", "verdict", "amount_minor"]),
            "usable": usable.select(["delivery", "line", "usable", "not_usable_reason", "amount_minor"]),
        },
    )
    for side in sides.to_pylist():
        _require(f"{side['delivery']}, {side['equation']}", side["left_side"], side["right_side"])
    for name, table in (("lines", lines), ("classes", classes), ("verdicts", verdicts), ("usable", usable)):
        _require_keys(name, table)


def _require_keys(where: str, table: pa.Table) -> None:
    deliveries = table["delivery"].combine_chunks().dictionary_encode()
    # Delivery and line as one number; where those only rise, as they nearly always do, nothing need be counted.
    keys = deliveries.indices.to_numpy().astype(np.int64) << 32 | table["line"].to_numpy().astype(np.int64)
    distinct = len(keys) if (keys[1:] > keys[:-1]).all() else len(np.unique(keys))
    _require(f"{where}, rows = distinct lines", table.num_rows, distinct)


def _require(equation: str, left: int | None, right: int | None) -> None:
    if left != right:
        raise ConservationError(equation, f"{left} is not {right}", _REMEDY)
