"""Which vendor an outcome is due to when several delivered the person.

Source: docs/method.md, "Credit".
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class CreditRule(StrEnum):
    """How an outcome is shared."""

    FIRST = "first"
    LAST = "last"
    ANY = "any"
    """Each of them in full: adds up to more than the outcomes, and says so."""
    FRACTIONAL = "fractional"
    """Equally; the Shapley value of a game in which any one of them would have done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One countable delivery of a person.

    Args:
        vendor: Who delivered.
        day: When, as a whole number of days on any calendar.
    """

    vendor: str
    day: int


def credit_shares(
    copies: Iterable[Copy], *, outcome_day: int, window_days: int, rule: CreditRule
) -> Mapping[str, float]:
    """What share of an outcome each vendor gets.

    A copy counts when it was delivered before the outcome, the same day excluded, and at most the window before it.

    Args:
        copies: Deliveries of the person that are not excluded.
        outcome_day: On the same calendar as the copies.
        window_days: Longest time from delivery to outcome.
        rule: How it is shared.

    Returns:
        A share for each vendor named, 0 included; empty sum when nobody delivered in time.
    """
    given = list(copies)
    counting = [copy for copy in given if 0 < outcome_day - copy.day <= window_days]
    sharing = _sharing(counting, rule)
    each = 1.0 if rule is CreditRule.ANY else 1 / max(len(sharing), 1)
    return {vendor: each if vendor in sharing else 0.0 for vendor in sorted({copy.vendor for copy in given})}


def _sharing(counting: list[Copy], rule: CreditRule) -> set[str]:
    if not counting:
        return set()
    match rule:
        case CreditRule.ANY | CreditRule.FRACTIONAL:
            return {copy.vendor for copy in counting}
        case CreditRule.FIRST:
            day = min(copy.day for copy in counting)
        case CreditRule.LAST:
            day = max(copy.day for copy in counting)
        case _:
            assert_never(rule)
    return {copy.vendor for copy in counting if copy.day == day}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetNew:
    """How many people a vendor brought that nobody knew.

    Args:
        unique: Delivered people, each once.
        net_new: Of them, not in the CRM before.
        re_engaged: In it, and silent for longer than the policy says.
        rate: Net new over unique; None of none.
        cost_per_net_new: Cost over net new, in the unit of the cost; None without either.
    """

    unique: int
    net_new: int
    re_engaged: int
    rate: float | None
    cost_per_net_new: float | None


def net_new(*, delivered: int, duplicates: int, known_active: int, re_engaged: int, cost: float | None) -> NetNew:
    """People nobody knew, and what each of them cost.

    Args:
        delivered: Records.
        duplicates: Of them, repeats of a person.
        known_active: People the CRM knew and that were active.
        re_engaged: People the CRM knew and that had been silent.
        cost: Of the cohort; None: unknown.

    Raises:
        ValueError: More were known than delivered.
    """
    unique = delivered - duplicates
    new = unique - known_active - re_engaged
    if new < 0:
        raise ValueError(f"{known_active + re_engaged} known of {unique} people")
    return NetNew(
        unique=unique,
        net_new=new,
        re_engaged=re_engaged,
        rate=new / unique if unique else None,
        cost_per_net_new=cost / new if cost is not None and new else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTheirsToOurs:
    """From the CRM's count of outcomes to ours; what is taken off adds up.

    Args:
        theirs: What the CRM counts for the vendor.
        taken_off: Reason to how many.
        ours: What is left.
    """

    theirs: float
    taken_off: Mapping[str, float]
    ours: float


def from_theirs_to_ours(theirs: float, reasons: Iterable[tuple[str, float]]) -> FromTheirsToOurs:
    """The steps from the CRM's count to ours.

    Raises:
        ValueError: More is taken off than there was.
    """
    taken = Counter[str]()
    for reason, count in reasons:
        taken[reason] += count  # type: ignore[assignment]
    ours = theirs - sum(taken.values())
    if ours < -1e-9:
        raise ValueError(f"{sum(taken.values()):g} taken off {theirs:g}")
    return FromTheirsToOurs(theirs=theirs, taken_off=dict(taken), ours=max(ours, 0.0))
