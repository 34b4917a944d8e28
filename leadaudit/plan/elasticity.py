"""What a better stage is worth, and how it compares with buying more.

Source: docs/method.md, "Planner".
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

ONE_POINT = 0.01
TEN_PERCENT = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWorth:
    """What a better stage brings, in the unit of the revenue.

    Args:
        plus_one_point: One point in a hundred more; looks enormous where the rate is low.
        plus_ten_percent: A tenth more of what the rate is; the same at every stage.
    """

    plus_one_point: float
    plus_ten_percent: float


def stage_worth(*, revenue: float, rates: Mapping[str, float]) -> Mapping[str, StageWorth]:
    """What a better rate is worth at each stage, revenue being the product of all rates.

    A point more than what is missing to a hundred is cut off there.

    Raises:
        ValueError: A rate is not above 0 and at most 1.
    """
    wrong = [stage for stage, rate in rates.items() if not 0 < rate <= 1]
    if wrong:
        raise ValueError(f"the rate of {', '.join(wrong)} is not above 0 and at most 1")
    return {
        stage: StageWorth(
            plus_one_point=revenue * min(ONE_POINT, 1 - rate) / rate,
            plus_ten_percent=revenue * min(TEN_PERCENT, (1 - rate) / rate),
        )
        for stage, rate in rates.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is bought and how it converts.

    Args:
        records: Bought.
        cost_per_record: Full.
        rates: Share that passes each stage, in order.
        deal: Revenue of one win.
    """

    records: float
    cost_per_record: float
    rates: Mapping[str, float]
    deal: float

    @property
    def spend(self) -> float:
        """Records times their cost."""
        return self.records * self.cost_per_record

    @property
    def wins(self) -> float:
        """Records times all rates."""
        return self.records * math.prod(self.rates.values())

    @property
    def revenue(self) -> float:
        """Wins times deal."""
        return self.wins * self.deal

    @property
    def cost_per_win(self) -> float | None:
        """Spend over wins; None without."""
        return self.spend / self.wins if self.wins else None


def more_records(scenario: Scenario, *, factor: float) -> Scenario:
    """The same, more bought: spend grows with it."""
    return replace(scenario, records=scenario.records * factor)


def better_stages(scenario: Scenario, *, factors: Mapping[str, float]) -> Scenario:
    """The same, stages improved; improvements multiply, spend stays.

    Args:
        scenario: As it is.
        factors: Factor of the rate of each stage improved; a rate ends at 1.
    """
    rates = {stage: min(rate * factors.get(stage, 1.0), 1.0) for stage, rate in scenario.rates.items()}
    return replace(scenario, rates=rates)
