"""Invented programs, ledgers and invoices for the tests of billing."""

from datetime import date
from decimal import Decimal

import pyarrow as pa

from leadaudit.contract.billing.invoice import Invoice, InvoiceLine, LineKind, invoices_of
from leadaudit.contract.billing.ledger import LEDGER
from leadaudit.contract.billing.match import match_invoices
from leadaudit.contract.billing.matched import Matching
from leadaudit.contract.program import Program, read_program

AS_OF = date(2026, 11, 1)

# Ten dollars a record, so that sums can be read off.
OSPRELLE = """
[program]
id = "osprelle-2026"
vendor = "osprelle"
price = 10
currency = "USD"
[fees]
set_up = 100
verification_per_record = 0.5
"""


def program(text: str = OSPRELLE) -> Program:
    return read_program(text, where="osprelle-2026.toml")


def rows(
    *standings: str,
    on: date = date(2026, 10, 1),
    delivery: str = "osprelle-2026-10-01-aaaaaa",
    amount: int | None = 1000,
) -> list[dict[str, object]]:
    """One delivered line for each standing, all of one delivery."""
    return [
        {
            "delivery": delivery, "line": at + 2, "vendor": "osprelle", "program": "osprelle-2026",
            "file_name": f"{delivery}.csv", "delivered_on": on, "standing": standing,
            "amount_minor": None if standing == "unreadable" else amount, "settled_on": None, "code": None,
            "vendor_record_id": f"{delivery[-6:]}-{at}",
        }
        for at, standing in enumerate(standings)
    ]  # fmt: skip


def ledger(*parts: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist([row for part in parts for row in part], schema=LEDGER)


def billed(
    quantity: int | None,
    *,
    unit: str | None = "10",
    amount: int | None = None,
    number: str = "I-1",
    on: date = date(2026, 10, 5),
    kind: LineKind = LineKind.RECORDS,
    **other: object,
) -> InvoiceLine:
    """One line of an invoice; its amount is quantity times price unless another is given."""
    total = int(Decimal(unit or 0) * 100 * (quantity or 0)) if amount is None else amount
    values: dict[str, object] = {
        "source": "invoices-1", "line": 2, "number": number, "issued_on": on, "vendor": "osprelle",
        "program": "osprelle-2026", "kind": kind, "description": None, "quantity": quantity,
        "unit_price": None if unit is None else Decimal(unit), "amount_minor": total, "tax_minor": 0, "currency": "USD",
    }  # fmt: skip
    return InvoiceLine(**{**values, **other})  # type: ignore[arg-type]


def matched(lines: list[InvoiceLine], table: pa.Table, *, text: str = OSPRELLE, as_of: date = AS_OF) -> Matching:
    invoices: tuple[Invoice, ...] = invoices_of(lines)
    return match_invoices(invoices, ledger=table, programs={"osprelle-2026": program(text)}, as_of=as_of)
