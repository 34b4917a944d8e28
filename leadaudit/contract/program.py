"""What was bought: the program file, typed, every mistake reported at once.

Five fields are enough to start (vendor, price, currency, and the return window with its clock); everything
else can come later.  ``docs/program-file.md`` lists the keys.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from leadaudit.contract.fields import REQUIRABLE_FIELDS
from leadaudit.contract.geography import parse_places
from leadaudit.contract.holidays import holiday_rules, holidays_of
from leadaudit.settings_file import Section, is_lenient, parse_toml, read_settings
from leadaudit.similarity import closest
from leadaudit.vocabulary import (
    DedupeKey,
    DedupeScope,
    JobFunction,
    ListKind,
    ProfileSource,
    ProgramType,
    Purpose,
    ReasonCode,
    Remedy,
    Seniority,
    WindowClock,
    WindowUnit,
)

# A change binds from 24 h after it was confirmed, unless the file says otherwise
# (docs/method.md, "What the contract says").
BINDING_DELAY: Final = timedelta(hours=24)

# What vendors usually take back; over-delivery, dates and mailbox kinds only when the contract names them.
USUALLY_RETURNABLE: Final = frozenset(
    {
        ReasonCode.MISSING_FIELD,
        ReasonCode.FAKE,
        ReasonCode.INVALID_EMAIL,
        ReasonCode.DUPLICATE_DELIVERY,
        ReasonCode.DUPLICATE_VENDOR,
        ReasonCode.OFF_SPEC_GEO,
        ReasonCode.OFF_SPEC_LEVEL,
        ReasonCode.OFF_SPEC_FUNCTION,
        ReasonCode.OFF_SPEC_SIZE,
        ReasonCode.OFF_SPEC_INDUSTRY,
        ReasonCode.OFF_SPEC_TITLE,
        ReasonCode.NOT_ON_TARGET_LIST,
        ReasonCode.SUPPRESSED,
        ReasonCode.COMPETITOR,
        ReasonCode.NO_CONSENT,
        ReasonCode.CONSENT_PROOF_MISSING,
        ReasonCode.INVALID_PHONE,
        ReasonCode.WRONG_NUMBER,
        ReasonCode.BOUNCED,
    }
)

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


class SizeRange(Section):
    """Employee numbers a spec allows."""

    low: int = Field(default=0, ge=0)
    """Fewest employees."""
    high: int | None = Field(default=None, ge=0)
    """Most employees; absent: no upper end."""


class Question(Section):
    """A custom question the vendor asks for us."""

    text: str
    """The question as it stands in the delivered header."""
    allowed: tuple[str, ...] = ()
    """Answers the contract accepts; empty: any."""


class Spec(Section):
    """One dated version of what may be delivered.  A clause that is absent checks nothing."""

    confirmed_at: Moment | None = None
    """When the vendor confirmed it; absent: from the program's start."""
    binds_from: Moment | None = None
    """From when it binds; absent: 24 h after it was confirmed."""
    geo: tuple[PlaceName, ...] = ()
    """Countries allowed (ISO codes or names); ``US-CA`` for a state; EU, DACH, Benelux, Nordics, Baltics, UKI."""
    levels: tuple[Seniority, ...] = ()
    """Levels allowed, as we read them."""
    functions: tuple[JobFunction, ...] = ()
    """Functions allowed."""
    any_c_level: bool = False
    """Whether a C-level or owner of any function is within the functions clause."""
    size: SizeRange | None = None
    """Employees of the company."""
    industries: tuple[str, ...] = ()
    """Industries allowed."""
    titles: tuple[str, ...] = ()
    """Title words allowed; a title must hold one of them."""
    excluded_titles: tuple[str, ...] = ()
    """Title words not allowed."""
    cap_total: int | None = Field(default=None, ge=0)
    """Most payable records."""
    cap_domain: int | None = Field(default=None, ge=1)
    """Most payable records for one company domain; 4 is usual."""
    required_fields: tuple[FieldName, ...] = ()
    """Canonical fields that must be filled."""
    refused_emails: tuple[Literal["disposable", "role", "free"], ...] = ()
    """Kinds of mailbox not accepted."""
    required_consent: bool = False
    """Whether an opt-in is owed."""
    required_consent_proof: bool = False
    """Whether the proof of the opt-in is owed with the record."""
    questions: tuple[Question, ...] = ()
    """Custom questions, usually four at most."""
    lists: tuple[ListKind, ...] = ()
    """Lists that bind the vendor: suppression, competitors, customers, target_accounts."""
    lists_supplied_on: date | None = None
    """When these lists were handed to the vendor."""

    @property
    def in_force_from(self) -> datetime | None:
        """The instant from which it binds; None: always."""
        if self.binds_from is not None:
            return self.binds_from
        return None if self.confirmed_at is None else self.confirmed_at + BINDING_DELAY


