"""Claims as the catalogue keeps them: prepared, sent, answered, settled; no record stands in two."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

import pyarrow as pa
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from leadaudit import tables
from leadaudit.contract.claim_answers import VendorAnswer
from leadaudit.contract.claims import Claim, ClaimLine, ClaimState, moved, replaced
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.file_store import Store, files_of, register, release

# Under which names the rows and the file of a claim are kept; the claim's id owns them.
ROWS: Final = "claim_rows"
SENT: Final = "sent"

_NONE_HERE: Final = "leadaudit claims list shows them"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim about to be made.

    Args:
        vendor: To whom.
        program: About what.
        currency: Of its amounts.
        assessment_id: What it was made from.
        as_of: The day that speaks for.
        format: In which it will be sent.
        rows: One row per record (``sql/contract_claim_rows.sql``).
    """

    vendor: str
    program: str
    currency: str
    assessment_id: str
    as_of: date
    format: str
    rows: pa.Table


def prepare_claim(store: Store, new: NewClaim) -> str:
    """Put a claim together and pin what it was made from; its id is returned.

    Raises:
        LeadauditError: There is nothing to claim, or a record stands in another claim.
    """
    where = f"claim for {new.program}"
    if new.rows.num_rows == 0:
        raise LeadauditError(where, "nothing can be claimed", "leadaudit returns says what is open and what was missed")
    stored = store.files.write_tables({ROWS: new.rows})
    lines = new.rows.select(["delivery", "line", "code", "clause", "amount_minor", "deadline_at", "vendor_record_id"])
    with writing(store.engine) as connection:
        _require_free(connection, lines, where)
        name = _next_name(connection, new)
        values = {
            "claim": name,
            "vendor": new.vendor,
            "program": new.program,
            "currency": new.currency,
            "assessment_id": new.assessment_id,
            "as_of": new.as_of,
            "format": new.format,
            "prepared_at": clock(),
        }
        connection.execute(insert(schema.claims).values(values))
        connection.execute(
            insert(schema.claim_lines),
            [
                {
                    **row,
                    "claim": name,
                    "amount_minor": row["amount_minor"] or 0,
                    "deadline_at": _naive(row["deadline_at"]),
                    "state": ClaimState.PREPARED.value,
                }
                for row in lines.to_pylist()
            ],
        )
        _note_moves(connection, [(name, row["delivery"], row["line"]) for row in lines.to_pylist()], new.as_of)
        register(connection, name, stored)
        connection.execute(
            insert(schema.published_runs).values(
                assessment_id=new.assessment_id, kind="claim", name=name, published_at=clock()
            )
        )
        write_log(
            connection, author=store.author, action="claim prepared", subject=name, detail=f"{lines.num_rows} records"
        )
    return name


def _require_free(connection: Connection, lines: pa.Table, where: str) -> None:
    table = schema.claim_lines
    query = select(table.c.delivery, table.c.line, table.c.claim).where(table.c.state != ClaimState.CANCELLED.value)
    taken = {(row.delivery, row.line): row.claim for row in connection.execute(query)}
    for row in lines.select(["delivery", "line"]).to_pylist():
        claim = taken.get((row["delivery"], row["line"]))
        if claim is not None:
            raise LeadauditError(
                where,
                f"record {row['delivery']}:{row['line']} stands in claim {claim} already",
                "Nothing was stored; build the claim again",
            )


def _next_name(connection: Connection, new: NewClaim) -> str:
    stem = f"{new.program}-{new.as_of}"
    query = select(func.count()).select_from(schema.claims).where(schema.claims.c.claim.like(f"{stem}-%"))
    return f"{stem}-{(connection.execute(query).scalar() or 0) + 1}"


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


