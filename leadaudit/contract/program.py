"""What was bought: the program file, typed, every mistake reported at once.

Five fields are enough to start (vendor, price, currency, and the return window with its clock); everything
else can come later.  ``docs/program-file.md`` lists the keys.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator, model_validator

from leadaudit.contract.holidays import holidays_of
from leadaudit.contract.program_sections import (
    BINDING_DELAY,
    Acceptance,
    Dedupe,
    Fees,
    Pacing,
    Pricing,
    Returns,
    Spec,
    Wording,
)
from leadaudit.contract.program_values import (
    UNKNOWN,
    CurrencyIfKnown,
    HolidayCountry,
    Identifier,
    Price,
    PriceIfKnown,
    TimeZone,
)
from leadaudit.settings_file import Section, is_lenient, parse_toml, read_settings
from leadaudit.vocabulary import ProfileSource, ProgramType, Purpose, WindowClock


class Program(Section):
    """What was bought from one vendor: type, purpose, price, dated specs, terms."""

    id: Identifier
    """Short name, used in commands and file names."""
    vendor: Identifier
    """Who sells."""
    price: PriceIfKnown
    """Decimal rate per accepted record; `"unknown"` until somebody finds out, then nothing is said about cost."""
    currency: CurrencyIfKnown
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
    def is_baseline(self) -> bool:
        """Whether its people come by themselves or are reached by us: to compare with, nobody sells them."""
        return self.type in {ProgramType.INBOUND_BASELINE, ProgramType.OUTBOUND_BASELINE}

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


def baselines(programs: Iterable[Program]) -> frozenset[str]:
    """Who stands beside the vendors to compare with: nobody sells the people of any of its programs."""
    found = list(programs)
    return frozenset(one.vendor for one in found) - frozenset(one.vendor for one in found if not one.is_baseline)
