"""Files that are booked and not assessed: invoices, rates of exchange, samples somebody looked at."""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

import pyarrow as pa

from leadaudit import tables
from leadaudit.audit import OpenedDelivery
from leadaudit.contract.billing.invoice import InvoiceLine, LineKind
from leadaudit.contract.billing.read import read_invoices
from leadaudit.contract.program import Program
from leadaudit.contract.program_values import is_currency
from leadaudit.contract.sample_check import read_sheet
from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.exchange import ExchangeRates, Rate
from leadaudit.facts.dates import decide_date_order, parse_date
from leadaudit.vocabulary import ImportKind

# Under which name the columns of invoice files are remembered.
INVOICE_COLUMNS: Final = "invoices"

# Said of a column that is to be left alone.
IGNORE: Final = "ignore"

# Of a long history of rates so much is kept: nobody is billed for deliveries older than that.
HISTORY_KEPT: Final = timedelta(days=3 * 366)

# Nothing an assessment reads.
BOOKED: Final = frozenset({ImportKind.INVOICES, ImportKind.FX, ImportKind.SAMPLE_CHECKS})


def booked_table(
    kind: ImportKind,
    opened: OpenedDelivery,
    *,
    name: str,
    source: str,
    where: str,
    programs: Mapping[str, Program],
    chosen: Mapping[str, str],
) -> dict[str, pa.Table]:
    """The table of a file that is booked, by the name it is stored under.

    Raises:
        FileMistakesError: Every line that cannot be booked.
    """
    header, lines = opened.table.raw_header, cells_of(opened)
    if kind is ImportKind.FX:
        return {"exchange_rates": _rates(header, lines, name=name, into=source.upper(), where=where)}
    if kind is ImportKind.SAMPLE_CHECKS:
        return {"validity": read_sheet(header, lines, source=name, where=where)}
    read = read_invoices(
        header, lines, source=name, programs=programs, read_days=_Days(where), where=where, chosen=chosen
    )
    return {"invoice_lines": lines_table(read)}


def cells_of(opened: OpenedDelivery) -> list[tuple[int, list[str]]]:
    """Line number and cells of each line that could be read."""
    rows = opened.table.lines.select(["line", "cells"]).to_pylist()
    return [(row["line"], row["cells"]) for row in rows if row["cells"]]


def chosen_columns(text: str | None) -> dict[str, str]:
    """Header to field as somebody confirmed it."""
    return dict(tomllib.loads(text).get("columns", {})) if text else {}


def columns_text(chosen: Mapping[str, str]) -> str:
    """What was confirmed of the columns as it is kept; reading it back gives the same."""
    rows = [f"{json.dumps(header, ensure_ascii=False)} = {json.dumps(field)}" for header, field in chosen.items()]
    return "\n".join(["[columns]", *rows, ""])


class _Days:
    """Reads columns of days; a column that can be read two ways is refused, never guessed."""

    def __init__(self, where: str) -> None:
        self.where = where

    def __call__(self, values: Sequence[str]) -> list[date | None]:
        given = [value for value in values if value]
        decided = decide_date_order(given)
        if decided.ambiguous:
            told = " or ".join(words for _, words in decided.readings)
            raise FileMistakesError(
                self.where, [f"a column of days: can be read two ways, {told}. Write the days like 2026-11-21."]
            )
        return [parse_date(value, decided.order).on if value else None for value in values]


def _rates(
    header: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]], *, name: str, into: str, where: str
) -> pa.Table:
    if not is_currency(into):
        raise LeadauditError(
            where, f"{into} is no currency", "Say with --source what the rates are into, such as --source USD"
        )
    names = [one.strip().lower() for one in header]
    if is_table_of_currencies(names):
        return _euro_rates(names, lines, name=name, into=into, where=where)
    absent = [one for one in ("date", "currency", "rate") if one not in names]
    if absent:
        raise FileMistakesError(
            where, [f"column {one}: is missing. Name the columns date, currency, rate." for one in absent]
        )
    cells = [{key: cell.strip() for key, cell in zip(names, row, strict=False)} for _, row in lines]
    days = _Days(where)([row.get("date", "") for row in cells])
    rows: list[dict[str, object]] = []
    mistakes: list[str] = []
    for (line, _), row, on in zip(lines, cells, days, strict=True):
        currency, rate = row.get("currency", "").upper(), _rate(row.get("rate", ""))
        if on is None:
            mistakes.append(f"line {line}, date: is {row.get('date') or 'empty'}. Write the day like 2026-11-21.")
        if not is_currency(currency):
            mistakes.append(f"line {line}, currency: is {currency or 'empty'}. Use a three-letter code such as EUR.")
        if rate is None:
            mistakes.append(
                f"line {line}, rate: is {row.get('rate') or 'empty'}. "
                f"Write what 1 {currency} is worth in {into}, above 0."
            )
        rows.append({"delivery": name, "line": line, "on": on, "currency": currency, "into": into, "rate": str(rate)})
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return tables.EXCHANGE_RATES.build(rows)


