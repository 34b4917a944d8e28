"""What every delivery of a day cost, part by part, in one currency; a part nobody told us is unknown.

Source: docs/method.md, "Full cost".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from leadaudit.economics.cohort_cost import CohortCost, CostPart, sales_time
from leadaudit.economics.own_costs import OwnCosts
from leadaudit.exchange import ExchangeRates
from leadaudit.money import minor_digits

DAYS_PER_MONTH: Final = 365.25 / 12

Cell = Mapping[str, object]
Parts = dict[CostPart, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtProgram:
    """What a program says of its cost, and what was billed and credited.

    Args:
        program: Its id.
        vendor: Who sells.
        currency: Of its amounts; None: not known, then its media cost is not known either.
        verification_per_record: Upcharge; None: the program does not say.
        fees: Platform and set-up fees together; None: the program does not say.
        invoiced_minor: What invoices less their credits come to, with what is owed and not invoiced yet; None: no
            invoice is loaded, and the contract price counts, records that were credited or replaced taken off.
        is_intent_priced: Its records are chosen, and priced, by intent data.
        is_circular: Intent data bought more intent data.
        is_baseline: Its people came by themselves or were reached by us: a row to compare with, not a vendor.
    """

    program: str
    vendor: str
    currency: str | None
    verification_per_record: Decimal | None = None
    fees: Decimal | None = None
    invoiced_minor: int | None = None
    is_intent_priced: bool = False
    is_circular: bool = False
    is_baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What some cells cost, and in which currency.

    Args:
        cost: Part by part.
        currency: Of it; None when there is none to tell.
        without_rate: Currencies that could not be turned into it.
    """

    cost: CohortCost
    currency: str | None
    without_rate: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSources:
    """Where costs come from.

    Args:
        programs: By id.
        own: What the user gave.
        rates: Rates of exchange somebody gave.
        currency: The one everything is told in; None: no price is known.
    """

    programs: Mapping[str, BoughtProgram]
    own: OwnCosts
    rates: ExchangeRates
    currency: str | None


def common_currency(cells: Iterable[Cell], programs: Mapping[str, BoughtProgram], house: str | None) -> str | None:
    """The currency costs are told in: that of our rates of exchange, else the one most lines were bought in."""
    if house is not None:
        return house
    lines: dict[str, int] = {}
    for cell in cells:
        program = programs.get(str(cell["program"]))
        if program is not None and program.currency is not None:
            lines[program.currency] = lines.get(program.currency, 0) + _whole(cell["lines"])
    return max(sorted(lines), key=lines.__getitem__) if lines else None


def cell_costs(cells: Sequence[Cell], sources: CostSources, *, as_of: date) -> list[Parts]:
    """The parts of each cell, minor units of the common currency; None: unknown.

    Args:
        cells: Rows of economics_outcome_cells.sql.
        sources: Where costs come from.
        as_of: Nurture runs until this day.
    """
    weights = _Weights(cells)
    return [_parts(cell, sources, weights, as_of) for cell in cells]


def together(parts: Sequence[Parts], sources: CostSources, currencies: Iterable[str]) -> Spent:
    """Several cells together; a part is unknown when one of them does not know it.

    Args:
        parts: Of each cell.
        sources: Where they come from.
        currencies: What the cells were bought in.
    """
    amounts: dict[CostPart, float | None] = {}
    for part in CostPart:
        each = [one.get(part) for one in parts]
        known = [amount for amount in each if amount is not None]
        amounts[part] = sum(known) if each and len(known) == len(each) else None
    estimated = {CostPart.SALES_TIME} if _estimates_sales(sources.own) else set()
    return Spent(
        cost=CohortCost(parts=amounts, estimated=frozenset(estimated)),
        currency=sources.currency,
        without_rate=frozenset(currencies) - {sources.currency} if amounts[CostPart.MEDIA] is None else frozenset(),
    )


def _estimates_sales(own: OwnCosts) -> bool:
    return own.minutes_per_touch is not None and not any(line.part == CostPart.SALES_TIME.value for line in own.line)


class _Weights:
    """How much of an amount for several cells each of them carries: by contract price, else by delivered lines."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.lines: dict[tuple[str | None, str | None], int] = {}
        self.price: dict[str, int] = {}
        self.unpriced: set[str] = set()
        for cell in cells:
            program, lines = str(cell["program"]), _whole(cell["lines"])
            vendor = str(cell["vendor"])
            for key in {(None, None), (vendor, None), (None, program), (vendor, program)}:
                self.lines[key] = self.lines.get(key, 0) + lines
            if cell["amount_minor"] is None:
                self.unpriced.add(program)
            else:
                self.price[program] = self.price.get(program, 0) + _whole(cell["amount_minor"])

    def of_program(self, cell: Cell) -> float:
        """The cell's part of what its program cost."""
        program = str(cell["program"])
        if program in self.unpriced or not self.price.get(program):
            return _whole(cell["lines"]) / self.lines[None, program]
        return _whole(cell["amount_minor"]) / self.price[program]

    def of_lines(self, cell: Cell, vendor: str | None, program: str | None) -> float:
        """The cell's part of an amount for a vendor, a program, or everything."""
        return _whole(cell["lines"]) / self.lines[vendor, program]


