"""Clauses about what was found out after a record came: it bounced, the person left, or denies having asked."""

from datetime import date

import pyarrow as pa

from leadaudit import sql
from leadaudit.contract.clauses import ALWAYS
from leadaudit.contract.finding import Finding
from leadaudit.contract.reasons import PLACED_REASONS, reasons_of
from leadaudit.contract.values import Values
from leadaudit.format import day
from leadaudit.vocabulary import ReasonCode, ReasonStatus


def told_reasons(values: Values, told: pa.Table | None) -> pa.Table:
    """What was found out about the records that a contract binds.

    Args:
        values: The records.
        told: One row per record and reason: delivery, line, code, told_on, words; None: nothing was found out.
    """
    if told is None or not told.num_rows:
        return PLACED_REASONS.empty_table()
    found = sql.run("contract_told", {"heads": values.heads, "told": told})
    email = values.column("records.email").take(found["place"])
    return reasons_of(found["place"].to_numpy(), [found["code"], found["told_on"], found["words"], email], _check_told)


def _check_told(code: str, told_on: date, words: str | None, email: str | None) -> Finding:
    match ReasonCode(code):
        case ReasonCode.BOUNCED:
            said = f": {words}" if words else ""
            proof = f"A mail to the address came back for good (hard bounce) on {day(told_on)}{said}."
        case ReasonCode.LEFT_COMPANY:
            proof = f"On {day(told_on)} we were told that the person no longer works there."
        case _:
            proof = f"On {day(told_on)} the person denied ever having asked for this."
    return Finding(
        code=ReasonCode(code),
        status=ReasonStatus.VIOLATED,
        clause=ALWAYS,
        delivered=email,
        understood=None,
        proof=proof,
    )
