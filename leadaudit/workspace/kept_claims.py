"""Claims as the catalogue keeps them: read as they are now or were on a day, and written line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Final

import pyarrow as pa
from sqlalchemy import Connection, RowMapping, insert, select, update

from leadaudit import tables
from leadaudit.contract.claims import Claim, ClaimLine, ClaimState
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.workspace import schema
from leadaudit.workspace.file_store import Store, files_of

# Under which names the rows and the file of a claim are kept; the claim's id owns them.
ROWS: Final = "claim_rows"
SENT: Final = "sent"

_NONE_HERE: Final = "leadaudit claims list shows them"


def all_claims(connection: Connection) -> tuple[Claim, ...]:
    """Every claim, newest first, cancelled ones too."""
    table = schema.claims
    query = select(table).order_by(table.c.prepared_at.desc(), table.c.claim.desc())
    lines: dict[str, list[ClaimLine]] = {}
    order = schema.claim_lines.c
    for row in connection.execute(select(schema.claim_lines).order_by(order.delivery, order.line)).mappings():
        lines.setdefault(row["claim"], []).append(_line(row))
    return tuple(_claim(row, lines.get(row["claim"], [])) for row in connection.execute(query).mappings())


def claim_named(connection: Connection, name: str) -> Claim:
    """One claim.

    Raises:
        UnknownNameError: There is none of that name.
    """
    found = next((one for one in all_claims(connection) if one.claim == name), None)
    if found is None:
        raise UnknownNameError(f"claim {name}", "there is none of that name here", _NONE_HERE)
    return found


def claims_table(connection: Connection, *, as_of: date | None = None, then: bool = False) -> pa.Table:
    """tables.CLAIMS: every claimed record of claims made for a day, or for all days.

    Args:
        connection: To the catalogue.
        as_of: Claims made for a day after it are left out.
        then: Each record in the state it had on that day, for looking back; else in the one it has now.
    """
    states = _states_on(connection, as_of) if then and as_of is not None else None
    rows: list[dict[str, object]] = []
    for claim in all_claims(connection):
        if as_of is not None and claim.as_of > as_of:
            continue
        for one in claim.lines:
            state = one.state if states is None else states.get((claim.claim, one.delivery, one.line))
            if state is not None:
                rows.append(_claim_row(claim, _as_on(one, state)))
    order = [(name, "ascending") for name in tables.CLAIMS.key]
    return tables.CLAIMS.build(rows).sort_by(order)


def _claim_row(claim: Claim, line: ClaimLine) -> dict[str, object]:
    is_sent = claim.sent_at is not None and line.state is not ClaimState.PREPARED
    return {
        "claim": claim.claim,
        "delivery": line.delivery,
        "line": line.line,
        "vendor": claim.vendor,
        "program": claim.program,
        "currency": claim.currency,
        "code": line.code,
        "amount_minor": line.amount_minor,
        "state": line.state.value,
        "sent_on": claim.sent_at.date() if is_sent and claim.sent_at is not None else None,
        "settled_on": line.settled_on,
        "replacement_delivery": line.replacement_delivery,
        "replacement_line": line.replacement_line,
    }


def load_claim(store: Store, name: str) -> tuple[Claim, pa.Table]:
    """A claim, and what it says of each of its records, as it was put together (``sql/contract_claim_rows.sql``).

    Raises:
        UnknownNameError: There is no claim of that name.
        LeadauditError: It was cancelled before it was sent, so that its rows are gone.
    """
    with store.engine.connect() as connection:
        claim = claim_named(connection, name)
        file = files_of(connection, name).get(ROWS)
    if file is None:
        raise LeadauditError(f"claim {name}", "it was cancelled before it was sent", "Build another claim")
    return claim, store.files.read_table(file)


def sent_file(store: Store, name: str) -> bytes:
    """The file of a claim, byte for byte as it was sent.

    Raises:
        LeadauditError: It was not sent, or the file was removed because somebody in it was forgotten.
    """
    with store.engine.connect() as connection:
        claim_named(connection, name)
        file = files_of(connection, name).get(SENT)
    if file is None:
        raise LeadauditError(f"claim {name}", "no sent file is kept", "Its lines are shown by leadaudit claims show")
    return store.files.path(file).read_bytes()


def write_lines(
    connection: Connection, lines: Sequence[ClaimLine], *, on: date, moves: Sequence[ClaimLine] | None = None
) -> None:
    """Write lines as they are now, and the day on which they came into their state.

    Args:
        connection: To the catalogue.
        lines: The lines.
        on: The day.
        moves: Those whose state changed; None: all of them.
    """
    for line in lines if moves is None else moves:
        note_moves(connection, [(line.claim, line.delivery, line.line)], on, line.state)
    table = schema.claim_lines
    for line in lines:
        connection.execute(
            update(table)
            .where(table.c.claim == line.claim, table.c.delivery == line.delivery, table.c.line == line.line)
            .values(
                state=line.state.value,
                vendor_reason=line.vendor_reason,
                replacement_delivery=line.replacement_delivery,
                replacement_line=line.replacement_line,
                settled_on=line.settled_on,
            )
        )


def note_moves(
    connection: Connection, lines: Iterable[tuple[str, str, int]], on: date, state: ClaimState = ClaimState.PREPARED
) -> None:
    """Note the day on which claimed records, each a claim, a delivery and a line, came into a state."""
    rows = [
        {"claim": claim, "delivery": delivery, "line": line, "state": state.value, "on": on}
        for claim, delivery, line in lines
    ]
    if rows:
        connection.execute(insert(schema.claim_moves), rows)


def _states_on(connection: Connection, on: date) -> dict[tuple[str, str, int], ClaimState]:
    """The state each claimed record was in at the end of a day; one that was claimed later is left out."""
    table = schema.claim_moves
    rows = connection.execute(select(table).where(table.c.on <= on).order_by(table.c.move)).mappings()
    return {(row["claim"], row["delivery"], row["line"]): ClaimState(row["state"]) for row in rows}


def _as_on(line: ClaimLine, state: ClaimState) -> ClaimLine:
    """A line as it was in an earlier state: what came of it later had not happened."""
    if state is line.state:
        return line
    return replace(
        line, state=state, settled_on=None, replacement_delivery=None, replacement_line=None, vendor_reason=None
    )


def _line(row: RowMapping) -> ClaimLine:
    return ClaimLine(
        claim=row["claim"],
        delivery=row["delivery"],
        line=row["line"],
        code=row["code"],
        clause=row["clause"],
        amount_minor=row["amount_minor"],
        deadline_at=None if row["deadline_at"] is None else row["deadline_at"].replace(tzinfo=UTC),
        state=ClaimState(row["state"]),
        vendor_record_id=row["vendor_record_id"],
        vendor_reason=row["vendor_reason"],
        replacement_delivery=row["replacement_delivery"],
        replacement_line=row["replacement_line"],
        settled_on=row["settled_on"],
    )


def _claim(row: RowMapping, lines: list[ClaimLine]) -> Claim:
    return Claim(
        claim=row["claim"],
        vendor=row["vendor"],
        program=row["program"],
        currency=row["currency"],
        assessment_id=row["assessment_id"],
        as_of=row["as_of"],
        format=row["format"],
        prepared_at=row["prepared_at"].replace(tzinfo=UTC),
        sent_at=None if row["sent_at"] is None else row["sent_at"].replace(tzinfo=UTC),
        lines=tuple(lines),
    )
