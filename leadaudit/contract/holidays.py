"""Public holidays of a country in a year, from its rules; only those on business days matter to a deadline."""

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Final, Literal, assert_never

Moved = Literal["stays", "nearest", "next"]

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRules:
    """How a country's holidays are found.

    Args:
        days: Month and day.
        easter: Days after Easter Sunday.
        weekdays: Month, which one in it (-1: the last), weekday from Monday 0.
        moved: Where a day that falls on a weekend goes: it stays, to the nearest business day, or to the next.
    """

    days: tuple[tuple[int, int], ...]
    easter: tuple[int, ...]
    weekdays: tuple[tuple[int, int, int], ...]
    moved: Moved


@cache
def holiday_rules() -> dict[str, HolidayRules]:
    """The rules of every country we know, by its ISO code."""
    found = tomllib.loads((files(__package__) / "holidays.toml").read_text(encoding="utf-8"))
    return {country: _rules(keys) for country, keys in found.items()}


def _rules(keys: dict[str, list[str]]) -> HolidayRules:
    days = [day.split("-") for day in keys.get("days", [])]
    weekdays = [rule.split() for rule in keys.get("weekdays", [])]
    moved = keys.get("moved", "stays")
    return HolidayRules(
        days=tuple((int(month), int(day)) for month, day in days),
        easter=tuple(int(after) for after in keys.get("easter", [])),
        weekdays=tuple((int(month), int(which), _WEEKDAYS.index(name)) for month, which, name in weekdays),
        moved="nearest" if moved == "nearest" else "next" if moved == "next" else "stays",
    )


@cache
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The holidays of a country in a year.

    Raises:
        KeyError: We do not know the country.
    """
    rules = holiday_rules()[country]
    easter = easter_sunday(year)
    found = {easter + timedelta(days=after) for after in rules.easter}
    found |= {_nth_weekday(year, *rule) for rule in rules.weekdays}
    saint_brigid = date(year, 2, 1)
    if country == "IE" and saint_brigid.weekday() == calendar.FRIDAY:
        found = {day for day in found if day.month != saint_brigid.month} | {saint_brigid}
    for month, number in rules.days:
        found.add(_moved(date(year, month, number), rules.moved, taken=found))
    # New Year's Day of the next year is kept on the Friday before it where it falls on a Saturday.
    if rules.moved == "nearest" and date(year + 1, 1, 1).weekday() == calendar.SATURDAY:
        found.add(date(year, 12, 31))
    return frozenset(found)


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Source:
        Anonymous algorithm in Meeus (1991), "Astronomical Algorithms", chapter 8.
    """
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _nth_weekday(year: int, month: int, which: int, weekday: int) -> date:
    days = [
        day for day in range(1, calendar.monthrange(year, month)[1] + 1) if date(year, month, day).weekday() == weekday
    ]
    return date(year, month, days[which if which < 0 else which - 1])


def _moved(day: date, moved: Moved, *, taken: set[date]) -> date:
    match moved:
        case "stays":
            return day
        case "nearest":
            return day + {calendar.SATURDAY: -timedelta(days=1), calendar.SUNDAY: timedelta(days=1)}.get(
                day.weekday(), timedelta()
            )
        case "next":
            while day.weekday() >= calendar.SATURDAY or day in taken:
                day += timedelta(days=1)
            return day
    assert_never(moved)
