"""Numbers as people read them; rounding happens here and nowhere else."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from leadaudit.money import from_minor, minor_digits

UNDEFINED: Final = "–"
UNKNOWN: Final = "not given"


def money(minor: int | float | None, currency: str) -> str:
    """An amount of minor units: ``15,264 USD``; with its cents below 100: ``65.51 USD``."""
    if minor is None:
        return UNDEFINED
    amount = from_minor(round(minor), currency)
    places = 0 if abs(amount) >= 100 or amount == amount.to_integral_value() else minor_digits(currency)
    rounded = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return f"{rounded:,} {currency}"


def exact_money(minor: int, currency: str) -> str:
    """An amount with every minor unit, for tables that must add up: ``15,264.00 USD``."""
    return f"{from_minor(minor, currency):,} {currency}"


def count(number: int | None) -> str:
    """A count with thousands separators."""
    return UNDEFINED if number is None else f"{number:,}"


def share(part: int, whole: int) -> str:
    """A share with both its numbers: ``61 of 412 (15 %)``; one decimal below 10 %."""
    if whole == 0:
        return f"{part:,} of 0"
    return f"{part:,} of {whole:,} ({percent(part / whole)})"


def percent(ratio: float | None) -> str:
    """A ratio as percent: whole from 10 %, one decimal below, never 0 % for what is more than nothing."""
    if ratio is None:
        return UNDEFINED
    if ratio in {0, 1}:
        return f"{ratio:.0%}".replace("%", " %")
    hundred = ratio * 100
    if hundred >= 10:
        return f"{min(hundred, 99):.0f} %" if hundred > 99 else f"{hundred:.0f} %"
    return f"{hundred:.1f} %" if hundred >= 0.1 else "under 0.1 %"


def interval(low: str, high: str | None) -> str:
    """Two ends in words: ``590 to 1,180``, or ``at least 590`` without an upper one."""
    return f"at least {low}" if high is None else f"{low} to {high}"


def day(on: date | None) -> str:
    """A day in words: ``3 November 2026``."""
    return UNKNOWN if on is None else f"{on.day} {on:%B %Y}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun: ``1 line``, ``318 lines``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