def _parts(cell: Cell, sources: CostSources, weights: _Weights, as_of: date) -> Parts:
    program = sources.programs.get(str(cell["program"])) or BoughtProgram(
        program=str(cell["program"]), vendor=str(cell["vendor"]), currency=None
    )
    own, day = sources.own, _day(cell["delivered_on"])
    theirs = _factor(program.currency, sources, day)
    ours = _factor(own.currency, sources, day)
    weight = weights.of_program(cell)
    paid = cell["amount_minor"] if program.invoiced_minor is None else program.invoiced_minor * weight
    free = 0 if program.invoiced_minor is not None else _whole(cell["unpaid_minor"])
    parts: Parts = {
        CostPart.MEDIA: _times(None if paid is None else float(str(paid)), theirs),
        CostPart.CREDITS: _times(float(free), theirs),
    }
    for part in (
        CostPart.VERIFICATION,
        CostPart.PLATFORM,
        CostPart.ASK_CAMPAIGN,
        CostPart.SALES_TIME,
        CostPart.NURTURE,
    ):
        parts[part] = _lines_of(cell, part, own, weights, ours)
    if program.verification_per_record is not None and program.currency is not None:
        upcharge = float(program.verification_per_record) * 10 ** minor_digits(program.currency) * _whole(cell["read"])
        parts[CostPart.VERIFICATION] = _plus(_times(upcharge, theirs), parts[CostPart.VERIFICATION])
    if program.fees is not None and program.currency is not None:
        share = weights.of_lines(cell, None, program.program)
        fees = float(program.fees) * 10 ** minor_digits(program.currency) * share
        parts[CostPart.PLATFORM] = _plus(_times(fees, theirs), parts[CostPart.PLATFORM])
    if parts[CostPart.SALES_TIME] is None:
        parts[CostPart.SALES_TIME] = _times(_sales(cell, own), ours)
    if parts[CostPart.NURTURE] is None and own.nurture_per_record_month is not None:
        months = max((as_of - day).days, 0) / DAYS_PER_MONTH
        spent = float(own.nurture_per_record_month) * 10 ** minor_digits(own.currency) * months * _whole(cell["usable"])
        parts[CostPart.NURTURE] = _times(spent, ours)
    return parts


def _lines_of(cell: Cell, part: CostPart, own: OwnCosts, weights: _Weights, factor: float | None) -> float | None:
    """The cell's part of the amounts given for it; None without any."""
    vendor, program = str(cell["vendor"]), str(cell["program"])
    covering = [line for line in own.line if line.part == part.value and line.covers(vendor, program)]
    if not covering:
        return None
    minor = 10 ** minor_digits(own.currency)
    total = sum(float(line.amount) * minor * weights.of_lines(cell, line.vendor, line.program) for line in covering)
    return _times(total, factor)


def _sales(cell: Cell, own: OwnCosts) -> float | None:
    if own.sales_rate_per_hour is None or own.minutes_per_touch is None:
        return None
    return sales_time(
        hours=None,
        rate_minor_per_hour=float(own.sales_rate_per_hour) * 10 ** minor_digits(own.currency),
        touches=_whole(cell["touches"]),
        minutes_per_touch=float(own.minutes_per_touch),
    ).amount_minor


def _factor(currency: str | None, sources: CostSources, on: date) -> float | None:
    """Minor units of the common currency for one minor unit of another, on a day; None without a rate."""
    if currency is None or sources.currency is None:
        return None
    rate = sources.rates.rate(currency, sources.currency, on)
    if rate is None:
        return None
    return float(rate) * 10.0 ** (minor_digits(sources.currency) - minor_digits(currency))


def _times(amount: float | None, factor: float | None) -> float | None:
    if amount == 0:
        return 0.0  # nothing is nothing in every currency
    return None if amount is None or factor is None else amount * factor


def _plus(one: float | None, other: float | None) -> float | None:
    """What the program says, with what the user adds to it; the addition may be absent."""
    return one if one is None or other is None else one + other


def _whole(value: object) -> int:
    return int(str(value))


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day")
    return value
