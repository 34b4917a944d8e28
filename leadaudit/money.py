"""Money in minor units: a whole number of cents, and a currency code beside it."""

from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import get_currency_precision


def minor_digits(currency: str) -> int:
    """Decimal places of a currency: 2 for USD, 0 for JPY (ISO 4217 as CLDR has it)."""
    return get_currency_precision(currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units, rounded half to even."""
    return int(amount.scaleb(minor_digits(currency)).to_integral_value(rounding=ROUND_HALF_EVEN))


def from_minor(minor: int, currency: str) -> Decimal:
    """An amount in whole units of its currency."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def spread_minor(total_minor: int, parts: int) -> list[int]:
    """A total cut into parts that differ by at most one minor unit and add up to it, larger parts first."""
    if parts == 0:
        return []
    share, rest = divmod(total_minor, parts)
    return [share + (1 if part < rest else 0) for part in range(parts)]
