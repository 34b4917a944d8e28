"""Opportunities at companies a vendor delivered people of, beside what was to be expected without.

Source: docs/method.md, "Credit".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from leadaudit import sql
from leadaudit.economics.pipeline import AccountInfluence, account_influence
from leadaudit.exchange import ExchangeRates, converted

# Fewer companies than this say nothing of how often one opens an opportunity by itself: with none of 30 the rate may
# still be one in ten (docs/method.md, "One rate").
FEWEST_COMPARED: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorInfluence:
    """A vendor's companies, and what was opened at them; pipeline beside it, never a count of leads.

    Args:
        vendor: Who delivered.
        accounts: Companies with a countable record of it.
        opportunities: Opened at them after their first record and within the window.
        named: Of those, opportunities that name a person it delivered.
        control_accounts: Companies of the CRM nobody delivered, on the day fewest were held.
        control_rate: Opportunities per such company in the same time; None: too few to compare with.
        currency: Of the amounts; None: no common one.
        amounts: Their sum beside the expected one; None: a rate is missing, or an amount.
    """

    vendor: str
    accounts: int
    opportunities: int
    named: int
    control_accounts: int
    control_rate: float | None
    currency: str | None
    amounts: AccountInfluence | None

    @property
    def expected(self) -> float | None:
        """Opportunities to be expected without, at the pace of companies nobody delivered."""
        return None if self.control_rate is None else self.accounts * self.control_rate


def influences(
    tables: Mapping[str, sql.Source],
    *,
    as_of: date,
    window_days: int,
    rates: ExchangeRates,
    house_currency: str | None,
) -> tuple[VendorInfluence, ...]:
    """One entry per vendor that delivered people of a company, in order of name.

    Args:
        tables: classes, facts, accounts, account_names and influence of an assessment; contacts,
            contact_facts, rows, opportunities of the CRM.
        as_of: The day the answer speaks for.
        window_days: The credit window.
        rates: Those somebody gave.
        house_currency: What they are into; None: none were given, then amounts of one currency only are added up.
    """
    needs = ("classes", "facts", "accounts", "account_names", "contacts", "contact_facts", "rows", "opportunities")
    companies = sql.run(
        "economics_influence",
        {name: tables[name] for name in needs},
        {"as_of": as_of, "window_days": window_days},
    ).to_pylist()
    opened = sql.run("economics_influence_sums", {"influence": tables["influence"]}).to_pylist()
    into = house_currency or _only({row["currency"] for row in opened if row["currency"] is not None})
    return tuple(_influence(row, [one for one in opened if one["vendor"] == row["vendor"]], rates, into)
                 for row in companies)  # fmt: skip


def _influence(
    row: Mapping[str, object], opened: Iterable[Mapping[str, object]], rates: ExchangeRates, into: str | None
) -> VendorInfluence:
    sums = list(opened)
    accounts, compared_with = int(str(row["accounts"])), int(str(row["control_accounts"]))
    count = sum(int(str(one["opportunities"])) for one in sums)
    control_rate = float(str(row["control_rate"])) if compared_with >= FEWEST_COMPARED else None
    amounts = [_in(one, rates, into) for one in sums]
    known = [amount for amount in amounts if amount is not None]
    return VendorInfluence(
        vendor=str(row["vendor"]),
        accounts=accounts,
        opportunities=count,
        named=sum(int(str(one["named"])) for one in sums),
        control_accounts=compared_with,
        control_rate=control_rate,
        currency=into,
        amounts=None
        if len(known) < len(amounts) or into is None
        else account_influence(
            exposed_accounts=accounts, opportunities=count, amount=float(sum(known)), control_rate=control_rate
        ),
    )


def _in(one: Mapping[str, object], rates: ExchangeRates, into: str | None) -> int | None:
    """A sum in one currency at the rate of its day; None: it has no amount, no currency or no rate."""
    amount, currency, on = one["amount_minor"], one["currency"], one["opened_on"]
    if amount is None or currency is None or into is None or not isinstance(on, date):
        return None
    rate = rates.rate(str(currency), into, on)
    return None if rate is None else converted(int(str(amount)), currency=str(currency), into=into, rate=rate)


def _only(currencies: set[str]) -> str | None:
    return next(iter(currencies)) if len(currencies) == 1 else None
