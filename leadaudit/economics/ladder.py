"""The ladder: what one record costs, the stricter the word "record" is taken."""

from dataclasses import dataclass
from enum import StrEnum

from leadaudit.economics.cost import Shown, cost_per_real_lead, show_rule
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.policy.model import Cost


class MediaBasis(StrEnum):
    """What the money of the ladder is made of."""

    CONTRACT = "contract"
    """Price of every read record."""
    LESS_CREDITS = "contract_less_credits"
    """The same without records that were credited, and without those that came instead of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealLeadCost:
    """What a real lead costs: so far as plain division, and to be expected from the next order.

    Args:
        leads: How many; None: not known yet.
        realised_minor: Money divided by leads; None without leads.
        expected: Interval by inverting the yield; None where it may not be shown.
        shown: What may be said.
    """

    leads: float | None
    realised_minor: float | None
    expected: Interval | None
    shown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Costs in minor units of one currency; None where nothing stands on the rung, or the price is not known.

    Args:
        currency: None when several stand side by side; then no money is given.
        media_minor: What the vendor is owed for the records.
        media_basis: What that is made of; invoices stand in the full cost, not here.
        per_delivered_minor: Per delivered line.
        per_payable_minor: Per record the contract accepts.
        per_usable_minor: Per usable record.
        confirmed: Real leads by evidence of our own.
        real_lead: Confirmed and attested.
    """

    currency: str | None
    media_minor: int | None
    media_basis: MediaBasis = MediaBasis.CONTRACT
    per_delivered_minor: float | None
    per_payable_minor: float | None
    per_usable_minor: float | None
    confirmed: RealLeadCost
    real_lead: RealLeadCost


def build_ladder(  # noqa: PLR0913 - each is one number of the ladder
    *,
    currency: str | None,
    media_minor: int | None,
    delivered: int,
    read: int,
    payable: int,
    usable: int,
    attested: float,
    policy: Cost,
    media_basis: MediaBasis = MediaBasis.CONTRACT,
) -> Ladder:
    """The ladder of a delivery, a vendor or all of them, before outcomes are loaded.

    Args:
        currency: Of the money.
        media_minor: Contract price of the read records, or what is left of it; None when a price is not known.
        delivered: Delivered lines.
        read: Records read; the trials of every rate.
        payable: Records the contract accepts.
        usable: Usable records.
        attested: People who asked on the vendor's form, shared among the vendors that delivered them.
        policy: Limits and levels.
        media_basis: What the money is made of.
    """
    return Ladder(
        currency=currency,
        media_minor=media_minor,
        media_basis=media_basis,
        per_delivered_minor=_each(media_minor, delivered),
        per_payable_minor=_each(media_minor, payable),
        per_usable_minor=_each(media_minor, usable),
        confirmed=RealLeadCost(leads=None, realised_minor=None, expected=None, shown=Shown.NOT_KNOWN_YET),
        real_lead=_attested_cost(media_minor, read, attested, policy),
    )


def _attested_cost(media_minor: int | None, read: int, attested: float, policy: Cost) -> RealLeadCost:
    """What an attested lead costs.  None seen is no sign of none: nothing loaded could show a confirmed one."""
    rate = RatePosterior(events=min(attested, read), trials=read, prior=policy.prior_rate)
    shown = show_rule(rate, policy, outcomes_known=attested > 0)
    per_record = _each(media_minor, read)
    is_expected = shown in {Shown.DIRECTIONAL_ONLY, Shown.RANK} and per_record is not None
    return RealLeadCost(
        leads=attested if attested > 0 else None,
        realised_minor=_each(media_minor, attested),
        expected=cost_per_real_lead(rate, per_record or 0.0, level=policy.level) if is_expected else None,
        shown=shown,
    )


def _each(total_minor: int | None, count: float) -> float | None:
    return None if total_minor is None or count == 0 else total_minor / count
