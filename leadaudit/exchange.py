"""Rates of exchange somebody gave us: dated, and never fetched."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from leadaudit.errors import LeadauditError
from leadaudit.money import from_minor, to_minor

# A rate speaks for the days after it, weekends and holidays among them, but not for ever.
RATE_HOLDS: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit of a currency was worth on a day.

    Args:
        on: The day.
        currency: Of the one unit.
        into: The currency it is worth so much in.
        rate: How much.
    """

    on: date
    currency: str
    into: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """Rates by currency and day; of a day given twice the later entry counts."""

    by_pair: Mapping[tuple[str, str], Mapping[date, Decimal]] = field(default_factory=dict)

    @classmethod
    def of(cls, rates: Iterable[Rate]) -> "ExchangeRates":
        """Rates from a list of them."""
        by_pair: dict[tuple[str, str], dict[date, Decimal]] = {}
        for one in rates:
            by_pair.setdefault((one.currency, one.into), {})[one.on] = one.rate
        return cls({pair: dict(sorted(days.items())) for pair, days in by_pair.items()})

    def rate(self, currency: str, into: str, on: date) -> Decimal | None:
        """The newest rate by a day that still holds on it; None where there is none.

        A pair given the other way round is turned.
        """
        if currency == into:
            return Decimal(1)
        found = self._newest((currency, into), on)
        if found is not None:
            return found
        turned = self._newest((into, currency), on)
        return None if turned is None else 1 / turned

    def _newest(self, pair: tuple[str, str], on: date) -> Decimal | None:
        days = self.by_pair.get(pair, {})
        known = list(days)
        at = bisect_right(known, on)
        if at == 0 or on - known[at - 1] > RATE_HOLDS:
            return None
        return days[known[at - 1]]

    def require(self, currency: str, into: str, on: date, *, where: str) -> Decimal:
        """The rate of a day.

        Raises:
            LeadauditError: Nobody gave one.
        """
        found = self.rate(currency, into, on)
        if found is None:
            raise LeadauditError(
                where,
                f"there is no rate of {currency} into {into} for {on}, or for the {RATE_HOLDS.days} days before it",
                "Bring it in with leadaudit import fx",
            )
        return found


def converted(minor: int, *, currency: str, into: str, rate: Decimal) -> int:
    """An amount in minor units of another currency, rounded half to even."""
    return to_minor(from_minor(minor, currency) * rate, into)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """A credit in another currency than ours.

    Args:
        credit_minor: At the rate of the invoice it takes back: what the cost of the records falls by.
        exchange_minor: What the movement of the rate since then brought (positive) or cost; never part of that cost.
    """

    credit_minor: int
    exchange_minor: int


def reversed_credit(
    credit_minor: int, *, currency: str, into: str, invoice_rate: Decimal, credit_rate: Decimal
) -> Reversal:
    """A credit converted at its invoice's rate, what the rate did meanwhile on a line of its own.

    Args:
        credit_minor: What is credited, positive, minor units.
        currency: Of the credit.
        into: Our currency.
        invoice_rate: What one unit was worth on the day of the invoice.
        credit_rate: On the day of the credit.

    Source:
        docs/method.md, "Invoices and month end".
    """
    at_invoice = converted(credit_minor, currency=currency, into=into, rate=invoice_rate)
    at_credit = converted(credit_minor, currency=currency, into=into, rate=credit_rate)
    return Reversal(credit_minor=at_invoice, exchange_minor=at_credit - at_invoice)
