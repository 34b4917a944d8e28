"""An invoice file as lines of invoices; whatever cannot be booked is named, all of it at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from leadaudit.contract.billing.columns import columns_of, require_columns
from leadaudit.contract.billing.invoice import TAKEN_OFF, InvoiceLine, LineKind
from leadaudit.contract.billing.numbers import has_decimal_comma, parse_amount
from leadaudit.contract.program import Program
from leadaudit.errors import FileMistakesError
from leadaudit.money import to_minor
from leadaudit.similarity import closest

# How a column of days is read: all its values together, so that day and month are not guessed cell by cell.
ReadDays = Callable[[Sequence[str]], Sequence[date | None]]

_AMOUNTS: Final = ("quantity", "unit_price", "amount", "tax")
_DAYS: Final = ("invoice_date", "period_from", "period_to")
# Words of a description or type column that say what a line is about.
_KIND_WORDS: Final = (
    (r"\b(prepayment|deposit) (drawn|applied)\b|\bless (prepayment|deposit)\b", LineKind.PREPAYMENT_DRAWN),
    (r"\b(prepayment|deposit|retainer|advance payment)\b", LineKind.PREPAYMENT),
    (r"\bcredit\b", LineKind.CREDIT),
    (r"\b(vat|tax)\b", LineKind.TAX),
    (r"\b(set-?up|platform|fees?|upcharge)\b", LineKind.FEE),
)


@dataclass(slots=True)
class _Cells:
    """The cells of one line by field, and what was found wrong with them."""

    line: int
    texts: Mapping[str, str]
    days: Mapping[str, date | None]
    decimal_comma: bool
    mistakes: list[str]

    def wrong(self, field: str, sentence: str) -> None:
        self.mistakes.append(f"line {self.line}, {field}: {sentence}")

    def text(self, field: str) -> str | None:
        return self.texts.get(field) or None

    def number(self, field: str) -> Decimal | None:
        written = self.text(field)
        if written is None:
            return None
        number = parse_amount(written, decimal_comma=self.decimal_comma)
        if number is None:
            self.wrong(field, f"is {written!r}, which is no number. Write it like 1234.56.")
        return number


def read_invoices(
    header: Sequence[str],
    lines: Sequence[tuple[int, Sequence[str]]],
    *,
    source: str,
    programs: Mapping[str, Program],
    read_days: ReadDays,
    where: str,
    chosen: Mapping[str, str] | None = None,
) -> list[InvoiceLine]:
    """The lines of an invoice file.

    Args:
        header: Column names as delivered.
        lines: Line number and cells of each line.
        source: The import they come with.
        programs: By id.
        read_days: Reads a column of days.
        where: The file's name, for sentences.
        chosen: Header to field where somebody said so.

    Raises:
        FileMistakesError: Every line that cannot be booked, with what to do.
    """
    columns = columns_of(header, chosen)
    require_columns(header, columns, where=where)
    texts = [
        {field: cells[at].strip() for field, at in columns.items() if at < len(cells)} for _, cells in lines
    ]  # fmt: skip
    days = {
        field: read_days([row.get(field, "") for row in texts]) if field in columns else [None] * len(texts)
        for field in _DAYS
    }
    comma = has_decimal_comma(row.get(field, "") for row in texts for field in _AMOUNTS)
    mistakes: list[str] = []
    read: list[InvoiceLine] = []
    for at, (number, _) in enumerate(lines):
        cells = _Cells(
            line=number,
            texts=texts[at],
            days={field: days[field][at] for field in _DAYS},
            decimal_comma=comma,
            mistakes=mistakes,
        )
        line = _read_line(cells, source=source, programs=programs)
        if line is not None:
            read.append(line)
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return read


def _read_line(cells: _Cells, *, source: str, programs: Mapping[str, Program]) -> InvoiceLine | None:
    before = len(cells.mistakes)
    number, issued_on = cells.text("invoice"), cells.days["invoice_date"]
    if number is None:
        cells.wrong("invoice", "is empty. Write the number of the invoice.")
    if issued_on is None:
        cells.wrong("invoice_date", f"is {cells.text('invoice_date') or 'empty'}. Write the day like 2026-11-21.")
    for field in ("period_from", "period_to"):
        if cells.text(field) and cells.days[field] is None:
            cells.wrong(field, f"is {cells.text(field)!r}, which is no day. Write it like 2026-11-21.")
    program = _program(cells, programs)
    currency = (cells.text("currency") or "").upper()
    if len(currency) != 3 or not currency.isalpha():
        cells.wrong("currency", f"is {currency or 'empty'}. Use a three-letter code such as USD.")
    kind, quantity, price, amount = _priced(cells)
    tax = cells.number("tax") or Decimal(0)
    if len(cells.mistakes) > before or number is None or issued_on is None or program is None or amount is None:
        return None
    return InvoiceLine(
        source=source,
        line=cells.line,
        number=number,
        issued_on=issued_on,
        vendor=program.vendor,
        program=program.id,
        kind=kind,
        description=cells.text("description"),
        quantity=quantity,
        unit_price=price,
        amount_minor=to_minor(amount, currency),
        tax_minor=to_minor(-abs(tax) if kind is LineKind.CREDIT else tax, currency),
        currency=currency,
        delivery=cells.text("delivery"),
        period_from=cells.days["period_from"],
        period_to=cells.days["period_to"],
        vendor_record_id=cells.text("vendor_record_id"),
        credits_invoice=cells.text("credits_invoice"),
    )


def _program(cells: _Cells, programs: Mapping[str, Program]) -> Program | None:
    named = cells.text("program")
    if named is None:
        cells.wrong("program", "is empty. Write the id of the program that is billed.")
        return None
    found = programs.get(named) or next((one for one in programs.values() if one.name == named), None)
    if found is None:
        near = closest(named, list(programs), at_least=0.6)
        hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(programs) or 'none yet'}."
        cells.wrong("program", f"is {named!r}, which is no program here. {hint}")
    return found


def _priced(cells: _Cells) -> tuple[LineKind, int | None, Decimal | None, Decimal | None]:
    """Kind, quantity, unit price and net amount of a line, the amount with the sign it has in the sum."""
    quantity, price, amount = (cells.number(field) for field in ("quantity", "unit_price", "amount"))
    if amount is None and quantity is not None and price is not None:
        amount = quantity * price
    if amount is None:
        if not cells.text("amount"):
            cells.wrong("amount", "is empty. Write the net amount of the line.")
        return LineKind.RECORDS, None, None, None
    kind = _kind(cells, amount)
    if price is not None and price < 0:
        cells.wrong("unit_price", f"is {price}, and no price is below 0. Write a credit as a line of kind credit.")
    if kind in TAKEN_OFF:
        amount = -abs(amount)
        if kind is LineKind.CREDIT and cells.text("credits_invoice") is None:
            cells.wrong("credits_invoice", "is empty: a credit without an invoice. Name the one it takes back.")
    elif amount < 0:
        cells.wrong("amount", f"is {amount}. Only a credit and a prepayment drawn are below 0; say so in kind.")
    if quantity is not None and kind not in TAKEN_OFF and (quantity < 0 or quantity != quantity.to_integral_value()):
        cells.wrong("quantity", f"is {quantity}. Write how many records, as a whole number.")
        quantity = None
    counted = int(quantity) if quantity is not None and kind is LineKind.RECORDS else None
    return kind, counted, price, amount


def _kind(cells: _Cells, amount: Decimal) -> LineKind:
    """What a line is about: as its kind says, else a negative amount and its words."""
    named = cells.text("kind")
    if named is not None:
        written = named.casefold().replace(" ", "_").replace("-", "_")
        if written in tuple(LineKind):
            return LineKind(written)
    # "Credit managers" are people: what a line describes decides only where it bills no number of them.
    bills_many = (cells.number("quantity") or 0) > 1
    described = "" if bills_many else cells.text("description") or ""
    for words, kind in _KIND_WORDS:
        if re.search(words, (named or "").casefold().replace("_", " ")):
            return kind
        if re.search(words, described.casefold()) and (kind is not LineKind.CREDIT or amount < 0):
            return kind
    if cells.text("credits_invoice") is not None or amount < 0:
        return LineKind.CREDIT
    return LineKind.RECORDS
