"""An invoice as a vendor wrote it: its lines, what each of them bills, and to which program."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby


class LineKind(StrEnum):
    """What a line of an invoice is about."""

    RECORDS = "records"
    FEE = "fee"
    TAX = "tax"
    PREPAYMENT = "prepayment"
    PREPAYMENT_DRAWN = "prepayment_drawn"
    CREDIT = "credit"


# Lines that make an invoice smaller.
TAKEN_OFF = frozenset({LineKind.PREPAYMENT_DRAWN, LineKind.CREDIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line of an invoice.

    Args:
        source: The import it came with.
        line: Its line in that file.
        number: Number of the invoice, as written.
        issued_on: Date of the invoice.
        vendor: Whose invoice it is.
        program: What it bills.
        kind: What it is about.
        description: The vendor's words.
        quantity: Records billed; None: not said, everything within its scope.
        unit_price: Price of one, as written; None: not said.
        amount_minor: Net, minor units, with the sign it has in the invoice's sum: a credit is negative.
        tax_minor: Tax on it, minor units.
        currency: Of both.
        delivery: Id or file name of the delivery it bills; None: not said.
        period_from: First delivery day it bills; None: not said.
        period_to: Last delivery day it bills; None: not said.
        vendor_record_id: The one record it bills, as the vendor names it; None: not said.
        credits_invoice: Number of the invoice that a credit takes back.
    """

    source: str
    line: int
    number: str
    issued_on: date
    vendor: str
    program: str
    kind: LineKind
    description: str | None
    quantity: int | None
    unit_price: Decimal | None
    amount_minor: int
    tax_minor: int
    currency: str
    delivery: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    vendor_record_id: str | None = None
    credits_invoice: str | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether the line says which records it bills."""
        return any(one is not None for one in (self.delivery, self.period_from, self.period_to, self.vendor_record_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """Lines that came together under one number.

    Args:
        source: The import they came with.
        number: As written.
        vendor: Whose invoice it is.
        issued_on: Its date.
        currency: Of all its amounts.
        lines: In the order of the file.
    """

    source: str
    number: str
    vendor: str
    issued_on: date
    currency: str
    lines: tuple[InvoiceLine, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What two invoices with the same number share."""
        return self.vendor, number_key(self.number)

    @property
    def billed_minor(self) -> int:
        """What it asks for, tax included."""
        return sum(line.amount_minor + line.tax_minor for line in self.lines)

    @property
    def programs(self) -> tuple[str, ...]:
        """What it bills, in the order of its lines."""
        return tuple(dict.fromkeys(line.program for line in self.lines))


def number_key(number: str) -> str:
    """A number without what people write differently: case, blanks, dashes, dots, slashes."""
    return re.sub(r"[\W_]+", "", number).casefold()


def invoices_of(lines: Iterable[InvoiceLine]) -> tuple[Invoice, ...]:
    """The invoices some lines make up, by date, number and import."""

    def belongs(line: InvoiceLine) -> tuple[date, str, str, str]:
        return line.issued_on, number_key(line.number), line.vendor, line.source

    ordered = sorted(lines, key=lambda line: (*belongs(line), line.line))
    return tuple(_invoice(list(group)) for _, group in groupby(ordered, key=belongs))


def _invoice(lines: Sequence[InvoiceLine]) -> Invoice:
    first = lines[0]
    return Invoice(
        source=first.source,
        number=first.number,
        vendor=first.vendor,
        issued_on=first.issued_on,
        currency=first.currency,
        lines=tuple(lines),
    )
