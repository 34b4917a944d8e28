"""What leaves the house about invoices: the match and the accrual as rows, the dispute pack as a workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Final

import pyarrow as pa
import xlsxwriter

from leadaudit.contract.billing.accrual import Accrual
from leadaudit.contract.billing.matched import InvoiceMatch
from leadaudit.contract.billing.places import Place
from leadaudit.format import exact_money
from leadaudit.money import from_minor
from leadaudit.words import FAULTS, PLACES, STANDINGS

# Text of a vendor is text: nothing in a cell is run, nothing becomes a link.
_SAFE: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def match_rows(matches: Iterable[InvoiceMatch]) -> list[dict[str, object]]:
    """One row per invoice: billed, expected, and its money by place, minor units."""
    return [
        {
            "invoice": one.invoice.number,
            "vendor": one.invoice.vendor,
            "invoice_date": one.invoice.issued_on,
            "currency": one.invoice.currency,
            "billed_minor": one.billed_minor,
            "expected_minor": one.expected_minor,
            "difference_minor": one.difference_minor,
            **{f"{place.value}_minor": one.places.get(place, 0) for place in Place},
            "reasons": "; ".join(dispute.sentence for dispute in one.disputes),
        }
        for one in matches
    ]


def match_documents(matches: Iterable[InvoiceMatch]) -> list[dict[str, object]]:
    """The same for other programs, each dispute by itself."""
    return [
        {
            **{name: value for name, value in row.items() if name != "reasons"},
            "disputes": [asdict(dispute) for dispute in one.disputes],
        }
        for one in matches
        for row in match_rows([one])
    ]


def accrual_rows(accruals: Iterable[Accrual]) -> list[dict[str, object]]:
    """One row per program, minor units, with the period it speaks for."""
    return [asdict(one) for one in accruals]


def dispute_pack(one: InvoiceMatch, rows: pa.Table, *, sentences: Mapping[tuple[str, int], str] | None = None) -> bytes:
    """A workbook for the vendor: what was billed and is owed, the disputed lines, the records behind them.

    Args:
        one: The invoice.
        rows: The delivered lines it bills (contract.billing.matched.MATCHED).
        sentences: Record to the contract's proof, where there is one.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, _SAFE) as book:
        bold = book.add_format({"bold": True})
        _write(book, bold, "Summary", ("", ""), _summary(one))
        lines = [
            (
                dispute.invoice_line,
                dispute.program,
                FAULTS[dispute.fault],
                dispute.records,
                exact_money(dispute.amount_minor, one.invoice.currency),
                dispute.sentence,
            )
            for dispute in one.disputes
        ]
        _write(book, bold, "Lines", ("Line", "Program", "What", "Records", "Amount", "Why"), lines)
        _write(
            book,
            bold,
            "Evidence",
            ("Line of the invoice", "Delivery", "Line", "Stands as", "Billed", "By contract", "Proof"),
            _evidence(one, rows, sentences or {}),
        )
    return target.getvalue()


def _summary(one: InvoiceMatch) -> list[tuple[object, ...]]:
    invoice = one.invoice
    money = [
        (PLACES[place], exact_money(one.places[place], invoice.currency)) for place in Place if one.places.get(place)
    ]
    return [
        ("Invoice", invoice.number),
        ("Vendor", invoice.vendor),
        ("Date", invoice.issued_on.isoformat()),
        ("Billed", exact_money(one.billed_minor, invoice.currency)),
        ("Owed by the contract", exact_money(one.expected_minor, invoice.currency)),
        ("Difference", exact_money(one.difference_minor, invoice.currency)),
        *money,
    ]


def _evidence(one: InvoiceMatch, rows: pa.Table, sentences: Mapping[tuple[str, int], str]) -> list[tuple[object, ...]]:
    """Records that are not simply owed; ids and amounts alone, nothing of the person."""
    currency = one.invoice.currency
    return [
        (
            row["invoice_line"],
            row["delivery"],
            row["line"],
            STANDINGS[row["standing"]],
            str(from_minor(row["billed_minor"], currency)),
            None if row["amount_minor"] is None else str(from_minor(row["amount_minor"], currency)),
            sentences.get((row["delivery"], row["line"])),
        )
        for row in rows.to_pylist()
        if row["place"] != Place.ACCEPTED or row["billed_minor"] != row["amount_minor"]
    ]


def _write(
    book: xlsxwriter.Workbook,
    bold: object,
    name: str,
    header: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(header) - 1, 22)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell)
            elif cell is not None:
                sheet.write_string(at, column, str(cell))
