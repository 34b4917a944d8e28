"""Parts of sentences that several forms of the answer share."""

from datetime import date

from leadaudit.format import count, money, plural


def proper(vendor: str) -> str:
    """A vendor's name at the start of a sentence."""
    return vendor[:1].upper() + vendor[1:]


def possessive(vendor: str) -> str:
    """Whose something is: ``Northwell's``, ``Davis'``."""
    return f"{proper(vendor)}'" if vendor.endswith("s") else f"{proper(vendor)}'s"


def file_of(vendor: str, delivered_on: date, as_of: date) -> str:
    """A file by its vendor and day; the year only where it is another one than that of the answer."""
    year = "" if delivered_on.year == as_of.year else f" {delivered_on.year}"
    return f"{possessive(vendor)} file of {delivered_on.day} {delivered_on:%B}{year}"


def bare(minor: float, currency: str) -> str:
    """Money whose currency was just named."""
    return money(minor, currency).removesuffix(f" {currency}")


def worth(amounts: str) -> str:
    """An amount behind a count, or nothing when there is none."""
    return f" worth {amounts}" if amounts else ""


def amount(number: float) -> str:
    """A number of leads; credit shared among vendors gives fractions."""
    return count(int(number)) if number == int(number) else f"{number:,.1f}"


def people_count(number: float) -> str:
    """How many people: ``1 person``, ``12 people``, ``11.5 people``."""
    return plural(int(number), "person", "people") if number == int(number) else f"{number:,.1f} people"