def send_claim(store: Store, name: str, content: bytes, *, on: datetime | None = None) -> None:
    """Note that a claim was sent, and keep what was sent as it is.

    Args:
        store: The workspace.
        name: The claim.
        content: The file the vendor got.
        on: The instant, UTC; None: now.

    Raises:
        LeadauditError: It was sent before, or too late for some of its records.
    """
    sent_at = on or clock().replace(tzinfo=UTC)
    stored = store.files.write_bytes(SENT, content)
    with writing(store.engine) as connection:
        claim = claim_named(connection, name)
        prepared = [line for line in claim.lines if line.state is ClaimState.PREPARED]
        if not prepared:
            raise LeadauditError(f"claim {name}", "nothing in it waits to be sent", "Build another claim")
        late = [line for line in prepared if line.deadline_at is not None and line.deadline_at < sent_at]
        if late:
            raise LeadauditError(
                f"claim {name}",
                f"{len(late)} of its records could be claimed only until {min(_ends(late)):%Y-%m-%d %H:%M} UTC",
                "Say on which day it was sent, or cancel it and build another",
            )
        _write(connection, [moved(line, ClaimState.SENT) for line in prepared], on=sent_at.astimezone(UTC).date())
        table = schema.claims
        connection.execute(update(table).where(table.c.claim == name).values(sent_at=_naive(sent_at)))
        register(connection, name, {SENT: stored})
        write_log(connection, author=store.author, action="claim sent", subject=name, detail=f"{len(prepared)} records")


def _ends(lines: Iterable[ClaimLine]) -> list[datetime]:
    return [line.deadline_at for line in lines if line.deadline_at is not None]


def answer_claim(store: Store, name: str, answers: Mapping[tuple[str, int], VendorAnswer], *, on: date) -> int:
    """Note what the vendor answered, all of it or nothing; how many records is returned.

    Args:
        store: The workspace.
        name: The claim.
        answers: By record.
        on: The day of the answer; that of a replacement he names.

    Raises:
        LeadauditError: A record is not in the claim, or cannot be answered.
    """
    with writing(store.engine) as connection:
        claim = claim_named(connection, name)
        by_record = {(line.delivery, line.line): line for line in claim.lines}
        unknown = [f"{delivery}:{line}" for delivery, line in answers if (delivery, line) not in by_record]
        if unknown:
            raise LeadauditError(
                f"claim {name}", f"{unknown[0]} and {len(unknown) - 1} more are not in it", "Nothing was stored"
            )
        answered = [_answered(by_record[record], answer) for record, answer in answers.items()]
        changed = [line for line in answered if line.state is not by_record[line.delivery, line.line].state]
        _write(connection, answered, on=on, moves=changed)
        write_log(
            connection,
            author=store.author,
            action="claim answered",
            subject=name,
            detail=f"{sum(line.state is ClaimState.ACCEPTED for line in answered)} of {len(answered)} accepted, {on}",
        )
    return len(answered)


def _answered(line: ClaimLine, answer: VendorAnswer) -> ClaimLine:
    to = ClaimState.ACCEPTED if answer.is_accepted else ClaimState.REFUSED
    # The same answer once more changes nothing.
    return line if line.state is to else moved(line, to, vendor_reason=answer.reason)


def settle_claim(store: Store, name: str, *, on: date) -> int:
    """Note that everything accepted in a claim was credited; how many records is returned.

    Raises:
        LeadauditError: Nothing in it is accepted and open.
    """
    return _move_all(
        store, name, ClaimState.ACCEPTED, lambda line: moved(line, ClaimState.CREDITED, on=on), "claim credited", on=on
    )


def cancel_claim(store: Store, name: str) -> int:
    """Take a claim back: its records are free again; how many is returned.

    Raises:
        LeadauditError: Some of it was credited or replaced already.
    """
    with writing(store.engine) as connection:
        claim = claim_named(connection, name)
        settled = claim.count(ClaimState.CREDITED, ClaimState.REPLACED)
        if settled:
            raise LeadauditError(
                f"claim {name}",
                f"{settled} of its records were credited or replaced",
                "It stands and cannot be cancelled",
            )
        lines = [line for line in claim.lines if line.state is not ClaimState.CANCELLED]
        if not lines:
            raise LeadauditError(f"claim {name}", "it was cancelled before", "Nothing is left to do")
        _write(connection, [moved(line, ClaimState.CANCELLED) for line in lines], on=clock().date())
        if claim.sent_at is None:
            _unpin(connection, name)
        write_log(connection, author=store.author, action="claim cancelled", subject=name)
    return len(lines)


