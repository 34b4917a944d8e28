"""May budget move from one vendor to another: a verdict somebody signs, and what stands behind it.

Source: docs/method.md, "Decisions about budget".
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from leadaudit.economics.compare import MoveValue
from leadaudit.economics.cost import Shown
from leadaudit.economics.distributions import normal_quantile
from leadaudit.policy.outcomes import Decisions

# So often a sized test is to come to a call, were the figures of today the true ones.
TEST_POWER = 0.8


class BudgetVerdict(StrEnum):
    """What may be done with the budget of the dearer of two vendors."""

    MOVE = "move"
    LEAN = "lean"
    NO_PRACTICAL_DIFFERENCE = "no_practical_difference"
    NOT_COMPARABLE = "not_comparable"
    NOT_ENOUGH_DATA = "not_enough_data"


class Hindrance(StrEnum):
    """Why budget may not move, or not yet."""

    NO_FIGURE_YET = "no_figure_yet"
    """One of the vendors has no figure that may be shown."""
    FOLLOW_UP_DIFFERS = "follow_up_differs"
    """Its records were worked too little, or much less than the other's."""
    ONLY_DIRECTIONAL = "only_directional"
    """One of the vendors' figures is a direction only."""
    MODELS_DISAGREE = "models_disagree"
    """It holds where vendors are alike per record and not where they are alike per money, or the reverse."""
    REGRET = "regret"
    """Being wrong would cost too much of what being right brings."""
    PROBABILITY = "probability"
    """It is not likely enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Follow-up on one vendor's records.

    Args:
        worked: Usable records that somebody tried to reach.
        usable: Usable records.
    """

    worked: int
    usable: int

    @property
    def share(self) -> float:
        """Worked over usable; 0 of none."""
        return self.worked / self.usable if self.usable else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is known of moving budget from the dearer vendor to the cheaper one.

    Args:
        p_by_record: P(the one is cheaper), vendors alike per record.
        p_by_money: The same, vendors alike per unit of money.
        p_alike: P(their costs lie within the factor of the policy).
        value: What the largest step allowed would bring.
        shown: What may be said of the one and of the other.
        worked: Follow-up on the one and on the other.
    """

    p_by_record: float
    p_by_money: float
    p_alike: float
    value: MoveValue
    shown: tuple[Shown, Shown]
    worked: tuple[Worked, Worked]

    @property
    def p(self) -> float:
        """What both models grant."""
        return min(self.p_by_record, self.p_by_money)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetDecision:
    """A verdict with what keeps it from being a stronger one.

    Args:
        verdict: What may be done.
        hindrances: Why not more.
        max_step_share: Share of the dearer vendor's budget that may move at once; 0 where none may.
    """

    verdict: BudgetVerdict
    hindrances: tuple[Hindrance, ...]
    max_step_share: float


def follow_up_is_alike(one: Worked, other: Worked, policy: Decisions) -> bool:
    """Whether both vendors' records were worked enough, and much the same."""
    rules = policy.worked
    return min(one.share, other.share) >= rules.min_share and abs(one.share - other.share) <= rules.max_gap + 1e-12


def decide(comparison: Comparison, policy: Decisions) -> BudgetDecision:
    """The verdict on moving budget to the cheaper of two vendors.

    Follow-up that differs stands before everything that would need it: a vendor whose people nobody called looks dear.
    """
    if any(shown in {Shown.NOT_KNOWN_YET, Shown.TOO_FEW_RECORDS} for shown in comparison.shown):
        return _decision(BudgetVerdict.NOT_ENOUGH_DATA, (Hindrance.NO_FIGURE_YET,))
    hindrances = _hindrances(comparison, policy)
    verdict = _verdict(comparison, hindrances, policy)
    if verdict is not BudgetVerdict.NOT_ENOUGH_DATA and not follow_up_is_alike(*comparison.worked, policy):
        return _decision(BudgetVerdict.NOT_COMPARABLE, (Hindrance.FOLLOW_UP_DIFFERS, *hindrances))
    if verdict is BudgetVerdict.MOVE:
        return _decision(verdict, (), policy.move.max_step_share)
    return _decision(verdict, hindrances)


def _verdict(comparison: Comparison, hindrances: tuple[Hindrance, ...], policy: Decisions) -> BudgetVerdict:
    if not hindrances:
        return BudgetVerdict.MOVE
    if comparison.p >= policy.lean_p:
        return BudgetVerdict.LEAN
    if comparison.p_alike >= policy.equivalent.p:
        return BudgetVerdict.NO_PRACTICAL_DIFFERENCE
    return BudgetVerdict.NOT_ENOUGH_DATA


def _hindrances(comparison: Comparison, policy: Decisions) -> tuple[Hindrance, ...]:
    enough = policy.move.p
    models = (comparison.p_by_record, comparison.p_by_money)
    found = {
        Hindrance.ONLY_DIRECTIONAL: any(shown is not Shown.RANK for shown in comparison.shown),
        Hindrance.MODELS_DISAGREE: min(models) < enough <= max(models),
        Hindrance.PROBABILITY: max(models) < enough,
        Hindrance.REGRET: comparison.value.regret_share > policy.move.max_regret_share,
    }
    return tuple(hindrance for hindrance, holds in found.items() if holds)


def _decision(verdict: BudgetVerdict, hindrances: tuple[Hindrance, ...], max_step_share: float = 0.0) -> BudgetDecision:
    return BudgetDecision(verdict=verdict, hindrances=hindrances, max_step_share=max_step_share)


def records_to_decide(
    *, rate: float, cost_per_record: float, other_rate: float, other_cost_per_record: float, policy: Decisions
) -> int | None:
    """Mature records of each vendor after which a call is made four times in five, were these rates the true ones.

    The normal approximation on the logarithm of the two costs; within a tenth of simulations at 1 to 2 in 100.

    Args:
        rate: Real leads per record of the one.
        cost_per_record: What its record costs.
        other_rate: Of the other.
        other_cost_per_record: Of the other, same unit.
        policy: How sure a call has to be.

    Returns:
        Records of each; None where the two cost the same, or nothing was ever seen.
    """
    if min(rate, other_rate, cost_per_record, other_cost_per_record) <= 0:
        return None
    apart = abs(math.log((cost_per_record / rate) / (other_cost_per_record / other_rate)))
    if apart < 1e-9:
        return None
    reach = float(normal_quantile(policy.move.p) + normal_quantile(TEST_POWER))
    per_record = (1 - rate) / rate + (1 - other_rate) / other_rate
    return math.ceil(per_record * (reach / apart) ** 2)