class Wording(Section):
    """A wording people saw, with everything that makes it proof."""

    id: str
    """Id or version, as the vendor's files name it."""
    text: str
    """The exact words."""
    url: str | None = None
    """Page on which they stood."""
    method: str | None = None
    """How the answer was given: form, double opt-in, call."""
    channel: str | None = None
    """Channel it permits: email, phone, post."""
    controllers: tuple[str, ...] = ()
    """Who may contact the person."""
    asset: str | None = None
    """Asset whose form it stood on; absent: all."""
    valid_from: date | None = None
    """First day of use."""
    valid_to: date | None = None
    """Last day of use; absent: still in use."""


class Dedupe(Section):
    """When the contract calls a record a repeat; another matter than who we hold to be one person."""

    key: DedupeKey = DedupeKey.EMAIL
    """What must be equal."""
    scope: DedupeScope = DedupeScope.VENDOR
    """Among which records."""
    look_back_days: int | None = Field(default=None, ge=0)
    """Days between delivery dates, inclusive; absent: without end."""
    crm: bool = False
    """Whether people already in our CRM may be returned."""


class Returns(Section):
    """What may be returned, until when, and what is owed for it."""

    window: int | None = Field(default=None, ge=0)
    """Length of the window in its unit, or the day of the next month."""
    unit: WindowUnit = WindowUnit.CALENDAR_DAYS
    """Unit of the window."""
    clock: WindowClock = WindowClock.DELIVERY
    """What the window is counted from."""
    returnable: tuple[Returnable, ...] = tuple(sorted(USUALLY_RETURNABLE))
    """Reasons the vendor takes back; absent: what is usual."""
    refused: tuple[Returnable, ...] = ()
    """Reasons the vendor refuses, whatever is usual."""
    cap_records: int | None = Field(default=None, ge=0)
    """Most records that may be returned."""
    cap_share: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    """Largest share of the delivered records that may be returned."""
    remedy: Remedy = Remedy.CREDIT
    """Credit or replacement."""
    replacement_returnable: bool = True
    """Whether a replacement may itself be returned."""

    @property
    def reasons(self) -> frozenset[ReasonCode]:
        """Reasons that lead to a return."""
        return frozenset(self.returnable) - frozenset(self.refused)


class Fees(Section):
    """Costs beside the price of the records."""

    verification_per_record: Price = Decimal(0)
    """Upcharge for verification, per record."""
    platform: Price = Decimal(0)
    """Platform fee of the whole program."""
    set_up: Price = Decimal(0)
    """Set-up fee of the whole program."""


class Pricing(Section):
    """How the price is counted when it is not simply one price per record."""

    model: Literal["per_record", "flat", "minimum_commitment"] = "per_record"
    """Flat: ``amount`` for everything.  Minimum commitment: at least ``amount``."""
    amount: Price | None = None
    """The flat price, or the least that is owed."""
    by_field: FieldName | None = None
    """Canonical field the price per record depends on, such as country or job_level."""
    by_value: Mapping[str, Price] = {}
    """Price per record for each value of that field; other values cost ``price``."""
    bonus_records: int = Field(default=0, ge=0)
    """Records at no charge, the last ones delivered."""

    @model_validator(mode="after")
    def _complete(self) -> "Pricing":
        if self.model != "per_record" and self.amount is None:
            raise ValueError(f"model is {self.model}, but amount is missing. Add the amount.")
        if bool(self.by_value) != bool(self.by_field):
            raise ValueError("by_field and by_value belong together. Add the other one.")
        return self


class Acceptance(Section):
    """When a delivery is accepted by a sample somebody looked at."""

    max_invalid_share: Annotated[Decimal, Field(gt=0, lt=1)]
    """Accepted when the upper bound of the invalid share is below this share."""
    level: Annotated[Decimal, Field(gt=0, lt=1)] = Decimal("0.95")
    """How sure the bound is; one-sided."""


