"""The target a plan starts from, and what limits it; a TOML file of one page that the workspace keeps.

Source: docs/method.md, "Planner".
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, field_validator

from leadaudit.settings_file import Section, parse_toml, read_settings

Amount = Annotated[Decimal, Field(ge=0)]


class Customer(Section):
    """A customer over time."""

    revenue_per_month: Annotated[Decimal, Field(gt=0)]
    """Revenue in a month, in the currency of the target."""
    margin: Annotated[Decimal, Field(gt=0, le=1)]
    """Share of it that is left after what it costs to serve."""
    churn_per_month: Annotated[Decimal, Field(gt=0, le=1)]
    """Share of customers lost in a month; without any the worth would have no end."""


class PlanTarget(Section):
    """What is to be reached, by when, and with what.  What is not given is unknown, or taken from the own records."""

    revenue: Decimal
    """Revenue wanted of bought records."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """Of every amount here."""
    until: date | None = None
    """Last day on which it counts, such as the end of the quarter."""
    months: Annotated[int, Field(ge=1, le=36)] = 3
    """Months of buying that the plan is for."""
    deal: Amount | None = None
    """Revenue of one win; absent: the mean of the wins credited so far."""
    cost_per_record: Amount | None = None
    """Full; absent: what records cost so far."""
    budget: Amount | None = None
    """Money to spend; absent: the least that reaches the target."""
    sales_hours: Amount | None = None
    """Hours sales has for these records; absent: no limit."""
    hours_per_record: Amount | None = None
    """Sales hours one record takes; needed where hours are limited."""
    caps: Mapping[str, Annotated[int, Field(ge=0)]] = {}
    """Most records a vendor can deliver in these months, by vendor; absent: half as many again as so far."""
    customer: Customer | None = None
    """What a customer brings over time; absent: a customer is worth the revenue of the win alone."""
    programs: tuple[str, ...] = ()
    """Programs bought for this target, so that orders and target stand together."""

    @field_validator("revenue")
    @classmethod
    def _needs_something(cls, revenue: Decimal) -> Decimal:
        if revenue <= 0:
            raise ValueError(f"is {revenue}; such a target needs nothing. Give one above 0.")
        return revenue

    @field_validator("deal")
    @classmethod
    def _reaches_something(cls, deal: Decimal | None) -> Decimal | None:
        if deal is not None and deal <= 0:
            raise ValueError(f"is {deal}; such a deal reaches no target. Give one above 0, or leave it out.")
        return deal


def read_target(text: str, *, where: str) -> PlanTarget:
    """The target of a TOML text.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    return read_settings(PlanTarget, parse_toml(text, where=where), where=where)


def write_target(target: PlanTarget) -> str:
    """The same as TOML; reading it again gives the same."""
    given = target.model_dump(exclude_none=True, exclude={"caps", "programs", "customer"})
    rows = [f"{name} = {_written(value)}" for name, value in given.items()]
    if target.programs:
        rows.append(f"programs = [{', '.join(_written(name) for name in target.programs)}]")
    if target.caps:
        rows += ["", "[caps]", *(f"{_written(vendor)} = {cap}" for vendor, cap in target.caps.items())]
    if target.customer is not None:
        rows += ["", "[customer]", *(f"{name} = {_written(value)}" for name, value in target.customer)]
    return "\n".join([*rows, ""])


def _written(value: object) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case int():
            return str(value)
        case date():
            return value.isoformat()
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(" " if character < " " else character for character in escaped) + '"'
