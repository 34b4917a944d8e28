"""Dates: the order of day and month decided over a whole column, then each value read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from leadaudit.facts.date_shapes import Shape, read_shape
from leadaudit.facts.words import excerpt, is_missing
from leadaudit.vocabulary import DateOrder, ValueStatus

_EARLIEST_YEAR: Final = 1950
_LATEST_YEAR: Final = 2100
# Zero of the clocks that count from a day: what a system writes when it has none.
_ZERO_DAYS: Final = frozenset({date(1970, 1, 1)})
# In a column that is otherwise of one order, this share of the other is somebody's slip and not a second order.
_SLIPS_SHARE: Final = 0.01
# Lead lists are about some years; the days of five dates lie within so few of each other in 1 of 30 columns, and then
# their years would have to lie further apart.
_YEARS_OF_A_COLUMN: Final = 8
_FEWEST_DATES: Final = 5
_PLAIN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T](?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}Z?)?")
_LENGTH_OF_DAY: Final = len("2025-11-03")
_YEAR_FIRST: Final = Shape(form=DateOrder.YMD, days={DateOrder.YMD: date(2000, 1, 1)})
_DAY_OR_MONTH_FIRST: Final = (DateOrder.DMY, DateOrder.MDY)
_ORDER_WORDS: Final = {DateOrder.DMY: "day first", DateOrder.MDY: "month first"}
_FORM_WORDS: Final = {
    DateOrder.YMD: "year first",
    DateOrder.SERIAL: "spreadsheet day numbers",
    DateOrder.EPOCH: "seconds since 1970",
    DateOrder.WORDS: "months in words",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDecision:
    """How the dates of one column are written.

    Args:
        order: The order to read them in; None when it has to be asked, or when there is no date at all.
        ambiguous: Whether somebody has to say which order it is.
        reason: What the values show, in one sentence.
        readings: For an ambiguous column, one of its values as each order reads it.
    """

    order: DateOrder | None
    ambiguous: bool
    reason: str
    readings: tuple[tuple[DateOrder, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact:
    """What one delivered date says.

    Args:
        on: The day: as written, or the UTC day when an offset was delivered; None when it is none.
        at: The instant in UTC, only when delivered to the second; without an offset the time as written.
        status: Doubtful: of another order than its column, or without a day.
        check: Id of the first check not passed.
        args: Words for the check's sentence.
    """

    on: date | None = None
    at: datetime | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


def decide_date_order(values: Sequence[str]) -> DateDecision:
    """How the dates of a column are written, from all its values together; a single cell never decides.

    Args:
        values: The column's values, or its distinct values; missing ones are passed over.
    """
    shapes = [(value, shape) for value in values if (shape := _shape_of(value)) is not None]
    short = [(value, shape) for value, shape in shapes if shape.short_year_first is not None]
    if short and _is_year_first([shape for _, shape in short], len(shapes)):
        reason = f"{len(short)} of {len(shapes)} values make sense only with the year first, such as '{short[0][0]}'"
        return DateDecision(order=DateOrder.YMD, ambiguous=False, reason=reason)
    numeric = [(value, shape) for value, shape in shapes if not shape.days.keys().isdisjoint(_DAY_OR_MONTH_FIRST)]
    if numeric:
        return _decide_day_or_month(numeric, len(shapes))
    forms = Counter(shape.form for _, shape in shapes if shape.days)
    if not forms:
        return DateDecision(order=None, ambiguous=False, reason="no value here is a date")
    order, count = forms.most_common(1)[0]
    reason = f"{count} of {len(shapes)} values are written as {_FORM_WORDS[order or DateOrder.YMD]}"
    return DateDecision(order=order, ambiguous=False, reason=reason)


def _is_year_first(short: Sequence[Shape], total: int) -> bool:
    """Whether "26/11/21" begins with the year: no other order gives days, or it would be days of many years.

    Dates of one column lie within some years, while the days of a month are spread over all of it.  Read the other
    way, a column whose first numbers hardly differ and whose last ones do would be about a few days of the month, in
    decades of years.
    """
    if len(short) < total * (1 - _SLIPS_SHARE):
        return False
    days = [shape.short_year_first for shape in short if shape.short_year_first is not None]
    if any(not shape.days for shape in short):
        return _spread([day.year for day in days]) <= _YEARS_OF_A_COLUMN
    return (
        len(days) >= _FEWEST_DATES
        and _spread([day.year for day in days]) <= _YEARS_OF_A_COLUMN
        and _spread([day.day for day in days]) > _YEARS_OF_A_COLUMN
    )


def _spread(numbers: Sequence[int]) -> int:
    return max(numbers) - min(numbers)


def _shape_of(value: str) -> Shape | None:
    """How a value is written, or None when it is missing; for a plain one only the form matters."""
    if _read_plain(value) is not None:
        return _YEAR_FIRST
    shape = read_shape(value)
    return None if not shape.days and is_missing(value, "date_at") else shape


def _decide_day_or_month(numeric: list[tuple[str, Shape]], total: int) -> DateDecision:
    """Day or month first, from the values that only one of the two can read."""
    only = {order: [value for value, shape in numeric if set(shape.days) == {order}] for order in _DAY_OR_MONTH_FIRST}
    either = [(value, shape) for value, shape in numeric if len(set(shape.days.values())) > 1]
    others = total - len(numeric)
    rest = f"; {others} of {total} values are written another way" if others else ""
    day_first, month_first = (only[order] for order in _DAY_OR_MONTH_FIRST)
    if not day_first and not month_first and either:
        value, shape = either[0]
        reason = f"none of {len(numeric)} values has a number above 12 to tell day from month{rest}"
        return DateDecision(order=None, ambiguous=True, reason=reason, readings=_readings(value, shape))
    order = DateOrder.DMY if len(day_first) >= len(month_first) else DateOrder.MDY
    winners, losers = len(only[order]), len(day_first) + len(month_first) - len(only[order])
    if losers == 0:
        reason = f"each of {len(numeric)} values is the same day in either order{rest}"
        if winners:
            sample = only[order][0]
            reason = f"{winners} of {len(numeric)} values can only be {_ORDER_WORDS[order]}, such as '{sample}'{rest}"
        return DateDecision(order=order, ambiguous=False, reason=reason)
    reason = (
        f"two orders in one column: {len(day_first)} of {len(numeric)} values can only be day first, "
        f"such as '{day_first[0]}', "
        f"{len(month_first)} only month first, such as '{month_first[0]}', {len(either)} could be either{rest}"
    )
    if losers <= _SLIPS_SHARE * (winners + losers) or not either:
        return DateDecision(order=order, ambiguous=False, reason=reason)
    return DateDecision(order=None, ambiguous=True, reason=reason, readings=_readings(*either[0]))


def _readings(value: str, shape: Shape) -> tuple[tuple[DateOrder, str], ...]:
    return tuple((order, f"{value} is {_spoken(shape.days[order])}") for order in _DAY_OR_MONTH_FIRST)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def parse_date(text: str, order: DateOrder | None) -> DateFact:
    """Read one cell as a date.

    Args:
        text: The cell.
        order: What ``decide_date_order`` said of its column, or somebody chose; None: not decided, then only a value
            that can be read in one way is read.
    """
    plain = _read_plain(text)
    if plain is not None:
        return plain
    shape = read_shape(text)
    if order is DateOrder.YMD and shape.short_year_first is not None:
        return _fact(text, shape, shape.short_year_first, check=None)
    if not shape.days:
        return _no_day(text, shape)
    if order in shape.days:
        return _fact(text, shape, shape.days[order], check=None)
    if len(set(shape.days.values())) > 1:
        args = (("value", excerpt(text)), *((str(way), _spoken(day)) for way, day in shape.days.items()))
        return DateFact(status=ValueStatus.DOUBTFUL, check="date.order-unknown", args=args)
    return _fact(text, shape, next(iter(shape.days.values())), check=_doubt_about(shape, order))


def _no_day(text: str, shape: Shape) -> DateFact:
    if is_missing(text, "date_at"):
        return DateFact(status=ValueStatus.MISSING)
    check = "date.not-a-date" if shape.form is None else "date.impossible"
    return DateFact(status=ValueStatus.UNUSABLE, check=check, args=(("value", excerpt(text)),))


def _read_plain(text: str) -> DateFact | None:
    """The fact of a text in the one shape that exports write most, or None: then it is read the long way.

    A test proves that both ways answer the same.
    """
    if not _PLAIN.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    day = moment.date()
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR or day in _ZERO_DAYS:
        return None
    return DateFact(on=day, at=moment.replace(tzinfo=UTC) if len(text) > _LENGTH_OF_DAY else None)


def _doubt_about(shape: Shape, order: DateOrder | None) -> str | None:
    """What to think of a value with one reading that is not its column's: only numbers can have been misread."""
    if shape.form in {DateOrder.YMD, DateOrder.WORDS} or order is None:
        return None
    if shape.form in _DAY_OR_MONTH_FIRST and order not in _DAY_OR_MONTH_FIRST:
        return None  # one reading only, in a column that never had to choose
    # Day numbers among written dates: a spreadsheet converted some and may have swapped day and month in them.
    return "date.other-order"


def _fact(text: str, shape: Shape, day: date, *, check: str | None) -> DateFact:
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR or day in _ZERO_DAYS:
        return DateFact(
            status=ValueStatus.UNUSABLE,
            check="date.implausible",
            args=(("value", excerpt(text)), ("read", day.isoformat())),
        )
    check = check if shape.has_day else "date.no-day"
    at = None
    if shape.clock is not None:
        at = datetime.combine(day, shape.clock, tzinfo=shape.zone or UTC).astimezone(UTC)
        day = at.date()
    return DateFact(
        on=day,
        at=at if shape.has_seconds else None,
        status=ValueStatus.OK if check is None else ValueStatus.DOUBTFUL,
        check=check,
        args=() if check is None else (("value", excerpt(text)), ("read", day.isoformat())),
    )
