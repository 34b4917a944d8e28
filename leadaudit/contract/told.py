"""Clauses about what was found out after a record came: it bounced, the person left, the number is somebody else's.

What is found out when the window for returns has ended is no reason any more: a person who leaves a year later was
delivered as ordered (docs/method.md, "Reached or not").
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.contract.clauses import ALWAYS
from leadaudit.contract.deadline import Deadline
from leadaudit.contract.finding import Finding
from leadaudit.contract.reasons import PLACED_REASONS, reasons_of
from leadaudit.contract.values import Values
from leadaudit.distinct import distinct_rows
from leadaudit.format import day
from leadaudit.vocabulary import ReasonCode, ReasonStatus

_FOUND_OUT: Final = {
    ReasonCode.LEFT_COMPANY: "On {on} we were told that the person no longer works there.",
    ReasonCode.WRONG_EMPLOYER: "On {on} it was found that the person did not work there when the record came.",
    ReasonCode.WRONG_TITLE: "On {on} it was found that the person did not have this title when the record came.",
    ReasonCode.WRONG_NUMBER: "On {on} the number was found to be somebody else's or out of service.",
    ReasonCode.REGISTRANT_DENIAL: "On {on} the person denied ever having asked for this.",
}
# What was known no later than the day of delivery was wrong on that day; by reason and kind of evidence.
_KNOWN_BEFORE: Final = {
    (ReasonCode.WRONG_EMPLOYER, "profile_left"): "it was found that the person no longer worked there",
    (ReasonCode.WRONG_TITLE, "profile_new_title"): "it was found that the person had another title",
}

# The row of an import: kind, source, day, fingerprint, line.
_ROW: Final = re.compile(r"(?P<kind>[a-z_]+)-.*-(?P<on>\d{4}-\d\d-\d\d)-[0-9a-f]+:(?P<line>\d+)")

# The delivered value each reason is about.
_ABOUT: Final = {
    ReasonCode.WRONG_NUMBER: "records.phone",
    ReasonCode.WRONG_EMPLOYER: "records.company",
    ReasonCode.LEFT_COMPANY: "records.company",
    ReasonCode.WRONG_TITLE: "records.title",
}


def told_reasons(
    values: Values, told: pa.Table | None, *, deadlines: Sequence[Deadline | None], deadline_of: npt.NDArray[np.int64]
) -> pa.Table:
    """What was found out, in time, about the records that a contract binds.

    Args:
        values: The records.
        told: One row per record and reason: delivery, line, code, kind, told_on, words, ref; None: nothing.
        deadlines: Ends of return windows; None: no window is agreed.
        deadline_of: For every record the place of its deadline.
    """
    if told is None or not told.num_rows:
        return PLACED_REASONS.empty_table()
    found = _in_time(sql.run("contract_told", {"heads": values.heads, "told": told}), deadlines, deadline_of)
    parts = [PLACED_REASONS.empty_table()]
    for code in ReasonCode:
        of_code = found.filter(pc.equal(found["code"], code.value))
        if of_code.num_rows:
            about = values.column(_ABOUT.get(code, "records.email")).take(of_code["place"])
            columns = [of_code[name] for name in ("code", "kind", "told_on", "words", "ref", "delivered_on")]
            parts.append(reasons_of(of_code["place"].to_numpy(), [*columns, about], _check_told))
    return pa.concat_tables(parts)


def _in_time(found: pa.Table, deadlines: Sequence[Deadline | None], deadline_of: npt.NDArray[np.int64]) -> pa.Table:
    of_row = pa.chunked_array([pa.array(deadline_of[found["place"].to_numpy()])])
    rows = distinct_rows([of_row, found["told_on"]])

    def is_in_time(place: int, told_on: date) -> bool:
        deadline = deadlines[place]
        return deadline is None or deadline.is_open(told_on)

    in_time = np.array(rows.judged(is_in_time), dtype=np.bool_)
    return found.filter(pa.array(in_time[rows.row_of]))


def _check_told(
    code: str,
    kind: str,
    told_on: date,
    words: str | None,
    ref: str | None,
    delivered_on: date,
    delivered: str | None,
) -> Finding:
    proof = _sentence(ReasonCode(code), kind, told_on, words, delivered_on)
    return Finding(
        code=ReasonCode(code),
        status=ReasonStatus.VIOLATED,
        clause=ALWAYS,
        delivered=delivered,
        understood=None,
        proof=f"{proof}{_source(ref)}",
    )


def _sentence(code: ReasonCode, kind: str, told_on: date, words: str | None, delivered_on: date) -> str:
    """Why, in a sentence a vendor can check."""
    on = day(told_on)
    if code is ReasonCode.BOUNCED:
        said = f": {words}" if words else ""
        return f"A mail to the address came back for good (hard bounce) on {on}{said}."
    if (code, kind) in _KNOWN_BEFORE:
        return f"On {on}, no later than the delivery of {day(delivered_on)}, {_KNOWN_BEFORE[code, kind]}."
    return _FOUND_OUT[code].format(on=on)


def _source(ref: str | None) -> str:
    """Which row of ours says so; an import's own name may be another vendor's, and of the CRM the day alone is told."""
    row = None if ref is None else _ROW.fullmatch(ref)
    if row is not None:
        file = f"our file of {row['kind'].replace('_', ' ')} of {day(date.fromisoformat(row['on']))}"
        return f" (Line {row['line']} of {file}.)"
    return f" (Our {ref}.)" if ref == "audit sheet" else ""
