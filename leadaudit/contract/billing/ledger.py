"""The delivered lines of every program, as an invoice may bill them: what each costs, and whether it was billed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.contract.billing.invoice import InvoiceLine
from leadaudit.contract.billing.places import Standing

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LEDGER: Final = pa.schema(
    [
        ("delivery", tables.TEXT),
        ("line", tables.LINE),
        ("vendor", tables.TEXT),
        ("program", tables.TEXT),
        ("file_name", tables.TEXT),
        ("delivered_on", tables.DAY),
        ("standing", tables.TEXT),
        ("amount_minor", tables.MONEY),
        ("settled_on", tables.DAY),
        ("code", tables.TEXT),
        ("vendor_record_id", tables.TEXT),
    ]
)
_STANDINGS: Final = tuple(Standing)
_EPOCH: Final = date(1970, 1, 1)
_NEVER: Final = np.iinfo(np.int32).max
NOT_BILLED: Final = -1


def read_ledger(named: Mapping[str, sql.Source]) -> pa.Table:
    """Every delivered line as ``sql/billing_ledger.sql`` says; ``records`` may lack the vendor's own ids.

    Args:
        named: lines, deliveries, verdicts and records of an assessment; returnable; claims.
    """
    ids = sql.texts_of(named["records"], ["vendor_record_id"])
    wanted = ("lines", "deliveries", "verdicts", "returnable", "claims")
    return sql.run("billing_ledger", {name: named[name] for name in wanted} | {"ids": ids}).cast(LEDGER)


@dataclass(slots=True)
class Ledger:
    """The lines of one program in delivery order as columns of numbers; ``billed_by`` fills up with every match.

    Args:
        rows: LEDGER of the program.
    """

    rows: pa.Table
    standing: npt.NDArray[np.int8] = field(init=False)
    day: Numbers = field(init=False)
    settled_day: Numbers = field(init=False)
    amount: Numbers = field(init=False)
    is_priced: Flags = field(init=False)
    billed_by: Numbers = field(init=False)
    place_of_id: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        rows = self.rows
        names = pa.array([one.value for one in _STANDINGS])
        self.standing = np.asarray(pc.index_in(rows["standing"], value_set=names).to_numpy(), dtype=np.int8)
        self.day = _days(rows["delivered_on"])
        self.settled_day = _days(rows["settled_on"])
        self.amount = np.asarray(rows["amount_minor"].fill_null(0).to_numpy(), dtype=np.int64)
        unread = self.standing == _STANDINGS.index(Standing.UNREADABLE)
        self.is_priced = np.asarray(rows["amount_minor"].is_valid().to_numpy(), dtype=np.bool_) & ~unread
        self.billed_by = np.full(rows.num_rows, NOT_BILLED, dtype=np.int64)
        ids = rows["vendor_record_id"].to_pylist() if rows["vendor_record_id"].null_count < rows.num_rows else []
        # The first record of an id stands for it; a repeat of it has to be billed by number.
        self.place_of_id = {one: at for at, one in reversed(list(enumerate(ids))) if one is not None}

    def is_of(self, at: Numbers, standing: Standing) -> Flags:
        """Which of some rows stand in one way."""
        return np.asarray(self.standing[at] == _STANDINGS.index(standing), dtype=np.bool_)

    def standings_of(self, at: Numbers) -> list[tuple[Standing, Flags]]:
        """The ways some rows stand, each with which of them do."""
        present = np.unique(self.standing[at]).tolist()
        return [(_STANDINGS[one], np.asarray(self.standing[at] == one, dtype=np.bool_)) for one in present]

    def open_rows(self, line: InvoiceLine, *, by: date) -> tuple[Numbers, Numbers]:
        """Rows a line may bill that nothing billed before: those delivered by its date, and those that came later.

        Both in the order in which they are taken: what we owe first, then what is in doubt, what was returned last; so
        an invoice that leaves out as many as were returned is not held against the vendor.
        """
        if line.vendor_record_id is not None:
            at = self.place_of_id.get(line.vendor_record_id)
            open_at = np.array([at] if at is not None and self.billed_by[at] == NOT_BILLED else [], dtype=np.int64)
        else:
            open_at = np.flatnonzero((self.billed_by == NOT_BILLED) & self._in_scope(line))
        in_turn = open_at[np.argsort(self.standing[open_at], kind="stable")]
        is_here = self.day[in_turn] <= day_number(by)
        return in_turn[is_here], in_turn[~is_here]

    def _in_scope(self, line: InvoiceLine) -> Flags:
        inside = np.ones(self.rows.num_rows, dtype=np.bool_)
        if line.delivery is not None:
            named = pc.or_(
                pc.equal(self.rows["delivery"], line.delivery), pc.equal(self.rows["file_name"], line.delivery)
            )
            inside &= np.asarray(named.to_numpy(), dtype=np.bool_)
        if line.period_from is not None:
            inside &= self.day >= day_number(line.period_from)
        if line.period_to is not None:
            inside &= self.day <= day_number(line.period_to)
        return inside


def ledgers_of(ledger: pa.Table) -> dict[str, Ledger]:
    """The ledger of each program, lines in delivery order."""
    programs = pc.unique(ledger["program"]).drop_null().to_pylist()
    return {
        name: Ledger(ledger.filter(pc.equal(ledger["program"], name)).combine_chunks()) for name in sorted(programs)
    }


def day_number(on: date) -> int:
    """Days since 1970."""
    return (on - _EPOCH).days


def _days(column: pa.ChunkedArray) -> Numbers:
    return np.asarray(column.cast(pa.int32()).fill_null(_NEVER).to_numpy(), dtype=np.int64)
