"""Pipeline: how much flows in a day, and how much of it accounts would have brought anyway.

Source: docs/method.md, "Pipeline".
"""

from dataclasses import dataclass


def pipeline_per_day(*, opportunities: float, win_rate: float, deal: float, cycle_days: float) -> float:
    """Revenue that an open pipeline brings in a day, in the unit of the deal.

    Raises:
        ValueError: The cycle has no length.
    """
    if cycle_days <= 0:
        raise ValueError(f"a cycle of {cycle_days:g} days")
    return opportunities * win_rate * deal / cycle_days


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountInfluence:
    """Opportunities at accounts that received a delivery first, beside what was to be expected without.

    Args:
        influenced: Their amount; pipeline, never a count of leads.
        expected_without: Accounts x rate of accounts without delivery x mean amount; None: no such accounts to compare.
        net: The difference; associated with the deliveries, not caused by them.
    """

    influenced: float
    expected_without: float | None
    net: float | None


def account_influence(
    *, exposed_accounts: int, opportunities: int, amount: float, control_rate: float | None
) -> AccountInfluence:
    """Influence of deliveries on accounts.

    Args:
        exposed_accounts: Accounts with a delivery.
        opportunities: Of theirs, created after the first delivery and within the credit window of it.
        amount: Of those opportunities together.
        control_rate: Opportunities per account without delivery in the same time; None: unknown.
    """
    mean = amount / opportunities if opportunities else 0.0
    expected = None if control_rate is None else exposed_accounts * control_rate * mean
    return AccountInfluence(
        influenced=amount, expected_without=expected, net=None if expected is None else amount - expected
    )