class Pacing(Section):
    """How many records are due per day, week or month."""

    records: int = Field(gt=0)
    """Records due."""
    per: Literal["day", "week", "month"]
    """In which time."""


class Program(Section):
    """What was bought from one vendor: type, purpose, price, dated specs, terms."""

    id: Identifier
    """Short name, used in commands and file names."""
    vendor: Identifier
    """Who sells."""
    price: Annotated[Price | None, BeforeValidator(_known)]
    """Decimal rate per accepted record; `"unknown"` until somebody finds out, then nothing is said about cost."""
    currency: Annotated[Currency | None, BeforeValidator(_known)]
    """Of every amount in this file; `"unknown"` with the price."""
    name: str | None = None
    """Words for the screen; absent: the id."""
    sub_supplier: str | None = None
    """Who the vendor got the records from."""
    exclusive: bool = False
    """Whether the vendor promises that nobody else gets these people."""
    type: ProgramType = ProgramType.CONTENT_SYNDICATION
    """What kind of delivery it buys."""
    purpose: Purpose = Purpose.NET_NEW_LEADS
    """What it is bought for."""
    intent_input: bool = False
    """Whether intent data chose the accounts."""
    profile_source: ProfileSource = ProfileSource.UNKNOWN
    """How the vendor comes by employer and title."""
    goal: int | None = Field(default=None, ge=0)
    """Records ordered."""
    over_delivery_allowed: bool = False
    """Whether records beyond the goal are payable."""
    over_delivery_price: Price | None = None
    """Their price; absent: the price."""
    delivery_days: int | None = Field(default=None, ge=0)
    """Most days from when a record was generated until it is delivered; later ones are late."""
    late_price: Price | None = None
    """Price of a late record, which is payable then; absent: late records are not payable."""
    pacing: Pacing | None = None
    """How many are due when."""
    time_zone: TimeZone = "UTC"
    """Where day windows end at midnight."""
    holidays: tuple[date, ...] = ()
    """Days that are no business days."""
    holiday_countries: tuple[HolidayCountry, ...] = ()
    """Countries whose public holidays are no business days either, such as DE."""
    start_on: date | None = None
    """First day records may be generated."""
    end_on: date | None = None
    """Last day records may be generated."""
    pricing: Pricing = Pricing()
    """Other than one price per record."""
    spec: tuple[Spec, ...] = ()
    """Dated versions, any order."""
    wording: tuple[Wording, ...] = ()
    """Wordings in use."""
    dedupe: Dedupe | None = None
    """Repeats; absent: the contract does not speak of them."""
    returns: Returns = Returns()
    """Returns."""
    fees: Fees = Fees()
    """Other costs."""
    acceptance: Acceptance | None = None
    """Acceptance by sample; absent: none was agreed."""
    purchase_order: Price | None = None
    """Amount of the purchase order, net; absent: what the goal costs."""
    has_contract: bool = True
    """False when only a vendor and a price are known: every read record is accepted."""

    @property
    def is_circular(self) -> bool:
        """Whether intent data chose the accounts and more interest is all that was bought.

        Source: docs/method.md, "Filters and asks".
        """
        return self.intent_input and self.purpose is not Purpose.TARGET_ACCOUNT_EXPANSION

    @field_validator("holidays")
    @classmethod
    def _sorted(cls, days: tuple[date, ...]) -> tuple[date, ...]:
        return tuple(sorted(days))

    @model_validator(mode="after")
    def _in_order(self) -> "Program":
        if self.start_on and self.end_on and self.start_on > self.end_on:
            raise ValueError(f"start_on {self.start_on} is after end_on {self.end_on}. Swap or correct them.")
        if self.returns.clock is WindowClock.PROGRAM_END and self.end_on is None:
            raise ValueError("returns.clock is program_end, but end_on is missing. Add end_on.")
        return self

    @model_validator(mode="after")
    def _specs_follow(self, info: ValidationInfo) -> "Program":
        problem = self.spec_problem
        if problem is not None and not is_lenient(info):
            raise ValueError(problem)
        return self

    @property
    def spec_problem(self) -> str | None:
        """What is wrong with the days its specs bind from; None where nothing is."""
        starts = [spec.in_force_from for spec in self.spec]
        for start in starts:
            if starts.count(start) > 1:
                since = "without a date" if start is None else f"from {start:%Y-%m-%d %H:%M}"
                return f"two specs bind {since}, and only one can. Give one of them another confirmed_at."
        dated = [start for start in starts if start is not None]
        if dated and len(dated) == len(starts) and self.start_on is not None:
            first, begin = min(dated), datetime.combine(self.start_on, time(), tzinfo=self.zone)
            if first > begin + BINDING_DELAY:
                return (
                    f"no spec binds from start_on {self.start_on} until {first:%Y-%m-%d %H:%M}. "
                    "Give the first one an earlier confirmed_at or binds_from, or leave both out."
                )
        return None

    @model_validator(mode="after")
    def _priced(self) -> "Program":
        if (self.price is None) != (self.currency is None):
            raise ValueError('price and currency are known together or not at all. Give both, or "unknown" for both.')
        amounts = (self.over_delivery_price, self.late_price, self.pricing.amount, *self.pricing.by_value.values())
        amounts += (self.purchase_order,)
        fees = (self.fees.verification_per_record, self.fees.platform, self.fees.set_up)
        if self.currency is None and (any(amount is not None for amount in amounts) or any(fees)):
            raise ValueError("there are amounts, but their currency is unknown. Give price and currency.")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.time_zone)

    def off_days(self, first_year: int, last_year: int) -> frozenset[date]:
        """Days of some years that are no business days, weekends apart."""
        years = range(first_year, last_year + 1)
        public = (holidays_of(country, year) for country in self.holiday_countries for year in years)
        return frozenset(self.holidays).union(*public)

    def spec_in_force(self, generated_at: datetime) -> Spec | None:
        """The spec that bound when a record was generated: the latest that was in force by then.

        Args:
            generated_at: Instant of capture, else activity, else delivery.
        """
        bound = [spec for spec in self.spec if spec.in_force_from is None or spec.in_force_from <= generated_at]
        return max(bound, key=lambda spec: spec.in_force_from or datetime.min.replace(tzinfo=UTC), default=None)


