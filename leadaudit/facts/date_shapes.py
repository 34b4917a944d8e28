"""The ways a date is written, and the days each way could mean; nothing is decided here."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from leadaudit.vocabulary import DateOrder

LONGEST_DATE: Final = 80  # characters
_TIME: Final = re.compile(
    r"[\sT,]+(?:at\s+|um\s+|à\s+)?(?P<hour>\d{1,2})(?::|h|\.)(?P<minute>\d{2})(?:(?::|\.)(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?(?:\s*uhr)?\s*(?P<zone>z|(?:utc|gmt)?[+-]\d{2}:?\d{2}|(?:utc|gmt)[+-]\d{1,2}|[a-z]{2,5})?(?:\s*\([^)]*\))?\Z",
    re.IGNORECASE,
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?\Z", re.IGNORECASE)
_THREE_NUMBERS: Final = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\Z")
_MONTH_ONLY: Final = re.compile(
    r"(?:(?P<year>\d{4})[-/.](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/.](?P<year2>\d{4})|(?P<year3>(?:19|20)\d{2}))\Z"
)
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?\Z")
_EPOCH: Final = re.compile(r"(\d{10})(?:[.,]\d+)?\Z|(\d{13})\Z|(\d{16})\Z")
_FIRST_WORD: Final = re.compile(r"\A(?P<word>[a-z]{2,10})[.,]*\s+")
_ARTICLE: Final = re.compile(r"\b(?:de|del|of|the|den|le|am)\b")
_WORD_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|eme|o|\.)?[\s.,/-]*([a-z]+)[\s.,/'-]*(\d{4}|\d{2})\Z")
_WORD_MONTH_FIRST: Final = re.compile(
    r"([a-z]+)[\s.,/-]*(\d{1,2})(?:st|nd|rd|th|\.)?[\s,/-]+(?:(\d{2}:\d{2}:\d{2})\s+(?:utc|gmt|z)?\s*)?(\d{4}|\d{2})\Z"
)
_WORD_YEAR_FIRST: Final = re.compile(r"(\d{4})[\s.,/-]*([a-z]+)[\s.,/-]*(\d{1,2})\Z")
_WORD_MONTH_ONLY: Final = re.compile(r"([a-z]+)[\s.,/'-]*(\d{4})\Z")
# Zones whose letters mean one offset everywhere they are used with dates; IST, BST and CST mean several.
_ZONES: Final = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3,
    "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
# Day 0 of the 1900 date system as it counts from March 1900 on: the day it believes in before is wrong by one.
_DAY_ZERO: Final = date(1899, 12, 30)
_SHORT_YEAR: Final = 2  # digits
_PIVOT: Final = 69  # two-digit years below are of this century (POSIX strptime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One delivered date as it is written.

    Args:
        form: How it is written; None when it is no date at all.
        days: The day each order of its parts gives; an order that gives no real day is absent.
        clock: Time of day, when delivered.
        zone: Offset from UTC, when delivered and certain.
        has_seconds: Whether an instant was delivered to the second.
        has_day: False for a month or a year alone: the day is the first of it.
        short_year_first: The day "26/11/21" gives when the year stands first, which only a whole column can prove.
    """

    form: DateOrder | None = None
    days: dict[DateOrder, date] = field(default_factory=dict)
    clock: time | None = None
    zone: timezone | None = None
    has_seconds: bool = False
    has_day: bool = True
    short_year_first: date | None = None


def read_shape(text: str) -> Shape:
    """How one date is written, and every day it could mean."""
    cell = unicodedata.normalize("NFKC", text[: LONGEST_DATE + 1]).strip().strip("'\"")
    if len(cell) > LONGEST_DATE:
        return Shape()
    whole = _read_day(cell) if ":" not in cell else Shape()  # a colon is in the time, which is taken off first
    if whole.form is not None:
        return whole
    found = _TIME.search(cell)
    if found is None:
        return _read_day(cell)
    day = _read_day(cell[: found.start()])
    clock = _read_clock(found)
    if day.form is None or clock is None or not day.has_day:
        return Shape()
    zone = _read_zone(found["zone"])
    # A time in a zone whose letters mean several offsets is no instant: only the day as written remains.
    has_seconds = found["second"] is not None and (zone is not None or found["zone"] is None)
    return replace(day, clock=clock, zone=zone, has_seconds=has_seconds)


@lru_cache(maxsize=1 << 14)
def _read_day(cell: str) -> Shape:
    return next(_readings(cell), Shape())


