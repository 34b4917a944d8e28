"""What delivered employees and revenue say: a band from a number, a range, or words."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from leadaudit.facts.amounts import (
    LONGEST_BAND,
    MOST_MONEY,
    Band,
    band_words,
    currency_of,
    either,
    fold_amount,
    header_unit,
    read_band,
    without_currency,
)
from leadaudit.facts.date_shapes import month_named
from leadaudit.facts.words import is_missing
from leadaudit.vocabulary import ValueStatus

_THOUSAND: Final = 1_000
_MOST_EMPLOYEES: Final = 5_000_000  # more than twice what any firm has
_KEY_IN_FRONT: Final = re.compile(r"\A[a-z]+_(?=\d)")
_JOINED: Final = re.compile(r"(?<=\d)(?:_|to|bis|a)(?=\d)")
_PEOPLE: Final = re.compile(rf"\(?\b{either('people')}\b\.?\)?")
# What a spreadsheet makes of "10-50", "1-10" or "11-50": a month and a year, a day and a month, or a whole date.
_MONTH_FIRST: Final = re.compile(r"([^\W\d_]{3,9})\.?[-/ .](\d{1,2})")
_MONTH_LAST: Final = re.compile(r"(\d{1,2})[-/ .]+([^\W\d_]{3,9})\.?")
_WHOLE_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(?::00(?:\.0+)?)?)?")
_SLASHED_DATE: Final = re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})")
_FIRST_LIVE_YEAR: Final = 2015  # a later year was filled in by the spreadsheet, an earlier one was half of the band


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeFact:
    """A band of employees or of revenue.

    Args:
        low: Smallest number it allows, None when not known.
        high: Largest number it allows, None when open-ended or not known.
        currency: Of a revenue: what the cell or else the header names, None where neither does.
        status: Doubtful: restored, or read with a unit that does not fit.
        check: Id of the first check not passed.
        args: Words for the check's sentence.
    """

    low: int | None = None
    high: int | None = None
    currency: str | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


def parse_employees(text: str, header: str = "") -> SizeFact:
    """Read one cell as a number or band of employees.

    Args:
        text: The cell; a unit in it counts before the header's.
        header: The column's header, which may name a unit, as 'Employees (k)' does.
    """
    if is_missing(text, "employees"):
        return SizeFact(status=ValueStatus.MISSING)
    folded = fold_amount(text)
    if folded in band_words("alone"):
        return SizeFact(low=1, high=1)
    converted = _band_behind_date(folded)
    if converted is not None:
        low, high = converted
        return SizeFact(
            low=low,
            high=high,
            status=ValueStatus.DOUBTFUL,
            check="size.spreadsheet-date",
            args=_args(text, f"{low}-{high}"),
        )
    bare = _PEOPLE.sub(" ", _apart(folded)).strip(" .:")
    # "Mitarbeiter (m/w/d)" promises no millions: heads are counted in thousands at most.
    unit = _THOUSAND if header_unit(header) == _THOUSAND else 1
    band = read_band(bare, step=1, unit=unit)
    fact = _fact(text, band, least=1, most=Decimal(_MOST_EMPLOYEES))
    if unit > 1 and fact.check == "size.implausible":  # whole heads under a header that promises thousands
        return _unit_doubted(text, _fact(text, read_band(bare, step=1, unit=1), least=1, most=Decimal(_MOST_EMPLOYEES)))
    return fact


def parse_revenue(text: str, header: str) -> SizeFact:
    """Read one cell as a revenue or band of revenue, in whole units of whatever currency it is.

    Args:
        text: The cell; a unit in it counts before the header's.
        header: The column's header, which may name a unit, as 'Revenue ($M)' does.
    """
    if is_missing(text, "revenue"):
        return SizeFact(status=ValueStatus.MISSING)
    fact = _revenue(text, header)
    if fact.status is ValueStatus.UNUSABLE:
        return fact
    return replace(fact, currency=currency_of(text) or currency_of(header))


def _revenue(text: str, header: str) -> SizeFact:
    bare = without_currency(fold_amount(text))
    unit = header_unit(header)
    band = read_band(bare, step=0, unit=unit)
    fact = _fact(text, band, least=0, most=MOST_MONEY)
    if unit > 1 and fact.check == "size.implausible":  # whole amounts under a header that promises millions
        return _unit_doubted(text, _fact(text, read_band(bare, step=0, unit=1), least=0, most=MOST_MONEY))
    return fact


def _unit_doubted(text: str, whole: SizeFact) -> SizeFact:
    understood = f"{whole.low}" if whole.low == whole.high else f"{whole.low}-{whole.high}"
    return SizeFact(
        low=whole.low,
        high=whole.high,
        status=ValueStatus.DOUBTFUL,
        check="size.unit-doubtful",
        args=_args(text, understood),
    )


def _fact(text: str, band: Band | None, *, least: int, most: Decimal) -> SizeFact:
    if band is None:
        return SizeFact(status=ValueStatus.UNUSABLE, check="size.not-a-number", args=_args(text, ""))
    low, high = (None if limit is None else int(limit.to_integral_value()) for limit in band)
    if low is None:
        low = least
    if high is not None and low > high:
        if band[0] is None:
            return SizeFact(status=ValueStatus.UNUSABLE, check="size.implausible", args=_args(text, str(high)))
        args = _args(text, f"{high}-{low}")
        return SizeFact(low=high, high=low, status=ValueStatus.DOUBTFUL, check="size.reversed", args=args)
    if low < least or low > most:
        return SizeFact(status=ValueStatus.UNUSABLE, check="size.implausible", args=_args(text, str(low)))
    return SizeFact(low=low, high=high)


def _apart(folded: str) -> str:
    """A band as systems name it, "size_51_200" or "51to200", as people write it."""
    named = _KEY_IN_FRONT.sub("", folded)
    return _JOINED.sub("-", named)


def _args(text: str, understood: str) -> tuple[tuple[str, str], ...]:
    return (("value", text[:LONGEST_BAND]), ("understood", understood))


def _band_behind_date(folded: str) -> tuple[int, int] | None:
    """The band that a spreadsheet turned into a date: 'Oct-50' was 10-50."""
    if (found := _MONTH_FIRST.fullmatch(folded)) and (month := month_named(found[1])):
        return _ordered(month, int(found[2]))
    if (found := _MONTH_LAST.fullmatch(folded)) and (month := month_named(found[2])):
        return _ordered(month, int(found[1]))
    if found := _WHOLE_DATE.fullmatch(folded):
        return _from_date(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED_DATE.fullmatch(folded):
        return _from_date(int(found["year"]), int(found["one"]), int(found["two"]))
    return None


def _from_date(year: int, month: int, day: int) -> tuple[int, int] | None:
    if year >= _FIRST_LIVE_YEAR and month != day:
        return _ordered(month, day)
    return _ordered(month if day == 1 else day, year % 100)


def _ordered(one: int, other: int) -> tuple[int, int] | None:
    low, high = sorted((one, other))
    return (low, high) if 0 < low < high else None
