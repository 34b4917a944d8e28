"""What happens to a claim: prepared, sent, answered, settled or taken back; no record stands in two."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa
from sqlalchemy import Connection, delete, func, insert, select, update

from leadaudit.contract.claim_answers import VendorAnswer
from leadaudit.contract.claims import Claim, ClaimLine, ClaimState, moved, replaced
from leadaudit.errors import LeadauditError
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.file_store import Store, register, release
from leadaudit.workspace.kept_claims import ROWS, SENT, all_claims, claim_named, note_moves, write_lines


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
        note_moves(connection, [(name, row["delivery"], row["line"]) for row in lines.to_pylist()], new.as_of)
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
        write_lines(connection, [moved(line, ClaimState.SENT) for line in prepared], on=sent_at.astimezone(UTC).date())
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
        write_lines(connection, answered, on=on, moves=changed)
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
        write_lines(connection, [moved(line, ClaimState.CANCELLED) for line in lines], on=clock().date())
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
        write_lines(connection, linked, on=on)
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
        write_lines(connection, [move(line) for line in lines], on=on)
        write_log(connection, author=store.author, action=action, subject=name, detail=f"{len(lines)} records")
    return len(lines)


def release_delivery(connection: Connection, delivery: str, *, author: str) -> None:
    """Let go of a delivery that is taken out: what was only prepared is cancelled, what it replaced is owed again.

    Raises:
        LeadauditError: A claim about it is with its vendor.
    """
    every = all_claims(connection)
    of_it = [claim for claim in every if any(line.delivery == delivery for line in claim.lines)]
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
        write_lines(connection, [moved(line, ClaimState.CANCELLED) for line in lines], on=clock().date())
        if lines:
            write_log(connection, author=author, action="claim cancelled", subject=claim.claim, detail=delivery)
    came = [line for claim in every for line in claim.lines if line.replacement_delivery == delivery]
    write_lines(connection, [moved(line, ClaimState.ACCEPTED) for line in came], on=clock().date())


def _is_held(claim: Claim, delivery: str) -> bool:
    free = {ClaimState.PREPARED, ClaimState.CANCELLED}
    return any(line.delivery == delivery and line.state not in free for line in claim.lines)


def _unpin(connection: Connection, name: str) -> None:
    runs = schema.published_runs
    connection.execute(delete(runs).where(runs.c.kind == "claim", runs.c.name == name))
    release(connection, name)


def _naive(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.astimezone(UTC).replace(tzinfo=None)
