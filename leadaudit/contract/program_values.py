"""Kinds of value a program file may hold, each with the sentence that says what is wrong with one."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Final
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, Field

from leadaudit.contract.fields import REQUIRABLE_FIELDS
from leadaudit.contract.geography import parse_places
from leadaudit.contract.holidays import holiday_rules
from leadaudit.similarity import closest
from leadaudit.vocabulary import ReasonCode

# What a price and its currency may say instead: a file of many vendors seldom says what each of them costs.
UNKNOWN: Final = "unknown"

DISAPPOINTMENTS: Final = frozenset({"not_interested", "no_answer", "unsubscribed", "chose_other"})


def is_currency(code: str) -> bool:
    """Whether a code is one of a currency."""
    return code in list_currencies()


def _checked_currency(code: str) -> str:
    if code.upper() not in list_currencies():
        raise ValueError(f"is {code!r}, which is no currency. Use a three-letter code such as USD, EUR or GBP.")
    return code.upper()


def _checked_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"is {name!r}, which is no time zone. Use a name such as UTC or Europe/Berlin.")
    return name


def _checked_reason(code: object) -> object:
    if code in DISAPPOINTMENTS:
        raise ValueError(f"{code!r} is a disappointment, not a defect, and can never be returned. Remove it.")
    return code


def _checked_identifier(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,59}", name):
        raise ValueError(f"is {name!r}. Use up to 60 small letters, digits, dots, dashes and underscores.")
    return name


def _checked_place(text: str) -> str:
    if not parse_places(text):
        raise ValueError(
            f"is {text!r}, which is no country we know. Use codes or names of countries, or states such as US-CA."
        )
    return text


def _checked_field(name: str) -> str:
    if name not in REQUIRABLE_FIELDS:
        near = closest(name, REQUIRABLE_FIELDS, at_least=0.6)
        hint = "See docs/program-file.md for the fields." if near is None else f"Did you mean {near[0]}?"
        raise ValueError(f"is {name!r}, which is no field. {hint}")
    return name


def _checked_holiday_country(code: str) -> str:
    known = holiday_rules()
    if code.upper() not in known:
        raise ValueError(
            f"is {code!r}, whose holidays we do not know. Use {', '.join(known)}, or list days as holidays."
        )
    return code.upper()


def _aware(moment: object) -> object:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(moment, date):
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return moment


def _known(value: object) -> object:
    return None if value == UNKNOWN else value


Currency = Annotated[str, AfterValidator(_checked_currency)]
TimeZone = Annotated[str, AfterValidator(_checked_zone)]
HolidayCountry = Annotated[str, AfterValidator(_checked_holiday_country)]
Moment = Annotated[datetime, BeforeValidator(_aware)]
Returnable = Annotated[ReasonCode, BeforeValidator(_checked_reason)]
Price = Annotated[Decimal, Field(ge=0)]
PlaceName = Annotated[str, AfterValidator(_checked_place)]
FieldName = Annotated[str, AfterValidator(_checked_field)]
Identifier = Annotated[str, AfterValidator(_checked_identifier)]
CurrencyIfKnown = Annotated[Currency | None, BeforeValidator(_known)]
PriceIfKnown = Annotated[Price | None, BeforeValidator(_known)]
