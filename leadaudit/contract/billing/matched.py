"""What matching an invoice found: its money by place, its disputes, and the delivered lines behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from leadaudit import tables
from leadaudit.contract.billing.fault_words import fault_sentence
from leadaudit.contract.billing.invoice import Invoice, InvoiceLine
from leadaudit.contract.billing.ledger import Ledger
from leadaudit.contract.billing.places import OWED, Fault, Place

MATCHED: Final = pa.schema(
    [
        ("source", tables.TEXT),
        ("number", tables.TEXT),
        ("invoice_line", tables.LINE),
        ("program", tables.TEXT),
        ("delivery", tables.TEXT),
        ("line", tables.LINE),
        ("standing", tables.TEXT),
        ("place", tables.TEXT),
        ("fault", tables.TEXT),  # null: nothing is wrong with how it was billed, its price apart
        ("code", tables.TEXT),  # headline reason of the contract
        ("amount_minor", tables.MONEY),  # contract price; null: not known
        ("billed_minor", tables.MONEY),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A part of an invoice that is not owed.

    Args:
        fault: Why.
        program: Of which program.
        invoice_line: Its line in the file; None: the invoice as a whole.
        records: How many it is about; None: it is about no records.
        amount_minor: How much; negative where less was billed than is owed.
        sentence: What is wrong, for the vendor.
    """

    fault: Fault
    program: str
    invoice_line: int | None
    records: int | None
    amount_minor: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceMatch:
    """One invoice, and where every minor unit of it stands.

    Args:
        invoice: As written.
        places: Money by place; the sum is what was billed.
        records: Billed records by place.
        disputes: What is not owed, in the order of its lines.
    """

    invoice: Invoice
    places: Mapping[Place, int]
    records: Mapping[Place, int]
    disputes: tuple[Dispute, ...]

    @property
    def billed_minor(self) -> int:
        """What it asks for, tax included."""
        return self.invoice.billed_minor

    @property
    def expected_minor(self) -> int:
        """What we owe for it by the contract, with what is on hold and in claims left out."""
        return sum(minor for place, minor in self.places.items() if place in OWED)

    @property
    def difference_minor(self) -> int:
        """Billed less expected: disputed, on hold and in claims."""
        return self.billed_minor - self.expected_minor

    @property
    def is_right(self) -> bool:
        """Whether nothing in it is disputed."""
        return not self.disputes


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """All invoices of a day against all delivered lines.

    Args:
        matches: By date, number and import.
        matched: MATCHED, one row per delivered line that an invoice bills.
        ledgers: By program, with what was billed filled in.
    """

    matches: tuple[InvoiceMatch, ...]
    matched: pa.Table
    ledgers: Mapping[str, Ledger]


@dataclass(slots=True)
class Taken:
    """What the lines of one invoice came to so far; ``order`` is its place among all of them."""

    invoice: Invoice
    order: int
    places: dict[Place, int] = field(default_factory=dict)
    records: dict[Place, int] = field(default_factory=dict)
    disputes: list[Dispute] = field(default_factory=list)
    parts: list[pa.Table] = field(default_factory=list)

    def put(self, place: Place, minor: int, *, records: int = 0) -> None:
        """Add an amount to a place."""
        self.places[place] = self.places.get(place, 0) + minor
        if records:
            self.records[place] = self.records.get(place, 0) + records

    def dispute(
        self,
        fault: Fault,
        line: InvoiceLine,
        minor: int,
        *,
        records: int | None = None,
        said: Mapping[str, object] | None = None,
    ) -> None:
        """Add an amount to what is disputed, and say why."""
        self.put(Place.DISPUTED, minor, records=records or 0)
        words = fault_sentence(fault, line, minor=minor, records=records, said=said or {})
        self.disputes.append(
            Dispute(
                fault=fault,
                program=line.program,
                invoice_line=line.line,
                records=records,
                amount_minor=minor,
                sentence=words,
            )
        )


def totals(matches: Iterable[InvoiceMatch]) -> dict[Place, int]:
    """Money of some invoices of one currency by place."""
    together: dict[Place, int] = {}
    for one in matches:
        for place, minor in one.places.items():
            together[place] = together.get(place, 0) + minor
    return together
