"""What one real lead costs, and when that may be shown at all."""

from collections.abc import Sequence
from enum import StrEnum

from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.policy.model import Cost

# Without any lead there is one bound only; it is one-sided at this level (docs/method.md, "Interval for one vendor").
ONE_SIDED_LEVEL = 0.95


class Shown(StrEnum):
    """What may be said of a rate or a cost per real lead."""

    NOT_KNOWN_YET = "not_known_yet"
    TOO_FEW_RECORDS = "too_few_records"
    DIRECTIONAL_ONLY = "directional_only"
    RANK = "rank"


def show_rule(rate: RatePosterior, policy: Cost, *, outcomes_known: bool) -> Shown:
    """What may be shown of a rate, by how much is known.

    Args:
        rate: Events and effective trials, never the number of records delivered.
        policy: Limits.
        outcomes_known: Whether anything loaded could show a real lead.

    Source:
        docs/method.md, "Interval for one vendor".
    """
    if not outcomes_known or rate.trials < policy.shown_from_effective_trials:
        return Shown.NOT_KNOWN_YET
    if rate.trials < policy.min_records:
        return Shown.TOO_FEW_RECORDS
    if rate.events < policy.min_events or rate.high_to_low(policy.level) > policy.max_high_to_low:
        return Shown.DIRECTIONAL_ONLY
    return Shown.RANK


def cost_per_real_lead(rate: RatePosterior, cost_per_record_minor: float, *, level: float) -> Interval:
    """What one real lead costs, by inverting the posterior of the yield.

    The point is the posterior median; the mean of 1/rate is inflated, and infinite when no lead has been seen.
    With no lead there is a lower bound, one-sided at 95 %, and neither a middle nor an upper one.

    Args:
        rate: Posterior of real leads per read record.
        cost_per_record_minor: Cost of a read record, minor units of one currency.
        level: Credibility of the interval, between 0 and 1.

    Returns:
        ``low``, ``median``, ``high`` in minor units.

    Raises:
        ValueError: ``level`` is not between 0 and 1.

    Source:
        docs/method.md, "Interval for one vendor".
    """
    rates = rate.interval(level)
    if rate.events == 0 or rates.low is None or rates.median is None or rates.high is None:
        bound = cost_per_record_minor / rate.quantile(ONE_SIDED_LEVEL)
        return Interval(low=bound, median=None, high=None, level=ONE_SIDED_LEVEL)
    return Interval(
        low=cost_per_record_minor / rates.high,
        median=cost_per_record_minor / rates.median,
        high=cost_per_record_minor / rates.low,
        level=level,
    )


def cost_with_dearer_leads(rate: RatePosterior, *, other_minor: float, lead_minor: float, level: float) -> Interval:
    """What a real lead costs where its record costs more than others, by sales hours: other x (1/rate - 1) + lead.

    Args:
        rate: Posterior of real leads per record.
        other_minor: Cost of a record that does not become one.
        lead_minor: Cost of one that does.
        level: Credibility of the interval, between 0 and 1.

    Returns:
        ``low``, ``median``, ``high`` in minor units; without a lead the lower bound only, as above.

    Raises:
        ValueError: ``level`` is not between 0 and 1.

    Source:
        docs/method.md, "Interval for one vendor".
    """
    plain = cost_per_real_lead(rate, other_minor, level=level)
    low, median, high = (
        None if end is None else end - other_minor + lead_minor for end in (plain.low, plain.median, plain.high)
    )
    return Interval(low=low, median=median, high=high, level=plain.level)


def prices_at(cost_per_record_minor: float, rates: Sequence[float]) -> dict[float, float]:
    """What a real lead would cost if so many in a hundred asked us; said while the true rate is not known."""
    return {rate: cost_per_record_minor / rate for rate in rates if rate > 0}
