"""The returns desk: what can be claimed today, by when, and how much of it the contract lets us claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR
from enum import StrEnum
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.contract.countdown import last_day
from leadaudit.contract.program import Program
from leadaudit.contract.verdict import returnable_reasons

# Today and the six days after it.
WEEK: Final = timedelta(days=6)

_DAYS: Final = pa.schema([("program", tables.TEXT), ("deadline_at", tables.INSTANT), ("last_on", tables.DAY)])
_TERMS: Final = pa.schema([("program", tables.TEXT), ("cap", pa.int64()), ("replacement_returnable", tables.FLAG)])


class Due(StrEnum):
    """When money that can still be claimed is lost."""

    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NEVER = "never"


def due(last_on: date | None, *, as_of: date) -> Due:
    """When a claim must be made at the latest, seen from a day; call it for windows that are open."""
    if last_on is None:
        return Due.NEVER
    if last_on <= as_of:
        return Due.TODAY
    return Due.WEEK if last_on <= as_of + WEEK else Due.LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCap:
    """How many records a contract lets us return.

    Args:
        most: Records in all; None: no cap.
        used: Claimed already, refused and cancelled ones not counted.
    """

    most: int | None
    used: int

    @property
    def left(self) -> int | None:
        """Records that may still be claimed; None: any number."""
        return None if self.most is None else max(self.most - self.used, 0)


def returnable(
    assessed: Mapping[str, sql.Source],
    *,
    deliveries: pa.Table,
    claims: pa.Table,
    programs: Mapping[str, Program],
    as_of: date,
) -> pa.Table:
    """Every record the contract takes back, or that was claimed, and how it stands on a day.

    Args:
        assessed: tables.VERDICTS of an assessment under ``verdicts``.
        deliveries: tables.DELIVERIES of it.
        claims: tables.CLAIMS.
        programs: By id.
        as_of: The day.

    Returns:
        One row per record as ``sql/contract_returnable.sql`` says.
    """
    named: dict[str, sql.Source] = {"verdicts": assessed["verdicts"], "deliveries": deliveries}
    days = [
        {**row, "last_on": last_day(programs[row["program"]], row["deadline_at"])}
        for row in sql.run("contract_return_days", named).to_pylist()
        if row["program"] in programs
    ]
    caps = return_caps(assessed, deliveries=deliveries, claims=claims, programs=programs)
    terms = [
        {
            "program": name,
            "cap": caps[name].most,
            "replacement_returnable": program.returns.replacement_returnable,
        }
        for name, program in programs.items()
    ]
    named |= {
        "claims": claims,
        "days": pa.Table.from_pylist(days, schema=_DAYS),
        "terms": pa.Table.from_pylist(terms, schema=_TERMS),
    }
    return sql.run("contract_returnable", named, {"as_of": as_of})


def return_caps(
    assessed: Mapping[str, sql.Source], *, deliveries: pa.Table, claims: pa.Table, programs: Mapping[str, Program]
) -> dict[str, ReturnCap]:
    """The cap on returns of every program: records, or a share of those delivered, whichever is smaller."""
    read = sql.run("contract_read", {"verdicts": assessed["verdicts"], "deliveries": deliveries})
    delivered = dict(zip(read["program"].to_pylist(), read["records"].to_pylist(), strict=True))
    counting = claims.filter(pc.invert(pc.is_in(claims["state"], value_set=pa.array(["cancelled", "refused"]))))
    used = pc.value_counts(counting["program"]).to_pylist() if counting.num_rows else []
    claimed = {one["values"]: one["counts"] for one in used}
    return {
        name: ReturnCap(most=most_returns(program, delivered=delivered.get(name, 0)), used=claimed.get(name, 0))
        for name, program in programs.items()
    }


def most_returns(program: Program, *, delivered: int) -> int | None:
    """How many records may be returned in all; None: the contract names no cap."""
    terms = program.returns
    limits = [terms.cap_records] if terms.cap_records is not None else []
    if terms.cap_share is not None:
        limits.append(int((terms.cap_share * delivered).to_integral_value(rounding=ROUND_FLOOR)))
    return min(limits, default=None)


def claim_rows(
    picked: pa.Table,
    *,
    assessed: Mapping[str, sql.Source],
    deliveries: pa.Table,
    programs: Mapping[str, Program],
) -> pa.Table:
    """What a claim says of each of its records, as ``sql/contract_claim_rows.sql`` returns it.

    Args:
        picked: Rows of ``returnable``.
        assessed: tables.REASONS under ``reasons`` and tables.RECORDS under ``records``.
        deliveries: tables.DELIVERIES.
        programs: By id.
    """
    names = ["vendor_record_id", "email", "full_name", "first_name", "last_name"]
    delivered = sql.texts_of(assessed["records"], names)
    taken = [(name, code.value) for name, program in programs.items() for code in sorted(returnable_reasons(program))]
    codes = pa.table(
        {
            "program": pa.array([name for name, _ in taken], tables.TEXT),
            "code": pa.array([code for _, code in taken], tables.TEXT),
        }
    )
    return sql.run(
        "contract_claim_rows",
        {
            "picked": picked,
            "reasons": assessed["reasons"],
            "returnable": codes,
            "delivered": delivered,
            "deliveries": deliveries,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Records of one program and reason that stand alike and end on the same day."""

    vendor: str
    program: str
    standing: str
    code: str
    last_on: date | None
    records: int
    amount_minor: int | None


def due_rows(returned: pa.Table) -> tuple[DueRow, ...]:
    """``returnable`` in groups, a few rows however many records there are."""
    return tuple(DueRow(**row) for row in sql.run("contract_due", {"returnable": returned}).to_pylist())


def first_days(rows: Iterable[DueRow]) -> dict[str, date]:
    """Of every program the first day on which something claimable is lost."""
    first: dict[str, date] = {}
    for row in rows:
        if row.standing == "open" and row.last_on is not None:
            first[row.program] = min(first.get(row.program, row.last_on), row.last_on)
    return first