def link_replacements(store: Store, name: str, records: Sequence[tuple[str, int]], *, on: date) -> int:
    """Say which records came instead of accepted ones, in order; how many found their place is returned.

    Args:
        store: The workspace.
        name: The claim.
        records: Delivery and line of the records that came.
        on: The day they came.

    Raises:
        LeadauditError: Nothing in the claim waits for a replacement, or a record replaces another already.
    """
    with writing(store.engine) as connection:
        claim = claim_named(connection, name)
        waiting = [line for line in claim.lines if line.state is ClaimState.ACCEPTED]
        if not waiting:
            raise LeadauditError(f"claim {name}", "nothing in it waits for a replacement", "Import his answer first")
        taken = _linked(connection)
        free = [record for record in records if record not in taken]
        if not free:
            raise LeadauditError(f"claim {name}", "these records replace others already", "Name other records")
        linked = [
            replaced(line, delivery=delivery, number=number, on=on)
            for line, (delivery, number) in zip(waiting, free, strict=False)
        ]
        _write(connection, linked, on=on)
        write_log(
            connection, author=store.author, action="claim replaced", subject=name, detail=f"{len(linked)} records"
        )
    return len(linked)


def _linked(connection: Connection) -> frozenset[tuple[str, int]]:
    table = schema.claim_lines
    query = select(table.c.replacement_delivery, table.c.replacement_line).where(table.c.replacement_line.is_not(None))
    return frozenset((row.replacement_delivery, row.replacement_line) for row in connection.execute(query))


def _move_all(
    store: Store, name: str, state: ClaimState, move: Callable[[ClaimLine], ClaimLine], action: str, *, on: date
) -> int:
    with writing(store.engine) as connection:
        claim = claim_named(connection, name)
        lines = [line for line in claim.lines if line.state is state]
        if not lines:
            raise LeadauditError(f"claim {name}", f"nothing in it is {state} and open", "Import his answer first")
        _write(connection, [move(line) for line in lines], on=on)
        write_log(connection, author=store.author, action=action, subject=name, detail=f"{len(lines)} records")
    return len(lines)


def release_delivery(connection: Connection, delivery: str, *, author: str) -> None:
    """Let go of a delivery that is taken out: what was only prepared is cancelled, what it replaced is owed again.

    Raises:
        LeadauditError: A claim about it is with its vendor.
    """
    of_it = [claim for claim in all_claims(connection) if any(line.delivery == delivery for line in claim.lines)]
    sent = [claim.claim for claim in of_it if _is_held(claim, delivery)]
    if sent:
        named = f"claim {sent[0]}" if len(sent) == 1 else f"claims {', '.join(sorted(sent))}"
        raise LeadauditError(
            f"delivery {delivery}",
            f"{named} about it {'was' if len(sent) == 1 else 'were'} sent",
            f"Nothing was taken out; cancel {'it' if len(sent) == 1 else 'them'} first with leadaudit claims cancel",
        )
    for claim in of_it:
        lines = [line for line in claim.lines if line.delivery == delivery and line.state is ClaimState.PREPARED]
        _write(connection, [moved(line, ClaimState.CANCELLED) for line in lines], on=clock().date())
        if lines:
            write_log(connection, author=author, action="claim cancelled", subject=claim.claim, detail=delivery)
    table = schema.claim_lines
    came = connection.execute(select(table).where(table.c.replacement_delivery == delivery)).mappings()
    _write(connection, [moved(_line(row), ClaimState.ACCEPTED) for row in came], on=clock().date())


def _is_held(claim: Claim, delivery: str) -> bool:
    free = {ClaimState.PREPARED, ClaimState.CANCELLED}
    return any(line.delivery == delivery and line.state not in free for line in claim.lines)


def _unpin(connection: Connection, name: str) -> None:
    runs = schema.published_runs
    connection.execute(delete(runs).where(runs.c.kind == "claim", runs.c.name == name))
    release(connection, name)


def _write(
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
        _note_moves(connection, [(line.claim, line.delivery, line.line)], on, line.state)
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


def _note_moves(
    connection: Connection, lines: Iterable[tuple[str, str, int]], on: date, state: ClaimState = ClaimState.PREPARED
) -> None:
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


def _naive(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.astimezone(UTC).replace(tzinfo=None)
