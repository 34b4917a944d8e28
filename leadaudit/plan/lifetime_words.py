"""What a customer is worth over time beside what winning one costs, in words.

Source: docs/method.md, "Planner".
"""

from leadaudit.format import money
from leadaudit.money import minor_digits
from leadaudit.plan.lifetime import LifetimeValue, lifetime_value
from leadaudit.plan.planner import Planned
from leadaudit.plan.target import PlanTarget

# What practice asks of the worth of a customer over the cost of winning one; a rule of thumb and no law.
USUAL_RATIO = 3.0


def lifetime_of(found: Planned, target: PlanTarget) -> LifetimeValue | None:
    """Worth of a customer, minor units, with the plan's cost of a win; None where either is not known."""
    if target.customer is None or found.needed is None or found.needed.middle.spend is None or not found.facts.deal:
        return None
    unit = 10 ** minor_digits(target.currency)
    wins = float(target.revenue) * unit / found.facts.deal
    return lifetime_value(
        revenue_per_month=float(target.customer.revenue_per_month) * unit,
        margin=float(target.customer.margin),
        churn_per_month=float(target.customer.churn_per_month),
        cac=found.needed.middle.spend / wins,
    )


def lifetime_words(found: Planned, target: PlanTarget) -> str:
    """Worth, its ratio to the cost of winning a customer, and when that is paid back; empty where not given."""
    worth = lifetime_of(found, target)
    if worth is None or worth.ltv_to_cac is None:
        return ""
    enough = (
        "" if worth.ltv_to_cac >= USUAL_RATIO else f"; less than the {USUAL_RATIO:.0f} times that is usually asked for"
    )
    return (
        f"A customer is worth {money(worth.ltv, target.currency)} over time, {worth.ltv_to_cac:.1f} times what winning "
        f"one costs by this plan; that is paid back after {worth.payback_months:.0f} months{enough}."
    )
