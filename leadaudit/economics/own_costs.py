"""Costs that only the user knows: checks, fees, sales time, nurture, asking people.  A TOML file of one page.

Source: docs/method.md, "Full cost".
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from leadaudit.settings_file import Section, parse_toml, read_settings

Amount = Annotated[Decimal, Field(ge=0)]

# Parts people can name an amount for; media and credits come from contract, invoices and claims.
GivenPart = Literal["verification", "platform", "sales_time", "nurture", "ask_campaign"]


class CostLine(Section):
    """One amount, for a program, a vendor, or shared by delivered lines among all of them."""

    part: GivenPart
    """What it was for."""
    amount: Amount
    """How much; 0 says that there was none."""
    vendor: str | None = None
    """For whose records; absent: everybody's."""
    program: str | None = None
    """For which program's records; absent: every program's."""
    note: str | None = None
    """Words of your own."""

    def covers(self, vendor: str, program: str) -> bool:
        """Whether a program's records share it."""
        return self.vendor in {None, vendor} and self.program in {None, program}


class OwnCosts(Section):
    """What records cost beside their price.  What is not given is unknown, never 0."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    """Of every amount here."""
    minutes_per_touch: Amount | None = None
    """Your own figure for a call or mail, where no hours are logged."""
    sales_rate_per_hour: Amount | None = None
    """What an hour of sales costs."""
    nurture_per_record_month: Amount | None = None
    """What it costs to keep a usable record in nurture for a month."""
    line: tuple[CostLine, ...] = ()
    """Amounts."""


def read_own_costs(text: str, *, where: str) -> OwnCosts:
    """The costs of a TOML text.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    return read_settings(OwnCosts, parse_toml(text, where=where), where=where)


def write_own_costs(costs: OwnCosts) -> str:
    """The same as TOML; reading it again gives the same."""
    given = costs.model_dump(exclude_none=True, exclude={"line"})
    rows = [f"{name} = {_written(value)}" for name, value in given.items()]
    for line in costs.line:
        rows += ["", "[[line]]"]
        rows += [f"{name} = {_written(value)}" for name, value in line.model_dump(exclude_none=True).items()]
    return "\n".join([*rows, ""])


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(" " if character < " " else character for character in escaped) + '"'