def is_table_of_currencies(names: Sequence[str]) -> bool:
    """Whether a header is that of the European Central Bank's history: the day, and a column for each currency."""
    rest = [one for one in names[1:] if one]
    return names[:1] == ["date"] and bool(rest) and all(is_currency(one.upper()) for one in rest)


def _euro_rates(
    names: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]], *, name: str, into: str, where: str
) -> pa.Table:
    """The last years of a history that says how much one euro was worth in each currency; "N/A" is no rate."""
    if into != "EUR" and into.lower() not in names:
        raise LeadauditError(where, f"it has no column {into}", "Say with --source a currency that is in it")
    days = _Days(where)([row[0].strip() for _, row in lines])
    newest = max((on for on in days if on is not None), default=date.min)
    rows: list[dict[str, object]] = []
    for (line, row), on in zip(lines, days, strict=True):
        if on is None or newest - on > HISTORY_KEPT:
            continue
        cells = zip(names[1:], row[1:], strict=False)
        for_euro = {"EUR": Decimal(1), **{key.upper(): rate for key, cell in cells if (rate := _rate(cell.strip()))}}
        ours = for_euro.get(into)
        if ours is None:
            continue
        rows += [
            {
                "delivery": name,
                "line": line,
                "on": on,
                "currency": currency,
                "into": into,
                "rate": f"{ours / each:.10g}",
            }
            for currency, each in for_euro.items()
            if currency != into
        ]
    if not rows:
        raise FileMistakesError(where, [f"rates: no line has a day and a rate of {into}. Export the history again."])
    return tables.EXCHANGE_RATES.build(rows)


def _rate(text: str) -> Decimal | None:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and rate > 0 else None


def rates_of(parts: Iterable[pa.Table]) -> tuple[ExchangeRates, str | None]:
    """Rates of some tables, oldest first, and what the newest of them are into."""
    rows = [row for part in parts for row in part.to_pylist()]
    rates = ExchangeRates.of(
        Rate(on=row["on"], currency=row["currency"], into=row["into"], rate=Decimal(row["rate"])) for row in rows
    )
    return rates, rows[-1]["into"] if rows else None


def lines_table(lines: Sequence[InvoiceLine]) -> pa.Table:
    """tables.INVOICE_LINES of some lines."""
    return tables.INVOICE_LINES.build(
        [
            {
                "delivery": line.source, "line": line.line, "number": line.number, "issued_on": line.issued_on,
                "vendor": line.vendor, "program": line.program, "kind": line.kind.value,
                "description": line.description, "quantity": line.quantity,
                "unit_price": None if line.unit_price is None else str(line.unit_price),
                "amount_minor": line.amount_minor, "tax_minor": line.tax_minor, "currency": line.currency,
                "of_delivery": line.delivery, "period_from": line.period_from, "period_to": line.period_to,
                "vendor_record_id": line.vendor_record_id, "credits_invoice": line.credits_invoice,
            }
            for line in lines
        ]
    )  # fmt: skip


def lines_of(table: pa.Table) -> list[InvoiceLine]:
    """The lines a table of them holds."""
    return [
        InvoiceLine(
            source=row["delivery"], line=row["line"], number=row["number"], issued_on=row["issued_on"],
            vendor=row["vendor"], program=row["program"], kind=LineKind(row["kind"]), description=row["description"],
            quantity=row["quantity"], unit_price=None if row["unit_price"] is None else Decimal(row["unit_price"]),
            amount_minor=row["amount_minor"], tax_minor=row["tax_minor"], currency=row["currency"],
            delivery=row["of_delivery"], period_from=row["period_from"], period_to=row["period_to"],
            vendor_record_id=row["vendor_record_id"], credits_invoice=row["credits_invoice"],
        )
        for row in table.to_pylist()
    ]  # fmt: skip