def read_program(text: str, *, where: str, is_stored: bool = False) -> Program:
    """The program a TOML text describes.

    The ``[program]`` table may be given as such or its keys at the top of the file; ``id`` is the vendor when absent.

    Args:
        text: The file.
        where: Its name.
        is_stored: It was put in force before: what a later rule has against its specs is its ``spec_problem``, and
            refuses nothing.

    Raises:
        FileMistakesError: Every mistake in one go.
    """
    tables = parse_toml(text, where=where)
    program = tables.pop("program", {})
    keys = {**program, **tables} if isinstance(program, dict) else {"program": program, **tables}
    if "id" not in keys and isinstance(keys.get("vendor"), str):
        keys["id"] = keys["vendor"]
    return read_settings(Program, keys, where=where, is_stored=is_stored)


def program_without_contract(
    vendor: str,
    price: Decimal | None,
    currency: str | None,
    *,
    where: str,
    name: str | None = None,
    words: str | None = None,
) -> Program:
    """The program behind ``--vendor --price --currency``: nothing is agreed but the price, if that.

    Args:
        vendor: Who sold it.
        price: Price per record; None while nobody knows.
        currency: Of the price.
        where: For what is wrong with them.
        name: Id of the program; the vendor when None.
        words: What the screen calls it.

    Raises:
        FileMistakesError: One of them cannot be used.
    """
    priced = {"price": UNKNOWN if price is None else price, "currency": UNKNOWN if currency is None else currency}
    keys = {"id": name or vendor, "vendor": vendor, "name": words, **priced, "has_contract": False}
    return read_settings(Program, keys, where=where)


def program_text(program: Program) -> str:
    """The TOML of a program that has nothing but a vendor and, where it is known, a price."""
    lines = ["[program]", f'id = "{program.id}"', f'vendor = "{program.vendor}"']
    if program.name is not None:
        # A JSON string is a TOML string, whatever stands in a name.
        lines.append(f"name = {json.dumps(program.name, ensure_ascii=False)}")
    lines += [
        f"price = {program.price}" if program.price is not None else f'price = "{UNKNOWN}"',
        f'currency = "{program.currency or UNKNOWN}"',
        f"has_contract = {str(program.has_contract).lower()}",
    ]
    return "\n".join(lines) + "\n"
