"""An invoice file as lines: headers, numbers and days as people write them, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from leadaudit.contract.billing.check import require_bookable
from leadaudit.contract.billing.invoice import InvoiceLine, LineKind
from leadaudit.contract.billing.numbers import has_decimal_comma, parse_amount
from leadaudit.contract.billing.read import read_invoices
from leadaudit.errors import FileMistakesError
from leadaudit.exchange import ExchangeRates, Rate, reversed_credit
from tests.contract.billing_house import billed, program

HEADER = ("Invoice No", "Invoice Date", "Program", "Description", "Qty", "Unit Price", "Amount", "VAT", "Currency")
GOOD = ("I-1", "2026-10-05", "osprelle-2026", "October", "3", "10", "30.00", "6.00", "usd")


def read(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[InvoiceLine]:
    return read_invoices(
        header,
        list(enumerate(rows, start=2)),
        source="invoices-1",
        programs={"osprelle-2026": program()},
        read_days=lambda days: [date.fromisoformat(day) if day[:2] == "20" else None for day in days],
        where="invoices.csv",
    )


def changed(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADER, GOOD, strict=True))


def refused(*rows: tuple[str, ...]) -> str:
    with pytest.raises(FileMistakesError) as error:
        read(*rows)
    return str(error.value)


def test_a_line_is_read_with_its_money_in_minor_units() -> None:
    [line] = read(GOOD)
    assert (line.number, line.issued_on, line.vendor, line.kind) == (
        "I-1", date(2026, 10, 5), "osprelle", LineKind.RECORDS,
    )  # fmt: skip
    assert (line.quantity, line.unit_price, line.amount_minor, line.tax_minor, line.currency) == (
        3, Decimal(10), 3000, 600, "USD",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "comma", "number"),
    [
        ("1,234.56", False, "1234.56"),
        ("1.234,56", True, "1234.56"),
        ("(62.00)", False, "-62.00"),
        ("-62.00", False, "-62.00"),
        ("62.00-", False, "-62.00"),
        ("$ 1,200", False, "1200"),
        ("1 234,5 EUR", True, "1234.5"),
        ("1'234.50", False, "1234.50"),
    ],
)
def test_amounts_are_read_as_they_are_written(written: str, comma: bool, number: str) -> None:
    assert has_decimal_comma([written]) is comma
    assert parse_amount(written, decimal_comma=comma) == Decimal(number)


@pytest.mark.parametrize("written", ["ten", "1.2.3", "12-10-2026", ""])
def test_what_is_no_number_is_none(written: str) -> None:
    assert parse_amount(written, decimal_comma=False) is None


@pytest.mark.parametrize(
    ("description", "quantity", "amount", "kind"),
    [
        ("Set-up fee", "1", "100", LineKind.FEE),
        ("VAT 20 %", "", "100", LineKind.TAX),
        ("Prepayment Q4", "", "100", LineKind.PREPAYMENT),
        ("Less prepayment", "", "100", LineKind.PREPAYMENT_DRAWN),
        ("Credit managers, fee earners", "20", "200", LineKind.RECORDS),
        ("Credit managers", "1", "10", LineKind.RECORDS),
    ],
)
def test_what_a_line_is_about_is_read_from_its_words(
    description: str, quantity: str, amount: str, kind: LineKind
) -> None:
    [line] = read(changed(Description=description, Qty=quantity, Amount=amount, Unit_Price=""))
    assert line.kind is kind
    assert line.amount_minor == (-1 if kind is LineKind.PREPAYMENT_DRAWN else 1) * int(amount) * 100


def test_an_unknown_program_is_refused_with_the_nearest() -> None:
    assert refused(changed(Program="osprele-2026")) == (
        "invoices.csv, line 2, program: is 'osprele-2026', which is no program here. Did you mean osprelle-2026?"
    )


def test_a_negative_price_is_refused() -> None:
    assert "unit_price: is -10, and no price is below 0. Write a credit as a line of kind credit." in refused(
        changed(Unit_Price="-10")
    )


def test_a_credit_without_an_invoice_is_refused() -> None:
    assert refused(changed(Amount="-30.00", Qty="")) == (
        "invoices.csv, line 2, credits_invoice: is empty: a credit without an invoice. Name the one it takes back."
    )


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    told = refused(changed(Invoice_No="", Currency="dollars"), changed(Amount="ten", Invoice_Date="soon"))
    assert told.count("invoices.csv, line 2") == 2
    assert told.count("invoices.csv, line 3") == 2


def test_a_file_without_a_needed_column_says_which_it_has() -> None:
    with pytest.raises(FileMistakesError) as error:
        read(("I-1", "5"), header=("Invoice", "Betrag"))
    assert "column currency: is missing; the file has Invoice, Betrag. Name a column currency." in str(error.value)


def book(*lines: InvoiceLine, booked: tuple[InvoiceLine, ...] = (), house: str | None = None, **rates: str) -> None:
    known = [
        Rate(on=date(2026, 10, 1), currency=name, into=house or "USD", rate=Decimal(one)) for name, one in rates.items()
    ]
    require_bookable(
        lines,
        booked=booked,
        programs={"osprelle-2026": program()},
        rates=ExchangeRates.of(known),
        house_currency=house,
        where="invoices.csv",
    )


CREDIT = billed(None, unit=None, amount=-1000, kind=LineKind.CREDIT, number="C-1", credits_invoice="i 1")


def test_a_credit_names_an_invoice_that_is_here_or_comes_with_it() -> None:
    book(CREDIT, billed(3))
    book(CREDIT, booked=(billed(3),))
    with pytest.raises(FileMistakesError, match="is 'i 1', and osprelle has no such invoice here"):
        book(CREDIT)


def test_a_credit_has_the_currency_of_its_invoice() -> None:
    with pytest.raises(FileMistakesError, match="is USD, but invoice i 1 is in EUR"):
        book(CREDIT, booked=(billed(3, currency="EUR"),))


def test_a_currency_without_a_rate_is_refused_and_one_with_a_rate_is_not() -> None:
    with pytest.raises(FileMistakesError, match="there is no rate of EUR into USD for 2026-10-05"):
        book(billed(3, currency="EUR"))
    book(billed(3, currency="EUR"), EUR="1.1")
    with pytest.raises(FileMistakesError, match="there is no rate of USD into GBP for 2026-10-05"):
        book(billed(3), house="GBP", EUR="0.9")


def test_a_rate_holds_for_a_week_and_is_turned_when_needed() -> None:
    rates = ExchangeRates.of([Rate(on=date(2026, 10, 1), currency="EUR", into="USD", rate=Decimal("1.25"))])
    assert rates.rate("EUR", "USD", date(2026, 10, 8)) == Decimal("1.25")
    assert rates.rate("EUR", "USD", date(2026, 10, 9)) is None
    assert rates.rate("EUR", "USD", date(2026, 9, 30)) is None
    assert rates.rate("USD", "EUR", date(2026, 10, 1)) == Decimal("0.8")


def test_a_credit_reverses_at_its_invoices_rate_and_the_exchange_stands_on_its_own_line() -> None:
    # E02: 10,000 EUR were 11,000 USD on the invoice's day; 1,000 EUR are credited when one is worth 1.05.
    found = reversed_credit(
        100_000, currency="EUR", into="USD", invoice_rate=Decimal("1.10"), credit_rate=Decimal("1.05")
    )
    assert (found.credit_minor, found.exchange_minor) == (110_000, -5_000)