def _readings(cell: str) -> Iterator[Shape]:
    """Every shape a text has, the surest first; usually one."""
    if iso := _ISO.match(cell):
        yield _shape(DateOrder.YMD, {DateOrder.YMD: _day(iso[1], iso[2], iso[3])})
    if (compact := _COMPACT.match(cell)) and (day := _day(compact[1], compact[2], compact[3])):
        clock = _clock(compact[4], compact[5], compact[6])
        if (clock is None) == (compact[4] is None) and 1900 <= day.year <= 2100:
            zone = UTC if compact[7] else None
            yield Shape(
                form=DateOrder.YMD,
                days={DateOrder.YMD: day},
                clock=clock,
                zone=zone,
                has_seconds=compact[6] is not None,
            )
    if numbers := _THREE_NUMBERS.match(cell):
        one, separator, two, year = numbers.groups()
        orders = {DateOrder.DMY: _day(year, two, one), DateOrder.MDY: _day(year, one, two)}
        if separator == ".":  # nobody who writes dots puts the month first
            del orders[DateOrder.MDY]
        shape = _shape(DateOrder.DMY if separator == "." else DateOrder.MDY, orders)
        is_short = len(one) == len(year) == _SHORT_YEAR and separator != "."
        yield replace(shape, short_year_first=_day(one, two, year) if is_short else None)
    if serial := _SERIAL.match(cell):
        yield _shape(DateOrder.SERIAL, {DateOrder.SERIAL: _DAY_ZERO + timedelta(days=int(serial[1]))})
    if epoch := _EPOCH.match(cell):
        yield _read_epoch(epoch)
    if month := _MONTH_ONLY.match(cell):
        parts = month.groupdict()
        year = parts["year"] or parts["year2"] or parts["year3"]
        yield _shape(
            DateOrder.YMD, {DateOrder.YMD: _day(year, parts["month"] or parts["month2"] or "1", "1")}, has_day=False
        )
    yield from _word_readings(cell)


def _word_readings(cell: str) -> Iterator[Shape]:
    folded = _without_accents(cell)
    opening = _FIRST_WORD.match(folded)
    if opening and not _month_number(opening["word"]):  # the day of the week, which says nothing more
        folded = folded[opening.end() :]
    words = " ".join(_ARTICLE.sub(" ", folded).split())
    for pattern, places in (
        (_WORD_DAY_FIRST, (3, 2, 1)),
        (_WORD_MONTH_FIRST, (4, 1, 2)),
        (_WORD_YEAR_FIRST, (1, 2, 3)),
    ):
        if (found := pattern.match(words)) and (month := _month_number(found[places[1]])):
            yield _shape(DateOrder.WORDS, {DateOrder.WORDS: _day(found[places[0]], str(month), found[places[2]])})
    if (found := _WORD_MONTH_ONLY.match(words)) and (month := _month_number(found[1])):
        yield _shape(DateOrder.WORDS, {DateOrder.WORDS: _day(found[2], str(month), "1")}, has_day=False)


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))


@cache
def _months() -> dict[str, int]:
    names = tomllib.loads((files(__package__) / "months.toml").read_text(encoding="utf-8"))["names"]
    return {name: number for number, spellings in enumerate(names, start=1) for name in spellings}


def _month_number(word: str) -> int | None:
    return _months().get(word)


def month_named(word: str) -> int | None:
    """The number of a month by its name in one of seven languages, or None."""
    folded = _without_accents(word)
    return _month_number(folded.strip(". "))


def _shape(form: DateOrder, days: dict[DateOrder, date | None], *, has_day: bool = True) -> Shape:
    return Shape(form=form, days={order: day for order, day in days.items() if day is not None}, has_day=has_day)


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _PIVOT else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _clock(hour: str | None, minute: str | None, second: str | None) -> time | None:
    if hour is None or minute is None:
        return None
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None


def _read_clock(found: re.Match[str]) -> time | None:
    hour, half = int(found["hour"]), (found["half"] or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return _clock(str(hour), found["minute"], found["second"])


def _read_zone(zone: str | None) -> timezone | None:
    """The offset a zone means, or None without one or when its letters mean several."""
    if zone is None:
        return None
    letters, sign, digits = re.match(r"([a-z]*)([+-]?)(.*)", zone.lower()).groups()  # type: ignore[union-attr]
    if sign == "":
        return timezone(timedelta(hours=_ZONES[letters])) if letters in _ZONES else None
    hours, minutes = (
        (digits.replace(":", "").zfill(4)[:2], digits.replace(":", "").zfill(4)[2:])
        if len(digits) > 2
        else (digits, "0")
    )
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset) if offset < timedelta(hours=24) else None


def _read_epoch(found: re.Match[str]) -> Shape:
    seconds = int(found[1] or 0) or int(found[2] or 0) // 1000 or int(found[3] or 0) // 1_000_000
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return Shape(
        form=DateOrder.EPOCH,
        days={DateOrder.EPOCH: at.date()},
        clock=at.timetz().replace(tzinfo=None),
        zone=UTC,
        has_seconds=True,
    )
