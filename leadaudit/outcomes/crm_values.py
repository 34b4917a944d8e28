"""What one cell of a CRM export says: an id, an amount, an instant, a list of people."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from leadaudit.facts.amounts import currency_of
from leadaudit.facts.date_shapes import read_shape
from leadaudit.facts.dates import parse_date
from leadaudit.facts.email import parse_email
from leadaudit.facts.words import is_missing, parse_yes_no
from leadaudit.vocabulary import DateOrder

# Letters and digits in the order in which the last three of a long id stand for the capitals of the first fifteen.
_CHECK: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_LONG_ID: Final = re.compile(r"[0-9A-Za-z]{18}")
_SPOILED_ID: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*[;,|\n]\s*")
_STAMPED: Final = re.compile(r"(\d+):\d{10,}")
_NUMBER: Final = re.compile(r"(?P<sign>[-−]?)(?P<digits>\d[\d.,' \u00a0\u202f]*)(?P<late>[-−]?)")
_MONEY_WORDS: Final = re.compile(r"[A-Za-z$€£¥₹]+")


def canonical_id(text: str) -> str | None:
    """An id as every export of one CRM writes it; None when there is none, or a spreadsheet has spoiled it.

    One CRM writes the same id with 15 characters in reports and with 18 elsewhere; the three more only repeat which of
    the others are capitals.  A spreadsheet turns 1234 into 1234.0.
    """
    bare = text.strip()
    if not bare or is_missing(bare, "id") or is_spoiled_id(bare):
        return None
    if _LONG_ID.fullmatch(bare) and bare[15:].upper() == _check_of(bare[:15]):
        return bare[:15]
    return re.sub(r"(?<=\d)\.0+\Z", "", bare)


def is_spoiled_id(text: str) -> bool:
    """Whether a spreadsheet wrote an id as 5.1E+10, which several ids share."""
    return _SPOILED_ID.fullmatch(text.strip()) is not None


def _check_of(first_fifteen: str) -> str:
    parts = (first_fifteen[at : at + 5] for at in (0, 5, 10))
    return "".join(_CHECK[sum(1 << place for place, one in enumerate(part) if one.isupper())] for part in parts)


def ids_of(text: str) -> tuple[str, ...]:
    """The ids in one cell; one CRM writes behind each the moment it was merged."""
    ids = (canonical_id(stamped[1] if (stamped := _STAMPED.fullmatch(part)) else part) for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(one for one in ids if one is not None))


def emails_of(text: str) -> tuple[str, ...]:
    """The addresses in one cell, as records are compared by them."""
    found = re.findall(r"[^\s;,|<>\"'()]+@[^\s;,|<>\"'()]+", text)
    norms = (parse_email(one).norm for one in found)
    return tuple(dict.fromkeys(one for one in norms if one))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, and the instant where a time of day was written; ``is_wrong``: something stands there that is no day."""

    on: date | None = None
    at: datetime | None = None
    is_wrong: bool = False


def moment_of(text: str, order: DateOrder | None) -> Moment:
    """A cell of days or instants, read in the order of its column; without an offset the time is taken as UTC."""
    fact = parse_date(text, order)
    if fact.on is None:
        return Moment(is_wrong=bool(text.strip()) and not is_missing(text, "date_at"))
    if fact.at is not None:
        return Moment(on=fact.on, at=fact.at)
    shape = read_shape(text)
    if shape.clock is None:
        return Moment(on=fact.on)
    day = shape.days.get(order) if order is not None else None
    at = datetime.combine(day or next(iter(shape.days.values())), shape.clock, tzinfo=shape.zone or UTC).astimezone(UTC)
    return Moment(on=fact.on, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount of money with the currency its cell names; both None where nothing readable stands."""

    number: Decimal | None = None
    currency: str | None = None
    is_wrong: bool = False


def has_decimal_comma(texts: list[str]) -> bool:
    """Whether the amounts of a column are written with a comma before the cents; one cell alone cannot tell."""
    comma = any(re.search(r"\d,\d{1,2}(?!\d)|\.\d{3},\d", text) for text in texts)
    point = any(re.search(r",\d{3}\.\d|\d\.\d{1,2}(?!\d)", text) for text in texts)
    return comma and not point


def amount_of(text: str, *, decimal_comma: bool) -> Amount:
    """A cell of money; parentheses and a minus on either side make it negative."""
    if not text.strip() or is_missing(text, "amount"):
        return Amount()
    bare = _MONEY_WORDS.sub(" ", text).strip()
    is_bracketed = bare.startswith("(") and bare.endswith(")")
    found = _NUMBER.fullmatch(bare.strip("()").strip().lstrip("+").strip())
    if found is None:
        return Amount(is_wrong=True)
    digits = re.sub(r"['\s\u00a0\u202f]", "", found["digits"])
    if decimal_comma or re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        digits = digits.replace(".", "").replace(",", ".")
    digits = digits.replace(",", "").rstrip(".")
    if digits.count(".") > 1:
        return Amount(is_wrong=True)
    number = Decimal(digits)
    is_negative = bool(found["sign"] or found["late"] or is_bracketed)
    return Amount(number=-number if is_negative else number, currency=currency_of(text))


def yes_or_no(text: str) -> bool | None:
    """A tick or a word that says yes or no; None where it says neither."""
    return None if not text.strip() else parse_yes_no(text, "answer")
