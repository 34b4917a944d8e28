"""The sections of a program file: what may be delivered, what may be returned, and what it costs beside the price."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from leadaudit.contract.program_values import FieldName, Moment, PlaceName, Price, Returnable
from leadaudit.settings_file import Section
from leadaudit.vocabulary import (
    DedupeKey,
    DedupeScope,
    JobFunction,
    ListKind,
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
    """Most payable records for one company, under all its names and domains; 4 is usual."""
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
