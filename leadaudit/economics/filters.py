"""When a dearer record pays: filters, upcharges, and asking people.

Source: docs/method.md, "Filters and asks".
"""

from dataclasses import dataclass

from leadaudit.economics.compare import Priced, p_cheaper
from leadaudit.economics.rates import Interval, RatePosterior


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterWorth:
    """A filtered buy beside the plain one.

    Args:
        cost_ratio: Full cost of a filtered record over that of a plain one: what the yields have to exceed.
        rate_ratio: Yield of filtered over plain; None where plain yielded nothing.
        cost_per_lead: Of plain and of filtered; None where nothing was yielded.
        is_favourable: Whether filtered is cheaper per real lead; None where that cannot be told.
        breakeven_price: Highest price of a filtered record at which it still pays, all else equal.
    """

    cost_ratio: float
    rate_ratio: float | None
    cost_per_lead: tuple[float | None, float | None]
    is_favourable: bool | None
    breakeven_price: float | None


def filter_worth(
    *, plain_price: float, filtered_price: float, downstream: float, plain_rate: float, filtered_rate: float
) -> FilterWorth:
    """Whether a filter pays: when yields differ by more than full costs.  That an opt-in gets dearer is no matter.

    Args:
        plain_price: Price of a record without the filter.
        filtered_price: With it.
        downstream: What working a record costs on top, the same for both.
        plain_rate: Real leads per record without it.
        filtered_rate: With it.

    Raises:
        ValueError: A record without any cost.
    """
    plain, filtered = plain_price + downstream, filtered_price + downstream
    if plain <= 0 or filtered <= 0:
        raise ValueError("a record that costs nothing has no cost per real lead")
    cost_ratio = filtered / plain
    rate_ratio = filtered_rate / plain_rate if plain_rate > 0 else None
    return FilterWorth(
        cost_ratio=cost_ratio,
        rate_ratio=rate_ratio,
        cost_per_lead=tuple(  # type: ignore[arg-type]
            cost / rate if rate > 0 else None for cost, rate in ((plain, plain_rate), (filtered, filtered_rate))
        ),
        is_favourable=None if rate_ratio is None else rate_ratio > cost_ratio,
        breakeven_price=None if rate_ratio is None else plain * rate_ratio - downstream,
    )


def p_filter_pays(plain: Priced, filtered: Priced) -> float:
    """P(a real lead costs less with the filter), from what each yielded; costs in full.

    The same test tells whether a vendor's intent-priced programs are worth their premium over its plain ones.
    """
    return p_cheaper(filtered, plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskYield:
    """What asking people brought.

    Args:
        asked: People asked.
        answered: Of them, those that answered.
        yes: Of those, with a yes: explicit leads.
        answer_rate: Answered over asked; None of none.
        yes_rate: Yes over asked, with its interval; None of none.
        cost_per_yes: Cost of asking over yes; None without either.
    """

    asked: int
    answered: int
    yes: int
    answer_rate: float | None
    yes_rate: Interval | None
    cost_per_yes: float | None


def ask_yield(*, asked: int, answered: int, yes: int, cost: float | None, level: float) -> AskYield:
    """Yield of an ask campaign and cost per lead it created.

    Args:
        asked: People asked.
        answered: Of them, those that answered.
        yes: Of those, with a yes.
        cost: Of the campaign; None: unknown.
        level: Of the interval.

    Raises:
        ValueError: More answered than were asked, or said yes than answered.
    """
    if not yes <= answered <= asked:
        raise ValueError(f"{yes} yes and {answered} answers of {asked} people asked")
    return AskYield(
        asked=asked,
        answered=answered,
        yes=yes,
        answer_rate=answered / asked if asked else None,
        yes_rate=RatePosterior(events=yes, trials=asked).interval(level) if asked else None,
        cost_per_yes=cost / yes if cost is not None and yes else None,
    )
