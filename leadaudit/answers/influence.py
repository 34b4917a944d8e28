"""Opportunities at companies that were delivered, beside those to be expected without, in words."""

from collections.abc import Sequence
from typing import Final

from leadaudit.answers.phrases import amount
from leadaudit.economics.influence import FEWEST_COMPARED, VendorInfluence
from leadaudit.format import UNDEFINED, count, money

HEADER: Final = (
    "Vendor",
    "Companies delivered",
    "Opportunities after",
    "Naming a person it delivered",
    "To be expected without",
    "Their amount",
    "Amount expected without",
)
MEANS: Final = (
    "Opened at a company after the vendor first delivered somebody of it, whoever they name: associated with the "
    "delivery, not caused by it, and in no count of real leads. Two vendors that delivered one company both stand "
    "beside its opportunities, so vendors do not add up."
)


def influence_row(one: VendorInfluence) -> tuple[str, ...]:
    """One vendor, under ``HEADER``."""
    amounts = one.amounts
    expected = None if amounts is None else amounts.expected_without
    return (
        one.vendor,
        count(one.accounts),
        count(one.opportunities),
        count(one.named),
        UNDEFINED if one.expected is None else amount(one.expected),
        "not known" if amounts is None else _money(amounts.influenced, one.currency),
        UNDEFINED if expected is None else _money(expected, one.currency),
    )


def influence_numbers(one: VendorInfluence) -> dict[str, object]:
    """One vendor for other programs: counts, and amounts in minor units; None where unknown."""
    amounts = one.amounts
    return {
        "vendor": one.vendor,
        "companies": one.accounts,
        "opportunities": one.opportunities,
        "named": one.named,
        "expected_without": one.expected,
        "compared_with": one.control_accounts,
        "currency": one.currency,
        "amount_minor": None if amounts is None else amounts.influenced,
        "expected_amount_minor": None if amounts is None else amounts.expected_without,
    }


def influence_notes(found: Sequence[VendorInfluence]) -> list[str]:
    """What the table says and what it is compared with."""
    if not found:
        return []
    fewest = min(one.control_accounts for one in found)
    if fewest < FEWEST_COMPARED:
        return [
            MEANS,
            f"What was to be expected without cannot be told: your CRM held {count(fewest)} companies that nobody "
            f"delivered, and it takes {FEWEST_COMPARED}. Bring in contacts of all your accounts.",
        ]
    return [
        MEANS,
        f"To be expected without: as often as at companies your CRM held on the same day and nobody delivered "
        f"({count(fewest)} or more), watched for as long.",
    ]


def _money(minor: float, currency: str | None) -> str:
    return UNDEFINED if currency is None else money(round(minor), currency)
