"""What an answer speaks of: summaries, the day, what was not looked at, and what came of the people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from leadaudit.economics.delivery_counts import Counted
from leadaudit.economics.ladder import RealLeadCost
from leadaudit.economics.summary import Summary
from leadaudit.format import money

_NONE: Final = Counted(records=0, amount_minor=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What the CRM shows of what came of the people.

    Args:
        linked: Records found in the CRM.
        of: Records looked for.
        confirmed: Real leads so far, by evidence of our own.
        matured_share: Of those who ever ask, how many have done so by now; None: cannot be told.
        possible_on: First day on which a cost per real lead can be given; None once it can.
        cost: What a real lead costs.
        currency: Of that cost; empty while no price is known.
        level: Credibility of its interval.
        loaded_through: The day up to which outcomes are known.
        with_attested: What a real lead costs when people who asked on a vendor's form count too.
        is_ours: Whether it speaks of our own programs alone, which nobody sells.
        own_leads: Real leads of our own programs beside it, counted in nothing of it.
    """

    linked: int
    of: int
    confirmed: float
    matured_share: float | None
    possible_on: date | None
    cost: RealLeadCost
    currency: str
    level: float
    loaded_through: date | None = None
    with_attested: RealLeadCost | None = None
    is_ours: bool = False
    own_leads: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What an answer speaks of.

    Args:
        total: Everything that was bought, of all it speaks of; everything where nothing was.
        deliveries: Summary of each delivery in it, by its id; money is added up from these, by currency.
        vendors: Summary of each vendor, and of each of our own beside them.
        delivered_on: Day of the one file; None for several.
        as_of: The day the answer speaks for.
        not_checked: What would be looked at if it were loaded, in words.
        has_contract: Whether return terms are known for all of it.
        outcomes: What came of the people; None: nothing loaded could show it.
        ours: Vendors that are none: people who came by themselves, or whom we reached.
        own: What they delivered, by their names, where the total is without it; empty where it holds it or there is
            none.
    """

    total: Summary
    deliveries: Mapping[str, Summary]
    vendors: Mapping[str, Summary]
    delivered_on: date | None
    as_of: date
    not_checked: tuple[str, ...]
    has_contract: bool
    outcomes: Outcomes | None = None
    ours: frozenset[str] = frozenset()
    own: Mapping[str, Summary] = field(default_factory=dict)

    @property
    def vendor(self) -> str | None:
        """The one vendor it speaks of; None for several."""
        return next(iter(self.vendors)) if len(self.vendors) == 1 else None

    def amounts(self, amount_minor: Callable[[Summary], int | None]) -> list[str]:
        """An amount of every delivery added up, each currency for itself, largest first."""
        sums: dict[str, int] = {}
        for summary in self.deliveries.values():
            amount = amount_minor(summary)
            if summary.cost.currency is not None and amount:
                sums[summary.cost.currency] = sums.get(summary.cost.currency, 0) + amount
        return [money(amount, currency) for currency, amount in sorted(sums.items(), key=lambda pair: -pair[1])]

    def money(self, amount_minor: Callable[[Summary], int | None]) -> str:
        """The amounts in words; empty when there is none."""
        named = self.amounts(amount_minor)
        return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The lines of a summary that name a person; companies without one are counted apart."""

    lines: int
    media_minor: int | None
    usable: int
    not_usable: Mapping[str, int]

    @property
    def per_line_minor(self) -> float | None:
        """What one of these lines costs."""
        return None if self.media_minor is None or self.lines == 0 else self.media_minor / self.lines

    @property
    def per_usable_minor(self) -> float | None:
        """What a usable one costs."""
        return None if self.media_minor is None or self.usable == 0 else self.media_minor / self.usable

    @property
    def usable_ratio(self) -> float:
        """Usable ones per line; there are lines."""
        return self.usable / self.lines


def people_of(summary: Summary) -> People:
    """The lines of a summary that name a person."""
    media = summary.cost.media_minor
    amounts = [counted.amount_minor for counted in summary.companies.values()]
    known = [amount for amount in amounts if amount is not None]
    return People(
        lines=summary.lines.delivered - company_lines(summary),
        media_minor=None if media is None or len(known) < len(amounts) else media - sum(known),
        usable=summary.usable.records,
        not_usable={
            code: counted.records - summary.companies.get(code, _NONE).records
            for code, counted in summary.not_usable.items()
            if counted.records > summary.companies.get(code, _NONE).records
        },
    )


def company_lines(summary: Summary) -> int:
    """How many lines are about a company without a person."""
    return sum(counted.records for counted in summary.companies.values())


# What cannot be looked at while nothing says what came of the people.
NO_OUTCOMES: Final = "meetings and opportunities of your CRM"


def with_outcomes(story: Story, outcomes: Outcomes | None) -> Story:
    """The same story, telling what came of the people where that is known."""
    if outcomes is None:
        return story
    checked = tuple(words for words in story.not_checked if words != NO_OUTCOMES)
    return replace(story, outcomes=outcomes, not_checked=checked)


def not_checked(
    *, has_contract: bool, has_suppression: bool, has_crm: bool, has_outcomes: bool, deliveries: int
) -> tuple[str, ...]:
    """What could not be looked at for want of anything to look into, in words."""
    absent = {
        "contract terms": not has_contract,
        "suppression list": not has_suppression,
        "your CRM": not has_crm,
        NO_OUTCOMES: has_crm and not has_outcomes,
        "earlier deliveries": deliveries < 2,
    }
    return tuple(words for words, is_absent in absent.items() if is_absent)
