"""Claims: what was asked back from a vendor, in which state it is, and that no amount is asked for twice.

A claim is one letter to one vendor about one program.  Each of its lines is one returned record and goes its own way:
prepared, sent, then accepted or refused, and once accepted credited or replaced.  A line that was not cancelled holds
its record: the record stands in no other claim (docs/method.md, "What the contract says").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.errors import LeadauditError

_BY_RECORD: Final = [("delivery", "ascending"), ("line", "ascending")]


class ClaimState(StrEnum):
    """What became of one claimed record."""

    PREPARED = "prepared"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CREDITED = "credited"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


# Where a line may go from each state.  A vendor may think again, so an answer can be corrected; a credit stays.
MOVES: Final[Mapping[ClaimState, frozenset[ClaimState]]] = {
    ClaimState.PREPARED: frozenset({ClaimState.SENT, ClaimState.CANCELLED}),
    ClaimState.SENT: frozenset({ClaimState.ACCEPTED, ClaimState.REFUSED, ClaimState.CANCELLED}),
    ClaimState.ACCEPTED: frozenset(
        {ClaimState.REFUSED, ClaimState.CREDITED, ClaimState.REPLACED, ClaimState.CANCELLED}
    ),
    ClaimState.REFUSED: frozenset({ClaimState.ACCEPTED, ClaimState.CANCELLED}),
    ClaimState.CREDITED: frozenset(),
    ClaimState.REPLACED: frozenset({ClaimState.ACCEPTED}),
    ClaimState.CANCELLED: frozenset(),
}

# States in which the money is asked for or owed to us, and not yet here.
OPEN: Final = frozenset({ClaimState.PREPARED, ClaimState.SENT, ClaimState.ACCEPTED})

# States in which the vendor has the claim: its deliveries cannot be taken out.
SENT_OR_LATER: Final = frozenset(
    {ClaimState.SENT, ClaimState.ACCEPTED, ClaimState.REFUSED, ClaimState.CREDITED, ClaimState.REPLACED}
)

# States that count toward a cap on returns; a refused line leaves its place to another.
COUNTS_TOWARD_CAP: Final = OPEN | {ClaimState.CREDITED, ClaimState.REPLACED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claimed record.

    Args:
        claim: The claim it stands in.
        delivery: With ``line`` the record.
        line: Its line in the delivered file.
        code: vocabulary.ReasonCode that leads.
        clause: Key path in the program file.
        amount_minor: What is asked for, minor units of the claim's currency.
        deadline_at: Until when it could be claimed, UTC; None: the contract names no window.
        state: What became of it.
        vendor_record_id: How the vendor names it, where he does.
        vendor_reason: Why he refused it, in his words.
        replacement_delivery: With ``replacement_line`` the record that came instead.
        replacement_line: Its line.
        settled_on: The day of the credit or the replacement.
    """

    claim: str
    delivery: str
    line: int
    code: str
    clause: str | None
    amount_minor: int
    deadline_at: datetime | None
    state: ClaimState
    vendor_record_id: str | None = None
    vendor_reason: str | None = None
    replacement_delivery: str | None = None
    replacement_line: int | None = None
    settled_on: date | None = None

    @property
    def record(self) -> str:
        """The record as every table shows it."""
        return f"{self.delivery}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One letter to one vendor about one program.

    Args:
        claim: Its id, ``<program>-<prepared on>-<number>``.
        vendor: To whom.
        program: About what.
        currency: Of every amount in it.
        assessment_id: What it was made from; pinned.
        as_of: The day that assessment speaks for.
        format: Name of the format in which it is sent.
        prepared_at: When it was put together, UTC.
        sent_at: When it was sent; None: not yet.
        lines: By delivery and line.
    """

    claim: str
    vendor: str
    program: str
    currency: str
    assessment_id: str
    as_of: date
    format: str
    prepared_at: datetime
    sent_at: datetime | None
    lines: tuple[ClaimLine, ...]

    def amount_minor(self, *states: ClaimState) -> int:
        """What the lines in some states add up to; all that were not cancelled when none is named."""
        wanted = states or tuple(state for state in ClaimState if state is not ClaimState.CANCELLED)
        return sum(line.amount_minor for line in self.lines if line.state in wanted)

    def count(self, *states: ClaimState) -> int:
        """How many lines are in some states; all that were not cancelled when none is named."""
        wanted = states or tuple(state for state in ClaimState if state is not ClaimState.CANCELLED)
        return sum(line.state in wanted for line in self.lines)

    @property
    def is_with_vendor(self) -> bool:
        """Whether some line of it was sent and not cancelled."""
        return any(line.state in SENT_OR_LATER for line in self.lines)


def moved(line: ClaimLine, to: ClaimState, *, vendor_reason: str | None = None, on: date | None = None) -> ClaimLine:
    """The line in its next state.

    Raises:
        LeadauditError: It cannot go there.
    """
    if to not in MOVES[line.state]:
        may = " or ".join(sorted(MOVES[line.state])) or "nothing else any more"
        raise LeadauditError(
            f"claim {line.claim}, record {line.record}",
            f"it is {line.state} and cannot become {to}",
            f"It may be {may}",
        )
    # A vendor who thinks again has not replaced anything, and his old reason no longer stands.
    return replace(
        line,
        state=to,
        vendor_reason=vendor_reason if to is ClaimState.REFUSED else None,
        replacement_delivery=line.replacement_delivery if to is ClaimState.REPLACED else None,
        replacement_line=line.replacement_line if to is ClaimState.REPLACED else None,
        settled_on=on if to in {ClaimState.CREDITED, ClaimState.REPLACED} else None,
    )


def replaced(line: ClaimLine, *, delivery: str, number: int, on: date) -> ClaimLine:
    """The line once another record came for it.

    Raises:
        LeadauditError: It was not accepted, or stands for itself.
    """
    if (delivery, number) == (line.delivery, line.line):
        raise LeadauditError(
            f"claim {line.claim}, record {line.record}", "a record cannot replace itself", "Name the record that came"
        )
    return replace(moved(line, ClaimState.REPLACED, on=on), replacement_delivery=delivery, replacement_line=number)


def returned_records(claims: pa.Table) -> pa.Table:
    """Records their vendor took back, for a credit or for others: delivery, line, settled_on, ordered so.

    Args:
        claims: tables.CLAIMS.
    """
    is_settled = pc.is_in(claims["state"], value_set=pa.array([ClaimState.CREDITED.value, ClaimState.REPLACED.value]))
    return claims.filter(is_settled).select(["delivery", "line", "settled_on"]).sort_by(_BY_RECORD)


def unpaid_records(claims: pa.Table) -> pa.Table:
    """Records that cost nothing: credited ones, and those that came instead of others; delivery, line, ordered so.

    A replaced record stays paid for and its replacement is free, so that the two cost one price together.

    Args:
        claims: tables.CLAIMS.
    """
    credited = claims.filter(pc.equal(claims["state"], ClaimState.CREDITED.value)).select(["delivery", "line"])
    replaced_ones = claims.filter(pc.equal(claims["state"], ClaimState.REPLACED.value))
    came = pa.table(
        {"delivery": replaced_ones["replacement_delivery"], "line": replaced_ones["replacement_line"]},
        schema=credited.schema,
    )
    return pa.concat_tables([credited, came]).group_by(["delivery", "line"]).aggregate([]).sort_by(_BY_RECORD)


def claimed_records(lines: Iterable[ClaimLine]) -> frozenset[tuple[str, int]]:
    """Records that stand in a claim already and cannot stand in another."""
    return frozenset((line.delivery, line.line) for line in lines if line.state is not ClaimState.CANCELLED)


def replacements(lines: Iterable[ClaimLine]) -> frozenset[tuple[str, int]]:
    """Records that came instead of others: they are not new, and nobody may bill them."""
    return frozenset(
        (line.replacement_delivery, line.replacement_line)
        for line in lines
        if line.replacement_delivery is not None and line.replacement_line is not None
    )
