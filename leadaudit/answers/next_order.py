"""What the next order will bring and whether a dearer program is worth it, in words."""

from leadaudit.answers.costs import likely_words
from leadaudit.answers.phrases import amount, bare
from leadaudit.economics.next_order import NextOrder, Premium
from leadaudit.format import UNDEFINED, count, money

# Below and above these chances a premium is said to be worth it or not.
LIKELY, UNLIKELY = 0.75, 0.25


def batch_words(order: NextOrder) -> str:
    """Real leads to expect, with the range: ``4.2 (1 to 8)``."""
    return f"{amount(round(order.batch.expected, 1))} ({count(order.batch.low)} to {count(order.batch.high)})"


def any_words(order: NextOrder) -> str:
    """The chance of at least one real lead: ``94 in 100``."""
    return likely_words(order.batch.p_any)


def order_note(records: int, level: float) -> str:
    """What the table of the next order assumes."""
    return (
        f"An order of {count(records)} records from each, at the cost of a record so far, as many of them found in "
        f"your CRM as so far. In {round(level * 100)} of 100 such orders the real leads lie within the range; chance "
        "and what is not known of the vendor are both in it."
    )


def premium_sentence(one: Premium, currency: str) -> str:
    """Whether the dearer of two programs of a vendor is worth its price."""
    (plain_leads, plain_trials), (dearer_leads, dearer_trials) = one.seen
    why = "intent-priced" if one.is_intent_priced else "dearer"
    first = (
        f"{one.dearer} ({why}) beside {one.plain}: a record costs {one.worth.cost_ratio:,.2f} times as much, so it has "
        "to bring that many times the real leads"
    )
    found = f"{amount(dearer_leads)} of {amount(dearer_trials)} against {amount(plain_leads)} of {amount(plain_trials)}"
    if one.worth.rate_ratio is None:
        return f"{first}; so far {found} old enough to tell, too little to say by how many it does."
    price = one.worth.breakeven_price
    even = "" if price is None or price < 0 else f" It breaks even at {money(price, currency)} a record."
    return (
        f"{first}; so far it brought {one.worth.rate_ratio:,.1f} times ({found} old enough to tell).{even} "
        f"{_verdict(one.p_favourable)}"
    )


def _verdict(p: float) -> str:
    chance = likely_words(p)
    if p >= LIKELY:
        return f"It is likely worth its price ({chance})."
    if p <= UNLIKELY:
        return f"It is likely not worth its price ({chance} that it is)."
    return f"Whether it is worth its price cannot be told yet ({chance})."


def order_costs(order: NextOrder, currency: str) -> str:
    """What the order costs; a dash where nobody knows."""
    return UNDEFINED if order.cost_minor is None else money(order.cost_minor, currency)


def realised_words(minor: float | None, currency: str) -> str:
    """What one cost so far, without the currency."""
    return UNDEFINED if minor is None else bare(minor, currency)
