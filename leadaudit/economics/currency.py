"""Foreign invoices in our currency: at the rate of their day, with what rates did since on a line of its own.

Source: docs/method.md, "Full cost".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leadaudit.exchange import ExchangeRates, converted, reversed_credit


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote:
    """A credit on an invoice.

    Args:
        on: Its day.
        amount_minor: Positive, in the invoice's currency.
    """

    on: date
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """An invoice with its credits.

    Args:
        invoice: Its id.
        on: Its day.
        amount_minor: In its currency.
        currency: Its currency.
        credits: What was taken back of it.
    """

    invoice: str
    on: date
    amount_minor: int
    currency: str
    credits: tuple[CreditNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InOurCurrency:
    """Invoices in our currency.

    Args:
        billed_minor: At the rates of the invoices' days; None where a rate is missing.
        credited_minor: Credits at their invoices' rates, positive; None likewise.
        exchange_minor: What rates did between invoice and credit: positive brought, negative cost; None likewise.
        without_rate: Currency and day of each rate that nobody gave, in order, once.
    """

    billed_minor: int | None
    credited_minor: int | None
    exchange_minor: int | None
    without_rate: tuple[tuple[str, date], ...]

    @property
    def cost_minor(self) -> int | None:
        """Billed less credited; the movement of rates is no part of it."""
        if self.billed_minor is None or self.credited_minor is None:
            return None
        return self.billed_minor - self.credited_minor


def in_our_currency(invoices: Iterable[Billed], rates: ExchangeRates, *, into: str) -> InOurCurrency:
    """Invoices and their credits in one currency; a missing rate makes the sum unknown, never smaller.

    Args:
        invoices: Any currencies.
        rates: Those somebody gave.
        into: Our currency.
    """
    billed = credited = exchange = 0
    missing: set[tuple[str, date]] = set()
    for invoice in invoices:
        at_invoice = rates.rate(invoice.currency, into, invoice.on)
        if at_invoice is None:
            missing.add((invoice.currency, invoice.on))
            continue
        billed += converted(invoice.amount_minor, currency=invoice.currency, into=into, rate=at_invoice)
        for note in invoice.credits:
            at_credit = rates.rate(invoice.currency, into, note.on)
            if at_credit is None:
                missing.add((invoice.currency, note.on))
                continue
            reversal = reversed_credit(
                note.amount_minor,
                currency=invoice.currency,
                into=into,
                invoice_rate=at_invoice,
                credit_rate=at_credit,
            )
            credited += reversal.credit_minor
            exchange += reversal.exchange_minor
    if missing:
        return InOurCurrency(
            billed_minor=None, credited_minor=None, exchange_minor=None, without_rate=tuple(sorted(missing))
        )
    return InOurCurrency(billed_minor=billed, credited_minor=credited, exchange_minor=exchange, without_rate=())
